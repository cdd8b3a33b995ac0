package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static io.polywire.storage.sqlite.internal.Fixture.statement;
import static io.polywire.storage.sqlite.internal.Fixture.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction with a snapshot that reads, then others commit, then it writes. */
class SnapshotReadsTest {
    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(Fixture.settings(directory));
        main = storage.database("main");
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v, w TEXT)");
        run(main, "INSERT INTO t VALUES(1, 10, 'a'), (2, 20, 'b'), (3, 30, 'c')");
        run(main, "CREATE TABLE u(a)");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    /** Reads in a transaction, has others commit, and writes; null or the failure of the write. */
    private SqlFailure writes(Consumer<Lease> reads, String meanwhile) {
        try (Lease p = acquire(main, LeaseKind.PINNED)) {
            p.begin(TransactionMode.DEFAULT);
            reads.accept(p);
            run(main, meanwhile);
            upgrade(p);
            SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> run(p, "INSERT INTO u VALUES(1)"));
            if (f == null) {
                p.commit();
            } else {
                assertThat(f.sqlState()).isEqualTo("40001");
            }
            return f;
        }
    }

    private SqlFailure writes(String read, String meanwhile) {
        return writes(p -> run(p, read), meanwhile);
    }

    @Test
    void goesOnWithTheNewestStateWhereNothingThatItReadWasChanged() {
        try (Lease p = acquire(main, LeaseKind.PINNED)) {
            p.begin(TransactionMode.DEFAULT);
            assertThat(run(p, "SELECT v FROM t WHERE k = ?", 1).only()).isEqualTo(10L);
            run(main, "UPDATE t SET v = 21 WHERE k = 2");
            // still the snapshot
            assertThat(run(p, "SELECT count(*) FROM u").only()).isEqualTo(0L);
            upgrade(p);
            assertThat(run(p, "UPDATE t SET v = v + 1 WHERE k = 1").changes()).isEqualTo(1);
            assertThat(run(p, "SELECT v FROM t WHERE k = 2").only()).isEqualTo(21L);
            p.commit();
        }
        assertThat(run(main, "SELECT sum(v) FROM t").only()).isEqualTo(62L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT v FROM t WHERE k = 1",
                "SELECT count(*), sum(v) FROM t",
                "SELECT k FROM t ORDER BY v DESC",
                "SELECT w FROM t WHERE v < 15",
                "SELECT 1 FROM t WHERE v > 99"
            })
    void whatWasReadAndIsAnotherHindersIt(String read) {
        assertThat(writes(read, "UPDATE t SET v = 100 WHERE k = 1")).isNotNull();
        assertThat(writes(read, "INSERT INTO u VALUES(7)")).isNull();
    }

    @Test
    void rowsThatWereNotThereAreLookedFor() {
        assertThat(writes("SELECT v FROM t WHERE k = 9", "INSERT INTO t VALUES(9, 90, NULL)"))
                .isNotNull();
        assertThat(writes("SELECT v FROM t WHERE k = 10", "INSERT INTO t VALUES(11, 110, NULL)"))
                .isNull();
    }

    @Test
    void valuesOfAnotherTypeAreOthers() {
        assertThat(writes("SELECT v FROM t WHERE k = 1", "UPDATE t SET v = 10.0 WHERE k = 1"))
                .isNotNull();
        assertThat(writes("SELECT w FROM t WHERE k = 1", "UPDATE t SET w = x'61' WHERE k = 1"))
                .isNotNull();
        assertThat(writes("SELECT w FROM t WHERE k = 2", "UPDATE t SET w = NULL WHERE k = 2"))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT random() FROM t WHERE k = 1",
                "SELECT v, strftime('%s') FROM t WHERE k = 1",
                "SELECT name FROM pragma_table_info('t')"
            })
    void whatCannotBeReadAgainHindersIt(String read) {
        assertThat(writes(read, "INSERT INTO u VALUES(7)")).isNotNull();
        assertThat(writes(read, "SELECT 1")).isNull();
    }

    @Test
    void ofWhatWasReadInPartThatPartCounts() {
        Consumer<Lease> firstTwo = p -> {
            try (Cursor c = p.open(statement("SELECT k, v FROM t ORDER BY k", 0), null)) {
                assertThat(c.fetch(2, new Rows())).isFalse();
            }
        };
        assertThat(writes(firstTwo, "UPDATE t SET v = 31 WHERE k = 3")).isNull();
        assertThat(writes(firstTwo, "DELETE FROM t WHERE k = 3")).isNull();
        assertThat(writes(firstTwo, "UPDATE t SET v = 22 WHERE k = 2")).isNotNull();
        assertThat(writes(firstTwo, "DELETE FROM t WHERE k = 2")).isNotNull();
    }

    @Test
    void whatIsStillBeingReadHindersIt() {
        try (Lease p = acquire(main, LeaseKind.PINNED)) {
            p.begin(TransactionMode.DEFAULT);
            try (Cursor c = p.open(statement("SELECT k FROM t", 0), null)) {
                Rows rows = new Rows();
                c.fetch(1, rows);
                run(main, "INSERT INTO u VALUES(7)");
                upgrade(p);
                assertThat(failure(p, "INSERT INTO u VALUES(1)")).isEqualTo("40001");
                // and goes on
                assertThat(c.fetch(0, rows)).isTrue();
                assertThat(rows.rows).hasSize(3);
            }
        }
    }

    private static String failure(Lease p, String sql) {
        return catchThrowableOfType(SqlFailure.class, () -> run(p, sql)).sqlState();
    }

    @Test
    void aReadThatFailedHindersIt() {
        Consumer<Lease> fails = p -> assertThat(failure(p, "SELECT abs(-9223372036854775808) FROM t"))
                .isNotNull();
        assertThat(writes(fails, "INSERT INTO u VALUES(7)")).isNotNull();
    }

    @Test
    void tooMuchHindersIt() {
        Consumer<Lease> many = p -> {
            for (int i = 0; i < 100; i++) {
                run(p, "SELECT v FROM t WHERE k = ?", i);
            }
        };
        assertThat(writes(many, "INSERT INTO u VALUES(7)")).isNotNull();
        assertThat(writes("SELECT hex(zeroblob(200000)), k FROM t", "INSERT INTO u VALUES(7)"))
                .isNotNull();
    }

    @Test
    void anotherSchemaHindersIt() {
        assertThat(writes("SELECT v FROM t WHERE k = 1", "CREATE TABLE made(a)"))
                .isNotNull();
    }

    @Test
    void theTransactionStaysOnItsSnapshotWhereItMayNotWrite() {
        try (Lease p = acquire(main, LeaseKind.PINNED)) {
            p.begin(TransactionMode.DEFAULT);
            p.savepoint("s");
            run(p, "SELECT v FROM t WHERE k = 1");
            run(main, "UPDATE t SET v = v + 1");
            upgrade(p);
            assertThat(failure(p, "UPDATE t SET v = 0")).isEqualTo("40001");
            assertThat(p.inTransaction()).isTrue();
            p.rollbackTo("s");
            assertThat(run(p, "SELECT sum(v) FROM t").only()).isEqualTo(60L);
            assertThat(failure(p, "UPDATE t SET v = 0")).isEqualTo("40001");
        }
    }

    @Test
    void savepointsAreTakenAlong() {
        try (Lease p = acquire(main, LeaseKind.PINNED)) {
            p.begin(TransactionMode.DEFAULT);
            p.savepoint("a");
            run(p, "SELECT v FROM t WHERE k = 1");
            p.savepoint("b");
            p.savepoint("gone");
            p.release("gone");
            p.savepoint("c\"d");
            p.rollbackTo("b");
            run(main, "UPDATE t SET v = 21 WHERE k = 2");
            upgrade(p);
            run(p, "INSERT INTO u VALUES(1)");
            p.savepoint("e");
            run(p, "INSERT INTO u VALUES(2)");
            p.rollbackTo("e");
            p.release("b");
            run(p, "INSERT INTO u VALUES(3)");
            assertThat(run(p, "SELECT group_concat(a) FROM u").only()).isEqualTo("1,3");
            p.rollbackTo("a");
            assertThat(run(p, "SELECT count(*) FROM u").only()).isEqualTo(0L);
            run(p, "INSERT INTO u VALUES(4)");
            p.commit();
        }
        assertThat(run(main, "SELECT group_concat(a) FROM u").only()).isEqualTo("4");
    }

    @Test
    void twoThatReadTheSameAndWriteItDoNotBothGoThrough() {
        try (Lease p = acquire(main, LeaseKind.PINNED);
                Lease q = acquire(main, LeaseKind.PINNED)) {
            for (Lease each : new Lease[] {p, q}) {
                each.begin(TransactionMode.DEFAULT);
                run(each, "SELECT v FROM t WHERE k = 1");
            }
            upgrade(p);
            run(p, "UPDATE t SET v = 11 WHERE k = 1");
            p.commit();
            upgrade(q);
            assertThat(failure(q, "UPDATE t SET v = 12 WHERE k = 1")).isEqualTo("40001");
        }
    }

    @Test
    void anotherProgramsCommitsCountAsWell() throws Exception {
        try (Lease p = acquire(main, LeaseKind.PINNED);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("main.db"));
                Statement s = other.createStatement()) {
            p.begin(TransactionMode.DEFAULT);
            run(p, "SELECT v FROM t WHERE k = 1");
            s.execute("UPDATE t SET v = 21 WHERE k = 2");
            upgrade(p);
            run(p, "UPDATE t SET v = 11 WHERE k = 1");
            p.commit();
            p.begin(TransactionMode.DEFAULT);
            run(p, "SELECT v FROM t WHERE k = 1");
            s.execute("UPDATE t SET v = 12 WHERE k = 1");
            upgrade(p);
            assertThat(failure(p, "UPDATE t SET v = 13 WHERE k = 1")).isEqualTo("40001");
        }
    }
}
