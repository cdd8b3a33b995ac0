package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Trees;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written without a catalog is whole, or refused by name. */
class PgTreeTextTest {
    private static String text(String sql) {
        PgDialect dialect = new PgDialect();
        return dialect.render(dialect.parse(sql), Set.of()).text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH x AS (SELECT 1) SELECT a FROM x",
                "SELECT a FROM t FOR UPDATE",
                "SELECT a FROM t TABLESAMPLE system (1)",
                "SELECT a FROM ONLY t",
                "SELECT a FROM t AS x (a, b)",
                "SELECT a FROM t, u",
                "SELECT a FROM t JOIN u ON t.a = u.a",
                "SELECT a FROM t LEFT JOIN u USING (a)",
                "SELECT a FROM t NATURAL LEFT JOIN u",
                "SELECT a FROM LATERAL (SELECT a FROM t) AS x",
                "SELECT a",
                "SELECT a INTO x FROM t",
                "SELECT DISTINCT ON (a) a FROM t",
                "SELECT a FROM t GROUP BY ROLLUP (a)",
                "SELECT a FROM t GROUP BY DISTINCT a",
                "SELECT a FROM t GROUP BY a HAVING count(*) > 1",
                "SELECT a FROM t WINDOW w AS (ORDER BY a)",
                "SELECT a FROM t ORDER BY a USING <",
                "SELECT a FROM t ORDER BY a FETCH FIRST 1 ROW WITH TIES",
                "SELECT a FROM t UNION SELECT a FROM u",
                "VALUES (1)",
                "SELECT * FROM t",
                "SELECT count(DISTINCT a) FROM t",
                "SELECT count(a) FILTER (WHERE b > 1) FROM t",
                "SELECT count(*) OVER () FROM t",
                "SELECT sum(a) FROM t",
                "SELECT s.min(a) FROM t",
                "SELECT CAST(a AS integer[]) FROM t",
                "SELECT CAST(a AS numeric(3, 1)) FROM t",
                "SELECT CAST(a AS varchar) FROM t",
                "SELECT a FROM t WHERE a LIKE 'x'",
                "SELECT a FROM t WHERE a NOT ILIKE 'x'",
                "SELECT a FROM t WHERE a IN (SELECT a FROM u)",
                "SELECT a FROM t WHERE a BETWEEN 1 AND 2",
                "SELECT a FROM t WHERE a IS TRUE",
                "SELECT a FROM t WHERE a OPERATOR(pg_catalog.=) 1",
                "SELECT a FROM t WHERE a ~ 'x'",
                "SELECT a FROM t WHERE a COLLATE \"de\" = 'x'",
                "SELECT a FROM t WHERE (a, b) = (1, 2)",
                "SELECT ARRAY[a] FROM t",
                "SELECT CASE WHEN a > 1 THEN 2 END FROM t",
                "SELECT (SELECT a FROM t) FROM t",
                "SELECT 1.5 FROM t",
                "INSERT INTO t VALUES (1)",
                "CREATE TABLE t (a int)"
            })
    void refused(String sql) {
        assertThatThrownBy(() -> text(sql))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("0A000"));
    }

    @Test
    void partsKeepTheirPlaces() {
        assertThat(text(
                        "SELECT a + (b - c) AS x FROM s.t AS y WHERE NOT (a = 1 OR b < 'it''s') AND (c IS NULL OR NOT d > 2)"
                                + " ORDER BY a DESC NULLS LAST, b LIMIT $1 OFFSET 2"))
                .isEqualTo(
                        "SELECT \"a\" + (\"b\" - \"c\") AS \"x\" FROM \"s\".\"t\" AS \"y\" WHERE NOT (\"a\" = 1 OR \"b\" <"
                                + " 'it''s') AND (\"c\" IS NULL OR NOT \"d\" > 2) ORDER BY \"a\" DESC NULLS LAST, \"b\" LIMIT $1"
                                + " OFFSET 2");
    }

    @Test
    void namesAndTextsStayWhatTheyAre() {
        Query query = Trees.query(
                Trees.select(
                        false,
                        List.of(Trees.item(Trees.column("a\"; DROP TABLE t; --"), "x\"y")),
                        Trees.table(Trees.qualified("T"), null),
                        Trees.binary("=", Trees.column("b"), Trees.noCase(Trees.text("'; --"))),
                        List.of()),
                List.of(),
                null,
                null);
        assertThat(new PgDialect()
                        .render(new ParsedStatement(query, 0), Set.of())
                        .text())
                .isEqualTo(
                        "SELECT \"a\"\"; DROP TABLE t; --\" AS \"x\"\"y\" FROM \"T\" WHERE lower(CAST(\"b\" AS text) COLLATE"
                                + " \"C\") = lower(CAST('''; --' AS text) COLLATE \"C\")");
    }
}
