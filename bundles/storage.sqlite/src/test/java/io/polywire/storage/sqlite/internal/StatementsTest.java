package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static io.polywire.storage.sqlite.internal.Fixture.statement;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StepLimitExceeded;
import io.polywire.api.storage.StorageStatement;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements, their values and what they report. */
class StatementsTest {
    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(Fixture.settings(directory));
        main = storage.database("main");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static SqlFailure failure(Runnable r) {
        return Assertions.catchThrowableOfType(SqlFailure.class, r::run);
    }

    @Test
    void everyStorageClassComesBackAsItWasGiven() {
        run(main, "CREATE TABLE t(a, b)");
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 7);
        List<Object> values = Arrays.asList(
                null,
                0L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                1.5,
                -0.0,
                Double.MAX_VALUE,
                "",
                "text",
                "a\0b",
                "äö\u20ac\ud83d\ude00",
                new byte[0],
                new byte[] {0, 1, -1},
                megabyte,
                "x".repeat(1 << 20));
        for (int i = 0; i < values.size(); i++) {
            assertThat(run(main, "INSERT INTO t VALUES(?1, ?2)", i, values.get(i))
                            .changes())
                    .isEqualTo(1);
        }
        List<List<Object>> rows = run(main, "SELECT b FROM t ORDER BY a").rows();
        for (int i = 0; i < values.size(); i++) {
            assertThat(rows.get(i).get(0)).as("value %d", i).isEqualTo(values.get(i));
        }
    }

    @Test
    void changesAndRowNumbersBelongToTheStatement() {
        run(main, "CREATE TABLE t(id INTEGER PRIMARY KEY, v UNIQUE)");
        run(main, "CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID");
        try (Lease l = acquire(main, LeaseKind.WRITE)) {
            assertThat(run(l, "INSERT INTO t(v) VALUES('a'),('b')").lastInsertId())
                    .isEqualTo(2);
            assertThat(run(l, "INSERT INTO t(v) VALUES('a'),('b')  ON CONFLICT DO NOTHING"))
                    .extracting(Fixture.Outcome::changes, Fixture.Outcome::lastInsertId)
                    .containsExactly(0L, 0L);
            assertThat(run(l, "UPDATE t SET v = v || 'x'"))
                    .extracting(Fixture.Outcome::changes, Fixture.Outcome::lastInsertId)
                    .containsExactly(2L, 0L);
            assertThat(run(l, "CREATE TABLE u(id INTEGER PRIMARY KEY, v)"))
                    .extracting(Fixture.Outcome::changes, Fixture.Outcome::lastInsertId)
                    .containsExactly(0L, 0L);
            assertThat(run(l, "SELECT 1").changes()).isZero();
            assertThat(run(l, "INSERT INTO w VALUES('k', 1)"))
                    .extracting(Fixture.Outcome::changes, Fixture.Outcome::lastInsertId)
                    .containsExactly(1L, 0L);
            String upsert = "INSERT INTO t(id, v) VALUES(2, 'z') ON CONFLICT(id) DO UPDATE SET v = excluded.v";
            assertThat(run(l, upsert).lastInsertId()).isZero();
            run(l, "INSERT INTO u(id, v) VALUES(9, 'z')");
            assertThat(run(l, "INSERT INTO t(id, v) VALUES(9, 'q') ON CONFLICT(id) DO UPDATE SET v = excluded.v")
                            .lastInsertId())
                    .isEqualTo(9);
            assertThat(run(l, "DELETE FROM t").changes()).isEqualTo(3);
            assertThat(run(l, "DELETE FROM t").changes()).isZero();
        }
    }

    @Test
    void aSinkThatPausesGetsTheRestLater() {
        run(main, "CREATE TABLE t(a INTEGER PRIMARY KEY)");
        run(
                main,
                "INSERT INTO t WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM g WHERE i<100) SELECT i FROM g");
        try (Lease l = acquire(main, LeaseKind.READ);
                Cursor c = l.open(statement("SELECT a FROM t ORDER BY a", 0), null)) {
            Rows rows = new Rows().pausing(7);
            int runs = 1;
            while (!c.fetch(5, rows)) {
                runs++;
            }
            assertThat(rows.rows).hasSize(100);
            assertThat(rows.rows.get(99)).containsExactly(100L);
            assertThat(runs).isGreaterThan(20);
            assertThat(c.rows()).isEqualTo(100);
            assertThat(c.fetch(0, rows)).isTrue();
        }
    }

    @Test
    void moreThanWasDeclaredIsRefused() {
        run(main, "CREATE TABLE t(a)");
        try (Lease l = acquire(main, LeaseKind.WRITE)) {
            assertThat(failure(() -> run(l, new StorageStatement("INSERT INTO t VALUES(1)", Access.READ, 0)))
                            .sqlState())
                    .isEqualTo("25006");
            assertThat(failure(() -> run(l, new StorageStatement("DROP TABLE t", Access.WRITE, 0)))
                            .sqlState())
                    .isEqualTo("25006");
            assertThat(failure(() -> run(l, "SELECT 1; SELECT 2")).kind()).isEqualTo(FailureKind.SYNTAX);
            assertThat(failure(() -> run(l, "COMMIT")).kind()).isEqualTo(FailureKind.INTERNAL);
            assertThat(failure(() -> run(l, "ATTACH ':memory:' AS x")).sqlState())
                    .isEqualTo("0A000");
            assertThat(run(l, "SELECT 1; -- and no more").only()).isEqualTo(1L);
        }
        try (Lease l = acquire(main, LeaseKind.READ)) {
            assertThat(failure(() -> run(l, "INSERT INTO t VALUES(1)")).sqlState())
                    .isEqualTo("25006");
            // Hidden from the first lock, caught by the second.
            assertThat(failure(() -> run(l, new StorageStatement("PRAGMA user_version=5", Access.READ, 0)))
                            .sqlState())
                    .isEqualTo("25006");
        }
    }

    @Test
    void stepLimitGivesUpBeforeTheFirstRowOnly() {
        run(main, "CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
        run(
                main,
                "INSERT INTO t WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM g WHERE i<20000) SELECT i, i FROM g");
        try (Lease l = acquire(main, LeaseKind.READ)) {
            l.limitSteps(5000);
            for (int i = 0; i < 5000; i++) {
                assertThat(run(l, "SELECT b FROM t WHERE a = 77").only()).isEqualTo(77L);
            }
            Cursor c = l.open(statement("SELECT count(*) FROM t WHERE b % 3 = 0", 0), null);
            Assertions.assertThatThrownBy(() -> c.fetch(0, new Rows())).isSameAs(StepLimitExceeded.INSTANCE);
            l.limitSteps(0);
            Rows rows = new Rows();
            assertThat(c.fetch(0, rows)).isTrue();
            assertThat(rows.only()).isEqualTo(6666L);
            l.limitSteps(5000);
            assertThat(run(l, "SELECT a FROM t").rows()).hasSize(20000);
        }
    }

    @Test
    void statementsThatAreNotKeptWorkAsWell() {
        for (int kept : new int[] {0, 1, 3}) {
            storage.close();
            storage = new SqliteStorage(
                    Fixture.with(Fixture.settings(directory), java.util.Map.of("keptStatements", kept, "readers", 1)));
            main = storage.database("main");
            try (Lease l = acquire(main, LeaseKind.READ)) {
                StorageStatement[] all = new StorageStatement[10];
                Cursor[] open = new Cursor[10];
                for (int i = 0; i < all.length; i++) {
                    all[i] = statement("SELECT ?1 + " + i + " UNION ALL SELECT 0", 1);
                }
                for (int round = 0; round < 3; round++) {
                    for (int i = 0; i < all.length; i++) {
                        // Two of each at once, half of them given up in the middle.
                        open[i] = l.open(all[i], Fixture.parameters(round));
                        open[i].fetch(1, new Rows());
                        assertThat(run(l, all[i], round).rows()).hasSize(2);
                    }
                    for (int i = 0; i < all.length; i++) {
                        Rows rest = new Rows();
                        if (i % 2 == 0) {
                            assertThat(open[i].fetch(0, rest)).isTrue();
                            assertThat(rest.only()).isEqualTo(0L);
                        }
                        open[i].close();
                    }
                }
            }
        }
    }
}
