package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same bytes give the same replies however they are cut, and whenever the session replies. */
class SplitTest {
    private static final Frames SCRIPT = new Frames()
            .startup("user", "alice", "application_name", "x")
            .query("insert; select 1")
            .parse("s", "lookup", 23)
            .describe('S', "s")
            .bind("", "s", 1, "42", "text")
            .describe('P', "")
            .execute("", 0)
            .flush()
            .bind("p", "s", 0, null, null)
            .execute("p", 1)
            .close('P', "p")
            .sync()
            .parse("", "fail")
            .bind("", "", 0)
            .execute("", 0)
            .close('S', "s")
            .sync()
            .query("begin")
            .query("nonsense")
            .query("rollback")
            .message('F', 1, (short) 0, (short) 0, (short) 0)
            .query("three")
            .message('X');

    private static List<String> whole() {
        try (Wire w = new Wire(Samples.door(Runnable::run))) {
            return w.send(SCRIPT).replies();
        }
    }

    @Test
    void split_at_every_byte() {
        byte[] all = SCRIPT.bytes();
        List<String> expected = whole();
        assertThat(expected).hasSizeGreaterThan(40);
        for (int i = 1; i < all.length; i++) {
            for (boolean later : new boolean[] {false, true}) {
                try (Wire w = new Wire(Samples.door(later ? new Wire.Later() : Runnable::run))) {
                    w.send(Arrays.copyOf(all, i)).send(Arrays.copyOfRange(all, i, all.length));
                    assertThat(w.replies()).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void byte_by_byte() {
        for (boolean later : new boolean[] {false, true}) {
            try (Wire w = new Wire(Samples.door(later ? new Wire.Later() : Runnable::run))) {
                for (byte b : SCRIPT.bytes()) {
                    w.send(new byte[] {b});
                }
                assertThat(w.replies()).isEqualTo(whole());
            }
        }
    }
}
