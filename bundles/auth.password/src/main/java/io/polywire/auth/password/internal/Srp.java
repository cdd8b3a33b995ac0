package io.polywire.auth.password.internal;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Firebird's flavour of SRP-6a. It differs from RFC 5054: numbers are hashed without padding, H(N) and H(g) meet by
 * modular power instead of XOR, and the hash is SHA-1 but for the proof. Facts from Firebird's
 * src/auth/SecureRemotePassword and from captures (clients.md).
 */
final class Srp {
    /** The group's prime, of 1024 bits. */
    static final BigInteger N = new BigInteger(
            "E67D2E994B2F900C3F41F08F5BB2627ED0D49EE1FE767A52EFCD565CD6E768812C3E1E9CE8F0A8BEA6CB13CD29DDEBF7"
                    + "A96D4A93B55D488DF099A15C89DCB0640738EB2CBDD9A8F7BAB561AB1B0DC1C6CDABF303264A08D1BCA932D1F1EE428B"
                    + "619D970F342ABA9A65793B8B2F041AE5364350C16F735F56ECBCA87BD57B29E7",
            16);

    /** The generator. */
    static final BigInteger G = BigInteger.TWO;

    /** Bytes of a key. */
    static final int KEY_BYTES = 128;

    private static final BigInteger K = multiplier();
    private static final byte[] GROUP_HASH = groupHash();

    private Srp() {}

    private static BigInteger multiplier() {
        byte[] padded = new byte[KEY_BYTES];
        padded[KEY_BYTES - 1] = 2;
        return number(Hashes.hash("SHA-1", bytes(N), padded));
    }

    private static byte[] groupHash() {
        BigInteger hashN = number(Hashes.hash("SHA-1", bytes(N)));
        BigInteger hashG = number(Hashes.hash("SHA-1", bytes(G)));
        return bytes(hashN.modPow(hashG, N));
    }

    static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    /** Big-endian, without leading zeros. */
    static byte[] bytes(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes.length > 1 && bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /** {@code g^x}, x = H(salt, H(account, ":", password)). */
    static BigInteger verifier(String account, byte[] salt, byte[] password) {
        byte[] inner = Hashes.hash("SHA-1", account.getBytes(StandardCharsets.UTF_8), new byte[] {':'}, password);
        byte[] x = Hashes.hash("SHA-1", salt, inner);
        try {
            return G.modPow(number(x), N);
        } finally {
            Secrets.wipe(inner);
            Secrets.wipe(x);
        }
    }

    /** B = k*v + g^b. */
    static BigInteger serverKey(BigInteger verifier, BigInteger b) {
        return K.multiply(verifier).add(G.modPow(b, N)).mod(N);
    }

    /** The shared key H((A * v^u)^b), u = H(A, B). */
    static byte[] sessionKey(BigInteger clientKey, BigInteger serverKey, BigInteger verifier, BigInteger b) {
        BigInteger u = number(Hashes.hash("SHA-1", bytes(clientKey), bytes(serverKey)));
        byte[] secret = bytes(clientKey.multiply(verifier.modPow(u, N)).mod(N).modPow(b, N));
        try {
            return Hashes.hash("SHA-1", secret);
        } finally {
            Secrets.wipe(secret);
        }
    }

    /**
     * What the client must prove: H(H(N)^H(g), H(account), salt, A, B, key).
     *
     * @param digest SHA-1 for Srp, SHA-256 for Srp256
     * @param strip whether leading zeros of H(account) are left out: libfbclient does, Jaybird does not
     */
    static byte[] proof(
            String digest,
            String account,
            byte[] salt,
            BigInteger clientKey,
            BigInteger serverKey,
            byte[] key,
            boolean strip) {
        byte[] hashAccount = Hashes.hash("SHA-1", account.getBytes(StandardCharsets.UTF_8));
        return Hashes.hash(
                digest,
                GROUP_HASH,
                strip ? bytes(number(hashAccount)) : hashAccount,
                salt,
                bytes(clientKey),
                bytes(serverKey),
                key);
    }

    /** Numbers travel as upper-case hex. */
    static String hex(BigInteger number) {
        return HexFormat.of().withUpperCase().formatHex(bytes(number));
    }
}
