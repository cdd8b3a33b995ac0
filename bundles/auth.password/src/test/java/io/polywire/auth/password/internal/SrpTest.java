package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.auth.Exchange;
import io.polywire.api.error.FailureKind;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SrpTest {
    private static final BigInteger N = Srp.N;

    @TempDir
    Path home;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A client as Firebird's and Jaybird's behave, with numbers as BigInteger and the multiplier as they state it. */
    private static final class Client {
        private static final BigInteger K = new BigInteger("1277432915985975349439481660349303019122249719989");

        private final BigInteger a = new BigInteger(1024, new SecureRandom()).mod(N);
        private final BigInteger publicKey = BigInteger.TWO.modPow(a, N);
        private final String proofHash;
        private final boolean stripped;
        private byte[] key;

        Client(String proofHash, boolean stripped) {
            this.proofHash = proofHash;
            this.stripped = stripped;
        }

        private static byte[] minimal(BigInteger n) {
            byte[] b = n.toByteArray();
            if (b[0] != 0) {
                return b;
            }
            byte[] shorter = new byte[b.length - 1];
            System.arraycopy(b, 1, shorter, 0, shorter.length);
            return shorter;
        }

        private static byte[] hash(String algorithm, byte[]... parts) throws Exception {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] part : parts) {
                all.write(part);
            }
            return MessageDigest.getInstance(algorithm).digest(all.toByteArray());
        }

        byte[] first() {
            return ascii(publicKey.toString(16));
        }

        byte[] proof(byte[] challenge, String login, String password) throws Exception {
            int saltLength = challenge[0] & 0xff | (challenge[1] & 0xff) << 8;
            byte[] salt = new byte[saltLength];
            System.arraycopy(challenge, 2, salt, 0, saltLength);
            int at = 2 + saltLength;
            int keyLength = challenge[at] & 0xff | (challenge[at + 1] & 0xff) << 8;
            assertThat(challenge).hasSize(at + 2 + keyLength);
            BigInteger b = new BigInteger(new String(challenge, at + 2, keyLength, StandardCharsets.US_ASCII), 16);
            String account = login.toUpperCase(Locale.ROOT);
            BigInteger u = new BigInteger(1, hash("SHA-1", minimal(publicKey), minimal(b)));
            BigInteger x = new BigInteger(1, hash("SHA-1", salt, hash("SHA-1", ascii(account + ":" + password))));
            BigInteger base =
                    b.subtract(K.multiply(BigInteger.TWO.modPow(x, N))).mod(N);
            key = hash("SHA-1", minimal(base.modPow(a.add(u.multiply(x)), N)));
            BigInteger n1 = new BigInteger(1, hash("SHA-1", minimal(N)))
                    .modPow(new BigInteger(1, hash("SHA-1", new byte[] {2})), N);
            byte[] n2 = hash("SHA-1", ascii(account));
            if (stripped) {
                n2 = minimal(new BigInteger(1, n2));
            }
            byte[] proof = hash(proofHash, minimal(n1), n2, salt, minimal(publicKey), minimal(b), key);
            // libfbclient sends the number, without leading zeros
            return ascii(new BigInteger(1, proof).toString(16).toUpperCase(Locale.ROOT));
        }
    }

    private static Answer run(Gate gate, String mechanism, String login, String password) throws Exception {
        Exchange exchange = gate.begin(mechanism, login);
        Client client = new Client(mechanism.equals("srp") ? "SHA-1" : "SHA-256", true);
        byte[] challenge = Answer.to(exchange, client.first()).challenge();
        Answer answer = Answer.to(exchange, client.proof(challenge, login, password));
        if (answer.principal() != null) {
            assertThat(answer.sessionKey()).isEqualTo(client.key).hasSize(20);
            assertThat(answer.finalData()).isNull();
        }
        return answer;
    }

    @Test
    void logsInWithBothMechanisms() throws Exception {
        try (Gate gate = Gate.development(home, "mechanisms", "srp, srp256")) {
            gate.add("alice", "secret");
            gate.add("SYSDBA", "masterkey");
            for (String mechanism : List.of("srp", "srp256")) {
                for (int i = 0; i < 5; i++) {
                    assertThat(run(gate, mechanism, "ALICE", "secret")
                                    .principal()
                                    .name())
                            .isEqualTo("alice");
                    assertThat(run(gate, mechanism, "alice", "secret").principal())
                            .isNotNull();
                    assertThat(run(gate, mechanism, "sysdba", "masterkey").failure())
                            .as("an exact name, or the lower-case one, but no search")
                            .isNotNull();
                    assertThat(run(gate, mechanism, "SYSDBA", "masterkey").principal())
                            .isNotNull();
                }
                for (String name : List.of("ALICE", "NOBODY", "")) {
                    assertThat(run(gate, mechanism, name, "wrong").failure().getMessage())
                            .isEqualTo("authentication failed for user \"" + name + "\"");
                }
            }
            assertThat(gate.authenticator("srp256").strength())
                    .isGreaterThan(gate.authenticator("srp").strength());
        }
    }

    /** Numbers of the test of node-firebird: the client's key of the debug key of Firebird's own sources. */
    @Test
    void theGroupIsFirebirds() {
        BigInteger a = new BigInteger("60975527035CF2AD1989806F0407210BC81EDC04E2762A56AFD529DDDA2D4393", 16);
        assertThat(Srp.G.modPow(a, Srp.N).toString(16))
                .isEqualTo("712c5f8a2db82464c4d640ae971025aa50ab64906d4f044f822e8af8a58adabbdbe1efaba00bccd4cdaa8a95"
                        + "5bc43c3600beab9ebb9bd41acc56e37f1a48f17293f24e876b53eea6a60712d3f943769056b63202416827b400"
                        + "e162a8c0938d482274307585e0bc1d9dd52efa7330b28e41b7cfcefd9e8523fd11440ee5de93a8");
        // B - g^b with v = 1 leaves the multiplier
        assertThat(Srp.serverKey(BigInteger.ONE, BigInteger.ONE).subtract(BigInteger.TWO))
                .isEqualTo(Client.K);
    }

    @Test
    void bothReadingsOfTheProofGetIn() throws Exception {
        // a name whose SHA-1 begins with a zero byte: libfbclient leaves it out, Jaybird does not
        String name = null;
        for (int i = 0; name == null; i++) {
            if (Client.hash("SHA-1", ascii("U" + i))[0] == 0) {
                name = "U" + i;
            }
        }
        try (Gate gate = Gate.development(home, "mechanisms", "srp256")) {
            gate.add(name, "secret");
            for (boolean stripped : new boolean[] {true, false}) {
                Exchange exchange = gate.begin("srp256", name);
                Client client = new Client("SHA-256", stripped);
                byte[] challenge = Answer.to(exchange, client.first()).challenge();
                assertThat(Answer.to(exchange, client.proof(challenge, name, "secret"))
                                .principal())
                        .isNotNull();
            }
        }
    }

    @Test
    void theSaltOfAnUnknownUserStaysTheSame() throws Exception {
        try (Gate gate = Gate.development(home)) {
            gate.add("alice", "secret");
            assertThat(salt(gate, "NOBODY")).isEqualTo(salt(gate, "nobody")).hasSize(64);
            assertThat(salt(gate, "ALICE")).isEqualTo(salt(gate, "alice")).hasSize(64);
            assertThat(salt(gate, "NOONE")).isNotEqualTo(salt(gate, "NOBODY"));
        }
    }

    private static String salt(Gate gate, String name) throws Exception {
        byte[] challenge =
                Answer.to(gate.begin("srp256", name), ascii("ABCDEF")).challenge();
        return new String(challenge, 2, challenge[0], StandardCharsets.US_ASCII);
    }

    @Test
    void refusesKeysThatGiveTheSecretAway() throws Exception {
        try (Gate gate = Gate.development(home)) {
            for (String key : List.of(
                    "0",
                    N.toString(16),
                    N.add(BigInteger.ONE).toString(16),
                    N.multiply(BigInteger.TWO).toString(16),
                    "xyz",
                    "-1",
                    "1".repeat(257))) {
                Answer answer = Answer.to(gate.begin("srp256", "test"), ascii(key));
                assertThat(answer.failure().kind()).as(key).isEqualTo(FailureKind.PROTOCOL);
            }
            Exchange waiting = gate.begin("srp256", "test");
            assertThat(Answer.to(waiting, null).challenge()).isEmpty();
            Client client = new Client("SHA-256", true);
            byte[] challenge = Answer.to(waiting, client.first()).challenge();
            assertThat(Answer.to(waiting, client.proof(challenge, "TEST", "test"))
                            .principal()
                            .name())
                    .isEqualTo("test");
            for (String proof : List.of("", "zz", "0", "1".repeat(65))) {
                Exchange exchange = gate.begin("srp256", "test");
                Answer.to(exchange, new Client("SHA-256", true).first());
                assertThat(Answer.to(exchange, ascii(proof)).failure())
                        .as(proof)
                        .isNotNull();
            }
        }
    }

    @Test
    void aVerifierIsThatOfTheNameInUpperCase() {
        SrpForm form = new SrpForm(Mechanism.SRP256);
        String verifier = form.make("alice", ascii("secret"));
        assertThat(verifier).matches("[0-9A-F]{64}\\$[0-9A-F]{2,256}");
        assertThat(form.matches("ALICE", ascii("secret"), verifier)).isTrue();
        assertThat(form.matches("bob", ascii("secret"), verifier)).isFalse();
        assertThat(form.matches("alice", ascii("Secret"), verifier)).isFalse();
        assertThat(form.matches("alice", ascii("secret"), "no verifier")).isFalse();
        assertThat(SrpForm.account("grüße")).isEqualTo("GRüßE");
    }
}
