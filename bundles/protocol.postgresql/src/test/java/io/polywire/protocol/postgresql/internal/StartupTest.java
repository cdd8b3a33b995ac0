package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.TlsMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartupTest {
    private final FakeDoor door = new FakeDoor();

    private static Frames ssl() {
        return new Frames().untyped(Message.SSL_REQUEST);
    }

    @Test
    void opens_a_session_and_reports_every_setting_of_15() {
        try (Wire w = new Wire(door)) {
            w.send(new Frames()
                    .startup(
                            "user",
                            "alice",
                            "application_name",
                            "tést",
                            "datestyle",
                            "sql, dmy",
                            "options",
                            "-c TimeZone=europe/berlin --extra-float-digits=2 -cfoo.bar=a\\ b"));
            List<String> r = w.replies();
            assertThat(w.writes()).isZero();
            assertThat(r.get(0)).isEqualTo("R ||||");
            assertThat(r.subList(1, 14))
                    .containsExactly(
                            "S application_name|t??st|",
                            "S client_encoding|UTF8|",
                            "S DateStyle|SQL, DMY|",
                            "S default_transaction_read_only|off|",
                            "S in_hot_standby|off|",
                            "S integer_datetimes|on|",
                            "S IntervalStyle|postgres|",
                            "S is_superuser|on|",
                            "S server_encoding|UTF8|",
                            "S server_version|15.18 (Polywire)|",
                            "S session_authorization|alice|",
                            "S standard_conforming_strings|on|",
                            "S TimeZone|Europe/Berlin|");
            assertThat(r.get(14)).startsWith("K ||\\x12g");
            assertThat(r.get(15)).isEqualTo("Z I");
            assertThat(door.request.database()).isEqualTo("alice");
            assertThat(door.request.settings())
                    .containsEntry("foo.bar", "a b")
                    .containsEntry("extra_float_digits", "2");
        }
    }

    @Test
    void answers_one_byte_to_requests_for_encryption() {
        try (Wire w = new Wire(door)) {
            w.send(new Frames().untyped(Message.GSSENC_REQUEST));
            assertThat(w.raw()).containsExactly('N');
            w.send(ssl());
            assertThat(w.raw()).containsExactly('N');
            w.send(new Frames().startup("user", "alice"));
            assertThat(w.replies()).last().isEqualTo("Z I");
        }
    }

    @Test
    void starts_tls_and_takes_the_request_once() {
        door.hasCertificate = true;
        door.tlsMode = TlsMode.REQUIRED;
        try (Wire w = new Wire(door)) {
            w.send(ssl());
            assertThat(w.raw()).containsExactly('S');
            w.send(ssl());
            assertThat(w.replies().get(0)).contains("C0A000|Munsupported frontend protocol 1234.5679");
            assertThat(w.isOpen()).isFalse();
        }
    }

    @Test
    void refuses_clear_data_behind_the_ssl_request() {
        door.hasCertificate = true;
        try (Wire w = new Wire(door)) {
            w.send(ssl().startup("user", "alice"));
            assertThat(w.replies().get(0))
                    .startsWith("E SFATAL|VFATAL|C08P01|Mreceived unencrypted data after SSL request|D");
            assertThat(w.isOpen()).isFalse();
            assertThat(door.violations).hasSize(1);
            assertThat(door.tlsStarted).isFalse();
        }
    }

    @Test
    void direct_tls_needs_alpn() {
        door.hasCertificate = true;
        door.alpn = "http/1.1";
        try (Wire w = new Wire(door)) {
            w.send(new byte[] {0x16, 3, 1});
            assertThat(door.tlsStarted).isTrue();
            assertThat(w.replies().get(0)).contains("without ALPN");
            assertThat(w.isOpen()).isFalse();
        }
    }

    @Test
    void clear_text_is_refused_where_tls_is_required() {
        door.tlsMode = TlsMode.REQUIRED;
        try (Wire w = new Wire(door)) {
            w.send(new Frames().startup("user", "alice"));
            assertThat(w.replies().get(0)).startsWith("E SFATAL|VFATAL|C28000|");
            assertThat(w.isOpen()).isFalse();
        }
    }

    @Test
    void negotiates_newer_minors_and_unknown_options() {
        try (Wire w = new Wire(door)) {
            w.send(new Frames().untyped(3 << 16 | 2, "user", "alice", "_pq_.x", "1", new byte[1]));
            assertThat(w.replies().get(0)).isEqualTo("v |\\x03||||" + "|\\x01_pq_.x|");
        }
    }

    @Test
    void refuses_what_it_cannot_start() {
        record Case(Frames sent, String answer) {}
        List<Case> cases = List.of(
                new Case(new Frames().untyped(2 << 16, new byte[1]), "C0A000|Munsupported frontend protocol 2.0"),
                new Case(new Frames().startup("database", "x"), "C28000|Mno PostgreSQL user name specified"),
                new Case(new Frames().startup("user", "a", "replication", "true"), "C0A000|Ma replication connection"),
                new Case(new Frames().startup("user", "a", "replication", "x"), "C22023|Minvalid value for parameter"),
                new Case(new Frames().startup("user", "a", "client_encoding", "LATIN11"), "C22023|"),
                new Case(new Frames().startup("user", "a", "client_encoding", "EUC_TW"), "C0A000|Mconversion between"),
                new Case(new Frames().startup("user", "a", "TimeZone", "Mars"), "C22023|Minvalid value for parameter"),
                new Case(new Frames().startup("user", "a", "options", "-x"), "C42601|Minvalid command-line argument"),
                new Case(new Frames().startup("user", "a", "options", "-c foo"), "C42601|M-c foo requires a value"),
                new Case(new Frames().untyped(196608, "user", "a"), "C08P01|Minvalid startup packet layout"),
                new Case(new Frames().untyped(196608, "user", "a", new byte[2]), "C08P01|Minvalid startup packet"));
        for (Case c : cases) {
            try (Wire w = new Wire(new FakeDoor())) {
                w.send(c.sent);
                assertThat(w.replies())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("SFATAL")
                        .contains(c.answer);
                assertThat(w.isOpen()).isFalse();
            }
        }
    }

    @Test
    void hangs_up_on_lengths_that_cannot_be() {
        for (int length : new int[] {-1, 0, 7, 10_001, Integer.MAX_VALUE}) {
            FakeDoor d = new FakeDoor();
            try (Wire w = new Wire(d)) {
                w.send(Frames.body(length));
                assertThat(w.raw()).isEmpty();
                assertThat(w.isOpen()).isFalse();
                assertThat(d.violations).containsExactly("invalid length of startup packet");
            }
        }
    }

    @Test
    void cancels_with_the_right_key_only_what_runs_to_its_end() {
        Wire.Later session = new Wire.Later();
        FakeDoor slow = Samples.door(session);
        try (Wire w = new Wire(slow)) {
            w.send(new Frames().startup("user", "alice"));
            byte[] all = w.raw();
            int key = java.nio.ByteBuffer.wrap(all, all.length - 10, 4).getInt();
            cancel(w, key);
            assertThat(slow.cancels).as("an idle session").isEmpty();

            w.channel.writeInbound(io.netty.buffer.Unpooled.copiedBuffer(
                    new Frames().query("select 1").bytes()));
            w.channel.runPendingTasks();
            assertThat(slow.session.calls).last().isEqualTo("prepare select 1");
            cancel(w, key + 1);
            assertThat(slow.cancels).as("a wrong key").isEmpty();
            cancel(w, key);
            String one = "4711 123456789abcdef0";
            assertThat(slow.cancels).as("while it prepares").containsExactly(one);
            session.runOne();
            w.channel.runPendingTasks();
            assertThat(slow.session.calls).last().asString().startsWith("run ");
            assertThat(slow.cancels).as("the next call of the same command").containsExactly(one, one);

            w.settle();
            w.raw();
            w.send(new Frames().query("select 1"));
            assertThat(slow.cancels).as("the next command").containsExactly(one, one);
        }
        assertThat(slow.session.closed).isTrue();
    }

    private static void cancel(Wire w, int key) {
        FakeDoor second = new FakeDoor();
        try (Wire c = new Wire(second, w.protocol)) {
            c.send(new Frames().untyped(Message.CANCEL_REQUEST, 4711, key));
            do {
                w.channel.runPendingTasks();
            } while (w.channel.hasPendingTasks());
            assertThat(c.isOpen()).isFalse();
            assertThat(c.raw()).isEmpty();
        }
    }

    @Test
    void a_cancel_meets_the_query_that_was_sent_before_it_and_none_that_is_sent_behind_it() {
        Wire.Later session = new Wire.Later();
        FakeDoor slow = Samples.door(session);
        try (Wire w = new Wire(slow);
                Wire c = new Wire(new FakeDoor(), w.protocol)) {
            w.send(new Frames().startup("user", "alice"));
            byte[] all = w.raw();
            int key = java.nio.ByteBuffer.wrap(all, all.length - 10, 4).getInt();
            w.channel.freezeTime();
            c.send(new Frames().untyped(Message.CANCEL_REQUEST, 4711, key));
            w.channel.runPendingTasks();
            assertThat(c.isOpen())
                    .as("its loop has not looked at its sockets yet")
                    .isTrue();
            c.send(new byte[20]);
            assertThat(c.raw()).as("what else comes is not looked at").isEmpty();

            w.channel.writeInbound(io.netty.buffer.Unpooled.copiedBuffer(
                    new Frames().query("select 1").bytes()));
            w.channel.advanceTimeBy(1, java.util.concurrent.TimeUnit.MILLISECONDS);
            w.channel.runPendingTasks();
            assertThat(slow.cancels).containsExactly("4711 123456789abcdef0");
            assertThat(c.isOpen()).isFalse();
            w.channel.unfreezeTime();
            w.settle();
            w.raw();
        }
    }

    @Test
    void scram_is_relayed_and_framed() {
        door.hasCertificate = true;
        door.mechanisms = List.of("scram-sha-256-plus", "scram-sha-256", "md5");
        door.steps = new ArrayList<>(List.of("r=x".getBytes(), true));
        door.finalData = "v=y".getBytes();
        try (Wire w = new Wire(door)) {
            w.send(ssl());
            w.raw();
            w.send(new Frames().startup("user", "alice"));
            assertThat(w.replies()).containsExactly("R |||\\x0aSCRAM-SHA-256-PLUS|SCRAM-SHA-256||");
            w.send(new Frames().message('p', "SCRAM-SHA-256", 3, "n,,".getBytes()));
            assertThat(w.replies()).containsExactly("R |||\\x0br=x");
            w.send(new Frames().message('p', "c=z".getBytes()));
            assertThat(w.replies()).startsWith("R |||\\x0cv=y", "R ||||").last().isEqualTo("Z I");
            assertThat(door.received).containsExactly("begin scram-sha-256", "n,,", "c=z", "close");
        }
    }

    @Test
    void plus_is_offered_only_where_there_is_something_to_bind_to() {
        door.mechanisms = List.of("scram-sha-256-plus", "scram-sha-256");
        try (Wire w = new Wire(door)) {
            w.send(new Frames().startup("user", "alice"));
            assertThat(w.replies()).containsExactly("R |||\\x0aSCRAM-SHA-256||");
            w.send(new Frames().message('p', "SCRAM-SHA-256-PLUS", -1));
            assertThat(w.replies().get(0)).contains("C08P01|Mclient selected an invalid SASL authentication mechanism");
        }
    }

    @Test
    void md5_and_clear_passwords_are_relayed() {
        door.mechanisms = List.of("md5");
        door.steps = new ArrayList<>(List.of(new byte[] {'s', 'a', 'l', 't'}, true));
        try (Wire w = new Wire(door)) {
            w.send(new Frames().startup("user", "alice"));
            assertThat(w.replies()).containsExactly("R |||\\x05salt");
            w.send(new Frames().message('p', "md5abc"));
            assertThat(w.replies()).last().isEqualTo("Z I");
            assertThat(door.received).containsExactly("begin md5", "null", "md5abc", "close");
        }
        FakeDoor d = new FakeDoor();
        d.mechanisms = List.of("password");
        d.steps = new ArrayList<>(List.of(
                SqlFailure.of(FailureKind.AUTHENTICATION, "password authentication failed for user \"alice\"")));
        try (Wire w = new Wire(d)) {
            w.send(new Frames().startup("user", "alice"));
            assertThat(w.replies()).containsExactly("R |||\\x03");
            w.send(new Frames().message('p', "secret"));
            assertThat(w.replies()).hasSize(1).first().asString().contains("SFATAL|VFATAL|C28P01|");
            assertThat(w.isOpen()).isFalse();
        }
    }

    @Test
    void log_in_messages_out_of_turn_are_fatal() {
        door.mechanisms = List.of("password");
        try (Wire w = new Wire(door)) {
            w.send(new Frames().startup("user", "alice").query("select 1"));
            assertThat(w.replies().get(1)).contains("C08P01|Mexpected password response, got message type 81");
            assertThat(w.isOpen()).isFalse();
        }
        FakeDoor d = new FakeDoor();
        d.mechanisms = List.of("password");
        try (Wire w = new Wire(d)) {
            w.send(new Frames().startup("user", "alice").raw((byte) 'p', (byte) 0x7F, (byte) 0, (byte) 0, (byte) 0));
            assertThat(w.replies()).hasSize(1);
            assertThat(w.isOpen()).isFalse();
        }
    }

    @Test
    void says_why_nobody_gets_in() {
        door.room = false;
        try (Wire w = new Wire(door)) {
            w.send(new Frames().startup("user", "alice"));
            assertThat(w.replies().get(0)).contains("C53300|Msorry, too many clients already");
        }
        FakeDoor d = new FakeDoor();
        d.openFailure = SqlFailure.of(FailureKind.UNDEFINED_DATABASE, "database \"x\" does not exist");
        try (Wire w = new Wire(d)) {
            w.send(new Frames().startup("user", "alice"));
            assertThat(w.replies().get(1)).contains("SFATAL|VFATAL|C3D000|");
            assertThat(w.isOpen()).isFalse();
        }
        FakeDoor nothing = new FakeDoor();
        nothing.mechanisms = List.of();
        try (Wire w = new Wire(nothing)) {
            w.send(new Frames().startup("user", "alice"));
            assertThat(w.replies().get(0)).contains("C28000|");
        }
    }
}
