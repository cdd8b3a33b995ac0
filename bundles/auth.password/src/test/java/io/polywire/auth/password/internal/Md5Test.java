package io.polywire.auth.password.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.auth.Exchange;
import io.polywire.api.error.FailureKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Md5Test {
    @TempDir
    Path home;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** SELECT rolpassword of PostgreSQL for role postgres with password postgres: md5(postgrespostgres). */
    @Test
    void theVerifierIsPostgresqls() {
        Md5Form form = new Md5Form();
        assertThat(form.make("postgres", utf8("postgres"))).isEqualTo("md53175bce1d3201d16594cebf9d7eb3f9d");
        assertThat(form.matches("postgres", utf8("postgres"), "md53175bce1d3201d16594cebf9d7eb3f9d"))
                .isTrue();
        assertThat(form.matches("postgre", utf8("postgres"), "md53175bce1d3201d16594cebf9d7eb3f9d"))
                .isFalse();
    }

    @Test
    void logsIn() throws Exception {
        try (Gate gate = Gate.development(home, "mechanisms", "argon2,md5")) {
            gate.add("alice", "secret");
            gate.service().store().create("bare", true, false);
            assertThat(run(gate, "alice", "secret").principal().name()).isEqualTo("alice");
            for (String name : new String[] {"alice", "bare", "nobody"}) {
                assertThat(run(gate, name, "wrong").failure().getMessage())
                        .isEqualTo("authentication failed for user \"" + name + "\"");
            }
            Exchange exchange = gate.begin("md5", "alice");
            assertThat(Answer.to(exchange, utf8("md5")).failure().kind()).isEqualTo(FailureKind.PROTOCOL);
        }
    }

    private static Answer run(Gate gate, String user, String password) throws Exception {
        Exchange exchange = gate.begin("md5", user);
        byte[] salt = Answer.to(exchange, null).challenge();
        assertThat(salt).hasSize(4);
        String inner = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(utf8(password + user)));
        MessageDigest outer = MessageDigest.getInstance("MD5");
        outer.update(utf8(inner));
        return Answer.to(exchange, utf8("md5" + HexFormat.of().formatHex(outer.digest(salt))));
    }
}
