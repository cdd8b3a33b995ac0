package io.polywire.protocol.r2db2.internal;

import static io.polywire.protocol.r2db2.internal.Frames.concat;
import static io.polywire.protocol.r2db2.internal.Frames.frame;
import static io.polywire.protocol.r2db2.internal.Frames.int32;
import static io.polywire.protocol.r2db2.internal.Frames.query;
import static io.polywire.protocol.r2db2.internal.Frames.startup;
import static io.polywire.protocol.r2db2.internal.Frames.utf8;
import static io.polywire.protocol.r2db2.internal.Harness.types;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.Drain;
import io.polywire.api.wire.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of bad input; each error is the one that the README names. */
class BadInputTest {
    private static byte[] header(int type, int length) {
        return concat(new byte[] {(byte) type}, int32(length));
    }

    private static void refused(Harness h, byte[] bytes, String state, String text) {
        List<ServerMessage> replies = h.send(bytes, query("select 1"));
        assertThat(types(replies)).isEqualTo("E");
        if (state == null) {
            assertThat(replies.get(0).text()).isEqualTo(text);
        } else {
            assertThat(replies.get(0).field('C')).isEqualTo(state);
            assertThat(replies.get(0).field('M')).isEqualTo(text);
            assertThat(replies.get(0).field('S')).isEqualTo("FATAL");
        }
        assertThat(h.channel.isOpen()).isFalse();
        assertThat(h.connection.violations).containsExactly(text);
    }

