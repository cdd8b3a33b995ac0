package io.polywire.protocol.r2db2.internal;

import static io.polywire.protocol.r2db2.internal.Frames.batch;
import static io.polywire.protocol.r2db2.internal.Frames.close;
import static io.polywire.protocol.r2db2.internal.Frames.compressed;
import static io.polywire.protocol.r2db2.internal.Frames.concat;
import static io.polywire.protocol.r2db2.internal.Frames.execute;
import static io.polywire.protocol.r2db2.internal.Frames.fetch;
import static io.polywire.protocol.r2db2.internal.Frames.frame;
import static io.polywire.protocol.r2db2.internal.Frames.parameters;
import static io.polywire.protocol.r2db2.internal.Frames.prepare;
import static io.polywire.protocol.r2db2.internal.Frames.query;
import static io.polywire.protocol.r2db2.internal.Frames.startup;
import static io.polywire.protocol.r2db2.internal.Frames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bytes may come in any pieces: the replies are the same. */
class SplitTest {
    static byte[] everything() {
        return concat(
                startup(
                        "test",
                        "",
                        "auth",
                        "password",
                        "extended",
                        "1",
                        "describe",
                        "1",
                        "ready",
                        "every",
                        "cancel",
                        "1"),
                frame('p', utf8("test\0")),
                query("select 2; insert"),
                prepare(1, "echo", 4, 8),
                execute(1, 0, 1, 0, parameters(1L, "text", null, new byte[] {1, 2, 3}, 0.5)),
                prepare(2, "select 5"),
                execute(2, 7, 0, 2, parameters()),
                fetch(7, 2),
                close('P', 7),
                prepare(3, "insert"),
                batch(3, parameters(1L), parameters(2L)),
                query("fail"),
                query(""),
                frame('X', new byte[0]));
    }

    @Test
    void atEveryOffset() {
        byte[] stream = everything();
        byte[] expected;
        try (Harness h = new Harness()) {
            expected = h.sendRaw(stream);
        }
        for (int cut = 1; cut < stream.length; cut++) {
            try (Harness h = new Harness()) {
                byte[] replies = h.sendRaw(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length));
                assertThat(replies).as("cut at %d", cut).isEqualTo(expected);
            }
        }
    }

    @Test
    void oneByteAtATime() {
        byte[] stream = everything();
        byte[][] bytes = new byte[stream.length][];
        for (int i = 0; i < stream.length; i++) {
            bytes[i] = new byte[] {stream[i]};
        }
        try (Harness whole = new Harness();
                Harness pieces = new Harness()) {
            assertThat(pieces.sendRaw(bytes)).isEqualTo(whole.sendRaw(stream));
        }
    }

    @Test
    void compressedBlocksAtEveryOffset() {
        byte[] start = startup("", "", "compression", "lz4", "extended", "1");
        byte[] stream = concat(
                start,
                compressed(concat(query("insert"), query("select 2"))),
                query("insert"),
                compressed(query("insert")));
        byte[] expected;
        try (Harness h = new Harness()) {
            expected = h.sendRaw(stream);
        }
        for (int cut = 1; cut < stream.length; cut++) {
            try (Harness h = new Harness()) {
                assertThat(h.sendRaw(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length)))
                        .isEqualTo(expected);
            }
        }
    }
}
