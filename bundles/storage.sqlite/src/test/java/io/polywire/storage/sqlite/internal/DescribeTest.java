package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static io.polywire.storage.sqlite.internal.Fixture.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.session.Column;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Description;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.type.TypeKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a statement before it runs. */
class DescribeTest {
    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(Fixture.settings(directory));
        main = storage.database("main");
        run(main, "CREATE TABLE t(id INTEGER PRIMARY KEY, a VARCHAR(20), b TEXT UNIQUE, c DECIMAL(10,2), d DATE, e)");
        run(main, "CREATE UNIQUE INDEX ce ON t(c, e)");
        run(main, "CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID");
        run(main, "CREATE VIEW v AS SELECT id, upper(a) AS u FROM t");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTEGER | INT64 | 0",
                "bigint | INT64 | 0",
                "UNSIGNED BIG INT | INT64 | 0",
                "VARCHAR(20) | VARCHAR | 20",
                "CHARACTER(7) | VARCHAR | 7",
                "TEXT | TEXT | 0",
                "CLOB | TEXT | 0",
                "BLOB | BYTES | 0",
                "REAL | FLOAT64 | 0",
                "DOUBLE PRECISION | FLOAT64 | 0",
                "FLOAT | FLOAT64 | 0",
                "DATE | UNKNOWN | 0",
                "TIMESTAMP WITH TIME ZONE | UNKNOWN | 0",
                "BOOLEAN | UNKNOWN | 0",
                "JSON | UNKNOWN | 0",
                "NUMERIC(10,2) | UNKNOWN | 0",
                "INTERVAL | UNKNOWN | 0",
                "nonsense ( x , | UNKNOWN | 0",
            })
    void declaredTypes(String declared, TypeKind kind, int length) {
        assertThat(DeclaredTypes.of(declared).kind()).isEqualTo(kind);
        assertThat(DeclaredTypes.of(declared).length()).isEqualTo(length);
        assertThat(DeclaredTypes.of(declared).name()).isEqualTo(declared);
    }

    @Test
    void columnsAreNamedAndTyped() {
        try (Lease l = acquire(main, LeaseKind.READ)) {
            List<Column> c = l.describe(statement("SELECT id, a AS x, c, d, e, a || 'y', count(*) FROM t", 0))
                    .columns();
            assertThat(c).extracting(Column::name).containsExactly("id", "x", "c", "d", "e", "a || 'y'", "count(*)");
            assertThat(c)
                    .extracting(x -> x.type().kind())
                    .containsExactly(
                            TypeKind.INT64,
                            TypeKind.VARCHAR,
                            TypeKind.UNKNOWN,
                            TypeKind.UNKNOWN,
                            TypeKind.UNKNOWN,
                            TypeKind.UNKNOWN,
                            TypeKind.UNKNOWN);
            assertThat(c).extracting(Column::table).containsExactly("t", "t", "t", "t", "t", null, null);
            assertThat(c.get(2).type().precision()).isEqualTo(10);
            assertThat(c.get(2).type().scale()).isEqualTo(2);
            assertThat(l.describe(statement("INSERT INTO t(id) VALUES(1)", 0)).columns())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT ?1",
                "SELECT * FROM t WHERE id = ?1",
                "SELECT a, b FROM t WHERE rowid = 7 AND a = 'x'",
                "SELECT a FROM t WHERE b = ?1",
                "SELECT a FROM t WHERE c = ?1 AND e = 3",
                "SELECT v FROM w WHERE k = ?1",
                "SELECT x.a, y.a FROM t x, t y WHERE x.id = 1 AND y.id = 2",
                "SELECT id FROM v WHERE id = 3",
                "SELECT upper(a), length(a), substr(a, 2, 3), coalesce(a, 'x') || id FROM t WHERE id = abs(?1)",
                "SELECT u FROM v WHERE id = 3",
                "SELECT a FROM t WHERE id = (?1 << 1) | 1",
                "SELECT brief(a) FROM t WHERE id = brief(?1)",
                "SELECT a FROM t WHERE id = ?1 LIMIT 1",
                "SELECT a FROM t WHERE id = ?1 ORDER BY id LIMIT brief(?1) OFFSET 1",
                "SELECT count(*), count(a), max(a) FROM t WHERE b = ?1",
                "SELECT EXISTS (SELECT 1 FROM t WHERE b = ?1)",
            })
    void keyLookupsAreFound(String sql) {
        try (Lease l = acquire(main, LeaseKind.READ)) {
            Description d = l.describe(withFunctions(sql));
            assertThat(d.pointLookup()).as(sql).isTrue();
            assertThat(d.brief()).as(sql).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "SELECT * FROM t WHERE a = ?1",
                "SELECT * FROM t WHERE id > ?1",
                "SELECT * FROM t WHERE id IN (1, 2, 3)",
                "SELECT * FROM t WHERE id = 1 OR id = 2",
                "SELECT * FROM t WHERE b IS ?1",
                "SELECT * FROM t WHERE c = ?1",
                "SELECT replace(a, 'x', a) FROM t WHERE id = ?1",
                "SELECT hex(a) FROM t WHERE id = ?1",
                "SELECT trim(a, a) FROM t WHERE id = ?1",
                "SELECT printf('%999999d', a) FROM t WHERE id = ?1",
                "SELECT long(a) FROM t WHERE id = ?1",
                "SELECT a FROM t WHERE id = long(?1)",
                "SELECT max(id) FROM t",
                "SELECT count(*) FROM t",
                "SELECT count(*) FROM t WHERE a = ?1",
                "SELECT group_concat(a) FROM t WHERE id = ?1",
                "SELECT EXISTS (SELECT 1 FROM t WHERE a = ?1)",
                "SELECT a FROM t LIMIT 1",
                "SELECT a FROM t WHERE id > ?1 LIMIT 1",
                "SELECT (SELECT a FROM t x WHERE x.a = t.b) FROM t WHERE id = ?1",
                "SELECT randomblob(1000000000)",
                "SELECT (SELECT max(a) FROM t) FROM t WHERE id = 1",
                "SELECT * FROM t WHERE id < 9 ORDER BY (SELECT count(*) FROM t)",
                "SELECT 1 UNION ALL SELECT a FROM t WHERE a = 3",
                "SELECT a LIKE '%x%y%z' FROM t WHERE id = 1",
                "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM g) SELECT * FROM g",
                "PRAGMA table_info(t)",
                "EXPLAIN SELECT 1",
            })
    void othersAreNot(String sql) {
        try (Lease l = acquire(main, LeaseKind.WRITE)) {
            Description d = l.describe(withFunctions(sql));
            assertThat(d.pointLookup()).as(sql).isFalse();
            assertThat(d.brief()).as(sql).isFalse();
        }
    }

    /** A function that gives back what it is given. */
    private record Same(String name, boolean brief) implements ScalarFunction {
        @Override
        public int arity() {
            return 1;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            out.putLong(in.getLong(0));
        }
    }

    private static StorageStatement withFunctions(String sql) {
        return new StorageStatement(
                sql, statement(sql, 1).access(), 1, List.of(new Same("brief", true), new Same("long", false)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "INSERT INTO t(a) VALUES(?1) ~ true ~ true",
                "INSERT INTO t(a) VALUES(upper(?1) || brief(3)) RETURNING id, a ~ true ~ true",
                "UPDATE t SET a = ?1 WHERE id = brief(7) ~ true ~ true",
                "DELETE FROM t WHERE b = ?1 ~ true ~ true",
                "INSERT INTO t(a) VALUES(long(?1)) ~ true ~ false",
                "UPDATE t SET a = printf('%s', ?1) WHERE id = 3 ~ true ~ false",
                "UPDATE t SET a = a LIKE ?1 WHERE id = 3 ~ true ~ false",
                "UPDATE t SET a = ?1 ~ false ~ false",
                "DELETE FROM t WHERE id > ?1 ~ false ~ false",
            })
    void shortChangesAreFound(String sql, boolean bounded, boolean brief) {
        try (Lease l = acquire(main, LeaseKind.WRITE)) {
            Description d = l.describe(withFunctions(sql));
            assertThat(d.pointLookup()).as(sql).isEqualTo(bounded);
            assertThat(d.brief()).as(sql).isEqualTo(brief);
        }
    }

    @Test
    void ownDdlChangesTheSchemaVersion() {
        long v = main.schemaVersion();
        run(main, "SELECT * FROM t");
        run(main, "INSERT INTO t(id) VALUES(1)");
        assertThat(main.schemaVersion()).isEqualTo(v);
        try (Lease w = acquire(main, LeaseKind.WRITE)) {
            w.begin(io.polywire.api.session.TransactionMode.DEFAULT);
            run(w, "CREATE TABLE n(x)");
            long inside = main.schemaVersion();
            assertThat(inside).isNotEqualTo(v);
            assertThat(w.describe(statement("SELECT x FROM n", 0)).columns()).hasSize(1);
            w.rollback();
            assertThat(main.schemaVersion()).isNotEqualTo(inside);
        }
    }
}