    private static Harness ready() {
        return Harness.started("extended", "1", "errors", "fields");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, -1, Integer.MIN_VALUE})
    void lengthsBelowTheHeader(int length) {
        String text = "message length " + length + " is below 5";
        try (Harness h = new Harness()) {
            refused(h, header('S', length), null, text);
        }
        try (Harness h = ready()) {
            refused(h, header('Q', length), "08P01", text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024 + 1, Integer.MAX_VALUE})
    void lengthsOverTheLimitBeforeAuthentication(int length) {
        String text = "message of " + length + " bytes is over the limit of 65536";
        try (Harness h = new Harness()) {
            refused(h, header('S', length), null, text);
        }
        try (Harness h = new Harness(FakeListener.PLAIN.withAuth("password"))) {
            h.send(startup("test", ""));
            refused(h, header('p', length), null, text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16 * 1024 * 1024 + 1, Integer.MAX_VALUE})
    void lengthsOverTheLimitOfTheListener(int length) {
        try (Harness h = ready()) {
            refused(h, header('Q', length), "54000", "message of " + length + " bytes is over the limit of 16777216");
        }
    }

    @Test
    void aHeaderTakesNoMemoryForWhatItClaims() {
        try (Harness h = ready()) {
            assertThat(h.send(header('Q', Limits.DEFAULT.message()))).isEmpty();
            assertThat(h.send(new byte[] {'s'})).isEmpty();
            long used = h.channel.alloc() instanceof io.netty.buffer.ByteBufAllocatorMetricProvider p
                    ? p.metric().usedDirectMemory() + p.metric().usedHeapMemory()
                    : 0;
            assertThat(used).isLessThan(64L * 1024 * 1024);
        }
    }

    @Test
    void aHeaderAndSilenceIsEndedByTheDoor() {
        for (byte[] begun : List.of(new byte[] {'S'}, header('S', 100), new byte[0])) {
            try (Harness h = new Harness()) {
                h.send(begun);
                SqlFailure reason = SqlFailure.of(FailureKind.AUTHENTICATION, "time-out of the start-up");
                h.channel.pipeline().fireUserEventTriggered(new Drain(reason, System.nanoTime()));
                List<ServerMessage> replies = ServerMessage.parse(h.output());
                assertThat(types(replies)).isEqualTo("E");
                assertThat(replies.get(0).text()).isEqualTo("time-out of the start-up");
                assertThat(h.channel.isOpen()).isFalse();
            }
        }
    }

    @Test
    void everyOtherFirstByteIsRefused() {
        for (int first = 0; first < 256; first++) {
            if (first == 'S' || first == 'k' || first == 0x16) {
                continue;
            }
            try (Harness h = new Harness()) {
                refused(h, new byte[] {(byte) first, 1, 2, 3}, null, "not the r2db2 protocol");
            }
        }
    }

    @Test
    void everyOtherMessageIsRefusedWhenReady() {
        String legal = "QPBFWUXT\5";
        for (int type = 0; type < 256; type++) {
            if (legal.indexOf(type) >= 0) {
                continue;
            }
            try (Harness h = ready()) {
                h.send(query("select 1"));
                refused(
                        h,
                        frame(type, new byte[3]),
                        "08P01",
                        "message " + Message.show((byte) type) + " is not expected here");
            }
        }
    }

    @Test
    void messagesIllegalBeforeAuthentication() {
        try (Harness h = new Harness(FakeListener.PLAIN.withAuth("password"))) {
            h.send(startup("test", ""));
            refused(h, query("select 1"), null, "message 'Q' is not expected here");
            assertThat(h.desk.requests).isEmpty();
        }
    }

    @Test
    void aSecondStartupIsRefused() {
        try (Harness h = ready()) {
            h.send(query("select 1"));
            refused(h, startup("test", "test"), "08P01", "message 'S' is not expected here");
        }
    }

    @Test
    void payloadsThatEndTooEarlyOrTooLate() {
        byte[] good = Frames.execute(1, 2, 0, 3, Frames.parameters(1L, "a", new byte[] {1}));
        for (int length = 5; length < good.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(good, length);
            java.nio.ByteBuffer.wrap(cut).putInt(1, length);
            try (Harness h = ready()) {
                refused(h, cut, "08P01", "malformed message 'B'");
            }
        }
        List<byte[]> bad = List.of(
                frame('B', java.util.Arrays.copyOfRange(concat(good, new byte[1]), 5, good.length + 1)),
                frame('B', concat(int32(1, 0), new byte[] {2}, int32(0, 0))),
                frame('B', concat(int32(1, 0), new byte[] {0}, int32(-1, 0))),
                frame('B', concat(int32(1, 0), new byte[] {0}, int32(0, -1))),
                frame('B', concat(int32(1, 0), new byte[] {0}, int32(0, Integer.MAX_VALUE))),
                frame('B', concat(int32(1, 0), new byte[] {0}, int32(0, 1), new byte[] {4}, int32(0))),
                frame('B', concat(int32(1, 0), new byte[] {0}, int32(0, 1), new byte[] {1}, int32(7), new byte[7])),
                frame('B', concat(int32(1, 0), new byte[] {0}, int32(0, 1), new byte[] {0}, int32(-2))),
                frame('B', concat(int32(1, 0), new byte[] {0}, int32(0, 1), new byte[] {3}, int32(1 << 30))));
        for (byte[] frame : bad) {
            try (Harness h = ready()) {
                refused(h, frame, "08P01", "malformed message 'B'");
            }
        }
        for (byte[] frame : List.of(
                frame('P', int32(1)),
                frame('P', concat(int32(1), utf8("no end"))),
                frame('P', concat(int32(1), utf8("x\0"), int32(3))),
                frame('P', concat(int32(1), utf8("x\0"), int32(0), new byte[1])),
                frame('F', int32(1)),
                frame('F', int32(1, -1)),
                frame('F', int32(1, 1, 1)),
                frame('U', new byte[4]),
                frame('U', concat(new byte[] {'X'}, int32(1))),
                frame('W', int32(1)),
                frame('W', int32(1, -1)),
                frame('W', int32(1, Integer.MAX_VALUE)),
                frame('W', int32(1, 2, 0)),
                frame('W', int32(1, 1, 0, 0)))) {
            try (Harness h = ready()) {
                refused(h, frame, "08P01", "malformed message '" + (char) frame[0] + "'");
            }
        }
        for (int length : new int[] {0, 4, 11, 13}) {
            try (Harness h = new Harness()) {
                refused(h, frame('k', new byte[length]), null, "malformed message 'k'");
            }
        }
    }

    @Test
    void textOfTheStartupMustBeUtf8() {
        for (byte[] payload : List.of(
                new byte[] {(byte) 0xFF, 0, 0},
                concat(utf8("u\0p\0database\0"), new byte[] {(byte) 0xC3, 0}),
                concat(utf8("u\0p\0"), new byte[] {(byte) 0x80, 0}))) {
            try (Harness h = new Harness()) {
                List<ServerMessage> replies = h.send(frame('S', payload));
                assertThat(types(replies)).isEqualTo("E");
                assertThat(replies.get(0).text()).endsWith("is not valid UTF-8");
                assertThat(h.channel.isOpen()).isFalse();
            }
        }
    }

    @Test
    void theNextClientIsServed() {
        for (int i = 0; i < 100; i++) {
            try (Harness bad = new Harness()) {
                bad.send(new byte[] {(byte) i, (byte) i});
            }
        }
        try (Harness h = Harness.started()) {
            assertThat(types(h.send(query("select 1")))).isEqualTo("DC");
        }
    }
}
