package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.parameters;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One statement for many rows. */
class LoadTest {
    private static final StorageStatement INSERT = new StorageStatement("INSERT INTO t VALUES(?, ?)", Access.WRITE, 2);

    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(Fixture.settings(directory));
        main = storage.database("main");
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT)");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static Supplier<Parameters> rows(Object[]... rows) {
        Iterator<Object[]> all = List.of(rows).iterator();
        return () -> all.hasNext() ? parameters(all.next()) : null;
    }

    private static Object[] row(Object... values) {
        return values;
    }

    private static Supplier<Parameters> numbers(int n) {
        int[] next = {0};
        return () -> next[0] == n ? null : parameters((long) next[0]++, "some text that takes a little room");
    }

    @Test
    void whatALongLoadHasWrittenIsSyncedBesideIt() {
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            lease.begin(TransactionMode.DEFAULT);
            lease.load(INSERT, numbers(40_000), null);
            long end = System.nanoTime() + Fixture.SECONDS_20;
            while (storage.metrics().earlySyncs.sum() == 0) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
            lease.commit();
        }
        assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(40_000L);
    }

    @Test
    void nothingIsSyncedEarlyWhereCommitsAreNot() {
        storage.close();
        storage = new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("durable", false)));
        main = storage.database("main");
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            lease.begin(TransactionMode.DEFAULT);
            lease.load(INSERT, numbers(40_000), null);
            lease.commit();
        }
        storage.close();
        assertThat(storage.metrics().earlySyncs.sum()).isZero();
    }

    @Test
    void eachRowIsExecutedAndCounted() {
        List<Long> changed = new ArrayList<>();
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            lease.begin(TransactionMode.DEFAULT);
            assertThat(lease.load(INSERT, rows(row(7L, "a"), row(9L, "b")), changed::add))
                    .isEqualTo(9);
            assertThat(lease.load(INSERT, rows(), changed::add)).isZero();
            StorageStatement update = new StorageStatement("UPDATE t SET v = ? WHERE k >= ?", Access.WRITE, 2);
            assertThat(lease.load(update, rows(row("x", 0L), row("y", 8L), row("z", 10L)), changed::add))
                    .isZero();
            lease.commit();
        }
        assertThat(changed).containsExactly(1L, 1L, 2L, 1L, 0L);
        assertThat(run(main, "SELECT k, v FROM t ORDER BY k").rows())
                .containsExactly(List.of(7L, "x"), List.of(9L, "y"));
    }

    @Test
    void aFailureEndsItAndTheLeaseGoesOn() {
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            lease.begin(TransactionMode.DEFAULT);
            lease.savepoint("s");
            assertThatThrownBy(() -> lease.load(INSERT, rows(row(1L, "a"), row(1L, "b"), row(2L, "c")), null))
                    .isInstanceOfSatisfying(
                            SqlFailure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.UNIQUE));
            assertThatThrownBy(() -> lease.load(INSERT, rows(row(1L)), null)).isInstanceOf(SqlFailure.class);
            assertThatThrownBy(() -> lease.load(
                            INSERT,
                            () -> {
                                throw new IllegalStateException("no more");
                            },
                            null))
                    .isInstanceOf(IllegalStateException.class);
            lease.rollbackTo("s");
            lease.release("s");
            lease.load(INSERT, rows(row(5L, "e")), null);
            lease.commit();
        }
        assertThat(run(main, "SELECT k FROM t").rows()).containsExactly(List.of(5L));
    }

    @Test
    void needsTheRightToWrite() {
        try (Lease lease = acquire(main, LeaseKind.READ)) {
            assertThatThrownBy(() -> lease.load(INSERT, rows(row(1L, "a")), null))
                    .isInstanceOfSatisfying(
                            SqlFailure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.READ_ONLY));
        }
    }
}
