package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.auth.Exchange;
import io.polywire.api.error.FailureKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifiers that another store or another hand put there. */
class UnreadableVerifierTest {
    @TempDir
    Path home;

    @Test
    void isAWrongPasswordForEveryMechanism() throws Exception {
        String all = Mechanism.keys();
        try (Gate gate = Gate.development(home, "mechanisms", all)) {
            gate.service().store().create("alice", true, false);
            for (Mechanism m : Mechanism.values()) {
                gate.service().store().addVerifier("alice", m.key(), "x");
            }
            failed(gate.password("alice", "x"));
            failed(answer(gate, "md5", null, "md5"));
            failed(answer(gate, "mysql_native_password", null, "x".repeat(20)));
            Exchange sha2 = gate.begin("caching_sha2_password", "alice", FakeConnection.tls(new byte[1]));
            Answer.to(sha2, null);
            assertThat(Answer.to(sha2, new byte[32]).challenge()).containsExactly(4);
            failed(Answer.to(sha2, bytes("x\0")));
            failed(answer(gate, "srp", "ABCDEF", "AB"));
            failed(answer(gate, "srp256", "ABCDEF", "AB"));
            Exchange scram = gate.begin("scram-sha-256", "alice");
            ScramClient client = new ScramClient("n,,", new byte[0], "abc");
            byte[] first = Answer.to(scram, client.first()).challenge();
            failed(Answer.to(scram, client.last(first, "x")));
        }
    }

    private static Answer answer(Gate gate, String mechanism, String first, String second) throws Exception {
        Exchange exchange = gate.begin(mechanism, "alice");
        assertThat(Answer.to(exchange, first == null ? null : bytes(first)).challenge())
                .isNotEmpty();
        return Answer.to(exchange, bytes(second));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void failed(Answer answer) {
        assertThat(answer.failure().kind()).isIn(List.of(FailureKind.AUTHENTICATION));
    }
}
