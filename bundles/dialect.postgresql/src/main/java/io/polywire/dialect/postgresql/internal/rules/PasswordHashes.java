package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;

/** crypt and gen_salt of pgcrypto by MD5 (Kamp's "$1$") and Blowfish (Provos and Mazières' "$2a$"). */
final class PasswordHashes {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String MD5_DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String BF_DIGITS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private PasswordHashes() {}

    /**
     * A salt.
     *
     * @param rounds 0 for the usual number
     */
    static String salt(String type, long rounds) {
        switch (type.toLowerCase(Locale.ROOT)) {
            case "md5":
                if (rounds != 0 && rounds != 1000) {
                    throw wrongRounds();
                }
                byte[] six = random(6);
                return "$1$" + threes(six, 0) + threes(six, 3);
            case "bf":
                long used = rounds == 0 ? 6 : rounds;
                if (used < 4 || used > 31) {
                    throw wrongRounds();
                }
                return String.format(Locale.ROOT, "$2a$%02d$", used) + base64(random(16));
            case "des", "xdes":
                throw SqlFailure.unsupported("gen_salt of type " + type.toLowerCase(Locale.ROOT));
            default:
                throw CryptoExtension.failure("gen_salt: Unknown salt algorithm");
        }
    }

    private static SqlFailure wrongRounds() {
        return CryptoExtension.failure("gen_salt: Incorrect number of rounds");
    }

