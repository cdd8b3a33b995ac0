package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.MemoryRelation;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection has attached finds its end. */
class AttachmentsTest {
    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;
    private int made;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(Fixture.settings(directory));
        main = storage.database("main");
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY)");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    /** Reads a relation that nobody has read before, as a catalog is after a change of the schema. */
    private void read(Lease lease) {
        int n = ++made;
        MemoryRelation r =
                new MemoryRelation("r", List.of("n"), List.of(), () -> List.<Object[]>of(new Object[] {(long) n}));
        StorageStatement s = new StorageStatement(
                "SELECT n FROM " + MemoryRelations.schema(r) + ".rows", Access.READ, 0, List.of(), Set.of(r));
        assertThat(lease.describe(s).columns()).hasSize(1);
        Rows rows = new Rows();
        try (Cursor c = lease.open(s, null)) {
            c.fetch(0, rows);
        }
        assertThat(rows.rows).containsExactly(List.of((long) n));
    }

    @Test
    @DisplayName("transactions that write, each over relations of its own, go on for ever on one connection")
    void findsRoomInTheNextTransaction() {
        for (int round = 0; round < 6; round++) {
            try (Lease writer = acquire(main, LeaseKind.WRITE)) {
                writer.begin(TransactionMode.DEFAULT);
                for (int i = 0; i < 40; i++) {
                    read(writer);
                }
                writer.commit();
            }
        }
    }

    @Test
    @DisplayName("one transaction goes on over more than can be attached, and reads them at once too")
    void readsAside() {
        try (Lease writer = acquire(main, LeaseKind.WRITE)) {
            writer.begin(TransactionMode.DEFAULT);
            for (int i = 0; i < 2 * Attachments.MOST; i++) {
                read(writer);
            }
            Rows first = new Rows();
            try (Cursor c = writer.open(naturals(100, ""), null)) {
                assertThat(c.fetch(10, first)).isFalse();
                read(writer);
                assertThat(c.fetch(0, first)).isTrue();
                assertThat(c.rows()).isEqualTo(100);
            }
            assertThat(first.rows).hasSize(100);
            writer.commit();
        }
        findsRoomInTheNextTransaction();
    }

    private StorageStatement naturals(int count, String more) {
        MemoryRelation r = new MemoryRelation(
                "r",
                List.of("n"),
                List.of(),
                () -> IntStream.range(0, count)
                        .<Object[]>mapToObj(i -> new Object[] {(long) i})
                        .toList());
        return new StorageStatement(
                "SELECT n FROM " + MemoryRelations.schema(r) + ".rows" + more, Access.READ, 0, List.of(), Set.of(r));
    }

    @Test
    @DisplayName("readers that keep their snapshots go on for ever, over relations of each version of the schema")
    void readersFindRoom() {
        for (int round = 0; round < 2 * Attachments.MOST; round++) {
            try (Lease reader = acquire(main, LeaseKind.READ)) {
                try (Cursor c = reader.open(new StorageStatement("SELECT * FROM t", Access.READ, 0), null)) {
                    c.fetch(0, null);
                }
                read(reader);
            }
            if (round % 40 == 0) {
                run(main, "INSERT INTO t VALUES(" + round + ")");
            }
        }
        assertThat(made).isEqualTo(2 * Attachments.MOST);
    }

    @Test
    @DisplayName(
            "what reads a table beside relations for which there is no room is refused, and the transaction goes on")
    void refusesTables() {
        try (Lease writer = acquire(main, LeaseKind.WRITE)) {
            writer.begin(TransactionMode.DEFAULT);
            for (int i = 0; i < Attachments.MOST; i++) {
                read(writer);
            }
            StorageStatement mixed = naturals(3, ", t");
            SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> writer.open(mixed, null));
            assertThat(f.kind()).isEqualTo(FailureKind.UNSUPPORTED);
            read(writer);
            writer.rollback();
            writer.begin(TransactionMode.DEFAULT);
            try (Cursor c = writer.open(mixed, null)) {
                assertThat(c.fetch(0, null)).isTrue();
            }
            writer.rollback();
        }
    }

    private static StorageStatement apart(MemoryRelation r, String sql) {
        return new StorageStatement(
                sql.formatted(MemoryRelations.schema(r) + ".rows"),
                Access.READ,
                0,
                List.of(),
                Set.of(r),
                TemporaryUse.NONE,
                false);
    }

    @Test
    @DisplayName(
            "rows of a function beside relations have nothing to do with the file; what is wrong with them is told as it is")
    void readsFunctionsAside() {
        MemoryRelation r = new MemoryRelation(
                "r", List.of("n"), List.of(), () -> List.<Object[]>of(new Object[] {1L}, new Object[] {2L}));
        StorageStatement s = apart(
                r,
                "SELECT n, value, (SELECT count(*) FROM pragma_database_list WHERE file <> '') FROM %s, json_each('[7]')");
        try (Lease reader = acquire(main, LeaseKind.READ)) {
            for (int i = 0; i < 3; i++) {
                assertThat(reader.describe(s).columns()).hasSize(3);
                assertThat(run(reader, s).rows()).isEqualTo(List.of(List.of(1L, 7L, 0L), List.of(2L, 7L, 0L)));
            }
            SqlFailure f = catchThrowableOfType(
                    SqlFailure.class, () -> run(reader, apart(r, "SELECT no_column FROM %s, json_each('[7]')")));
            assertThat(f.kind()).isEqualTo(FailureKind.UNDEFINED_COLUMN);
        }
    }

    @Test
    @DisplayName("the end of its transaction closes what runs aside, and what comes of a kept answer")
    void endsWithTheTransaction() {
        MemoryRelation r = new MemoryRelation(
                "r", List.of("n"), List.of(), () -> List.<Object[]>of(new Object[] {1L}, new Object[] {2L}));
        StorageStatement s = apart(r, "SELECT n FROM %s, json_each('[7]')");
        try (Lease lease = acquire(main, LeaseKind.PINNED)) {
            for (int i = 0; i < 4; i++) {
                lease.begin(TransactionMode.DEFAULT);
                Rows rows = new Rows();
                Cursor c = lease.open(s, null);
                assertThat(c.fetch(1, rows)).isFalse();
                lease.commit();
                SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> c.fetch(1, rows));
                assertThat(f.kind()).isEqualTo(FailureKind.UNDEFINED_CURSOR);
                c.close();
                assertThat(run(lease, s).rows()).hasSize(2);
            }
        }
    }
}
