package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.FailureKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramTest {
    @TempDir
    Path home;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** RFC 7677 section 3, through the exchange itself. */
    @Test
    void theExchangeIsThatOfTheRfc() throws Exception {
        String verifier = ScramVerifier.compute(
                        ascii("pencil"), Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096)
                .text();
        assertThat(verifier)
                .isEqualTo("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
                        + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
        User user = new User(7, "user", true, false, false, null, Set.of(), Map.of("scram-sha-256", verifier));
        try (LoginThreads threads = new LoginThreads(1, 10)) {
            LoginDesk desk = new LoginDesk(
                    () -> new OneUser(user),
                    new VerifierForms(Configurations.settings()),
                    threads,
                    new LoginCounters(List.of("scram-sha-256")),
                    new MockSource(new byte[32]),
                    Clock.systemUTC());
            ScramExchange exchange = new ScramExchange(
                    desk,
                    new AuthContext(FakeConnection.CLEAR, "user", null),
                    "scram-sha-256",
                    false,
                    4096,
                    () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
            assertThat(text(Answer.to(exchange, ascii("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"))
                            .challenge()))
                    .isEqualTo(
                            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
            Answer answer = Answer.to(
                    exchange,
                    ascii("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
            assertThat(text(answer.finalData())).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
            assertThat(answer.principal().id()).isEqualTo(7);
        }
    }

    /** RFC 5802 section 5; the same functions over SHA-1. */
    @Test
    void theFunctionsAreThoseOfTheRfc() {
        ScramHash hash = ScramHash.SHA_1;
        byte[] salted = hash.salted(ascii("pencil"), Base64.getDecoder().decode("QSXCR+Q6sek8bf92"), 4096);
        byte[] message = ascii("n=user,r=fyko+d2lbbFgONRv9qkxdawL,"
                + "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096,"
                + "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j");
        byte[] clientKey = hash.clientKey(salted);
        byte[] proof = Hashes.xor(clientKey.clone(), hash.hmac(hash.hash(clientKey), message));
        assertThat(Base64.getEncoder().encodeToString(proof)).isEqualTo("v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        assertThat(Base64.getEncoder().encodeToString(hash.hmac(hash.serverKey(salted), message)))
                .isEqualTo("rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }

    /** PBKDF2 with HMAC-SHA-256 as in RFC 7914 section 11. */
    @Test
    void hiIsPbkdf2() {
        assertThat(HexFormat.of().formatHex(ScramHash.SHA_256.salted(ascii("passwd"), ascii("salt"), 1)))
                .isEqualTo("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc");
        assertThat(HexFormat.of().formatHex(ScramHash.SHA_256.salted(ascii("Password"), ascii("NaCl"), 80000)))
                .isEqualTo("4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56");
    }

    @Test
    void logsIn() throws Exception {
        try (Gate gate = Gate.development(home)) {
            gate.add("alice", "sécret\u00a0x");
            Exchange exchange = gate.begin("scram-sha-256", "alice");
            assertThat(Answer.to(exchange, null).challenge()).isEmpty();
            ScramClient client = new ScramClient("n,,", new byte[0], "abc");
            byte[] first = Answer.to(exchange, client.first()).challenge();
            // the no-break space is a space after SASLprep
            Answer answer = Answer.to(exchange, client.last(first, "sécret x"));
            assertThat(answer.principal().name()).isEqualTo("alice");
            assertThat(text(answer.finalData())).isEqualTo(client.expectedFinal());
        }
    }

    @Test
    void everyReasonHasTheSameStepsAndTheSameAnswer() throws Exception {
        try (Gate gate = Gate.development(home)) {
            gate.add("alice", "secret");
            gate.add("locked", "secret");
            User u = gate.service().store().find("locked");
            gate.service()
                    .store()
                    .update(new User(u.id(), u.name(), true, false, true, null, u.roles(), u.verifiers()));
            gate.service().store().create("bare", true, false);
            for (String name : List.of("alice", "locked", "bare", "nobody")) {
                Exchange exchange = gate.begin("scram-sha-256", name);
                ScramClient client = new ScramClient("n,,", new byte[0], "abc");
                String first = text(Answer.to(exchange, client.first()).challenge());
                assertThat(first).matches("r=abc[A-Za-z0-9+/]{24},s=[A-Za-z0-9+/]{22}==,i=4096");
                Answer answer = Answer.to(exchange, client.last(ascii(first), name.equals("locked") ? "secret" : "x"));
                assertThat(answer.failure().getMessage()).isEqualTo("authentication failed for user \"" + name + "\"");
                assertThat(answer.failure().kind()).isEqualTo(FailureKind.AUTHENTICATION);
            }
        }
    }

    @Test
    void theSaltOfAnUnknownUserStaysTheSame() throws Exception {
        String first;
        try (Gate gate = Gate.development(home)) {
            first = salt(gate, "nobody");
            assertThat(salt(gate, "nobody")).isEqualTo(first);
            assertThat(salt(gate, "noone")).isNotEqualTo(first);
        }
        try (Gate gate = Gate.development(home)) {
            assertThat(salt(gate, "nobody")).as("also after a restart").isEqualTo(first);
        }
        try (Gate gate = Gate.development(home.resolve("other"))) {
            assertThat(salt(gate, "nobody")).as("but not elsewhere").isNotEqualTo(first);
        }
    }

    private static String salt(Gate gate, String name) throws Exception {
        return text(Answer.to(gate.begin("scram-sha-256", name), ascii("n,,n=,r=abc"))
                        .challenge())
                .split(",")[1];
    }

    @Test
    void bindsToTheChannel() throws Exception {
        byte[] certificate = new byte[32];
        Arrays.fill(certificate, (byte) 0xa5);
        try (Gate gate = Gate.development(home)) {
            gate.add("alice", "secret");
            FakeConnection tls = FakeConnection.tls(certificate);
            AuthContext clear = new AuthContext(FakeConnection.CLEAR, "alice", null);
            assertThat(gate.authenticator("scram-sha-256-plus").available(clear))
                    .isFalse();
            assertThat(gate.authenticator("scram-sha-256-plus").available(new AuthContext(tls, "alice", null)))
                    .isTrue();
            assertThat(bound(gate, tls, certificate).principal().name()).isEqualTo("alice");
            byte[] another = certificate.clone();
            another[0]++;
            Answer answer = bound(gate, tls, another);
            assertThat(answer.failure().kind())
                    .as("somebody between, with a certificate of his own")
                    .isEqualTo(FailureKind.AUTHENTICATION);
            assertThat(answer.failure().getCause()).hasMessage("the SCRAM channel binding does not match");
        }
    }

    private static Answer bound(Gate gate, FakeConnection tls, byte[] certificate) throws Exception {
        Exchange exchange = gate.begin("scram-sha-256-plus", "alice", tls);
        ScramClient client = new ScramClient("p=tls-server-end-point,,", certificate, "abc");
        byte[] first = Answer.to(exchange, client.first()).challenge();
        return Answer.to(exchange, client.last(first, "secret"));
    }

    @Test
    void noticesADowngrade() throws Exception {
        try (Gate gate = Gate.development(home)) {
            FakeConnection tls = FakeConnection.tls(new byte[32]);
            FailureKind kind = Answer.to(gate.begin("scram-sha-256", "alice", tls), ascii("y,,n=,r=abc"))
                    .failure()
                    .kind();
            assertThat(kind).isEqualTo(FailureKind.AUTHORIZATION);
            assertThat(Answer.to(gate.begin("scram-sha-256", "alice", tls), ascii("n,,n=,r=abc"))
                            .challenge())
                    .as("a client that cannot bind")
                    .isNotEmpty();
            assertThat(Answer.to(gate.begin("scram-sha-256", "alice"), ascii("y,,n=,r=abc"))
                            .challenge())
                    .as("without TLS there is nothing to bind to")
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "x,,n=,r=abc",
                "p=,,n=,r=abc",
                "p=tls-server-end-point,,n=,r=abc",
                "n,a=admin,n=,r=abc",
                "n,b,n=,r=abc",
                "n,,m=x,n=,r=abc",
                "n,,r=abc",
                "n,,n=a=2Db,r=abc",
                "n,,n=,r=",
                "n,,n=,r=a\u0001b",
                "n,,n=,x=abc",
            })
    void refusesAMalformedFirstMessage(String message) throws Exception {
        try (Gate gate = Gate.development(home)) {
            Answer answer = Answer.to(gate.begin("scram-sha-256", "test"), ascii(message));
            assertThat(answer.failure().kind()).isEqualTo(FailureKind.PROTOCOL);
        }
    }

    @Test
    void refusesTheWrongBindingForPlus() throws Exception {
        try (Gate gate = Gate.development(home)) {
            FakeConnection tls = FakeConnection.tls(new byte[32]);
            for (String flag : List.of("n", "p=tls-unique")) {
                Answer answer = Answer.to(gate.begin("scram-sha-256-plus", "test", tls), ascii(flag + ",,n=,r=abc"));
                assertThat(answer.failure().kind()).as(flag).isEqualTo(FailureKind.PROTOCOL);
            }
        }
    }

    @Test
    void refusesPlusWhereThereIsNothingToBindTo() throws Exception {
        try (Gate gate = Gate.development(home)) {
            Exchange exchange = gate.begin("scram-sha-256-plus", "test");
            assertThat(Answer.to(exchange, ascii("p=tls-server-end-point,,n=,r=abc"))
                            .failure()
                            .kind())
                    .isEqualTo(FailureKind.PROTOCOL);
        }
    }

    @Test
    void refusesAMalformedOrReplayedLastMessage() throws Exception {
        try (Gate gate = Gate.development(home)) {
            Exchange recorded = gate.begin("scram-sha-256", "test");
            ScramClient client = new ScramClient("n,,", new byte[0], "abc");
            byte[] last = client.last(Answer.to(recorded, client.first()).challenge(), "test");
            assertThat(Answer.to(recorded, last.clone()).principal()).isNotNull();
            String replay = text(last);
            for (String message : List.of(
                    replay,
                    "",
                    "c=biws",
                    "c=biws,r=abc",
                    "c=*,r=abc,p=AAAA",
                    "c=biws,r=abc,p=*",
                    "r=abc,c=biws,p=AAAA",
                    "c=biws,r=abc,p=AAAA,x=y")) {
                Exchange exchange = gate.begin("scram-sha-256", "test");
                Answer.to(exchange, ascii("n,,n=,r=abc"));
                Answer answer = Answer.to(exchange, ascii(message));
                assertThat(answer.failure().kind()).as(message).isEqualTo(FailureKind.PROTOCOL);
            }
            Exchange exchange = gate.begin("scram-sha-256", "test");
            assertThat(Answer.to(exchange, new byte[5000]).failure().kind()).isEqualTo(FailureKind.PROTOCOL);
        }
    }

    @Test
    void aChangedHeaderOrAnEmptyProofDoesNotGetIn() throws Exception {
        try (Gate gate = Gate.development(home)) {
            Exchange exchange = gate.begin("scram-sha-256", "test");
            ScramClient client = new ScramClient("n,,", new byte[0], "abc");
            byte[] first = Answer.to(exchange, client.first()).challenge();
            String last = text(client.last(first, "test")).replace("c=biws", "c=eSws");
            assertThat(Answer.to(exchange, ascii(last)).failure().kind()).isEqualTo(FailureKind.AUTHENTICATION);

            exchange = gate.begin("scram-sha-256", "test");
            first = Answer.to(exchange, client.first()).challenge();
            String nonce = text(first).split(",")[0];
            assertThat(Answer.to(exchange, ascii("c=biws," + nonce + ",p=")).failure())
                    .isNotNull();
        }
    }

    /** A store of one user. */
    private record OneUser(User user) implements UserStore {
        @Override
        public User find(String name) {
            return user.name().equals(name) ? user : null;
        }

        @Override
        public List<User> list() {
            return List.of(user);
        }

        @Override
        public User create(String name, boolean login, boolean superuser) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setPassword(String name, char[] password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void update(User changed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void addVerifier(String name, String mechanism, String verifier) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void drop(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
