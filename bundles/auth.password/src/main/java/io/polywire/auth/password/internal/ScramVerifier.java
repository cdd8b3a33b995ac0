package io.polywire.auth.password.internal;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server keeps for SCRAM-SHA-256, in PostgreSQL's text form (pg_authid.rolpassword):
 * {@code SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>}, Base64 with padding.
 *
 * @param iterations of PBKDF2
 * @param salt as stored
 * @param storedKey 32 bytes
 * @param serverKey 32 bytes
 */
record ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    /** Bytes of SHA-256. */
    static final int KEY_BYTES = 32;

    /** Bytes of a new salt, as many as PostgreSQL's. */
    static final int SALT_BYTES = 16;

    /** More would be work for the client only, and an error of its owner. */
    static final int MOST_ITERATIONS = 10_000_000;

    private static final String BASE64 = "([A-Za-z0-9+/]{4,172}={0,2})";
    private static final Pattern FORM =
            Pattern.compile("SCRAM-SHA-256\\$(\\d{1,8}):" + BASE64 + "\\$" + BASE64 + ":" + BASE64);

    static Optional<ScramVerifier> parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            ScramVerifier v = new ScramVerifier(
                    Integer.parseInt(m.group(1)),
                    Base64.getDecoder().decode(m.group(2)),
                    Base64.getDecoder().decode(m.group(3)),
                    Base64.getDecoder().decode(m.group(4)));
            boolean valid = v.iterations >= 1
                    && v.iterations <= MOST_ITERATIONS
                    && v.storedKey.length == KEY_BYTES
                    && v.serverKey.length == KEY_BYTES;
            return valid ? Optional.of(v) : Optional.empty();
        } catch (IllegalArgumentException e) {
            // not Base64, so not a verifier
            return Optional.empty();
        }
    }

    /** From a password that went through {@link SaslPrep}. */
    static ScramVerifier compute(byte[] prepared, byte[] salt, int iterations) {
        ScramHash hash = ScramHash.SHA_256;
        byte[] salted = hash.salted(prepared, salt, iterations);
        byte[] clientKey = hash.clientKey(salted);
        try {
            return new ScramVerifier(iterations, salt, hash.hash(clientKey), hash.serverKey(salted));
        } finally {
            Secrets.wipe(salted);
            Secrets.wipe(clientKey);
        }
    }

    String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "SCRAM-SHA-256$" + iterations + ":" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(storedKey) + ":" + base64.encodeToString(serverKey);
    }

    /** A verifier does not belong in a log. */
    @Override
    public String toString() {
        return "ScramVerifier[" + iterations + "]";
    }
}
