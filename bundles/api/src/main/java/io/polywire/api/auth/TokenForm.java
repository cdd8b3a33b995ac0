package io.polywire.api.auth;

/** How a secret is seen to be a token where a wire has one place for passwords and tokens. */
public final class TokenForm {
    /** Names may have two points too ("a.b.c"), but no token is as short as that. */
    private static final int LEAST = 32;

    /** What opaque tokens of the embedded store begin with, and scanners of leaked secrets can look for. */
    public static final String OPAQUE_PREFIX = "pwt_";

    private TokenForm() {}

    /** Whether it has the form of the embedded store's opaque tokens. */
    public static boolean isOpaque(byte[] secret) {
        if (secret.length < LEAST) {
            return false;
        }
        for (int i = 0; i < OPAQUE_PREFIX.length(); i++) {
            if (secret[i] != OPAQUE_PREFIX.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether it has the form of a signed JWT (RFC 7515, compact serialization): three parts of base64url with points
     * between, none of them empty.
     */
    public static boolean isSigned(byte[] secret) {
        return parts(secret) == 3;
    }

    /** As {@link #isSigned}, or the five parts of an encrypted one (RFC 7516), of which some may be empty. */
    public static boolean isToken(byte[] secret) {
        int parts = parts(secret);
        return parts == 3 || parts == 5;
    }

    private static int parts(byte[] text) {
        int parts = 1;
        int inPart = 0;
        boolean empty = false;
        for (byte b : text) {
            if (b == '.') {
                empty |= inPart == 0;
                parts++;
                inPart = 0;
            } else if (b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '_') {
                inPart++;
            } else {
                return 0;
            }
        }
        empty |= inPart == 0;
        return text.length < LEAST || empty && parts != 5 ? 0 : parts;
    }
}
