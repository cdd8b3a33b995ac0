package io.polywire.auth.password.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** PostgreSQL's md5 verifiers: {@code "md5" + hex(MD5(password + user))} (PostgreSQL 15 documentation, 53.3.1). */
final class Md5Form implements VerifierForm {
    /** What a verifier and an answer begin with. */
    static final String PREFIX = "md5";

    @Override
    public Mechanism mechanism() {
        return Mechanism.MD5;
    }

    @Override
    public String make(String user, byte[] password) {
        return PREFIX + hex(password, user.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean matches(String user, byte[] password, String verifier) {
        return MessageDigest.isEqual(
                make(user, password).getBytes(StandardCharsets.US_ASCII), verifier.getBytes(StandardCharsets.US_ASCII));
    }

    static String hex(byte[] a, byte[] b) {
        return HexFormat.of().formatHex(Hashes.hash("MD5", a, b));
    }

    /** Whether it is such a verifier, as PostgreSQL tells them from passwords (src/backend/libpq/crypt.c). */
    static boolean isVerifier(String text) {
        return text.length() == 35
                && text.startsWith(PREFIX)
                && text.substring(3).matches("[0-9a-f]{32}");
    }
}