    private static byte[] random(int n) {
        byte[] bytes = new byte[n];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** The hash of a password by a salt, or by a hash that begins with one. */
    static String hash(byte[] password, String setting, Runnable check) {
        if (setting.startsWith("$1$")) {
            return md5(password, setting);
        }
        if (setting.startsWith("$2a$")) {
            return blowfish(password, setting, check);
        }
        if (setting.startsWith("$2") || setting.length() > 1 && !setting.startsWith("$")) {
            throw SqlFailure.unsupported("crypt with a salt of another type than md5 and bf");
        }
        if (setting.length() < 2) {
            throw CryptoExtension.failure("invalid salt");
        }
        throw SqlFailure.unsupported("crypt with a salt of another type than md5 and bf");
    }

    // --- MD5 ------------------------------------------------------------------------------------------------------

    private static String md5(byte[] password, String setting) {
        int end = setting.indexOf('$', 3);
        String salt = setting.substring(3, Math.min(end < 0 ? setting.length() : end, 3 + 8));
        byte[] s = salt.getBytes(StandardCharsets.UTF_8);
        MessageDigest other = digest();
        other.update(password);
        other.update(s);
        byte[] sum = other.digest(password);
        MessageDigest all = digest();
        all.update(password);
        all.update("$1$".getBytes(StandardCharsets.US_ASCII));
        all.update(s);
        for (int left = password.length; left > 0; left -= sum.length) {
            all.update(sum, 0, Math.min(sum.length, left));
        }
        for (int n = password.length; n > 0; n >>= 1) {
            if ((n & 1) != 0) {
                all.update((byte) 0);
            } else if (password.length > 0) {
                all.update(password[0]);
            }
        }
        byte[] h = all.digest();
        for (int i = 0; i < 1000; i++) {
            MessageDigest round = digest();
            round.update((i & 1) != 0 ? password : h);
            if (i % 3 != 0) {
                round.update(s);
            }
            if (i % 7 != 0) {
                round.update(password);
            }
            round.update((i & 1) != 0 ? h : password);
            h = round.digest();
        }
        StringBuilder out = new StringBuilder("$1$").append(salt).append('$');
        for (int[] g : new int[][] {{0, 6, 12}, {1, 7, 13}, {2, 8, 14}, {3, 9, 15}, {4, 10, 5}}) {
            digits(out, (h[g[0]] & 0xFF) << 16 | (h[g[1]] & 0xFF) << 8 | h[g[2]] & 0xFF, 4);
        }
        digits(out, h[11] & 0xFF, 2);
        return out.toString();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String threes(byte[] b, int from) {
        StringBuilder out = new StringBuilder();
        digits(out, b[from] & 0xFF | (b[from + 1] & 0xFF) << 8 | (b[from + 2] & 0xFF) << 16, 4);
        return out.toString();
    }

    private static void digits(StringBuilder out, int value, int count) {
        for (int i = 0, v = value; i < count; i++, v >>= 6) {
            out.append(MD5_DIGITS.charAt(v & 0x3F));
        }
    }

    // --- Blowfish -------------------------------------------------------------------------------------------------

    private static final int ROUNDS = 16;
    private static final int KEYS = ROUNDS + 2;
    private static final int SALT_DIGITS = 22;

    /** Its subkeys and boxes at the beginning: the hexadecimal digits of pi behind the point. */
    private static final class Pi {
        static final int[] WORDS = words(KEYS + 4 * 256);

        private static int[] words(int count) {
            int bits = count * 32;
            int guard = 64;
            // Machin: pi = 16 atan(1/5) - 4 atan(1/239)
            BigInteger pi = arctangent(5, bits + guard)
                    .shiftLeft(4)
                    .subtract(arctangent(239, bits + guard).shiftLeft(2));
            BigInteger fraction =
                    pi.subtract(BigInteger.valueOf(3).shiftLeft(bits + guard)).shiftRight(guard);
            int[] words = new int[count];
            for (int i = count - 1; i >= 0; i--) {
                words[i] = fraction.intValue();
                fraction = fraction.shiftRight(32);
            }
            return words;
        }

        private static BigInteger arctangent(int of, int bits) {
            BigInteger square = BigInteger.valueOf((long) of * of);
            BigInteger power = BigInteger.ONE.shiftLeft(bits).divide(BigInteger.valueOf(of));
            BigInteger sum = power;
            for (int n = 3; power.signum() != 0; n += 2) {
                power = power.divide(square);
                BigInteger term = power.divide(BigInteger.valueOf(n));
                sum = n % 4 == 3 ? sum.subtract(term) : sum.add(term);
            }
            return sum;
        }
    }

    private static final class Blowfish {
        private final int[] state = Pi.WORDS.clone();

        /** Ciphers the pair of words at a place. */
        void cipher(int[] pair, int at) {
            int l = pair[at];
            int r = pair[at + 1];
            for (int i = 0; i < ROUNDS; i += 2) {
                l ^= state[i];
                r ^= f(l);
                r ^= state[i + 1];
                l ^= f(r);
            }
            pair[at] = r ^ state[KEYS - 1];
            pair[at + 1] = l ^ state[KEYS - 2];
        }

        private int f(int x) {
            int a = state[KEYS + (x >>> 24)] + state[KEYS + 256 + (x >>> 16 & 0xFF)];
            return (a ^ state[KEYS + 512 + (x >>> 8 & 0xFF)]) + state[KEYS + 768 + (x & 0xFF)];
        }

        /** Mixes a key into the subkeys, and ciphers all by itself, with a salt of four words. */
        void expand(int[] key, int[] salt) {
            for (int i = 0; i < KEYS; i++) {
                state[i] ^= key[i];
            }
            int[] pair = new int[2];
            for (int i = 0; i < state.length; i += 2) {
                pair[0] ^= salt[i & 2];
                pair[1] ^= salt[(i & 2) + 1];
                cipher(pair, 0);
                state[i] = pair[0];
                state[i + 1] = pair[1];
            }
        }
    }

    private static String blowfish(byte[] password, String setting, Runnable check) {
        boolean formed = setting.length() >= 7 + SALT_DIGITS
                && setting.charAt(6) == '$'
                && Character.isDigit(setting.charAt(4))
                && Character.isDigit(setting.charAt(5));
        int cost = formed ? Integer.parseInt(setting.substring(4, 6)) : 0;
        byte[] salt = formed ? unbase64(setting.substring(7, 7 + SALT_DIGITS)) : null;
        if (salt == null || cost < 4 || cost > 31) {
            throw CryptoExtension.failure("invalid salt");
        }
        int[] key = new int[KEYS];
        // the key is the text with the zero behind it, again and again
        for (int i = 0, k = 0; i < KEYS; i++) {
            for (int j = 0; j < 4; j++) {
                key[i] = key[i] << 8 | (k < password.length ? password[k] & 0xFF : 0);
                k = k < password.length ? k + 1 : 0;
            }
        }
        int[] s = new int[4];
        for (int i = 0; i < salt.length; i++) {
            s[i / 4] = s[i / 4] << 8 | salt[i] & 0xFF;
        }
        Blowfish b = new Blowfish();
        b.expand(key, s);
        int[] none = new int[4];
        int[] asKey = new int[KEYS];
        for (int i = 0; i < KEYS; i++) {
            asKey[i] = s[i % 4];
        }
        for (long i = 0; i < 1L << cost; i++) {
            b.expand(key, none);
            b.expand(asKey, none);
            if (i % 16 == 0) {
                check.run();
            }
        }
        byte[] text = "OrpheanBeholderScryDoubt".getBytes(StandardCharsets.US_ASCII);
        int[] words = new int[6];
        for (int i = 0; i < text.length; i++) {
            words[i / 4] = words[i / 4] << 8 | text[i];
        }
        for (int at = 0; at < words.length; at += 2) {
            for (int i = 0; i < 64; i++) {
                b.cipher(words, at);
            }
        }
        byte[] hash = new byte[23];
        for (int i = 0; i < hash.length; i++) {
            hash[i] = (byte) (words[i / 4] >>> 24 - 8 * (i % 4));
        }
        return setting.substring(0, 7) + base64(salt) + base64(hash);
    }

    private static String base64(byte[] b) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < b.length; i += 3) {
            int left = Math.min(3, b.length - i);
            int v = (b[i] & 0xFF) << 16 | (left > 1 ? (b[i + 1] & 0xFF) << 8 : 0) | (left > 2 ? b[i + 2] & 0xFF : 0);
            for (int k = 0; k <= left; k++) {
                out.append(BF_DIGITS.charAt(v >>> 18 - 6 * k & 0x3F));
            }
        }
        return out.toString();
    }

    /** The sixteen bytes of a salt; null if it has a sign that is none of the digits. */
    private static byte[] unbase64(String s) {
        byte[] out = new byte[16];
        int bits = 0;
        int v = 0;
        int at = 0;
        for (int i = 0; i < s.length(); i++) {
            int d = BF_DIGITS.indexOf(s.charAt(i));
            if (d < 0) {
                return null;
            }
            v = v << 6 | d;
            bits += 6;
            if (bits >= 8 && at < out.length) {
                bits -= 8;
                out[at++] = (byte) (v >>> bits);
            }
        }
        return out;
    }
}
