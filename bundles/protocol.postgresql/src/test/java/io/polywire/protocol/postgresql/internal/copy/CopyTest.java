package io.polywire.protocol.postgresql.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSource.Next;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import io.polywire.protocol.postgresql.internal.type.WireType;
import io.polywire.protocol.postgresql.internal.type.WireTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows out and in against files that PostgreSQL 15 wrote (psql's \copy of the rows below). */
class CopyTest {
    private static final List<String> NAMES = List.of("a", "b", "d");
    private static final WireType[] TYPES = {type(23), type(25), type(701)};
    private static final CopyOptions ODD = new CopyOptions(
            CopyOptions.Format.CSV,
            (byte) ';',
            "NIL",
            false,
            false,
            (byte) '"',
            (byte) '\\',
            Set.of(0, 1),
            Set.of(),
            Set.of(),
            null);

    private static final Object[][] ROWS = {
        {1L, "tab\there", 1.5},
        {2L, null, null},
        {3L, "", -0.1},
        {4L, "nl\nback\\slash \"q\", \r x", 1e23},
        {5L, "\\N", Double.POSITIVE_INFINITY},
        {6L, "\\.", 0.0},
        {7L, "\u000b\b\f|é", 7.0}
    };

    private static WireType type(int oid) {
        return WireTypes.of(WireTypes.declared(oid));
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = CopyTest.class.getResourceAsStream("/copy/" + name)) {
            return in.readAllBytes();
        }
    }

    // ---- out ----

    private static byte[] out(CopyOptions options, List<String> names, WireType[] types, int column) {
        Output out = new Output(UnpooledByteBufAllocator.DEFAULT);
        CopyEncoder e = new CopyEncoder(out, options, types, TextStyle.DEFAULT, null);
        e.begin(names);
        for (Object[] row : ROWS) {
            e.startRow();
            for (int i = 0; i < row.length; i++) {
                if (column >= 0 && i != column) {
                    continue;
                }
                if (row[i] == null) {
                    e.putNull();
                } else if (row[i] instanceof Long l) {
                    e.putLong(l);
                } else if (row[i] instanceof Double d) {
                    e.putDouble(d);
                } else {
                    byte[] b = ((String) row[i]).getBytes(StandardCharsets.UTF_8);
                    e.putUtf8(b, 0, b.length);
                }
            }
            assertThat(e.endRow()).isTrue();
        }
        e.finish();
        assertThat(e.rows()).isEqualTo(ROWS.length);
        ByteBuf all = out.take();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        while (all.isReadable()) {
            assertThat(all.readByte()).isEqualTo((byte) 'd');
            byte[] body = new byte[all.readInt() - 4];
            all.readBytes(body);
            data.writeBytes(body);
        }
        all.release();
        return data.toByteArray();
    }

    @Test
    void out_as_postgresql_writes_it() throws IOException {
        assertThat(out(CopyOptions.TEXT, NAMES, TYPES, -1))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(utf8("c.txt"));
        assertThat(out(CopyOptions.CSV.withHeader(true), NAMES, TYPES, -1))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(utf8("c.csv"));
        assertThat(out(ODD, NAMES, TYPES, -1)).asString(StandardCharsets.UTF_8).isEqualTo(utf8("cq.csv"));
        assertThat(out(CopyOptions.CSV, List.of("b"), new WireType[] {TYPES[1]}, 1))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(utf8("one.csv"));
        assertThat(out(CopyOptions.BINARY, NAMES, TYPES, -1)).isEqualTo(file("c.bin"));
    }

    private static String utf8(String name) throws IOException {
        return new String(file(name), StandardCharsets.UTF_8);
    }

    // ---- in ----

    private static CopySource source(CopyOptions o) {
        return new CopySource("c", NAMES, TYPES, o, TextStyle.DEFAULT, null, 1000);
    }

    /** Feeds in two pieces and reads whenever there is something. */
    private static List<List<Object>> in(CopyOptions o, byte[] data, int split) {
        CopySource s = source(o);
        List<List<Object>> rows = new ArrayList<>();
        s.feed(Arrays.copyOf(data, split));
        boolean ended = drain(s, rows);
        s.feed(Arrays.copyOfRange(data, split, data.length));
        s.finish();
        assertThat(ended || drain(s, rows)).isTrue();
        s.close();
        return rows;
    }

    private static boolean drain(CopySource s, List<List<Object>> rows) {
        Parameters p = new Parameters();
        while (true) {
            Next next = s.next(p);
            if (next != Next.ROW) {
                return next == Next.END;
            }
            List<Object> row = new ArrayList<>();
            for (int i = 0; i < p.size(); i++) {
                row.add(
                        switch (p.kind(i)) {
                            case LONG -> p.getLong(i);
                            case DOUBLE -> p.getDouble(i);
                            case UTF8 -> p.getText(i);
                            default -> null;
                        });
            }
            rows.add(row);
        }
    }

    @Test
    void in_from_what_postgresql_wrote_however_it_is_cut() throws IOException {
        List<List<Object>> expected = Arrays.stream(ROWS).map(Arrays::asList).toList();
        record Case(CopyOptions options, String file) {}
        for (Case c : List.of(
                new Case(CopyOptions.TEXT, "c.txt"),
                new Case(CopyOptions.CSV.withHeader(true), "c.csv"),
                new Case(ODD, "cq.csv"),
                new Case(CopyOptions.BINARY, "c.bin"))) {
            byte[] data = file(c.file);
            for (int split = 0; split <= data.length; split++) {
                assertThat(in(c.options, data, split)).isEqualTo(expected);
            }
        }
    }

    @Test
    void binary_without_the_mark_of_its_end() throws IOException {
        byte[] data = file("c.bin");
        byte[] unmarked = Arrays.copyOf(data, data.length - 2);
        for (int split = 0; split <= unmarked.length; split++) {
            assertThat(in(CopyOptions.BINARY, unmarked, split)).hasSize(ROWS.length);
        }
        assertThat(in(CopyOptions.BINARY, Arrays.copyOf(data, data.length - 1), 0))
                .hasSize(ROWS.length);
        assertThatThrownBy(() -> in(CopyOptions.BINARY, Arrays.copyOf(data, data.length - 3), 0))
                .hasMessage("unexpected EOF in COPY data");
    }

    private static List<List<Object>> in(CopyOptions o, String data) {
        return in(o, data.getBytes(StandardCharsets.ISO_8859_1), 0);
    }

    @Test
    void line_ends_escapes_and_the_end_marker() {
        assertThat(in(CopyOptions.TEXT, "1\t\\x41\\101\\q\\\n\t2\r\n2\tb\t3"))
                .containsExactly(List.of(1L, "AAq\n", 2.0), List.of(2L, "b", 3.0));
        assertThat(in(CopyOptions.TEXT, "1\ta\t2\n\\.\nrubbish")).hasSize(1);
        assertThat(in(CopyOptions.CSV, "1,a\"b,c\"d,2\r\n")).containsExactly(List.of(1L, "ab,cd", 2.0));
    }

    @Test
    void forced_nulls_and_texts() {
        assertThat(in(CopyOptions.CSV, "1,,2\n2,\"\",2\n").stream()
                        .map(r -> r.get(1))
                        .toList())
                .containsExactly(null, "");
        assertThat(in(CopyOptions.CSV.forcing(Set.of(), Set.of(1), Set.of()), "1,,2\n")
                        .get(0))
                .containsExactly(1L, "", 2.0);
        assertThat(in(CopyOptions.CSV.forcing(Set.of(), Set.of(), Set.of(1)), "1,\"\",2\n")
                        .get(0))
                .containsExactly(1L, null, 2.0);
    }

    @Test
    void errors_as_postgresql_s() {
        record Case(CopyOptions options, String data, String state, String message, String context) {}
        for (Case c : List.of(
                new Case(
                        CopyOptions.TEXT,
                        "1\ta\t2\n1\tx\n",
                        "22P04",
                        "missing data for column \"d\"",
                        "line 2: \"1\tx\""),
                new Case(
                        CopyOptions.TEXT,
                        "1\tx\t2\t3\n",
                        "22P04",
                        "extra data after last expected column",
                        "line 1: \"1\tx\t2\t3\""),
                new Case(
                        CopyOptions.TEXT,
                        "x\ty\t1\n",
                        "22P02",
                        "invalid input syntax for type integer: \"x\"",
                        "line 1, column a: \"x\""),
                new Case(
                        CopyOptions.CSV,
                        "1,\"x,2\n",
                        "22P04",
                        "unterminated CSV quoted field",
                        "line 2: \"1,\"x,2\n\""),
                new Case(
                        CopyOptions.TEXT,
                        "1\t\u00ff\t1\n",
                        "22021",
                        "invalid byte sequence for encoding \"UTF8\": 0xff",
                        "line 1"),
                new Case(CopyOptions.BINARY, "PGCOPX", "22P04", "COPY file signature not recognized", null))) {
            assertThatThrownBy(() -> in(c.options, c.data)).isInstanceOfSatisfying(SqlFailure.class, f -> {
                assertThat(f.sqlState()).isEqualTo(c.state);
                assertThat(f.getMessage()).isEqualTo(c.message);
                assertThat(f.context()).isEqualTo(c.context == null ? CopySource.NOWHERE : "COPY c, " + c.context);
            });
        }
    }

    @Test
    void waits_fails_and_is_bounded() {
        CopySource s = source(CopyOptions.TEXT);
        Parameters p = new Parameters();
        assertThat(s.next(p)).isEqualTo(Next.WAIT);
        boolean[] called = new boolean[1];
        s.whenReady(() -> called[0] = true);
        s.feed("1\t".getBytes(StandardCharsets.US_ASCII));
        assertThat(called[0]).isTrue();
        assertThat(s.waiting()).isEqualTo(2);
        s.fail(SqlFailure.of(FailureKind.CANCELLED, "COPY from stdin failed: no"));
        assertThatThrownBy(() -> s.next(p)).hasMessage("COPY from stdin failed: no");
        CopySource big = source(CopyOptions.TEXT);
        big.feed(new byte[2000]);
        assertThatThrownBy(() -> big.next(p)).hasMessageContaining("a row is longer than 1000 bytes");
    }
}
