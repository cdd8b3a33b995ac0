package io.polywire.protocol.wazuh.internal;

import io.polywire.api.auth.Gatekeeper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a request says of who sends it (RFC 7617, RFC 6750).
 *
 * @param mechanism name of the mechanism; null if the header is not understood
 * @param user may be null
 * @param secret may be null; whoever takes it wipes it
 */
record Credentials(String mechanism, String user, byte[] secret) {
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    /** Reads the value of an Authorization header; null is a request without. */
    static Credentials of(String header) {
        if (header == null) {
            return new Credentials(Gatekeeper.NONE, null, null);
        }
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            byte[] token = header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
            return new Credentials("token", null, token);
        }
        if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            try {
                byte[] pair = Base64.getDecoder()
                        .decode(header.substring(BASIC.length()).strip());
                for (int i = 0; i < pair.length; i++) {
                    if (pair[i] == ':') {
                        Credentials found = new Credentials(
                                "password",
                                new String(pair, 0, i, StandardCharsets.UTF_8),
                                Arrays.copyOfRange(pair, i + 1, pair.length));
                        Arrays.fill(pair, (byte) 0);
                        return found;
                    }
                }
            } catch (IllegalArgumentException notBase64) {
                return new Credentials(null, null, null);
            }
        }
        return new Credentials(null, null, null);
    }

    @Override
    public String toString() {
        return "Credentials[mechanism=" + mechanism + ", user=" + user + "]";
    }
}
