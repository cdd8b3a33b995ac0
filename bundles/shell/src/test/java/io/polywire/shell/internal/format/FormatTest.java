package io.polywire.shell.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static String write(Format format, List<String> columns, Object[]... rows) throws IOException {
        StringWriter out = new StringWriter();
        ResultWriter writer = format.writer(out, "NULL");
        writer.begin(columns);
        for (Object[] row : rows) {
            writer.row(row);
        }
        writer.end(true);
        return out.toString();
    }

    private static Object[] row(Object... cells) {
        return cells;
    }

    @Test
    void tablesAreAligned() throws IOException {
        assertThat(write(
                        Format.TABLE,
                        List.of("id", "name", "v"),
                        row(1L, "ann", null),
                        row(20L, "日本", ""),
                        row(-3L, "e\u0301", new byte[] {1, (byte) 0xFF})))
                .isEqualTo("""
                         id | name | v
                        ----+------+---------
                          1 | ann  | NULL
                         20 | 日本 |\s
                         -3 | e\u0301    | X'01FF'
                        (3 rows)
                        """);
    }

    @Test
    void controlCharactersCannotSteerTheTerminal() throws IOException {
        assertThat(write(Format.TABLE, List.of("a"), row("x\n\t\u001b[31m\u202e")))
                .contains("x\\n\\t\\u001b[31m\\u202e");
    }

    @Test
    void anEmptyTableHasItsHead() throws IOException {
        assertThat(write(Format.TABLE, List.of("a"))).isEqualTo(" a\n---\n(0 rows)\n");
    }

    @Test
    void aLongTableIsWrittenInPages() throws IOException {
        StringWriter out = new StringWriter();
        ResultWriter writer = Format.TABLE.writer(out, "NULL");
        writer.begin(List.of("n"));
        for (long i = 0; i < 1000; i++) {
            writer.row(row(i));
        }
        assertThat(out.toString().lines()).hasSize(1002);
        writer.row(row(1_000_000L));
        writer.end(true);
        assertThat(out.toString()).endsWith(" 1000000\n(1001 rows)\n");
    }

    @Test
    void csvTellsNullFromEmpty() throws IOException {
        assertThat(write(
                        Format.CSV,
                        List.of("a", "b,c", "d"),
                        row(null, "", "x"),
                        row(1L, 2.5, "say \"hi\"\r\nbye"),
                        row(new byte[] {10}, "ä", " ")))
                .isEqualTo("a,\"b,c\",d\r\n,\"\",x\r\n1,2.5,\"say \"\"hi\"\"\r\nbye\"\r\nX'0A',ä, \r\n");
    }

    /** Reads the format as its specification says. */
    private static List<List<String>> readCsv(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            String field = null;
            if (text.charAt(at) == '"') {
                StringBuilder quoted = new StringBuilder();
                at++;
                while (text.charAt(at) != '"' || at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    at += text.charAt(at) == '"' ? 1 : 0;
                    quoted.append(text.charAt(at++));
                }
                at++;
                field = quoted.toString();
            } else {
                int from = at;
                while (text.charAt(at) != ',' && text.charAt(at) != '\r') {
                    at++;
                }
                field = from == at ? null : text.substring(from, at);
            }
            row.add(field);
            if (text.charAt(at) == ',') {
                at++;
            } else {
                at += 2;
                rows.add(row);
                row = new ArrayList<>();
            }
        }
        return rows;
    }

    @Property
    void csvIsReadBackAsItWasWritten(@ForAll List<String> texts) throws IOException {
        Object[] cells = new Object[texts.size() + 2];
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            cells[i] = texts.get(i);
            expected.add(texts.get(i));
        }
        cells[texts.size() + 1] = "end";
        expected.add(null);
        expected.add("end");
        String csv = write(Format.CSV, List.of("x"), cells);
        assertThat(readCsv(csv)).containsExactly(List.of("x"), expected);
    }

    @Test
    void jsonKeepsTypes() throws IOException {
        assertThat(write(
                        Format.JSON,
                        List.of("a", "a", "a_2", "b\"c"),
                        row(1L, 2.5, null, "q\"\\\n\u0001é"),
                        row(Long.MAX_VALUE, Double.POSITIVE_INFINITY, new byte[] {1, 2, 3}, "")))
                .isEqualTo("""
                        [
                        {"a":1,"a_3":2.5,"a_2":null,"b\\"c":"q\\"\\\\\\n\\u0001é"},
                        {"a":9223372036854775807,"a_3":1e999,"a_2":"AQID","b\\"c":""}
                        ]
                        """);
        assertThat(write(Format.JSON, List.of("a"))).isEqualTo("[]\n");
    }

    @Test
    void aResultThatWasCutShortDoesNotReadAsAWholeOne() throws IOException {
        StringWriter out = new StringWriter();
        ResultWriter writer = Format.JSON.writer(out, "NULL");
        writer.begin(List.of("a"));
        writer.row(row(1L));
        writer.end(false);
        assertThat(out.toString()).doesNotContain("]");
    }

    @Test
    void widths() {
        assertThat(Text.width("abc")).isEqualTo(3);
        assertThat(Text.width("日本")).isEqualTo(4);
        assertThat(Text.width("e\u0301")).isEqualTo(1);
        assertThat(Text.width("😀")).isEqualTo(2);
    }
}
