package io.polywire.storage.sqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.storage.sqlite.internal.StatementText.Kind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 | SELECT",
                "-- x | EMPTY",
                "/* SELECT */ values(1) | SELECT",
                "WITH a AS (DELETE FROM t) SELECT 1 | SELECT",
                "WITH a(x) AS (SELECT 1), b AS (SELECT 2) INSERT INTO t SELECT * FROM a | INSERT",
                "WITH replace AS (SELECT 1) SELECT * FROM replace | SELECT",
                "WITH a AS (SELECT 1) REPLACE INTO t SELECT * FROM a | INSERT",
                "with recursive a as (select 1) update t set x=1 | UPDATE",
                "WITH a AS (SELECT 1) DELETE FROM t | DELETE",
                "pragma main.table_info(t) | PRAGMA",
                "create table t(a) | SCHEMA",
                "savepoint x | TRANSACTION",
                "Begin | TRANSACTION",
                "attach 'x' as y | ATTACH",
                "vacuum | VACUUM",
            })
    void kinds(String sql, Kind kind) {
        assertThat(StatementText.of(sql).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT ';';SELECT 2",
                "SELECT 1;;x",
                "CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END; DROP TABLE t",
                "SELECT 1; /* a */ DROP TABLE t",
                "SELECT 1 -- x\n; DROP TABLE t",
                "SELECT 1 /* x */; DROP TABLE t",
                "SELECT 1-/* x */;DROP TABLE t",
                "SELECT a[1], 2 - 1 / 1; DROP TABLE t",
                "WITH a AS (SELECT 1) SELECT ';' FROM a -- x\n; DROP TABLE t",
            })
    void several(String sql) {
        assertThat(StatementText.of(sql).isSeveral()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;",
                "SELECT 1 ; ; -- x",
                ";SELECT 1",
                "SELECT 'a;b', \"c;d\", [e;f], `g;h` -- ;\n /* ; */",
                "SELECT 'it''s; fine'",
                "SELECT 1 - 2 -- ;",
                "SELECT 1 / 2 /* ; */",
                "CREATE TEMP TRIGGER IF NOT EXISTS r AFTER INSERT ON t BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2; END;",
                "CREATE TABLE trigger_happy(a, b)",
            })
    void one(String sql) {
        assertThat(StatementText.of(sql).isSeveral()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PRAGMA table_info(t) | false",
                "PRAGMA main.index_list('x') | false",
                "PRAGMA foreign_keys | false",
                "PRAGMA foreign_keys=1 | true",
                "PRAGMA foreign_keys(1) | true",
                "PRAGMA main.cache_size = -5 | true",
                "PRAGMA case_sensitive_like(true) | true",
                "SELECT 1 = 2 | false",
            })
    void settingsOfTheConnection(String sql, boolean changes) {
        assertThat(StatementText.of(sql).changesConnection()).isEqualTo(changes);
    }

    @Property
    void anyTextComesToAnEnd(@ForAll String sql) {
        assertThat(StatementText.of(sql).kind()).isNotNull();
    }

    @Property
    void whatFollowsIsFound(@ForAll String literal) {
        String quoted = "'" + literal.replace("'", "''") + "'";
        assertThat(StatementText.of("SELECT " + quoted + "; x").isSeveral()).isTrue();
        assertThat(StatementText.of("SELECT " + quoted + ";").isSeveral()).isFalse();
    }
}
