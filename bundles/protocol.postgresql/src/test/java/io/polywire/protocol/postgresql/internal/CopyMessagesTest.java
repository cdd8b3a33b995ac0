package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.session.Column;
import io.polywire.api.session.Copy;
import io.polywire.api.session.Copy.Option;
import io.polywire.api.session.Copy.Option.Kind;
import io.polywire.api.wire.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** COPY in both directions, in both protocols; what PostgreSQL 15 answers. */
class CopyMessagesTest {
    private final FakeDoor door = Samples.door(Runnable::run);
    private final FakeSession session = door.session;
    private final List<Column> columns = List.of(Column.of("id", Samples.INT4), Column.of("name", Samples.TEXT));

    private void in(Option... options) {
        session.add("in", new FakeSession.Stub("COPY").copying(new Copy(true, "t", columns, List.of(options)), null));
    }

    private void out(Option... options) {
        session.add(
                "out",
                new FakeSession.Stub("COPY")
                        .copying(new Copy(false, "t", columns, List.of(options)), Samples.rows(2).rows)
                        .affected(2));
    }

    private static Option word(String name, String value) {
        return new Option(name, List.of(value), Kind.WORD);
    }

    private static Frames data(Frames f, String text) {
        return f.message('d', (Object) text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void simple_copy_in() {
        in();
        try (Wire w = Wire.in(door)) {
            List<String> r = w.send(new Frames().query("in")).replies();
            assertThat(r).hasSize(1).first().asString().startsWith("G");
            r = w.send(data(data(new Frames(), "1\to"), "ne\n2\t\\N\n")).replies();
            assertThat(r).isEmpty();
            r = w.send(new Frames().message('c')).replies();
            assertThat(r).containsExactly("C COPY 2|", "Z I");
        }
        assertThat(session.loaded).containsExactly(List.of("1", "one"), Arrays.asList("2", null));
    }

    @Test
    void data_longer_than_a_message_may_be_are_loaded_as_they_come() {
        door.limits = new Limits(64 * 1024, 1000, 10_000, 0, 60_000, 256 * 1024);
        in();
        String row = "7\t" + "x".repeat(90) + "\n";
        try (Wire w = Wire.in(door)) {
            w.send(new Frames().query("in")).replies();
            assertThat(w.send(data(new Frames(), row.repeat(50)).message('c')).replies())
                    .containsExactly("C COPY 50|", "Z I");
            // and those of a COPY that has failed are read over
            String bad = "x\ttwo\n" + row.repeat(50);
            w.send(new Frames().query("in")).replies();
            List<String> r = w.send(
                            data(data(new Frames(), bad), bad).message('c').query("select 1"))
                    .replies();
            assertThat(r.get(0)).contains("C22P02|").contains("WCOPY t, line 1, column id: \"x\"");
            assertThat(r.get(1)).isEqualTo("Z I");
            assertThat(r.get(2)).startsWith("T ");
            assertThat(door.violations).isEmpty();
        }
        assertThat(session.loaded).hasSizeGreaterThanOrEqualTo(50);
    }

    @Test
    void a_copy_that_the_client_gives_up() {
        in();
        try (Wire w = Wire.in(door)) {
            List<String> r = w.send(data(new Frames().query("in"), "1\tone\n").message('f', "no more"))
                    .replies();
            assertThat(r).hasSize(3);
            assertThat(r.get(1))
                    .contains("C57014|MCOPY from stdin failed: no more|")
                    .contains("WCOPY t");
            assertThat(r.get(2)).isEqualTo("Z I");
            assertThat(w.send(new Frames().query("select 1")).replies()).last().isEqualTo("Z I");
        }
    }

    @Test
    void a_client_may_give_up_behind_the_mark_of_the_end() {
        in();
        try (Wire w = Wire.in(door)) {
            List<String> r = w.send(data(data(new Frames().query("in"), "1\tone\n\\.\n"), "no more\n"))
                    .replies();
            assertThat(r).hasSize(1);
            r = w.send(new Frames().message('f', "no more")).replies();
            assertThat(r.get(0)).contains("C57014|").contains("WCOPY t, line 2");
            assertThat(r.get(1)).isEqualTo("Z I");
        }
        session.add(
                "binary",
                new FakeSession.Stub("COPY")
                        .copying(new Copy(true, "t", columns, List.of(word("format", "binary"))), null));
        byte[] whole = Frames.body(
                "PGCOPY\n".getBytes(StandardCharsets.US_ASCII), new byte[] {(byte) 0xFF, '\r', '\n', 0}, 0, 0, (short)
                        -1);
        try (Wire w = Wire.in(door)) {
            List<String> r = w.send(new Frames().query("binary").message('d', (Object) whole))
                    .replies();
            assertThat(r).hasSize(1);
            r = w.send(new Frames().message('f', "no more")).replies();
            assertThat(r.get(0)).contains("C57014|").contains("WCOPY t, line 1");
            w.send(new Frames().query("binary").message('d', (Object) whole)).replies();
            r = w.send(new Frames().message('d', (Object) new byte[1]).message('c'))
                    .replies();
            assertThat(r.get(0)).contains("C22P04|Mreceived copy data after EOF marker");
            w.send(new Frames().query("binary").message('d', (Object) whole)).replies();
            assertThat(w.send(new Frames().message('c')).replies().get(0)).startsWith("C COPY ");
        }
    }

    @Test
    void bad_data_has_its_line_and_what_follows_is_read_over() {
        in();
        try (Wire w = Wire.in(door)) {
            List<String> r = w.send(data(data(new Frames().query("in"), "1\tone\nx\ttwo\n"), "3\tthree\n")
                            .message('c'))
                    .replies();
            assertThat(r.get(1)).contains("C22P02|").contains("WCOPY t, line 2, column id: \"x\"");
            assertThat(r.get(2)).isEqualTo("Z I");
            assertThat(r).hasSize(3);
        }
    }

    @Test
    void another_message_ends_it() {
        in();
        try (Wire w = Wire.in(door)) {
            List<String> r = w.send(new Frames().query("in").query("select 1")).replies();
            assertThat(r.get(1))
                    .contains("SERROR")
                    .contains("C08P01|Munexpected message type 0x51 during COPY from stdin|");
            assertThat(r.get(2))
                    .contains("SFATAL")
                    .contains("C08P01|Mterminating connection because protocol synchronization was lost|");
            assertThat(r).hasSize(3);
            assertThat(w.isOpen()).isFalse();
        }
    }

    @Test
    void extended_copy_in_reads_over_sync_as_drivers_send_it() {
        in();
        try (Wire w = Wire.in(door)) {
            List<String> r = w.send(new Frames()
                            .parse("", "in")
                            .bind("", "", 0)
                            .describe('P', "")
                            .execute("", 0)
                            .sync())
                    .replies();
            assertThat(r).hasSize(4).last().asString().startsWith("G");
            assertThat(r).element(2).isEqualTo("n");
            r = w.send(data(new Frames(), "1\tone\n").message('c').sync()).replies();
            assertThat(r).containsExactly("C COPY 1|", "Z I");
        }
    }

    @Test
    void copy_out_in_both_protocols() {
        out(word("format", "csv"), new Option("header", List.of(), Kind.NONE));
        try (Wire w = Wire.in(door)) {
            List<String> r = w.send(new Frames().query("out")).replies();
            assertThat(r).hasSize(7);
            assertThat(r.get(0)).startsWith("H");
            assertThat(r.get(1)).contains("id,name");
            assertThat(r.get(4)).isEqualTo("c");
            assertThat(r).endsWith("C COPY 2|", "Z I");
            r = w.send(new Frames()
                            .parse("", "out")
                            .bind("", "", 0)
                            .execute("", 0)
                            .sync())
                    .replies();
            assertThat(r).hasSize(9).endsWith("C COPY 2|", "Z I");
        }
    }

    @Test
    void options_are_refused_as_postgresql_refuses_them() {
        in(word("format", "xml"));
        try (Wire w = Wire.in(door)) {
            assertThat(w.send(new Frames().query("in")).replies())
                    .first()
                    .asString()
                    .contains("C22023|MCOPY format \"xml\" not recognized|");
            in(word("quote", "x"));
            assertThat(w.send(new Frames().query("in")).replies())
                    .first()
                    .asString()
                    .contains("C0A000|MCOPY quote available only in CSV mode|");
            in(word("null", "a"), word("null", "b"));
            assertThat(w.send(new Frames().query("in")).replies())
                    .first()
                    .asString()
                    .contains("C42601|Mconflicting or redundant options|");
        }
    }

    @Test
    void a_client_that_leaves_ends_the_load() {
        in();
        try (Wire w = Wire.in(door)) {
            w.send(data(new Frames().query("in"), "1\tone\n"));
        }
        assertThat(session.calls).contains("load");
        assertThat(session.closed).isTrue();
    }
}
