package io.polywire.auth.password.internal;

import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;

/**
 * Salts and the like for users that do not exist: the same for the same name each time, so that asking twice tells
 * nothing, and not to be foreseen without this installation's secret (RFC 5802 section 9 leaves it open; PostgreSQL does
 * the same).
 */
final class MockSource {
    /** Bytes of the secret. */
    static final int SECRET_BYTES = 32;

    private final byte[] secret;

    MockSource(byte[] secret) {
        this.secret = secret.clone();
    }

    /**
     * Bytes for a name.
     *
     * @param purpose keeps those of one mechanism apart from another's
     */
    byte[] bytes(String purpose, String name, int length) {
        byte[] result = new byte[length];
        byte[] text = (name == null ? "" : name).getBytes(StandardCharsets.UTF_8);
        Mac mac = Hashes.mac("HmacSHA256", secret);
        for (int done = 0, block = 0; done < length; block++) {
            mac.update((byte) block);
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            byte[] part = mac.doFinal(text);
            int count = Math.min(part.length, length - done);
            System.arraycopy(part, 0, result, done, count);
            done += count;
        }
        return result;
    }
}
