package io.polywire.auth.password.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Verifiers for caching_sha2_password as MySQL 8 stores them: {@code $A$005$}, 20 bytes of salt, 43 characters of
 * SHA-256 crypt with 005 times 1000 rounds (MySQL 8.0 source documentation, "Caching_sha2_password information").
 */
final class Sha2Form implements VerifierForm {
    private static final String PREFIX = "$A$005$";
    private static final int ROUNDS = 5000;
    private static final int SALT_BYTES = 20;
    private static final int LENGTH = PREFIX.length() + SALT_BYTES + 43;

    @Override
    public Mechanism mechanism() {
        return Mechanism.CACHING_SHA2;
    }

    @Override
    public String make(String user, byte[] password) {
        return text(password, Sha256Crypt.salt(SALT_BYTES));
    }

    private static String text(byte[] password, byte[] salt) {
        return PREFIX + new String(salt, StandardCharsets.ISO_8859_1) + Sha256Crypt.digest(password, salt, ROUNDS);
    }

    @Override
    public boolean matches(String user, byte[] password, String verifier) {
        if (verifier.length() != LENGTH || !verifier.startsWith(PREFIX)) {
            return false;
        }
        byte[] salt = Sha256Crypt.bytes(verifier.substring(PREFIX.length(), PREFIX.length() + SALT_BYTES));
        return MessageDigest.isEqual(Sha256Crypt.bytes(text(password, salt)), Sha256Crypt.bytes(verifier));
    }

    /** A verifier that no password matches. */
    String impossible() {
        return PREFIX
                + new String(Sha256Crypt.salt(SALT_BYTES), StandardCharsets.ISO_8859_1)
                + new String(Sha256Crypt.salt(43), StandardCharsets.ISO_8859_1);
    }
}
