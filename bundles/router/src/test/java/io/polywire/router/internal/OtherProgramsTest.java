package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.PgDialect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files without metadata of ours, in sessions of both dialects. */
class OtherProgramsTest {
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

    @Test
    void aTableMadeAnewInATransactionHasItsNewColumnsForAll() {
        sqlite.run("CREATE TABLE t(a, b, c)");
        sqlite.run("INSERT INTO t VALUES (1, 2, 3)");
        sqlite.script("BEGIN; DROP TABLE t; CREATE TABLE t(a, b); COMMIT");
        assertThat(sqlite.run("INSERT INTO t VALUES (?, ?)", 1, 2).count()).isEqualTo(1);
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> sqlite.run("INSERT INTO t VALUES (1, 2, 3)"));
        assertThat(f.getMessage()).isEqualTo("table t has 2 columns but 3 values were supplied");
        assertThat(sqlite.rows("SELECT * FROM t")).isEqualTo(List.of(List.of(1L, 2L)));
    }

    @Test
    void aColumnOfAViewThatCanBeAnythingIsText() {
        sqlite.run("CREATE TABLE t(a, b BLOB)");
        sqlite.run("INSERT INTO t VALUES (5, x'01'), ('x', x'02')");
        sqlite.run("CREATE VIEW v AS SELECT a, b, a || '!' AS c FROM t");
        assertThat(postgresql.rows("SELECT a, c FROM v")).isEqualTo(List.of(List.of("5", "5!"), List.of("x", "x!")));
        assertThat((byte[]) postgresql.one("SELECT b FROM v LIMIT 1")).containsExactly(1);
        sqlite.run("INSERT INTO t VALUES (x'03', NULL)");
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> postgresql.rows("SELECT a FROM v"));
        assertThat(f.sqlState()).isEqualTo("22P02");
    }

    @Test
    void aViewOfWhatIsGoneHidesNothingElse() {
        sqlite.script("CREATE TABLE t(a INT); CREATE TABLE gone(a INT); CREATE VIEW v AS SELECT a FROM gone;"
                + "CREATE VIEW w AS SELECT a FROM t; DROP TABLE gone; INSERT INTO t VALUES (1)");
        assertThat(postgresql.rows("SELECT a FROM w")).isEqualTo(List.of(List.of(1L)));
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> postgresql.rows("SELECT a FROM v"));
        assertThat(f.sqlState()).isEqualTo("42P01");
    }

    @Test
    void whoMayReadATableStillReadsWhatAnotherProgramHasStoredThere() {
        sqlite.run("CREATE TABLE t(d DATE, n NUMERIC(5,2))");
        sqlite.run("INSERT INTO t VALUES ('2024-01-02', 1.5)");
        List<List<Object>> before = postgresql.rows("SELECT d, n FROM t");
        postgresql.run("GRANT SELECT ON t TO public");
        assertThat(postgresql.rows("SELECT d, n FROM t")).isEqualTo(before);
        postgresql.run("INSERT INTO t VALUES ('2024-01-03', 2.25)");
        assertThat(sqlite.rows("SELECT d, n FROM t"))
                .isEqualTo(List.of(List.of("2024-01-02", 1.5), List.of("2024-01-03", 2.25)));
    }
}
