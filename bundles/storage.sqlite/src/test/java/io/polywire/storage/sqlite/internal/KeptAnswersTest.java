package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.parameters;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.function.StorageFunction;
import io.polywire.api.session.KeptRows;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.MemoryRelation;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are given again without SQLite. */
class KeptAnswersTest {
    private static final List<Object> FIRST = Arrays.asList(1L, "eins", 0.5, null, null);

    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    private final MemoryRelation relation =
            new MemoryRelation("r", List.of("n", "text", "half", "bytes", "none"), List.of(List.of(0)), () -> {
                List<Object[]> rows = new ArrayList<>();
                rows.add(FIRST.toArray());
                rows.add(new Object[] {2L, "", -0.0, new byte[] {1, 0}, null});
                rows.add(new Object[] {Long.MIN_VALUE, "drei \u20ac", Double.MAX_VALUE, new byte[0], null});
                return rows;
            });

    /** Counts its calls and gives how many there were. */
    private record Counter(String name, boolean deterministic, AtomicInteger calls) implements ScalarFunction {
        @Override
        public int arity() {
            return 1;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            out.putLong(calls.incrementAndGet());
        }
    }

    @BeforeEach
    void open() {
        open(Settings.Limits.DEFAULT);
    }

    private void open(Settings.Limits limits) {
        storage = new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("limits", limits)));
        main = storage.database("main");
        run(main, "CREATE TABLE IF NOT EXISTS t(k INTEGER PRIMARY KEY)");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private StorageStatement reading(String what, int parameters, StorageFunction... functions) {
        return statement(
                "SELECT " + what + " FROM " + MemoryRelations.schema(relation) + ".rows", false, parameters, functions);
    }

    private StorageStatement statement(String sql, boolean permanent, int parameters, StorageFunction... functions) {
        return new StorageStatement(
                sql, Access.READ, parameters, List.of(functions), Set.of(relation), TemporaryUse.NONE, permanent);
    }

    private List<List<Object>> rows(StorageStatement s, Object... values) {
        try (Lease lease = acquire(main, LeaseKind.READ)) {
            return run(lease, s, values).rows();
        }
    }

    @Test
    @DisplayName("the third answer is the first one, value by value, and nothing is worked out for it")
    void isTheSame() {
        Counter f = new Counter("kept_counter", true, new AtomicInteger());
        StorageStatement s = reading("*, kept_counter(n)", 0, f);
        List<List<Object>> first = rows(s);
        assertThat(first).hasSize(3);
        assertThat(first.get(0).subList(0, 5)).isEqualTo(FIRST);
        List<List<Object>> second = rows(s);
        assertThat(storage.answers().size()).isEqualTo(1);
        int calls = f.calls().get();
        for (int i = 0; i < 3; i++) {
            List<List<Object>> again = rows(s);
            assertThat(again).usingRecursiveComparison().isEqualTo(second);
        }
        assertThat(f.calls()).hasValue(calls);
    }

    @Test
    @DisplayName("other parameters have other answers, of another kind too, and many of them find their end")
    void dependsOnParameters() {
        StorageStatement s = reading("n, ?1, typeof(?1)", 1);
        Object[] values = {1L, 1.0, "1", null, new byte[] {'1'}, -0.0, 0.0, Double.NaN, "", new byte[0]};
        for (int round = 0; round < 3; round++) {
            for (Object v : values) {
                List<Object> row = rows(s, v).get(0);
                String type = v == null
                        ? "null"
                        : v instanceof Long
                                ? "integer"
                                : v instanceof Double d && !d.isNaN() ? "real" : v instanceof byte[] ? "blob" : "text";
                assertThat(row.get(2)).isEqualTo(type);
                // a text stands for what is no number
                Object expected = v instanceof Double d && d.isNaN() ? "NaN" : v;
                assertThat(row.get(1)).isEqualTo(expected);
            }
        }
        for (long i = 0; i < 100; i++) {
            for (int round = 0; round < 3; round++) {
                assertThat(rows(s, i).get(2).get(1)).isEqualTo(i);
            }
        }
        assertThat(storage.answers().size()).isBetween(1, 16);
    }

    @Test
    @DisplayName("a text and other bytes than its own are no cause to take one question for another")
    void readsTheHeapOfEachValue() {
        StorageStatement s = reading("?1 || '.' || ?2", 2);
        for (int round = 0; round < 3; round++) {
            assertThat(rows(s, "ab", "c").get(0)).isEqualTo(List.of("ab.c"));
            assertThat(rows(s, "a", "bc").get(0)).isEqualTo(List.of("a.bc"));
        }
        assertThat(storage.answers().size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "random()",
                "n, datetime('now')",
                "CURRENT_TIMESTAMP",
                "(SELECT count(*) FROM t)",
                "(SELECT count(*) FROM main.t)",
                "(SELECT count(*) FROM pragma_table_info('t'))",
                "(SELECT count(*) FROM sqlite_schema)",
                "kept_changing(n)",
                "max(kept_changing(n)) OVER ()",
                "total_changes()"
            })
    @DisplayName("what changes by itself, or reads the file, is asked each time")
    void isNotKept(String what) {
        Counter f = new Counter("kept_changing", false, new AtomicInteger());
        StorageStatement s = reading(what, 0, f);
        for (int i = 0; i < 4; i++) {
            rows(s);
            run(main, "INSERT INTO t DEFAULT VALUES");
        }
        assertThat(storage.answers().size()).isZero();
    }

    @Test
    @DisplayName("what is said to read the file is not even looked at")
    void isNotKeptOfTables() {
        StorageStatement s = statement(
                "SELECT (SELECT count(*) FROM t), n FROM " + MemoryRelations.schema(relation) + ".rows", true, 0);
        for (long i = 0; i < 4; i++) {
            assertThat(rows(s).get(0).get(0)).isEqualTo(i);
            run(main, "INSERT INTO t DEFAULT VALUES");
        }
    }

    @Test
    @DisplayName("it is read in pieces, as it was when it was written down")
    void comesInPieces() {
        StorageStatement s = reading("n", 0);
        for (int round = 0; round < 4; round++) {
            Rows rows = new Rows();
            try (Lease lease = acquire(main, LeaseKind.READ);
                    Cursor c = lease.open(s, parameters())) {
                assertThat(c.fetch(2, rows)).isFalse();
                assertThat(c.rows()).isEqualTo(2);
                assertThat(c.fetch(1, rows)).isFalse();
                assertThat(c.fetch(1, rows)).isTrue();
                assertThat(c.fetch(1, rows)).isTrue();
                assertThat(c.rows()).isEqualTo(3);
            }
            assertThat(rows.rows).isEqualTo(List.of(List.of(Long.MIN_VALUE), List.of(1L), List.of(2L)));
        }
        assertThat(storage.answers().size()).isEqualTo(1);
    }

    @Test
    @DisplayName("who takes many rows at once gets all of them, and pauses where he wants")
    void comesTogether() {
        MemoryRelation many = new MemoryRelation("many", List.of("n"), List.of(), () -> {
            List<Object[]> rows = new ArrayList<>();
            for (long i = 0; i < 20_000; i++) {
                rows.add(new Object[] {i});
            }
            return rows;
        });
        StorageStatement s = new StorageStatement(
                "SELECT n FROM " + MemoryRelations.schema(many) + ".rows",
                Access.READ,
                0,
                List.of(),
                Set.of(many),
                TemporaryUse.NONE,
                false);
        List<List<Object>> expected = rows(s);
        assertThat(rows(s)).isEqualTo(expected);
        for (boolean begunAlone : new boolean[] {false, true}) {
            Rows rows = new Rows();
            int[] offers = {0};
            RowSink sink = new RowSink() {
                @Override
                public void startRow() {
                    rows.startRow();
                }

                @Override
                public void putNull() {
                    rows.putNull();
                }

                @Override
                public void putLong(long value) {
                    rows.putLong(value);
                }

                @Override
                public void putDouble(double value) {
                    rows.putDouble(value);
                }

                @Override
                public void putUtf8(byte[] from, int offset, int length) {
                    rows.putUtf8(from, offset, length);
                }

                @Override
                public void putBytes(byte[] from, int offset, int length) {
                    rows.putBytes(from, offset, length);
                }

                @Override
                public boolean endRow() {
                    return rows.endRow();
                }

                @Override
                public Taken takeAll(KeptRows kept) {
                    if (offers[0]++ == 1) {
                        return Taken.NONE;
                    }
                    int before = rows.rows.size();
                    kept.putInto(this);
                    assertThat(rows.rows.size() - before).isEqualTo(kept.count());
                    return offers[0] == 1 ? Taken.PAUSE : Taken.ALL;
                }
            };
            try (Lease lease = acquire(main, LeaseKind.READ);
                    Cursor c = lease.open(s, parameters())) {
                if (begunAlone) {
                    assertThat(c.fetch(3, rows)).isFalse();
                }
                assertThat(c.fetch(0, sink)).isFalse();
                assertThat(c.rows()).isEqualTo(rows.rows.size()).isBetween(1L, 19_999L);
                assertThat(c.fetch(0, sink)).isTrue();
                assertThat(c.rows()).isEqualTo(20_000);
            }
            assertThat(offers[0]).isGreaterThan(2);
            assertThat(rows.rows).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("one that was given up before its end is not kept")
    void isKeptWhole() {
        StorageStatement s = reading("n, text", 0);
        for (int round = 0; round < 3; round++) {
            try (Lease lease = acquire(main, LeaseKind.READ);
                    Cursor c = lease.open(s, parameters())) {
                assertThat(c.fetch(2, new Rows())).isFalse();
            }
        }
        assertThat(storage.answers().size()).isZero();
        assertThat(rows(s)).hasSize(3);
        assertThat(rows(s)).hasSize(3);
    }

    @Test
    @DisplayName("a closed one gives no more rows")
    void endsWithItsCursor() {
        StorageStatement s = reading("half", 0);
        rows(s);
        rows(s);
        try (Lease lease = acquire(main, LeaseKind.READ)) {
            Cursor c = lease.open(s, parameters());
            assertThat(c.fetch(1, new Rows())).isFalse();
            c.close();
            SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> c.fetch(1, new Rows()));
            assertThat(f.kind()).isEqualTo(FailureKind.UNDEFINED_CURSOR);
        }
    }

    @Test
    @DisplayName("all together take no more than the configuration allows, one no more than a quarter of that")
    void isBounded() {
        storage.close();
        open(limits(1));
        List<StorageStatement> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            StorageStatement s = reading(i + ", printf('%.6000c', 'x')", 0);
            all.add(s);
            rows(s);
            rows(s);
            assertThat(storage.answers().bytes()).isBetween(1L, 1L << 20);
        }
        assertThat(storage.answers().size()).isBetween(10, 25);
        // the last are there, the first are not
        assertThat(rows(all.get(99)).get(2).get(0)).isEqualTo(99L);
        int before = storage.answers().size();
        StorageStatement big = reading("printf('%.40000c', 'x')", 0);
        rows(big);
        assertThat(rows(big)).hasSize(3);
        assertThat(rows(big)).hasSize(3);
        assertThat(storage.answers().size()).isEqualTo(before);
    }

    @Test
    @DisplayName("none are kept where the configuration wants none")
    void canBeTurnedOff() {
        storage.close();
        open(limits(0));
        StorageStatement s = reading("n", 0);
        for (int i = 0; i < 3; i++) {
            assertThat(rows(s)).hasSize(3);
        }
        assertThat(storage.answers().size()).isZero();
    }

    private static Settings.Limits limits(int answers) {
        Settings.Limits l = Settings.Limits.DEFAULT;
        return new Settings.Limits(
                l.logPages(),
                l.snapshotMillis(),
                l.valueMib(),
                l.temporaryMib(),
                l.pageSize(),
                l.encoding(),
                l.relationsMib(),
                l.sessionMib(),
                l.memoryMib(),
                answers);
    }
}
