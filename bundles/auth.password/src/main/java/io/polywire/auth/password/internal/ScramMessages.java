package io.polywire.auth.password.internal;

import java.util.Base64;

/**
 * The client's messages of SCRAM (RFC 5802 sections 5.1 and 7), taken apart. Texts are ISO 8859-1, one character for each
 * byte, because the proof is over the bytes as they came.
 */
final class ScramMessages {
    /** Longer than any client sends, shorter than what is work to look at. */
    static final int MOST_BYTES = 4096;

    private ScramMessages() {}

    /**
     * The first message.
     *
     * @param header gs2 header with its last comma
     * @param flag 'n', 'y' or 'p'
     * @param binding name of the channel binding with 'p', otherwise null
     * @param bare the rest
     * @param nonce of the client
     */
    record First(String header, char flag, String binding, String bare, String nonce) {}

    /**
     * The last message.
     *
     * @param binding decoded value of c=
     * @param nonce value of r=
     * @param withoutProof what the proof is over
     * @param proof decoded value of p=
     */
    record Final(byte[] binding, String nonce, String withoutProof, byte[] proof) {}

    static First first(String message) {
        int flagEnd = message.indexOf(',');
        int headerEnd = message.indexOf(',', flagEnd + 1);
        if (flagEnd < 1 || headerEnd < 0) {
            throw malformed();
        }
        String flag = message.substring(0, flagEnd);
        String binding = null;
        if (flag.startsWith("p=") && flag.length() > 2) {
            binding = flag.substring(2);
        } else if (!flag.equals("n") && !flag.equals("y")) {
            throw malformed();
        }
        if (headerEnd != flagEnd + 1) {
            if (!message.startsWith("a=", flagEnd + 1)) {
                throw malformed();
            }
            throw Refusals.protocol("a SCRAM authorization identity is not supported");
        }
        String bare = message.substring(headerEnd + 1);
        if (bare.startsWith("m=")) {
            throw Refusals.protocol("the client requires an unsupported SCRAM extension");
        }
        String[] parts = bare.split(",", -1);
        if (parts.length < 2 || !parts[0].startsWith("n=") || !isName(parts[0].substring(2))) {
            throw malformed();
        }
        return new First(message.substring(0, headerEnd + 1), flag.charAt(0), binding, bare, nonce(parts[1]));
    }

    static Final last(String message) {
        int proof = message.lastIndexOf(",p=");
        String[] parts = message.split(",", -1);
        // extensions may stand between nonce and proof, and are ignored as section 5.1 says
        if (proof < 0 || parts.length < 3 || !parts[0].startsWith("c=") || !parts[parts.length - 1].startsWith("p=")) {
            throw malformed();
        }
        return new Final(
                decode(parts[0].substring(2)),
                nonce(parts[1]),
                message.substring(0, proof),
                decode(message.substring(proof + 3)));
    }

    private static String nonce(String part) {
        if (!part.matches("r=[\\x21-\\x2b\\x2d-\\x7e]+")) {
            throw malformed();
        }
        return part.substring(2);
    }

    /** A saslname: '=' stands only before 2C and 3D. */
    private static boolean isName(String name) {
        return name.matches("([^=\\x00]|=2C|=3D)*");
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // what exactly is wrong with it is of no use to anybody
            throw malformed();
        }
    }

    private static RuntimeException malformed() {
        return Refusals.protocol("malformed SCRAM message");
    }
}
