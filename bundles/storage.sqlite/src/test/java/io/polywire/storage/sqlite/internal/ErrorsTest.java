package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What failures are called. */
class ErrorsTest {
    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Lease lease;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(Fixture.settings(directory));
        lease = acquire(storage.database("main"), LeaseKind.WRITE);
        run(
                lease,
                "CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE, c NOT NULL DEFAULT 1, d CONSTRAINT pos CHECK(d > 0))");
        run(lease, "CREATE TABLE f(r INTEGER REFERENCES t(a))");
        run(lease, "CREATE TABLE s(i INTEGER, x TEXT) STRICT");
        run(lease, "CREATE UNIQUE INDEX twice ON f(abs(r))");
        run(lease, "CREATE TABLE m(x, y, PRIMARY KEY(x, y)) WITHOUT ROWID");
        run(lease, "CREATE VIEW v AS SELECT * FROM t");
        run(lease, "INSERT INTO t(a, b) VALUES(1, 'x')");
        run(lease, "INSERT INTO f VALUES(1)");
        run(lease, "INSERT INTO m VALUES(1, 2)");
    }

    @AfterEach
    void close() {
        lease.close();
        storage.close();
    }

    private SqlFailure failure(String sql, Object... parameters) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> run(lease, sql, parameters));
        assertThat(f).as(sql).isNotNull();
        assertThat(f.getMessage()).doesNotContain(directory.toString()).doesNotContain("SQLITE_");
        return f;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "23505 | INSERT INTO t(a) VALUES(1)",
                "23505 | INSERT INTO t(b) VALUES('x')",
                "23505 | INSERT INTO m VALUES(1, 2)",
                "23505 | INSERT INTO f VALUES(-1)",
                "23503 | INSERT INTO f VALUES(99)",
                "23503 | DELETE FROM t",
                "23502 | INSERT INTO t(c) VALUES(NULL)",
                "23514 | INSERT INTO t(d) VALUES(-1)",
                "22P02 | INSERT INTO s VALUES('no number', 'x')",
                "42804 | INSERT INTO t(a) VALUES('no number')",
                "42P01 | SELECT * FROM nosuch",
                "42P01 | INSERT INTO nosuch VALUES(1)",
                "42703 | SELECT nosuch FROM t",
                "42703 | INSERT INTO t(nosuch) VALUES(1)",
                "42883 | SELECT nosuch(1)",
                "42883 | SELECT abs(1, 2)",
                "42702 | SELECT a FROM t, t AS u",
                "42P07 | CREATE TABLE t(x)",
                "42701 | ALTER TABLE t ADD COLUMN b",
                "42704 | DROP INDEX nosuch",
                "42601 | SELECT * FORM t",
                "42601 | SELECT (",
                "42601 | SELECT ^",
                "42601 | INSERT INTO m VALUES(1, 2, 3)",
                "42803 | SELECT a FROM t WHERE count(*) > 1",
                "22003 | SELECT sum(9223372036854775807) OVER () + abs(-9223372036854775807 - 1)",
                "42501 | DELETE FROM sqlite_schema",
                "54000 | SELECT zeroblob(2147483648)",
                "42000 | DELETE FROM v",
            })
    void haveTheirState(String state, String sql) {
        assertThat(failure(sql).sqlState()).as(sql).isEqualTo(state);
    }

    @Test
    void nameTheirObjects() {
        SqlFailure f = failure("INSERT INTO t(b) VALUES('x')");
        assertThat(f.table()).isEqualTo("t");
        assertThat(f.column()).isEqualTo("b");
        f = failure("INSERT INTO m VALUES(1, 2)");
        assertThat(f.table()).isEqualTo("m");
        assertThat(f.column()).isNull();
        assertThat(failure("INSERT INTO f VALUES(-1)").constraint()).isEqualTo("twice");
        f = failure("INSERT INTO t(c) VALUES(NULL)");
        assertThat(f.column()).isEqualTo("c");
        assertThat(failure("INSERT INTO t(d) VALUES(-1)").constraint()).isEqualTo("pos");
    }

    @Test
    void sayWhere() {
        assertThat(failure("SELECT '\ud83d\ude00' FORM t WHERE").position()).isEqualTo(17);
        assertThat(failure("SELECT '\ud83d\ude00', a FROM t GRUP BY a").position())
                .isEqualTo(27);
        assertThat(failure("SELECT a FROM t ORDER a, b, a").position()).isZero();
    }

    @Test
    void wrongNumbersOfParametersAreRefused() {
        SqlFailure f = catchThrowableOfType(
                SqlFailure.class, () -> lease.open(Fixture.statement("SELECT ?1, ?2", 1), Fixture.parameters(1)));
        assertThat(f.sqlState()).isEqualTo("42601");
        f = catchThrowableOfType(
                SqlFailure.class, () -> lease.open(Fixture.statement("SELECT ?1, ?2", 2), Fixture.parameters(1)));
        assertThat(f.sqlState()).isEqualTo("08P01");
        assertThat(run(lease, "SELECT ?2", 1, 2).only()).isEqualTo(2L);
    }
}
