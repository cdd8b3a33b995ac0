package io.polywire.client.r2db2.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.SqlSplitter;
import io.polywire.client.r2db2.SqlSplitter.Part;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SqlTest {
    private static final String SCRIPT = """
            -- a comment; with a semicolon
            SELECT ';' AS "a;b", `c;d`, [e;f] /* ; */ FROM t;
            ;;
            INSERT INTO t VALUES ('it''s; fine');
            CREATE TEMP TRIGGER x AFTER INSERT ON t BEGIN
              UPDATE t SET a = CASE WHEN b THEN 1 ELSE 2 END;
              DELETE FROM u;
            END;
            CREATE TABLE trigger_log (begin_at, end_at);
            BEGIN; COMMIT;
            SELECT 1 -- the last one""";

    private static List<Part> split(String... pieces) {
        SqlSplitter splitter = new SqlSplitter();
        List<Part> parts = new ArrayList<>();
        for (String piece : pieces) {
            splitter.append(piece);
            for (Part part = splitter.next(); part != null; part = splitter.next()) {
                parts.add(part);
            }
        }
        for (Part part = splitter.finish(); part != null; part = splitter.finish()) {
            parts.add(part);
        }
        return parts;
    }

    @Test
    void splitsAScript() {
        List<Part> parts = split(SCRIPT);
        assertThat(parts).extracting(Part::line).containsExactly(2, 4, 5, 9, 10, 10, 11);
        assertThat(parts.get(0).sql()).startsWith("SELECT ';'").endsWith("FROM t");
        assertThat(parts.get(1).sql()).isEqualTo("INSERT INTO t VALUES ('it''s; fine')");
        assertThat(parts.get(2).sql()).startsWith("CREATE TEMP TRIGGER").endsWith("END");
        assertThat(parts.get(4).sql()).isEqualTo("BEGIN");
        assertThat(parts.get(6).sql()).isEqualTo("SELECT 1");
    }

    @Test
    void theResultDoesNotDependOnWhereTheTextIsCut() {
        List<Part> whole = split(SCRIPT);
        for (int cut = 0; cut <= SCRIPT.length(); cut++) {
            assertThat(split(SCRIPT.substring(0, cut), SCRIPT.substring(cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
    }

    @Property
    void anyTextGivesTheSameInAnyPieces(@ForAll("sql") String text, @ForAll("cut") double where) {
        int cut = (int) (text.length() * where);
        assertThat(split(text.substring(0, cut), text.substring(cut))).isEqualTo(split(text));
    }

    @Provide
    Arbitrary<String> sql() {
        return Arbitraries.of(
                        ";", "'", "\"", "`", "[", "]", "--", "/*", "*/", "\n", " ", "-", "/", "*", "CREATE", "TRIGGER",
                        "BEGIN", "END", "CASE", "a", "1", "(", ")")
                .list()
                .ofMaxSize(40)
                .map(tokens -> String.join("", tokens));
    }

    @Provide
    Arbitrary<Double> cut() {
        return Arbitraries.doubles().between(0, 1);
    }

    @Test
    void knowsWhetherMoreIsDue() {
        SqlSplitter splitter = new SqlSplitter();
        assertThat(splitter.pending()).isFalse();
        splitter.append("  -- only a comment\n");
        assertThat(splitter.next()).isNull();
        assertThat(splitter.pending()).isFalse();
        splitter.append("SELECT '");
        assertThat(splitter.next()).isNull();
        assertThat(splitter.pending()).isTrue();
        splitter.clear();
        assertThat(splitter.pending()).isFalse();
        splitter.append("SELECT 2;");
        assertThat(splitter.next().sql()).isEqualTo("SELECT 2");
        splitter.append("/* open");
        assertThat(splitter.next()).isNull();
        assertThat(splitter.pending()).isTrue();
    }

    @Test
    void longScriptsAreSplitInLinearTime() {
        SqlSplitter splitter = new SqlSplitter();
        int found = 0;
        for (int i = 0; i < 200; i++) {
            splitter.append("INSERT INTO t VALUES (1, 'x');\n".repeat(1000));
            while (splitter.next() != null) {
                found++;
            }
        }
        assertThat(found).isEqualTo(200_000);
        splitter.append("SELECT 1;");
        assertThat(splitter.next().line()).isEqualTo(200_001);
    }

    private static SqlShape shape(String sql) {
        return SqlShape.of(sql, true);
    }

    @Test
    void tellsStatementsApart() {
        assertThat(shape("select 1").reads()).isTrue();
        assertThat(shape("/* x */ (SELECT 1)").verb()).isEqualTo("SELECT");
        assertThat(shape("WITH x AS (INSERT) SELECT 1").verb()).isEqualTo("SELECT");
        assertThat(shape("WITH RECURSIVE x(a) AS (SELECT 1), y AS (SELECT 2) DELETE FROM t")
                        .verb())
                .isEqualTo("DELETE");
        assertThat(shape("INSERT INTO t SELECT returning FROM x").returnsNoRows())
                .isFalse();
        assertThat(shape("INSERT INTO t VALUES (1) RETURNING id").returning()).isTrue();
        assertThat(shape("INSERT INTO t SELECT (SELECT 1 returning)").returning())
                .isFalse();
        assertThat(shape("REPLACE INTO t VALUES (1)").inserts()).isTrue();
        assertThat(shape("").end()).isZero();
        assertThat(shape("-- nothing\n;").single()).isTrue();
    }

    @Test
    void tellsOneStatementFromSeveral() {
        assertThat(shape("SELECT ';'; -- end").single()).isTrue();
        assertThat(shape("SELECT 1; SELECT 2").single()).isFalse();
        assertThat(shape("CREATE TRIGGER a AFTER INSERT ON t BEGIN DELETE FROM u; END;")
                        .single())
                .isTrue();
        assertThat(SqlShape.of("CREATE TRIGGER a BEGIN DELETE FROM u; END;", false)
                        .single())
                .isFalse();
    }

    @Test
    void replacesEscapes() throws Exception {
        assertThat(Escapes.replace("SELECT '{d}'")).isEqualTo("SELECT '{d}'");
        assertThat(Escapes.replace("SELECT {d '2026-01-31'}, {ts '2026-01-31 10:00:00'}"))
                .isEqualTo("SELECT  '2026-01-31',  '2026-01-31 10:00:00'");
        assertThat(Escapes.replace("SELECT {fn abs({fn round(1.5)})} FROM {oj a LEFT JOIN b}"))
                .isEqualTo("SELECT  abs( round(1.5)) FROM  a LEFT JOIN b");
        assertThat(Escapes.replace("LIKE 'a\\_b' {escape '\\'}")).isEqualTo("LIKE 'a\\_b' escape '\\'");
        assertThatThrownBy(() -> Escapes.replace("{call f()}")).hasMessageContaining("{call}");
        assertThatThrownBy(() -> Escapes.replace("{nope}")).hasMessageContaining("{nope}");
        assertThatThrownBy(() -> Escapes.replace("SELECT {d '2026-01-31'")).hasMessageContaining("closing brace");
        assertThatThrownBy(() -> Escapes.replace("SELECT } {")).hasMessageContaining("closed");
    }
}
