package io.polywire.protocol.r2db2.internal;

import static io.polywire.protocol.r2db2.internal.Frames.concat;
import static io.polywire.protocol.r2db2.internal.Frames.frame;
import static io.polywire.protocol.r2db2.internal.Frames.query;
import static io.polywire.protocol.r2db2.internal.Frames.startup;
import static io.polywire.protocol.r2db2.internal.Frames.strings;
import static io.polywire.protocol.r2db2.internal.Frames.utf8;
import static io.polywire.protocol.r2db2.internal.Harness.types;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.wire.TlsMode;
import io.polywire.api.wire.TlsState;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartupTest {
    @Test
    void emptyStartupIsAnonymous() {
        try (Harness h = new Harness()) {
            List<ServerMessage> replies = h.send(frame('S', new byte[0]));
            assertThat(types(replies)).isEqualTo("Z");
            assertThat(replies.get(0).payload()).containsExactly(0);
            assertThat(h.connection.users).containsExactly("anonymous");
            assertThat(types(h.send(query("select 1")))).isEqualTo("DC");
        }
    }

    @ParameterizedTest
    @EnumSource(StringStyle.class)
    void theServerMirrorsTheStyle(StringStyle style) {
        try (Harness h = new Harness()) {
            byte[] payload = style == StringStyle.RAW ? utf8("somebody") : strings(style, "somebody", "");
            List<ServerMessage> replies = h.send(frame('S', payload), frame('Q', strings(style, "insert; fail")));
            assertThat(types(replies)).isEqualTo("ZCE");
            assertThat(replies.get(1).payload()).isEqualTo(strings(style, "INSERT 1"));
            assertThat(replies.get(2).payload())
                    .isEqualTo(strings(style, "near \"fail\"\nDetail: a detail\nHint: a hint"));
        }
    }

    @ParameterizedTest
    @EnumSource(StringStyle.class)
    void aQueryIsReadInAnyStyle(StringStyle style) {
        try (Harness h = Harness.started()) {
            assertThat(h.send(frame('Q', strings(style, "select 2"))).get(2).text())
                    .isEqualTo("SELECT 2");
        }
    }

    @Test
    void optionsThatWereAcceptedAreRepeatedAndNoOthers() {
        try (Harness h = new Harness()) {
            List<ServerMessage> replies = h.send(startup(
                    "",
                    "",
                    "database",
                    "other",
                    "fancy",
                    "1",
                    "dialect",
                    "sqlite",
                    "application_name",
                    "tests",
                    "compression",
                    "zstd, LZ4",
                    "compression_level",
                    "9",
                    "heartbeat",
                    "0",
                    "errors",
                    "all",
                    "describe",
                    "1",
                    "ready",
                    "sometimes",
                    "extended",
                    "1",
                    "cancel",
                    "1",
                    "trace",
                    "1"));
            assertThat(types(replies)).isEqualTo("KZ");
            ByteBuffer key = replies.get(0).reader();
            assertThat(key.getInt()).isEqualTo(h.session().id());
            assertThat(key.getLong()).isEqualTo(FakeSession.SECRET);
            assertThat(replies.get(1).strings(1))
                    .containsExactly(
                            "database",
                            "other",
                            "dialect",
                            "sqlite",
                            "application_name",
                            "tests",
                            "compression",
                            "lz4",
                            "compression_level",
                            "9",
                            "describe",
                            "1",
                            "extended",
                            "1",
                            "cancel",
                            "1");
            var request = h.desk.requests.get(0);
            assertThat(request.database()).isEqualTo("other");
            assertThat(request.dialect()).isEqualTo("sqlite");
            assertThat(request.settings()).containsOnlyKeys("application_name").containsValue("tests");
        }
    }

    @Test
    void prefixedStyleReachesEveryMessage() {
        try (Harness h = new Harness()) {
            byte[] payload =
                    strings(StringStyle.PREFIXED, "", "", "describe", "1", "errors", "fields", "ready", "every");
            List<ServerMessage> replies = h.send(frame('S', payload), query("select 0;fail"));
            assertThat(types(replies)).isEqualTo("ZTCEZ");
            assertThat(replies.get(0).payload())
                    .isEqualTo(concat(
                            new byte[] {0},
                            strings(StringStyle.PREFIXED, "describe", "1", "errors", "fields", "ready", "every")));
            assertThat(replies.get(1).payload())
                    .startsWith(concat(Frames.int32(4), strings(StringStyle.PREFIXED, "id")));
            assertThat(replies.get(3).payload())
                    .startsWith(concat(
                            strings(StringStyle.PREFIXED, "near \"fail\""),
                            utf8("S"),
                            strings(StringStyle.PREFIXED, "ERROR")))
                    .endsWith(0);
        }
    }

    @Test
    void theDialectIsTheWiresOwnWhereNobodyNamesOne() {
        try (Harness h = Harness.started()) {
            assertThat(h.desk.requests.get(0).dialect()).isEqualTo("sqlite");
        }
    }

    @Test
    void bareLz4IsUnderstood() {
        try (Harness h = new Harness()) {
            List<ServerMessage> replies = h.send(startup("", "", "lz4"));
            assertThat(replies.get(0).strings(1)).containsExactly("compression", "lz4");
        }
    }

    @Test
    void aMissingLastNulIsAccepted() {
        try (Harness h = new Harness()) {
            List<ServerMessage> replies = h.send(frame('S', utf8("test\0test")));
            assertThat(types(replies)).isEqualTo("AZ");
        }
    }

    @Test
    void codecThatIsNotThereIsNotAccepted() {
        try (Harness h = new Harness()) {
            List<ServerMessage> replies = h.send(startup("", "", "compression", "snappy", "compression_level", "3"));
            assertThat(replies.get(0).strings(1)).isEmpty();
        }
    }

    @Test
    void unknownDatabaseFailsTheStartupWithAHint() {
        try (Harness h = new Harness()) {
            List<ServerMessage> replies = h.send(startup("", "", "database", "../etc/passwd", "errors", "fields"));
            assertThat(types(replies)).isEqualTo("E");
            assertThat(replies.get(0).field('C')).isEqualTo("3D000");
            assertThat(replies.get(0).field('S')).isEqualTo("FATAL");
            assertThat(replies.get(0).field('H')).isEqualTo("main, other");
            assertThat(h.channel.isOpen()).isFalse();
        }
    }

    @Test
    void aFullServerSaysSo() {
        try (Harness h = new Harness()) {
            h.connection.full = true;
            List<ServerMessage> replies = h.send(startup("", "", "errors", "fields"));
            assertThat(replies.get(0).field('C')).isEqualTo("53300");
            assertThat(h.channel.isOpen()).isFalse();
        }
    }

    @Test
    void cancelRequestReachesTheSessionAndCloses() {
        try (Harness h = Harness.started();
                Harness other = new Harness()) {
            other.desk.byId.put(h.session().id(), h.session());
            assertThat(other.send(frame('k', concat(Frames.int32(h.session().id()), Frames.int64(1)))))
                    .isEmpty();
            assertThat(other.channel.isOpen()).isFalse();
            assertThat(h.session().cancelled.get()).isNull();
        }
        try (Harness h = Harness.started();
                Harness other = new Harness()) {
            other.desk.byId.put(h.session().id(), h.session());
            other.send(frame('k', concat(Frames.int32(h.session().id()), Frames.int64(FakeSession.SECRET))));
            assertThat(h.session().cancelled.get().sqlState()).isEqualTo("57014");
        }
    }

    @Test
    void tlsBeginsWithTheFirstByteWhichBelongsToTheHandshake() {
        try (Harness h =
                new Harness(FakeListener.PLAIN.withTls(TlsMode.REQUIRED).withAuth("none"))) {
            h.connection.canStartTls = true;
            byte[] hello = {0x16, 3, 1, 0, 5};
            assertThat(h.send(hello)).isEmpty();
            SwallowUntilTls tls = h.channel.pipeline().get(SwallowUntilTls.class);
            assertThat(tls.swallowed.toByteArray()).isEqualTo(hello);
            h.connection.tls = new TlsState("TLSv1.3", "suite", null, null, List.of(), null);
            h.connection.handshake.done(h.connection.tls);
            assertThat(types(h.send(startup("", "")))).isEqualTo("Z");
        }
    }

    @Test
    void clearTextIsRefusedWhereTlsIsRequired() {
        for (byte[] first : List.of(startup("test", "test"), frame('k', new byte[12]))) {
            try (Harness h = new Harness(FakeListener.PLAIN.withTls(TlsMode.REQUIRED))) {
                h.connection.canStartTls = true;
                List<ServerMessage> replies = h.send(first);
                assertThat(types(replies)).isEqualTo("E");
                assertThat(replies.get(0).text()).isEqualTo("this listener requires TLS");
                assertThat(h.channel.isOpen()).isFalse();
                assertThat(h.gate.checks).hasValue(0);
            }
        }
    }

    @Test
    void tlsIsRefusedWhereThereIsNone() {
        try (Harness h = new Harness()) {
            assertThat(h.send(new byte[] {0x16, 3, 1}).get(0).text()).isEqualTo("this listener does not speak TLS");
            assertThat(h.channel.isOpen()).isFalse();
        }
    }

    @Test
    void traceIsGrantedWhereTheListenerAllowsItAndHoldsNoStatements() {
        try (Harness h = Harness.started(FakeListener.PLAIN.withOption("trace", "allowed"), "trace", "1")) {
            h.send(query("select 1 'secret'"));
            assertThat(h.log.lines).anyMatch(line -> line.startsWith("trace 7 Q, "));
            assertThat(h.log.lines).noneMatch(line -> line.contains("secret"));
        }
        try (Harness h = Harness.started(FakeListener.PLAIN.withOption("trace", "on"))) {
            h.send(query("select 1"));
            assertThat(h.log.lines).isNotEmpty();
        }
        try (Harness h = Harness.started("trace", "1")) {
            h.send(query("select 1"));
            assertThat(h.log.lines).isEmpty();
        }
    }

    @Test
    void terminationsAreQuiet() {
        for (byte[] end : List.of(
                frame('X', new byte[0]),
                frame('X', new byte[] {0}),
                frame('T', new byte[0]),
                new byte[] {5},
                new byte[] {'X'},
                frame(5, new byte[0]))) {
            try (Harness h = Harness.started()) {
                assertThat(types(h.send(concat(query("select 1"), end)))).isEqualTo("DC");
                assertThat(h.channel.isOpen()).isFalse();
                assertThat(h.session().closed).isTrue();
                assertThat(h.connection.violations).isEmpty();
                assertThat(h.log.lines).isEmpty();
            }
        }
        Harness h = Harness.started();
        h.close();
        assertThat(h.session().closed).isTrue();
        assertThat(h.log.lines).isEmpty();
    }
}
