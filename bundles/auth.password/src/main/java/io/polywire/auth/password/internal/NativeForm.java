package io.polywire.auth.password.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * MySQL's mysql_native_password: {@code "*" + HEX(SHA1(SHA1(password)))} (MySQL internals manual, "Secure Password
 * Authentication").
 */
final class NativeForm implements VerifierForm {
    /** Bytes of SHA-1. */
    static final int BYTES = 20;

    @Override
    public Mechanism mechanism() {
        return Mechanism.MYSQL_NATIVE;
    }

    @Override
    public String make(String user, byte[] password) {
        byte[] stage1 = Hashes.hash("SHA-1", password);
        try {
            return "*" + HexFormat.of().withUpperCase().formatHex(Hashes.hash("SHA-1", stage1));
        } finally {
            Secrets.wipe(stage1);
        }
    }

    @Override
    public boolean matches(String user, byte[] password, String verifier) {
        return MessageDigest.isEqual(
                make(user, password).getBytes(StandardCharsets.US_ASCII), verifier.getBytes(StandardCharsets.US_ASCII));
    }

    /** SHA1(SHA1(password)) of a verifier, or null if it is not one. */
    static byte[] stage2(String verifier) {
        if (!verifier.matches("\\*[0-9A-Fa-f]{40}")) {
            return null;
        }
        return HexFormat.of().parseHex(verifier.substring(1));
    }
}
