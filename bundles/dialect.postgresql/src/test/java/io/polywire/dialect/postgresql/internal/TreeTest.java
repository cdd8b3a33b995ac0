package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees as they must be, one resource for each family: a statement, and in the next line its tree. */
class TreeTest {
    @ParameterizedTest
    @ValueSource(strings = {"expressions", "queries", "changes", "definitions", "session"})
    void isAsExpected(String family) throws Exception {
        String text = new String(
                TreeTest.class.getResourceAsStream("/trees/" + family + ".txt").readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        String[] lines = text.split("\n");
        for (int i = 0; i + 1 < lines.length; i += 2) {
            assertThat(Dump.of(PgParser.parse(lines[i], true))).as(lines[i]).isEqualTo(lines[i + 1]);
        }
        assertThat(lines.length).isGreaterThan(10);
    }

    @Test
    void keepsPositions() {
        var s = (io.polywire.sql.tree.ParsedStatement) PgParser.parse("  select a + bc from t ;", true);
        var q = (io.polywire.sql.tree.Query) s.body();
        var e = ((io.polywire.sql.tree.Select) q.body()).items().get(0).expression();
        assertThat(e.start()).isEqualTo(9);
        assertThat(e.end()).isEqualTo(15);
        assertThat(q.start()).isEqualTo(2);
        assertThat(q.end()).isEqualTo(22);
    }

    @Test
    void readsBackslashesBySetting() {
        assertThat(Dump.of(PgParser.parse("select 'a\\n'", true))).contains("'a\\n'");
        assertThat(Dump.of(PgParser.parse("select 'a\\n'", false))).contains("'a\n'");
    }
}
