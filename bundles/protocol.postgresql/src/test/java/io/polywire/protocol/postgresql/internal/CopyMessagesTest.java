package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.session.Column;
import io.polywire.api.session.Copy;
import io.polywire.api.session.Copy.Option;
import io.polywire.api.session.Copy.Option.Kind;
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
