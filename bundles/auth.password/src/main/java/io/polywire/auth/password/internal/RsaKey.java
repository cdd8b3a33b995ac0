package io.polywire.auth.password.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/**
 * The key that clients of caching_sha2_password without TLS encrypt their password with: RSA of 2048 bits, OAEP with
 * SHA-1 (MySQL 8.0 source documentation, "Caching_sha2_password information"). Made once for this installation and kept in
 * the store, which only the server's account can read; read at its first use.
 */
final class RsaKey {
    /** Bits of a new key. */
    private static final int BITS = 2048;

    private final SqliteUserStore store;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile RSAPrivateCrtKey key;

    RsaKey(SqliteUserStore store) {
        this.store = store;
    }

    private RSAPrivateCrtKey key() throws GeneralSecurityException {
        if (key == null) {
            lock.lock();
            try {
                if (key == null) {
                    byte[] encoded = store.secret("rsa", RsaKey::make);
                    key = (RSAPrivateCrtKey)
                            KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
                    Secrets.wipe(encoded);
                }
            } finally {
                lock.unlock();
            }
        }
        return key;
    }

    private static byte[] make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair().getPrivate().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform makes RSA keys", e);
        }
    }

    /** The public key in PEM, as OpenSSL writes it. */
    byte[] pem() {
        try {
            RSAPrivateCrtKey k = key();
            byte[] encoded = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(k.getModulus(), k.getPublicExponent()))
                    .getEncoded();
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
            return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the RSA key cannot be used", e);
        }
    }

    /** What was encrypted with the public key, or null if it was not. */
    byte[] decrypt(byte[] data) {
        try {
            RSAPrivateCrtKey k = key();
            if (data.length != (k.getModulus().bitLength() + 7) / 8) {
                return null;
            }
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
            cipher.init(Cipher.DECRYPT_MODE, k);
            return cipher.doFinal(data);
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            // not told apart from a wrong password, or a client could ask the key about other ciphertexts
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the RSA key cannot be used", e);
        }
    }
}
