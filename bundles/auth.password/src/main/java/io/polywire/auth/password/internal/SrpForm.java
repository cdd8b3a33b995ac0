package io.polywire.auth.password.internal;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Verifiers for Srp and Srp256: {@code <salt>$<verifier>}, both in hex. The salt goes to the client, and into the hash, as
 * that text. The two mechanisms differ in the proof only; each has its own entry so that one can be disabled.
 */
final class SrpForm implements VerifierForm {
    /** Random bytes of a salt. */
    static final int SALT_BYTES = 32;

    private final Mechanism mechanism;

    /**
     * A verifier taken apart.
     *
     * @param salt as its hex text
     * @param verifier of the group
     */
    record Parts(byte[] salt, BigInteger verifier) {
        /** Without the verifier. */
        @Override
        public String toString() {
            return "Parts";
        }
    }

    SrpForm(Mechanism mechanism) {
        this.mechanism = mechanism;
    }

    @Override
    public Mechanism mechanism() {
        return mechanism;
    }

    @Override
    public String make(String user, byte[] password) {
        byte[] salt = saltText(Secrets.random(SALT_BYTES));
        return new String(salt, StandardCharsets.US_ASCII) + "$" + Srp.hex(Srp.verifier(account(user), salt, password));
    }

    @Override
    public boolean matches(String user, byte[] password, String verifier) {
        Parts parts = parse(verifier);
        return parts != null
                && MessageDigest.isEqual(
                        Srp.bytes(parts.verifier()), Srp.bytes(Srp.verifier(account(user), parts.salt(), password)));
    }

    static Parts parse(String verifier) {
        if (!verifier.matches("[0-9A-F]{16,64}\\$[0-9A-F]{1,256}")) {
            return null;
        }
        int dollar = verifier.indexOf('$');
        return new Parts(
                verifier.substring(0, dollar).getBytes(StandardCharsets.US_ASCII),
                new BigInteger(verifier.substring(dollar + 1), 16));
    }

    /** Firebird treats a salt as a number too, so it must not begin with a zero that gets lost. */
    static byte[] saltText(byte[] random) {
        byte[] salt = random.clone();
        salt[0] |= (byte) 0x80;
        return HexFormat.of().withUpperCase().formatHex(salt).getBytes(StandardCharsets.US_ASCII);
    }

    /** The name as Firebird hashes it: ASCII letters in upper case. */
    static String account(String user) {
        StringBuilder account = new StringBuilder(user);
        for (int i = 0; i < account.length(); i++) {
            char c = account.charAt(i);
            if (c >= 'a' && c <= 'z') {
                account.setCharAt(i, (char) (c - 'a' + 'A'));
            }
        }
        return account.toString();
    }
}
