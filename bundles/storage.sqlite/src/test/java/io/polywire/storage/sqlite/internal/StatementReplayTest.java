package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.Replay;
import io.polywire.api.storage.Replay.Rows;
import io.polywire.api.storage.StorageStatement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failed statement that is run once more: what is noted, and that nothing of it stays. */
class StatementReplayTest {
    private static final long LONG = 10_000_000_000L;
    private static final List<String> COLUMNS = List.of("k", "v");

    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(Fixture.settings(directory));
        main = storage.database("main");
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v INTEGER CHECK (v < 100))");
        run(main, "CREATE TABLE c(k INTEGER PRIMARY KEY, v INTEGER REFERENCES t)");
        run(main, "INSERT INTO t VALUES(1, 10), (2, 20)");
        run(main, "INSERT INTO c VALUES(1, 1)");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static StorageStatement write(String sql) {
        return new StorageStatement(sql, Access.WRITE, 0);
    }

    private static SqlFailure fails(Lease lease, StorageStatement s) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> execute(lease, s));
        assertThat(f).isNotNull();
        return f;
    }

    private static void execute(Lease lease, StorageStatement s) {
        try (Cursor c = lease.open(s, null)) {
            c.fetch(0, null);
        }
    }

    private static List<List<Object>> rows(Lease lease, String sql) {
        io.polywire.storage.sqlite.internal.Rows rows = new io.polywire.storage.sqlite.internal.Rows();
        try (Cursor c = lease.open(new StorageStatement(sql, Access.READ, 0), null)) {
            c.fetch(0, rows);
        }
        return rows.rows;
    }

    private static Replay wanted() {
        return new Replay(List.of(new Replay.Watch("t", false, COLUMNS, Rows.LAST_WANTED, "w")), false, LONG, 100);
    }

    private static Replay keys() {
        return new Replay(
                List.of(
                        new Replay.Watch("t", false, COLUMNS, Rows.REPLACED, "o"),
                        new Replay.Watch("c", false, COLUMNS, Rows.WRITTEN, "n")),
                true,
                LONG,
                100);
    }

    private List<List<Object>> noted(Lease lease, StorageStatement s, Replay how, String copy) {
        SqlFailure f = fails(lease, s);
        List<List<Object>> seen = new ArrayList<>();
        boolean looked = lease.replay(
                s, null, f, how, () -> seen.addAll(rows(lease, "SELECT * FROM temp." + copy + " ORDER BY 1")));
        assertThat(looked).isTrue();
        assertThat(rows(lease, "SELECT name FROM sqlite_temp_schema WHERE name NOT LIKE '%pw_mark%'"))
                .isEmpty();
        return seen;
    }

    @Test
    void theLastRowIsTheOneThatFailed() {
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            assertThat(noted(lease, write("INSERT INTO t VALUES(7, 1), (2, 3), (8, 2)"), wanted(), "w"))
                    .containsExactly(List.of(1L, 2L, 3L));
            assertThat(noted(lease, write("UPDATE t SET v = v * 8"), wanted(), "w"))
                    .containsExactly(List.of(1L, 2L, 160L));
            assertThat(noted(
                            lease,
                            write("INSERT INTO t VALUES(1, 5) ON CONFLICT(k) DO UPDATE SET v = excluded.v + 200"),
                            wanted(),
                            "w"))
                    .containsExactly(List.of(1L, 1L, 205L));
            assertThat(rows(lease, "SELECT * FROM t")).containsExactly(List.of(1L, 10L), List.of(2L, 20L));
        }
    }

    @Test
    void withKeysPutOffTheStatementComesToItsEnd() {
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            assertThat(noted(lease, write("DELETE FROM t"), keys(), "o"))
                    .containsExactly(List.of(1L, 1L, 10L), List.of(2L, 2L, 20L));
            assertThat(noted(lease, write("INSERT INTO c VALUES(5, 2), (6, 9)"), keys(), "n"))
                    .containsExactly(List.of(1L, 5L, 2L), List.of(2L, 6L, 9L));
            // and they are checked at once again
            assertThat(fails(lease, write("DELETE FROM t")).kind()).isEqualTo(FailureKind.FOREIGN_KEY);
            lease.begin(TransactionMode.DEFAULT);
            noted(lease, write("DELETE FROM t WHERE k = 1"), keys(), "o");
            assertThat(fails(lease, write("INSERT INTO c VALUES(5, 77)")).kind())
                    .isEqualTo(FailureKind.FOREIGN_KEY);
            lease.commit();
        }
    }

    @Test
    void aTransactionStaysWhatItWas() {
        StorageStatement insert = write("INSERT INTO t VALUES(1, 1)");
        StorageStatement count = new StorageStatement("SELECT count(*) FROM t", Access.READ, 0);
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            lease.begin(TransactionMode.DEFAULT);
            execute(lease, write("INSERT INTO t VALUES(3, 30)"));
            lease.savepoint("s");
            execute(lease, write("INSERT INTO t VALUES(4, 40)"));
            assertThat(noted(lease, insert, wanted(), "w")).containsExactly(List.of(1L, 1L, 1L));
            assertThat(lease.inTransaction()).isTrue();
            lease.rollbackTo("s");
            // kept statements, compiled before
            assertThat(fails(lease, insert).getMessage()).isEqualTo("UNIQUE constraint failed: t.k");
            execute(lease, write("INSERT INTO t VALUES(5, 50)"));
            io.polywire.storage.sqlite.internal.Rows rows = new io.polywire.storage.sqlite.internal.Rows();
            try (Cursor c = lease.open(count, null)) {
                c.fetch(0, rows);
            }
            assertThat(rows.only()).isEqualTo(4L);
            lease.commit();
        }
        try (Lease lease = acquire(main, LeaseKind.READ)) {
            assertThat(rows(lease, "SELECT k FROM t"))
                    .containsExactly(List.of(1L), List.of(2L), List.of(3L), List.of(5L));
        }
    }

    @Test
    void whatDoesNotFailInTheSameWayIsNotLookedAt() {
        AtomicInteger calls = new AtomicInteger();
        ScalarFunction once = new ScalarFunction() {
            @Override
            public String name() {
                return "test_counts";
            }

            @Override
            public int arity() {
                return 0;
            }

            @Override
            public boolean deterministic() {
                return false;
            }

            @Override
            public void call(FunctionArguments in, FunctionResult out) {
                out.putLong(calls.incrementAndGet());
            }
        };
        StorageStatement s =
                new StorageStatement("INSERT INTO t VALUES(test_counts(), 1)", Access.WRITE, 0, List.of(once));
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            SqlFailure f = fails(lease, s);
            calls.set(90);
            assertThat(lease.replay(s, null, f, wanted(), () -> {
                        throw new AssertionError("looked at");
                    }))
                    .isFalse();
            assertThat(rows(lease, "SELECT count(*) FROM t")).containsExactly(List.of(2L));
            // another failure than before
            calls.set(0);
            assertThat(lease.replay(
                            s, null, SqlFailure.of(FailureKind.CHECK, "another"), wanted(), () -> calls.set(-1)))
                    .isFalse();
            // for the trigger, and for the row
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void tooManyRowsAreNotNoted() {
        StorageStatement s = write("DELETE FROM t");
        Replay one = new Replay(List.of(new Replay.Watch("t", false, COLUMNS, Rows.REPLACED, "o")), true, LONG, 1);
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            lease.begin(TransactionMode.DEFAULT);
            SqlFailure f = fails(lease, s);
            assertThat(lease.replay(s, null, f, one, () -> {
                        throw new AssertionError("looked at");
                    }))
                    .isFalse();
            assertThat(lease.inTransaction()).isTrue();
            assertThat(rows(lease, "SELECT count(*) FROM t")).containsExactly(List.of(2L));
            lease.commit();
        }
    }

    @Test
    void whatTheLookFailsWithUndoesTheRunAsWell() {
        StorageStatement s = write("INSERT INTO t VALUES(1, 1)");
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            SqlFailure f = fails(lease, s);
            SqlFailure told = catchThrowableOfType(
                    SqlFailure.class,
                    () -> lease.replay(s, null, f, wanted(), () -> rows(lease, "SELECT * FROM temp.absent")));
            assertThat(told.kind()).isEqualTo(FailureKind.UNDEFINED_TABLE);
            assertThat(rows(lease, "SELECT count(*) FROM sqlite_temp_schema WHERE name LIKE 'w%'"))
                    .containsExactly(List.of(0L));
            execute(lease, write("INSERT INTO t VALUES(9, 9)"));
        }
        try (Lease lease = acquire(main, LeaseKind.READ)) {
            assertThat(rows(lease, "SELECT count(*) FROM t")).containsExactly(List.of(3L));
        }
    }

    @Test
    void wideTablesAreNotedInParts() {
        StringBuilder columns = new StringBuilder();
        StringBuilder values = new StringBuilder();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            names.add("c" + i);
            columns.append(i == 0 ? "" : ", ").append("c").append(i).append(i == 249 ? " NOT NULL" : "");
            values.append(i == 0 ? "" : ", ").append(i == 249 ? "NULL" : i);
        }
        run(main, "CREATE TABLE wide(" + columns + ")");
        Replay how =
                new Replay(List.of(new Replay.Watch("wide", false, names, Rows.LAST_WANTED, "w")), false, LONG, 100);
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            List<List<Object>> seen = noted(lease, write("INSERT INTO wide VALUES(" + values + ")"), how, "w");
            assertThat(seen).hasSize(1);
            assertThat(seen.get(0)).hasSize(251).startsWith(1L, 0L, 1L).contains(99L, 100L, 101L, 200L, 248L);
            assertThat(seen.get(0).get(250)).isNull();
        }
    }
}
