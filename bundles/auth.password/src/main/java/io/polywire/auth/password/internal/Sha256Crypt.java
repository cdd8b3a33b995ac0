package io.polywire.auth.password.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * SHA-256 crypt (U. Drepper, "Unix crypt using SHA-256 and SHA-512", version 0.6), for salts of any length: MySQL's are
 * of 20 bytes, longer than the 16 that crypt(3) takes.
 */
final class Sha256Crypt {
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BYTES = 32;

    private Sha256Crypt() {}

    /** The 43 characters of the digest. */
    static String digest(byte[] password, byte[] salt, int rounds) {
        // numbers are those of the steps in the specification
        byte[] b = Hashes.hash("SHA-256", password, salt, password); // 4-8
        MessageDigest a = Hashes.digest("SHA-256"); // 1-3
        a.update(password);
        a.update(salt);
        for (int left = password.length; left > 0; left -= BYTES) { // 9-10
            a.update(b, 0, Math.min(left, BYTES));
        }
        for (int bits = password.length; bits > 0; bits >>= 1) { // 11
            if ((bits & 1) != 0) {
                a.update(b);
            } else {
                a.update(password);
            }
        }
        byte[] c = a.digest(); // 12
        MessageDigest dp = Hashes.digest("SHA-256"); // 13-15
        for (int i = 0; i < password.length; i++) {
            dp.update(password);
        }
        byte[] p = repeat(dp.digest(), password.length); // 16
        MessageDigest ds = Hashes.digest("SHA-256"); // 17-19
        for (int i = 0; i < 16 + (c[0] & 0xff); i++) {
            ds.update(salt);
        }
        byte[] s = repeat(ds.digest(), salt.length); // 20
        for (int round = 0; round < rounds; round++) { // 21
            a.update((round & 1) != 0 ? p : c);
            if (round % 3 != 0) {
                a.update(s);
            }
            if (round % 7 != 0) {
                a.update(p);
            }
            a.update((round & 1) != 0 ? c : p);
            c = a.digest();
        }
        Secrets.wipe(p);
        Secrets.wipe(b);
        return text(c); // 22
    }

    private static byte[] repeat(byte[] digest, int length) {
        byte[] result = new byte[length];
        for (int i = 0; i < length; i++) {
            result[i] = digest[i % BYTES];
        }
        return result;
    }

    private static String text(byte[] c) {
        StringBuilder text = new StringBuilder(43);
        // the order 0 10 20, 21 1 11, 12 22 2, ... of the specification
        for (int i = 0, x = 0; i < 10; i++) {
            int y = (x + 10) % 30;
            int z = (x + 20) % 30;
            append(text, (c[x] & 0xff) << 16 | (c[y] & 0xff) << 8 | (c[z] & 0xff), 4);
            x = (x + 21) % 30;
        }
        append(text, (c[31] & 0xff) << 8 | (c[30] & 0xff), 3);
        return text.toString();
    }

    private static void append(StringBuilder text, int bits, int count) {
        for (int i = 0, rest = bits; i < count; i++, rest >>= 6) {
            text.append(ALPHABET.charAt(rest & 0x3f));
        }
    }

    /** Salt of printable characters: MySQL reads it back out of a text column. */
    static byte[] salt(int length) {
        byte[] random = Secrets.random(length);
        byte[] salt = new byte[length];
        for (int i = 0; i < length; i++) {
            salt[i] = (byte) ALPHABET.charAt(random[i] & 0x3f);
        }
        return salt;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
