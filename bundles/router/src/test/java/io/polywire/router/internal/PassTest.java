package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.postgresql.internal.PgDialect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of SQLite over tables that PostgreSQL's dialect has made, in sessions of both over one file. */
class PassTest {
    @TempDir
    private Path home;

    private Harness harness;
    private Sql postgresql;
    private Sql sqlite;

    @BeforeEach
    void open() {
        harness = new Harness(home, Map.of());
        harness.desk.addDialect(new PgDialect());
        Principal who = new Principal("tester", 1, true, Set.of(), true);
        postgresql = harness.open("main", who, "postgresql");
        sqlite = harness.open("main", who, "sqlite");
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private SqlFailure refusal(String text, Object... values) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> sqlite.run(text, values));
        assertThat(f).as(text).isNotNull();
        return f;
    }

    private static Object alike(Object value) {
        return value instanceof byte[] b ? Arrays.toString(b) : value;
    }

    private List<Object> row(Sql session, String text) {
        return session.rows(text).get(0).stream().map(PassTest::alike).toList();
    }

    // --- types ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "smallint | -7 | '-7'",
                "int | 2147483647 | 2147483647",
                "bigint | 9223372036854775807 | 9223372036854775807",
                "boolean | true | 1",
                "boolean | false | 'no'",
                "real | 0.1 | 0.1",
                "double precision | 1e-300 | 1e-300",
                "numeric(10,2) | 12345.10 | 12345.1",
                "numeric | 12345678901234567890.123456789 | '12345678901234567890.123456789'",
                "numeric | -0.5 | -0.5",
                "text | 'it''s' | 'it''s'",
                "varchar(4) | 'four' | 'four'",
                "char(4) | 'ab' | 'ab'",
                "bytea | '\\x00ff' | x'00ff'",
                "date | '2024-02-29' | '2024-02-29'",
                "date | '0044-03-15 BC' | '0044-03-15 BC'",
                "time | '10:20:30.5' | '10:20:30.5'",
                "timestamp | '2024-02-29 10:20:30.25' | '2024-02-29T10:20:30.25'",
                "timestamptz | '2024-02-29 10:20:30+02' | '2024-02-29 08:20:30+00'",
                "interval | '1 day 2 hours' | '1 day 02:00:00'",
                "uuid | 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' | 'F81D4FAE7DEC11D0A76500A0C91E6BF6'",
                "uuid | 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6' | x'f81d4fae7dec11d0a76500a0c91e6bf6'",
                "json | '{\"a\": 1}' | '{\"a\": 1}'",
                "jsonb | '{\"b\": [1, 2]}' | '{\"b\":[1,2]}'",
                "int[] | '{1,NULL,3}' | '{1, NULL, 3}'",
                "numeric(5,2)[] | '{1.50}' | '{1.5}'",
                "inet | '10.0.0.0/8' | '10.0.0.0/8'",
                "bit(3) | B'101' | '101'",
                "timetz | '10:20:30+02' | '10:20:30+02'",
                "mood | 'ok' | 'ok'",
                "tall | 2.5 | 2.50"
            })
    void keepsAValueAsTheOtherDialectDoes(String type, String theirs, String ours) {
        postgresql.run("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')");
        postgresql.run("CREATE DOMAIN tall AS numeric(6,2) CHECK (value > 1)");
        postgresql.run("CREATE TABLE v(id int PRIMARY KEY, x " + type + ")");
        postgresql.run("INSERT INTO v VALUES (1, " + theirs + ")");
        sqlite.run("INSERT INTO v VALUES (2, " + ours + ")");
        postgresql.run("INSERT INTO v VALUES (3, NULL)");
        sqlite.run("INSERT INTO v(id) VALUES (4)");
        sqlite.run("UPDATE v SET x = " + ours + " WHERE id = 4");
        sqlite.run("INSERT INTO v SELECT 5, x FROM v WHERE id = 1");
        List<Object> first = row(postgresql, "SELECT x FROM v WHERE id = 1");
        for (Sql session : List.of(postgresql, sqlite)) {
            for (int id : new int[] {1, 2, 4, 5}) {
                assertThat(row(session, "SELECT x FROM v WHERE id = " + id))
                        .as("%s", id)
                        .isEqualTo(first);
            }
            assertThat(session.one("SELECT x FROM v WHERE id = 3")).isNull();
        }
        Column told = sqlite.prepare("SELECT x FROM v").columns().get(0);
        assertThat(told.type())
                .isEqualTo(
                        postgresql.prepare("SELECT x FROM v").columns().get(0).type());
        assertThat(sqlite.prepare("SELECT * FROM v").columns().get(1).type()).isEqualTo(told.type());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "smallint | 70000 | 22003",
                "int | 'x' | 22P02",
                "int | 1.5 | 22P02",
                "boolean | 2 | 22P02",
                "numeric(5,2) | 1234.5 | 22003",
                "numeric | 'abc' | 22P02",
                "varchar(3) | 'four' | 22001",
                "text | x'00' | 22P02",
                "date | '2024-02-30' | 22008",
                "timestamp | 'soon' | 22007",
                "uuid | 'no' | 22P02",
                "jsonb | '{' | 22P02",
                "int[] | '1,2' | 22P02",
                "mood | 'angry' | 22P02",
                "pos | 0 | 23514",
                "int NOT NULL | NULL | 23502"
            })
    void refusesWhatIsNoValue(String type, String value, String sqlState) {
        postgresql.run("CREATE TYPE mood AS ENUM ('sad', 'ok')");
        postgresql.run("CREATE DOMAIN pos AS int CHECK (value > 0)");
        postgresql.run("CREATE TABLE v(id int PRIMARY KEY, x " + type + ")");
        assertThat(refusal("INSERT INTO v VALUES (1, " + value + ")").sqlState())
                .isEqualTo(sqlState);
        assertThat(refusal("INSERT INTO v SELECT 1, " + value).sqlState()).isEqualTo(sqlState);
        if (!value.equals("NULL")) {
            postgresql.run("INSERT INTO v VALUES (2" + (type.contains("NOT") ? ", 5" : "") + ")");
            assertThat(refusal("UPDATE v SET x = " + value).sqlState()).isEqualTo(sqlState);
        }
        assertThat(sqlite.one("SELECT count(*) FROM v WHERE id = 1")).isEqualTo(0L);
    }

    // --- comparisons ------------------------------------------------------------------------------------------------

    private void values() {
        postgresql.run("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')");
        postgresql.run("CREATE TABLE v(id int PRIMARY KEY, n numeric, d date, ts timestamp, tz timestamptz, u uuid,"
                + " m mood, c char(5), iv interval, ia int[], jb jsonb)");
        postgresql.run("INSERT INTO v VALUES (1, 10, '2024-01-01', '2024-01-01 00:00', '2024-01-01 00:00+00',"
                + " 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'sad', 'a', '1 day', '{2}', '1'),"
                + " (2, 9.50, '0999-01-01', '2024-01-01 00:00:00.5', '2024-01-01 01:00+02',"
                + " '00000000-7dec-11d0-a765-00a0c91e6bf6', 'happy', 'b', '23 hours', '{10}', '2'),"
                + " (3, NULL, NULL, NULL, NULL, NULL, 'ok', NULL, NULL, NULL, NULL)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "n = 10.00 | 1",
                "n = '10' | 1",
                "10 > n | 2",
                "n > 9.5 | 1",
                "n <> 10 | 2",
                "n BETWEEN 9 AND '9.5' | 2",
                "n NOT BETWEEN 9 AND 9.6 | 1",
                "n IN (1, '9.50') | 2",
                "n NOT IN (10) | 2",
                "n IS 10 | 1",
                "n IS NOT 10 | 2,3",
                "n IS NULL | 3",
                "n IS TRUE | 1,2",
                "n IS NOT FALSE | 1,2,3",
                "n = TRUE | ",
                "(SELECT x FROM (SELECT 1) JOIN (SELECT v.n AS x)) = '9.5' | 2",
                "'9.5' = (WITH w(k) AS (SELECT v.n) SELECT k FROM w) | 2",
                "n ISNULL | 3",
                "n IN (SELECT n FROM v) | 1,2",
                "n = (SELECT max(n) FROM v) | 1",
                "(SELECT min(n) FROM v) = n | 2",
                "n + 0.5 = 10 | 2",
                "coalesce(n, 0) < 9.6 | 2,3",
                "CASE n WHEN '10.0' THEN 1 END | 1",
                "nullif(n, 10) IS NULL | 1,3",
                "d = '2024-01-01' | 1",
                "d < '2000-01-01' | 2",
                "ts = '2024-01-01' | 1",
                "ts > '2024-01-01' | 2",
                "ts >= d | 1,2",
                "tz = '2023-12-31 23:00:00+00' | 2",
                "tz < '2024-01-01 00:00+00' | 2",
                "u = 'F81D4FAE7DEC11D0A76500A0C91E6BF6' | 1",
                "u = x'f81d4fae7dec11d0a76500a0c91e6bf6' | 1",
                "u LIKE '0000%' | 2",
                "m = 'ok' | 3",
                "m > 'sad' | 2,3",
                "c = 'a' | 1",
                "iv > '23:30:00' | 1",
                "ia > '{3}' | 2",
                "jb = 1 | 1",
                "strftime('%Y', ts) = '2024' | 1,2",
                "id = (SELECT x.id FROM (SELECT id, ts FROM v) AS x WHERE x.ts < '2024-01-01 00:00:00.25') | 1",
                "EXISTS (SELECT 1 FROM v AS o WHERE o.n > v.n) | 2",
                "EXISTS (WITH w(a) AS (SELECT n FROM v) SELECT 1 FROM w WHERE a = '9.5' AND v.id = 3) | 3"
            })
    void comparesValues(String condition, String ids) {
        values();
        List<Object> expected = Arrays.stream(ids == null ? new String[0] : ids.split(","))
                .map(s -> (Object) Long.valueOf(s))
                .toList();
        assertThat(sqlite.rows("SELECT id FROM v WHERE " + condition + " ORDER BY id").stream()
                        .map(r -> r.get(0))
                        .toList())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n | 3 2 1",
                "n DESC | 1 2 3",
                "d | 3 2 1",
                "ts DESC | 2 1 3",
                "tz | 3 2 1",
                "u | 3 2 1",
                "m | 1 3 2",
                "iv | 3 2 1",
                "ia | 3 1 2",
                "-n | 3 1 2",
                "2 | 3 2 1",
                "x DESC | 1 2 3",
                "coalesce(n, 9.7) | 2 3 1",
                "max(n) OVER () | 1 2 3"
            })
    void sortsValues(String key, String ids) {
        values();
        StringBuilder got = new StringBuilder();
        sqlite.rows("SELECT id, n, n AS x FROM v ORDER BY " + key + ", id")
                .forEach(r -> got.append(got.isEmpty() ? "" : " ").append(r.get(0)));
        assertThat(got).hasToString(ids);
    }

    @Test
    void groupsValues() {
        values();
        postgresql.run("INSERT INTO v(id, n) VALUES (4, 10.0), (5, 9.5)");
        assertThat(sqlite.rows("SELECT count(*), sum(id) FROM v GROUP BY n ORDER BY n"))
                .isEqualTo(List.of(List.of(1L, 3L), List.of(2L, 7L), List.of(2L, 5L)));
        assertThat(sqlite.rows("SELECT DISTINCT n FROM v WHERE n IS NOT NULL ORDER BY n"))
                .isEqualTo(List.of(List.of(9.5), List.of(10L)));
        assertThat(sqlite.one("SELECT count(DISTINCT n) FROM v")).isEqualTo(2L);
        assertThat(sqlite.rows("SELECT n FROM v UNION SELECT 10 UNION SELECT 9.5 ORDER BY 1"))
                .hasSize(3);
        assertThat(sqlite.rows("SELECT sum(n), max(ts), min(d) FROM v WHERE id < 3"))
                .isEqualTo(List.of(List.of(19.5, "2024-01-01 00:00:00.5", "0999-01-01")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT iv || '' FROM v",
                "SELECT * FROM v AS a JOIN v AS b USING (n)",
                "SELECT * FROM v AS a NATURAL JOIN v AS b",
                "SELECT id FROM v WHERE (n, id) = (10, 1)",
                "SELECT max(m) FROM v",
                "SELECT DISTINCT jb FROM v",
                "SELECT ia FROM v UNION SELECT ia FROM v",
                "SELECT id FROM v WHERE n = random()",
                "SELECT id FROM (SELECT id, m FROM v) AS x WHERE m > 'sad'",
                "SELECT id FROM v WHERE n IN (SELECT id FROM v)",
                "SELECT n FROM v ORDER BY n COLLATE nocase",
                "SELECT id FROM v WHERE n COLLATE nocase = '9.5'",
                "SELECT id FROM v WHERE (1, 2) IN ((n, 2))",
                "SELECT * FROM v, json_each('[1]')",
                "SELECT id FROM v INDEXED BY v_pkey",
                "UPDATE v SET (n, d) = (SELECT 1, 2)",
                "INSERT INTO v(id, n) VALUES (9, random())",
                "INSERT INTO v(id, n) VALUES (1, 2) ON CONFLICT (n) DO NOTHING",
                "CREATE VIEW w AS SELECT id FROM v",
                "CREATE TABLE w AS SELECT n FROM v",
                "CREATE TABLE w AS SELECT n + 1 AS m FROM v",
                "CREATE TABLE w(a REFERENCES v(n))",
                "CREATE TRIGGER w AFTER INSERT ON v BEGIN SELECT 1; END",
                "CREATE INDEX w ON v(n + 1)",
                "CREATE VIRTUAL TABLE w USING fts5(n, content='v')",
                "ALTER TABLE v ADD COLUMN x",
                "SELECT * FROM pgview",
                "SELECT * FROM s",
                "DROP VIEW pgview"
            })
    void refusesByNameWhatWouldGoWrong(String text) {
        values();
        postgresql.run("CREATE VIEW pgview AS SELECT id FROM v");
        postgresql.run("CREATE SEQUENCE s");
        assertThat(refusal(text).sqlState()).isEqualTo("0A000");
    }

    @Test
    void failsWhereANumberWouldLoseDigits() {
        values();
        sqlite.run("UPDATE v SET n = '1234567890.1234567' WHERE id = 1");
        assertThat(sqlite.one("SELECT n FROM v WHERE n = '1234567890.1234567'")).isEqualTo("1234567890.1234567");
        assertThat(refusal("SELECT n + 1 FROM v WHERE id = 1").sqlState()).isEqualTo("22003");
    }

    // --- changes ----------------------------------------------------------------------------------------------------

    @Test
    void givesDefaultsThatOnlyTheOtherDialectKnows() {
        postgresql.run("CREATE TABLE x(id serial PRIMARY KEY, a numeric DEFAULT 1.50, at timestamptz DEFAULT now(),"
                + " twice int GENERATED ALWAYS AS (id * 2) STORED)");
        assertThat(sqlite.one("INSERT INTO x DEFAULT VALUES RETURNING id")).isEqualTo(1L);
        sqlite.run("INSERT INTO x(a) VALUES (2), (3)");
        postgresql.run("INSERT INTO x(a) VALUES (4)");
        assertThat(sqlite.rows("SELECT id, a, at IS NOT NULL, twice FROM x ORDER BY id"))
                .isEqualTo(List.of(
                        List.of(1L, "1.50", 1L, 2L),
                        List.of(2L, "2", 1L, 4L),
                        List.of(3L, "3", 1L, 6L),
                        List.of(4L, "4", 1L, 8L)));
        assertThat(refusal("INSERT INTO x(twice) VALUES (1)").sqlState()).isEqualTo("428C9");
        assertThat(refusal("UPDATE x SET twice = 1").sqlState()).isEqualTo("428C9");
        assertThat(refusal("INSERT INTO x(id) VALUES (NULL)").sqlState()).isEqualTo("23502");
        assertThat(refusal("INSERT INTO x VALUES (1, 2)").sqlState()).isEqualTo("42601");
        assertThat(refusal("INSERT INTO x(a, b) VALUES (1, 2)").sqlState()).isEqualTo("42703");
    }

    @Test
    void changesRowsInAllWays() {
        postgresql.run("CREATE TABLE x(id int PRIMARY KEY, n numeric(8,2) UNIQUE, ts timestamp, CHECK (n < 100))");
        assertThat(sqlite.run("INSERT INTO x VALUES (?, ?, ?), (2, 2.5, NULL)", 1, 1.5, "2024-01-01")
                        .count())
                .isEqualTo(2);
        assertThat(refusal("INSERT INTO x VALUES (3, 1.50, NULL)").sqlState()).isEqualTo("23505");
        assertThat(refusal("UPDATE x SET n = 100 WHERE id = 1").sqlState()).isEqualTo("23514");
        assertThat(sqlite.run("INSERT OR IGNORE INTO x VALUES (3, '1.5', NULL)").count())
                .isZero();
        assertThat(sqlite.run("INSERT OR REPLACE INTO x VALUES (3, '1.5', NULL)")
                        .count())
                .isEqualTo(1);
        assertThat(sqlite.rows("INSERT INTO x(id, n) VALUES (3, 7) ON CONFLICT (id) DO UPDATE SET"
                        + " n = excluded.n + x.n, ts = '2025-01-01' WHERE x.n < 5 RETURNING n, ts"))
                .isEqualTo(List.of(List.of("8.50", 1_735_689_600_000_000L)));
        assertThat(sqlite.rows("UPDATE x SET (n, ts) = (n * 2, '2026-01-01') FROM (SELECT 2 AS k) AS y WHERE id = y.k"
                        + " RETURNING *"))
                .isEqualTo(List.of(List.of(2L, "5.00", 1_767_225_600_000_000L)));
        assertThat(sqlite.run("DELETE FROM x WHERE n BETWEEN 5 AND 5.0").count())
                .isEqualTo(1);
        assertThat(postgresql.rows("SELECT id, n FROM x ORDER BY id")).isEqualTo(List.of(List.of(3L, "8.50")));
        assertThat(sqlite.load(
                        "INSERT INTO x(id, n) VALUES (?, ?)", List.of(new Object[] {10, "1.1"}, new Object[] {11, 2})))
                .isEqualTo(List.of(1L, 1L));
        assertThat(postgresql.one("SELECT sum(n) FROM x")).isEqualTo("11.60");
    }

    @Test
    void seesWhatItsTransactionHasChanged() {
        postgresql.run("CREATE TABLE x(id int PRIMARY KEY, n numeric)");
        sqlite.run("BEGIN");
        sqlite.run("INSERT INTO x VALUES (1, '1.10')");
        assertThat(sqlite.one("SELECT n FROM x WHERE n = 1.1")).isEqualTo("1.10");
        assertThat(refusal("INSERT INTO x VALUES (2, 'no')").sqlState()).isEqualTo("22P02");
        sqlite.run("INSERT INTO x VALUES (2, 2)");
        sqlite.run("COMMIT");
        assertThat(postgresql.one("SELECT count(*) FROM x")).isEqualTo(2L);
    }

    // --- the schema -------------------------------------------------------------------------------------------------

    @Test
    void keepsTheMetadataTrue() {
        postgresql.run("CREATE TABLE o(id int PRIMARY KEY, n numeric, t text)");
        postgresql.run("INSERT INTO o VALUES (1, 1.50, 'a')");
        sqlite.run("ALTER TABLE o RENAME COLUMN t TO u");
        sqlite.run("ALTER TABLE o ADD COLUMN m NUMERIC(5,1) NOT NULL DEFAULT 2.5");
        sqlite.run("ALTER TABLE o DROP COLUMN u");
        sqlite.run("CREATE UNIQUE INDEX o_n ON o(n)");
        sqlite.run("ALTER TABLE o RENAME TO o2");
        assertThat(refusal("INSERT INTO o2(id, n) VALUES (2, '1.5')").sqlState())
                .isEqualTo("23505");
        for (Sql session : List.of(postgresql, sqlite)) {
            assertThat(session.rows("SELECT * FROM o2")).isEqualTo(List.of(List.of(1L, "1.50", "2.5")));
        }
        postgresql.run("CREATE VIEW w AS SELECT n FROM o2");
        assertThat(refusal("DROP TABLE o2").sqlState()).isEqualTo("2BP01");
        postgresql.run("DROP VIEW w");
        sqlite.run("DROP INDEX o_n");
        sqlite.run("BEGIN");
        sqlite.run("DROP TABLE o2");
        sqlite.run("CREATE TABLE o2(a, b)");
        sqlite.run("INSERT INTO o2 VALUES (1, 'raw')");
        sqlite.run("COMMIT");
        assertThat(postgresql.rows("SELECT * FROM o2")).isEqualTo(List.of(List.of("1", "raw")));
        assertThat(sqlite.rows("SELECT * FROM o2")).isEqualTo(List.of(List.of(1L, "raw")));
        assertThat(refusal("CREATE TABLE o2(x)").sqlState()).isEqualTo("42P07");
        postgresql.run("CREATE SEQUENCE seq");
        assertThat(refusal("CREATE TABLE seq(x)").sqlState()).isEqualTo("42P07");
        assertThat(postgresql.one("SELECT count(*) FROM pg_class WHERE relname = 'o2'"))
                .isEqualTo(1L);
    }

    @Test
    void leavesTablesOfOtherProgramsAlone() {
        sqlite.run("CREATE TABLE plain(k INTEGER PRIMARY KEY, d DATE, n DECIMAL(10,2), x)");
        sqlite.run("INSERT INTO plain VALUES (1, '2024-01-01', 1.5, 'x'), (2, 17, 'abc', x'00')");
        postgresql.run("CREATE TABLE o(id int PRIMARY KEY, n numeric)");
        postgresql.run("GRANT SELECT ON plain TO public");
        assertThat(sqlite.rows("SELECT k, d, n FROM plain"))
                .isEqualTo(List.of(List.of(1L, "2024-01-01", 1.5), List.of(2L, 17L, "abc")));
        sqlite.run("UPDATE plain SET d = 'whatever' WHERE k = 2");
        assertThat(sqlite.one("SELECT d FROM plain WHERE k = 2")).isEqualTo("whatever");
        assertThat(postgresql.rows("SELECT d, n FROM plain WHERE k = 1")).isEqualTo(List.of(List.of(19_723L, "1.50")));
        assertThat(sqlite.prepare("SELECT n FROM plain").columns().get(0).type().kind())
                .isNotEqualTo(TypeKind.INT64);
    }

    // --- rights -----------------------------------------------------------------------------------------------------

    private String denied(Sql session, String text) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> session.run(text));
        assertThat(f).as(text).isNotNull();
        assertThat(f.sqlState()).as(text).isEqualTo("42501");
        return f.getMessage();
    }

    @Test
    void asksForRightsByTableAndColumn() {
        postgresql.run("CREATE TABLE x(id int PRIMARY KEY, n numeric, t text)");
        postgresql.run("INSERT INTO x VALUES (1, 1, 't')");
        sqlite.run("CREATE TABLE y(a, b)");
        Sql other = harness.open("main", new Principal("other", 77, false, Set.of(), true), "sqlite");
        for (String text : List.of(
                "SELECT id FROM x",
                "SELECT count(*) FROM x",
                "INSERT INTO x VALUES (2, 2, '')",
                "UPDATE x SET t = ''",
                "DELETE FROM x",
                "SELECT 1 WHERE EXISTS (SELECT 1 FROM x)",
                "SELECT 1 WHERE (1, 2) IN y",
                "WITH w AS (SELECT n FROM x) SELECT * FROM w",
                "INSERT INTO y SELECT id, t FROM x",
                "SELECT a FROM y",
                "EXPLAIN SELECT n FROM x")) {
            assertThat(denied(other, text)).startsWith("permission denied for table ");
        }
        assertThat(denied(other, "DROP TABLE x")).isEqualTo("must be owner of table x");
        assertThat(denied(other, "DROP TABLE y")).isEqualTo("must be owner of table y");
        assertThat(denied(other, "CREATE INDEX i ON x(n)")).isEqualTo("must be owner of table x");
        assertThat(denied(other, "CREATE INDEX i ON y(a)")).isEqualTo("must be owner of table y");
        assertThat(denied(other, "ALTER TABLE x RENAME TO z")).isEqualTo("must be owner of table x");
        assertThat(denied(other, "CREATE TABLE z(a)")).isEqualTo("permission denied for schema public");
        assertThat(other.one("SELECT 1 + 1")).isEqualTo(2L);
        postgresql.run("GRANT SELECT (id, n), UPDATE (t), INSERT (id, t) ON x TO public");
        assertThat(other.rows("SELECT id FROM x WHERE n = 1.0")).isEqualTo(List.of(List.of(1L)));
        assertThat(other.run("INSERT INTO x(id, t) VALUES (2, 'b')").count()).isEqualTo(1);
        assertThat(other.run("UPDATE x SET t = 'c' WHERE id = 2").count()).isEqualTo(1);
        denied(other, "SELECT t FROM x");
        denied(other, "SELECT * FROM x");
        denied(other, "SELECT id FROM x ORDER BY t");
        denied(other, "UPDATE x SET n = 1");
        denied(other, "UPDATE x SET t = t || 'd'");
        denied(other, "INSERT INTO x VALUES (3, 3, 'c')");
        denied(other, "INSERT INTO x(id, t) VALUES (2, 'b') RETURNING t");
        denied(other, "INSERT OR REPLACE INTO x(id, t) VALUES (2, 'b')");
        denied(other, "INSERT INTO x(id, t) VALUES (2, 'b') ON CONFLICT (id) DO UPDATE SET n = 1");
        postgresql.run("GRANT SELECT ON y TO public");
        assertThat(other.rows("SELECT a FROM y")).isEmpty();
        postgresql.run("GRANT CREATE ON SCHEMA public TO public");
        other.run("CREATE TABLE z(a)");
        other.run("INSERT INTO z VALUES (1)");
        other.run("DROP TABLE z");
    }

    // --- against SQLite ---------------------------------------------------------------------------------------------

    /** Numbers in a column of another dialect behave as they do in one of SQLite's own. */
    @Test
    void givesWhatSqliteGives() {
        postgresql.run("CREATE TABLE o(id int PRIMARY KEY, a numeric, b numeric, c numeric(6,1))");
        sqlite.run("CREATE TABLE p(id INT PRIMARY KEY, a NUMERIC, b NUMERIC, c NUMERIC)");
        for (int i = 0; i < 30; i++) {
            Object a = i % 7 == 0 ? "NULL" : Integer.toString(i % 5);
            String values = "(" + i + ", " + a + ", " + (i % 4) / 2.0 + ", " + (i % 6 - 2.5) + ")";
            sqlite.run("INSERT INTO o VALUES " + values);
            sqlite.run("INSERT INTO p VALUES " + values);
        }
        Random random = new Random(4711);
        int rows = 0;
        for (int i = 0; i < 3000; i++) {
            Numbers numbers = new Numbers(random.nextLong());
            String text = numbers.query();
            List<List<Object>> expected;
            try {
                expected = sorted(sqlite.rows(text.replace("$", "p")));
            } catch (SqlFailure f) {
                throw new AssertionError(text, f);
            }
            List<List<Object>> got;
            try {
                got = sorted(sqlite.rows(text.replace("$", "o")));
            } catch (SqlFailure f) {
                assertThat(f.sqlState()).as("%s: %s", text, f.getMessage()).isEqualTo("0A000");
                continue;
            }
            assertThat(got).as(text).isEqualTo(expected);
            rows += got.size();
        }
        assertThat(rows).isGreaterThan(10_000);
    }

    private static List<List<Object>> sorted(List<List<Object>> rows) {
        List<List<Object>> all = new ArrayList<>();
        for (List<Object> row : rows) {
            List<Object> plain = new ArrayList<>();
            for (Object v : row) {
                plain.add(v == null ? "NULL" : new java.math.BigDecimal(v.toString()).stripTrailingZeros());
            }
            all.add(plain);
        }
        all.sort(java.util.Comparator.comparing(Object::toString));
        return all;
    }

    /** Queries over tables with columns id, a, b, c of numbers. */
    private static final class Numbers {
        private final Random random;
        private int depth;

        Numbers(long seed) {
            this.random = new Random(seed);
        }

        private String any(String... of) {
            return of[random.nextInt(of.length)];
        }

        String query() {
            return switch (random.nextInt(6)) {
                case 0 -> "SELECT " + number("x.") + " FROM $ AS x WHERE " + condition("x.");
                case 1 ->
                    "SELECT x.a, y.b FROM $ AS x JOIN $ AS y ON x." + any("a", "b", "c") + any(" = ", " < ") + "y."
                            + any("a", "b", "c") + " WHERE " + condition("x.") + " AND y.id < 9";
                case 2 ->
                    "SELECT a, " + any("count(*)", "sum(b)", "max(c)", "min(b)") + " FROM $ WHERE " + condition("")
                            + " GROUP BY a HAVING " + any("count(*) > 1", "max(b) >= 1", "a > 1");
                case 3 ->
                    "SELECT q FROM (SELECT " + number("") + " AS q, b FROM $) AS s WHERE "
                            + any("q > 1", "b = 1.0", "q BETWEEN 0 AND b", "b IN (0.5, 1)");
                case 4 ->
                    "WITH w(k) AS (SELECT " + any("a", "b", "c") + " FROM $ WHERE " + condition("")
                            + ") SELECT DISTINCT k FROM w UNION ALL SELECT k + 1 FROM w WHERE k > 0";
                default ->
                    "SELECT id FROM $ WHERE " + condition("") + " AND " + condition("") + " ORDER BY "
                            + any("a", "b DESC", "c, a", "1") + ", id LIMIT 7";
            };
        }

        private String number(String of) {
            if (++depth > 3) {
                return of + any("a", "b", "c", "id");
            }
            return switch (random.nextInt(6)) {
                case 0 -> "(" + number(of) + any(" + ", " - ", " * ") + number(of) + ")";
                case 1 -> "CASE WHEN " + condition(of) + " THEN " + number(of) + " ELSE " + number(of) + " END";
                case 2 -> "coalesce(" + number(of) + ", " + any("0", "1.5") + ")";
                case 3 -> "abs(" + number(of) + ")";
                default -> of + any("a", "b", "c", "id");
            };
        }

        private String condition(String of) {
            if (++depth > 4) {
                return of + "id > 3";
            }
            return switch (random.nextInt(8)) {
                case 0 -> number(of) + any(" = ", " <> ", " < ", " >= ", " IS ", " IS NOT ") + number(of);
                case 1 -> of + any("a", "b", "c") + any(" IN ", " NOT IN ") + "(0, 1.5, " + any("2", "-0.5") + ")";
                case 2 -> of + any("a", "b", "c") + any(" BETWEEN ", " NOT BETWEEN ") + "0.5 AND " + number(of);
                case 3 -> of + any("a", "b", "c") + any(" IS NULL", " IS NOT NULL", " = 1", " > 0.5", " IS 2");
                case 4 -> of + any("a", "b") + " IN (SELECT " + any("a", "b", "c") + " FROM $)";
                case 5 -> "EXISTS (SELECT 1 FROM $ AS z WHERE z.a = " + of + "b)";
                case 6 -> "NOT (" + condition(of) + ")";
                default -> "(" + condition(of) + " OR " + condition(of) + ")";
            };
        }
    }
}
