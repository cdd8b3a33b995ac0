package io.polywire.auth.password.internal;

import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;

/**
 * The functions of SCRAM over one hash (RFC 5802 sections 2.2 and 3).
 *
 * @param mac name of the HMAC
 * @param digest name of the hash
 */
record ScramHash(String mac, String digest) {
    /** RFC 7677. */
    static final ScramHash SHA_256 = new ScramHash("HmacSHA256", "SHA-256");

    /** RFC 5802's own; for its example only. */
    static final ScramHash SHA_1 = new ScramHash("HmacSHA1", "SHA-1");

    /** {@code Hi}: PBKDF2 with one block of output. */
    byte[] salted(byte[] password, byte[] salt, int iterations) {
        Mac hmac = Hashes.mac(mac, password);
        hmac.update(salt);
        byte[] u = hmac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] result = u.clone();
        for (int i = 1; i < iterations; i++) {
            u = hmac.doFinal(u);
            Hashes.xor(result, u);
        }
        return result;
    }

    byte[] hmac(byte[] key, byte[] text) {
        return Hashes.mac(mac, key).doFinal(text);
    }

    byte[] clientKey(byte[] salted) {
        return hmac(salted, "Client Key".getBytes(StandardCharsets.US_ASCII));
    }

    byte[] serverKey(byte[] salted) {
        return hmac(salted, "Server Key".getBytes(StandardCharsets.US_ASCII));
    }

    /** {@code H}: of a ClientKey it is the StoredKey. */
    byte[] hash(byte[] key) {
        return Hashes.hash(digest, key);
    }
}
