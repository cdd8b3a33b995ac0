package io.polywire.auth.password.internal;

import io.polywire.api.auth.AuthContext;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The server's side of Firebird's Srp and Srp256 (see {@link Srp}). Data are the plug-in's own, without op codes:
 *
 * <pre>
 *   client                          server
 *     │ A in hex                      │   next(A)
 *     ├──────────────────────────────▶│
 *     │◀──────────────────────────────┤ u16 length, salt, u16 length, B in hex (little-endian lengths)   challenge
 *     │ proof in hex                  │   next(proof)
 *     ├──────────────────────────────▶│ done, with the session key of 20 bytes
 * </pre>
 */
final class SrpExchange extends LoginExchange {
    /** RFC 5054 section 3.2 asks for 256 bits at least. */
    private static final int PRIVATE_BYTES = 32;

    private final LoginDesk desk;
    private final AuthContext context;
    private final Mechanism mechanism;
    private final String digest;
    private SrpForm.Parts parts;
    private Candidate candidate;
    private String refusal;
    private BigInteger clientKey;
    private BigInteger privateKey;
    private BigInteger serverKey;

    SrpExchange(LoginDesk desk, AuthContext context, Mechanism mechanism) {
        super(desk, mechanism.key());
        this.desk = desk;
        this.context = context;
        this.mechanism = mechanism;
        this.digest = mechanism == Mechanism.SRP256 ? "SHA-256" : "SHA-1";
    }

    @Override
    Place place(byte[] data) {
        return data == null || data.length == 0 ? Place.HERE : Place.HASH;
    }

    @Override
    Outcome step(byte[] data) {
        if (data == null || data.length == 0) {
            // Firebird's clients may name the plug-in before they send their key
            return clientKey == null
                    ? new Outcome.Challenge(new byte[0])
                    : new Outcome.Failure(Refusals.protocol("the SRP proof is missing"));
        }
        return clientKey == null ? first(data) : last(data);
    }

    private Outcome first(byte[] data) {
        BigInteger key = number(data, 2 * Srp.KEY_BYTES);
        // a multiple of N would make the session key known to the client
        if (key == null || key.compareTo(Srp.N) >= 0 || key.signum() == 0) {
            return new Outcome.Failure(Refusals.protocol("the SRP key is not one of the group"));
        }
        clientKey = key;
        lookUp();
        privateKey = Srp.number(Secrets.random(PRIVATE_BYTES));
        serverKey = Srp.serverKey(parts.verifier(), privateKey);
        byte[] salt = parts.salt();
        byte[] b = Srp.hex(serverKey).getBytes(StandardCharsets.US_ASCII);
        byte[] challenge = new byte[4 + salt.length + b.length];
        put(challenge, 0, salt);
        put(challenge, 2 + salt.length, b);
        return new Outcome.Challenge(challenge);
    }

    private void lookUp() {
        // Firebird's clients send names in upper case; those of other wires are mostly in lower case
        String name = context.user() == null ? "" : context.user();
        Candidate exact = desk.find(name, mechanism);
        Candidate lower = desk.find(lower(name), mechanism);
        candidate = exact.user() == null ? lower : exact;
        refusal = candidate.refusal();
        parts = candidate.verifier() == null ? null : SrpForm.parse(candidate.verifier());
        if (parts == null) {
            refusal = refusal == null ? "the SRP verifier cannot be read" : refusal;
            String account = SrpForm.account(name);
            parts = new SrpForm.Parts(
                    SrpForm.saltText(desk.mocks().bytes("srp-salt", account, SrpForm.SALT_BYTES)),
                    Srp.number(desk.mocks().bytes("srp-verifier", account, Srp.KEY_BYTES))
                            .mod(Srp.N));
        }
    }

    private static String lower(String name) {
        StringBuilder result = new StringBuilder(name);
        for (int i = 0; i < result.length(); i++) {
            char c = result.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                result.setCharAt(i, (char) (c - 'A' + 'a'));
            }
        }
        return result.toString();
    }

    private static void put(byte[] target, int at, byte[] value) {
        target[at] = (byte) value.length;
        target[at + 1] = (byte) (value.length >> 8);
        System.arraycopy(value, 0, target, at + 2, value.length);
    }

    private Outcome last(byte[] data) {
        int length = Hashes.digest(digest).getDigestLength();
        BigInteger given = number(data, 2 * length);
        if (given == null) {
            return new Outcome.Failure(Refusals.protocol("the SRP proof is not a number in hex"));
        }
        byte[] key = Srp.sessionKey(clientKey, serverKey, parts.verifier(), privateKey);
        byte[] proof = fixed(given, length);
        boolean right =
                MessageDigest.isEqual(proof, proof(key, true)) | MessageDigest.isEqual(proof, proof(key, false));
        String reason = refusal != null ? refusal : right ? null : "the password is wrong";
        if (reason != null) {
            Secrets.wipe(key);
            return new Outcome.Failure(Refusals.authentication(context.user(), reason));
        }
        return new Outcome.Success(candidate.user(), null, key);
    }

    private byte[] proof(byte[] key, boolean strip) {
        String account = SrpForm.account(context.user() == null ? "" : context.user());
        return Srp.proof(digest, account, parts.salt(), clientKey, serverKey, key, strip);
    }

    private static BigInteger number(byte[] data, int mostDigits) {
        if (data.length > mostDigits) {
            return null;
        }
        String text = new String(data, StandardCharsets.ISO_8859_1);
        return text.matches("[0-9A-Fa-f]+") ? new BigInteger(text, 16) : null;
    }

    /** With leading zeros: clients may leave them out. */
    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = Srp.bytes(number);
        byte[] result = new byte[length];
        System.arraycopy(bytes, 0, result, length - bytes.length, bytes.length);
        return result;
    }

    @Override
    void wipe() {
        privateKey = null;
        parts = null;
    }
}
