package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.parameters;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of a load that are inserted several to a statement: nobody can tell but by the clock. */
class MultiRowInsertTest {
    private static final int ROWS = 1000;

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

    private static StorageStatement insert(String sql, int parameters) {
        return new StorageStatement(sql, Access.WRITE, parameters);
    }

    private static Supplier<Parameters> rows(int n, IntFunction<Object[]> row) {
        int[] next = {0};
        return () -> next[0] == n ? null : parameters(row.apply(next[0]++));
    }

    private long together() {
        return storage.metrics().rowsTogether.sum();
    }

    private List<Long> load(StorageStatement s, Supplier<Parameters> rows) {
        List<Long> changed = new ArrayList<>();
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            lease.begin(TransactionMode.DEFAULT);
            lease.load(s, rows, changed::add);
            lease.commit();
        }
        return changed;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES(?, ?, ?)",
                "insert into main.\"t\" as x (k, \"v\", d) values (?1,?2,?3)",
                "INSERT INTO t(d, k, v) VALUES (?3, ?1, ?2)",
                "INSERT INTO t(k, v, d) VALUES (?1, trim('  ' || ?2 || '?7)(') || substr(?2, 1, 0), 0 + ?3)"
            })
    void rowsArriveAsTheyWere(String sql) {
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT UNIQUE, d)");
        List<Long> changed =
                load(insert(sql, 3), rows(ROWS, i -> new Object[] {(long) i, "v" + i, i % 3 == 0 ? null : i + 0.5}));
        assertThat(changed).hasSize(ROWS).containsOnly(1L);
        assertThat(together()).isGreaterThan(ROWS / 2);
        List<List<Object>> found = run(main, "SELECT k, v, d FROM t ORDER BY k").rows();
        assertThat(found).hasSize(ROWS);
        String behind = sql.contains("trim") ? "?7)(" : "";
        for (int i = 0; i < ROWS; i++) {
            List<Object> expected = new ArrayList<>(List.of((long) i, "v" + i + behind));
            expected.add(i % 3 == 0 ? null : (Object) (i + 0.5));
            assertThat(found.get(i)).isEqualTo(expected);
        }
        assertThat(run(main, "PRAGMA integrity_check").only()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT ON CONFLICT IGNORE)", // not what it says, but conflict
                "CREATE TABLE t(k INTEGER PRIMARY KEY ON CONFLICT REPLACE, v TEXT)",
                "CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT NOT NULL ON CONFLICT IGNORE)",
                "CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT UNIQUE ON CONFLICT FAIL)",
                "CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT, CHECK (v <> 'x') ON CONFLICT ROLLBACK)",
                "CREATE TABLE t(k INTEGER PRIMARY KEY, v INT REFERENCES t(k))"
            })
    void tablesThatDoOtherwiseTakeOneRowAfterTheOther(String table) {
        try {
            run(main, table);
        } catch (SqlFailure notInSqlite) {
            assertThat(table).contains("TEXT ON CONFLICT");
            return;
        }
        assertThat(load(insert("INSERT INTO T VALUES(?, ?)", 2), rows(ROWS, i -> new Object[] {(long) i, (long) i})))
                .hasSize(ROWS);
        assertThat(together()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT OR IGNORE INTO t VALUES(?, ?)",
                "REPLACE INTO t VALUES(?, ?)",
                "INSERT INTO t VALUES(?, ?) ON CONFLICT DO NOTHING",
                "INSERT INTO t SELECT ?, ?",
                "INSERT INTO t SELECT ?, ? UNION ALL VALUES(NULL, NULL)",
                "INSERT INTO t VALUES(?, ?) -- VALUES (?, ?)",
                "INSERT INTO t SELECT ?, ? /* ) VALUES (?, ?) */",
                "INSERT INTO t VALUES(?, ?), (NULL, 'two')",
                "INSERT INTO t VALUES(?, (SELECT count(*) FROM t) || ?)",
                "INSERT INTO t VALUES(?, ? || last_insert_rowid())",
                "INSERT INTO t VALUES(?, ? || random())"
            })
    void statementsThatMayDoOtherwiseRunOneByOne(String sql) {
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
        assertThat(load(insert(sql, 2), rows(ROWS, i -> new Object[] {2L * i + 1_000_000, "a"})))
                .hasSize(ROWS);
        assertThat(together()).isZero();
    }

    @Test
    void keysToOtherTablesAreCheckedForEachRow() {
        run(main, "CREATE TABLE p(k INTEGER PRIMARY KEY)");
        run(main, "INSERT INTO p VALUES (1), (2)");
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v INT REFERENCES p(k))");
        StorageStatement insert = insert("INSERT INTO t VALUES(?, ?)", 2);
        List<Long> changed = new ArrayList<>();
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            lease.begin(TransactionMode.DEFAULT);
            assertThatThrownBy(() -> lease.load(
                            insert, rows(ROWS, i -> new Object[] {(long) i, i == 777 ? 3L : i % 2 + 1}), changed::add))
                    .isInstanceOfSatisfying(
                            SqlFailure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.FOREIGN_KEY));
            lease.rollback();
        }
        assertThat(changed).hasSize(777);
        assertThat(together()).isPositive();
    }

    @Test
    void triggersSeeTheRowsOneByOne() {
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
        run(main, "CREATE TABLE seen(n)");
        run(main, "CREATE TRIGGER a AFTER INSERT ON t BEGIN INSERT INTO seen SELECT count(*) FROM t; END");
        load(insert("INSERT INTO t VALUES(?, ?)", 2), rows(ROWS, i -> new Object[] {(long) i, "a"}));
        assertThat(together()).isZero();
        assertThat(run(main, "SELECT count(DISTINCT n) FROM seen").only()).isEqualTo((long) ROWS);
    }

    @Test
    void whatTheSchemaBecomesWithinTheTransactionCounts() {
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
        run(main, "CREATE TABLE seen(n)");
        StorageStatement insert = insert("INSERT INTO t VALUES(?, ?)", 2);
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            lease.begin(TransactionMode.DEFAULT);
            List<Long> changed = new ArrayList<>();
            lease.load(insert, rows(ROWS, i -> new Object[] {(long) i, "a"}), changed::add);
            long before = together();
            assertThat(before).isPositive();
            StorageStatement ddl = new StorageStatement(
                    "CREATE TRIGGER a AFTER INSERT ON t BEGIN INSERT INTO seen SELECT count(*) FROM t; END",
                    Access.SCHEMA,
                    0);
            lease.open(ddl, null).fetch(0, null);
            lease.load(insert, rows(ROWS, i -> new Object[] {(long) i + ROWS, "a"}), changed::add);
            assertThat(together()).isEqualTo(before);
            StorageStatement drop = new StorageStatement("DROP TRIGGER a", Access.SCHEMA, 0);
            lease.open(drop, null).fetch(0, null);
            lease.load(insert, rows(ROWS, i -> new Object[] {(long) i + 2 * ROWS, "a"}), changed::add);
            assertThat(together()).isGreaterThan(before);
            assertThat(changed).hasSize(3 * ROWS).containsOnly(1L);
            lease.commit();
        }
        assertThat(run(main, "SELECT count(DISTINCT n) FROM seen").only()).isEqualTo((long) ROWS);
    }

    /** At each place within what goes together, and before and behind it. */
    @Test
    void theRowThatFailsIsTheOneThatIsNotCounted() {
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT NOT NULL UNIQUE CHECK (v <> 'bad'))");
        StorageStatement insert = insert("INSERT INTO t VALUES(?, ?)", 2);
        for (int at = 100; at < 300; at++) {
            int bad = at;
            for (Object v :
                    Collections.unmodifiableList(new ArrayList<Object>(java.util.Arrays.asList("bad", null, "v3")))) {
                List<Long> changed = new ArrayList<>();
                try (Lease lease = acquire(main, LeaseKind.WRITE)) {
                    lease.begin(TransactionMode.DEFAULT);
                    lease.savepoint("s");
                    SqlFailure f = catchThrowableOfType(
                            SqlFailure.class,
                            () -> lease.load(
                                    insert,
                                    rows(ROWS, i -> new Object[] {(long) i, i == bad ? v : "v" + i}),
                                    changed::add));
                    assertThat(f.kind())
                            .isEqualTo(
                                    v == null
                                            ? FailureKind.NOT_NULL
                                            : v.equals("bad") ? FailureKind.CHECK : FailureKind.UNIQUE);
                    assertThat(changed).hasSize(bad);
                    lease.rollbackTo("s");
                    lease.release("s");
                    lease.commit();
                }
                assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(0L);
            }
        }
        assertThat(together()).isPositive();
    }

    @Test
    void aSourceThatFailsDoesSoBehindWhatStandsBefore() {
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
        StorageStatement insert = insert("INSERT INTO t VALUES(?, ?)", 2);
        for (int twice : new int[] {-1, 205}) {
            List<Long> changed = new ArrayList<>();
            try (Lease lease = acquire(main, LeaseKind.WRITE)) {
                lease.begin(TransactionMode.DEFAULT);
                assertThatThrownBy(() -> lease.load(
                                insert,
                                rows(ROWS, i -> {
                                    if (i == 210) {
                                        throw new IllegalStateException("no more");
                                    }
                                    return new Object[] {i == twice ? 1L : i, "a"};
                                }),
                                changed::add))
                        .isInstanceOf(twice < 0 ? IllegalStateException.class : SqlFailure.class);
                assertThat(changed).hasSize(twice < 0 ? 210 : twice);
                lease.rollback();
            }
        }
    }

    @Test
    void rowsOfOneLoadThatComesInPieces() {
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
        StorageStatement insert = insert("INSERT INTO t VALUES(?, ?)", 2);
        List<Long> changed = new ArrayList<>();
        int all = 0;
        try (Lease lease = acquire(main, LeaseKind.WRITE)) {
            lease.begin(TransactionMode.DEFAULT);
            for (int piece = 0; piece < 130; piece++) {
                int from = all;
                assertThat(lease.load(insert, rows(piece, i -> new Object[] {(long) from + i, "a"}), changed::add))
                        .isEqualTo(piece == 0 ? 0 : from + piece - 1);
                all += piece;
            }
            lease.commit();
        }
        assertThat(changed).hasSize(all);
        assertThat(run(main, "SELECT count(*), min(k), max(k) FROM t").rows())
                .containsExactly(List.of((long) all, 0L, all - 1L));
        assertThat(together()).isPositive();
    }

    @Test
    void largeRowsAndManyColumns() {
        run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
        String large = "x".repeat(40_000);
        load(insert("INSERT INTO t VALUES(?, ?)", 2), rows(300, i -> new Object[] {(long) i, large + i}));
        assertThat(run(main, "SELECT count(DISTINCT v) FROM t").only()).isEqualTo(300L);
        StringBuilder columns = new StringBuilder("c0");
        StringBuilder marks = new StringBuilder("?");
        for (int i = 1; i < 400; i++) {
            columns.append(", c").append(i);
            marks.append(", ?");
        }
        run(main, "CREATE TABLE w(" + columns + ")");
        load(
                insert("INSERT INTO w VALUES(" + marks + ")", 400),
                rows(
                        300,
                        i -> java.util.stream.IntStream.range(0, 400)
                                .mapToObj(c -> (Object) (long) (i * 1000 + c))
                                .toArray()));
        assertThat(run(main, "SELECT count(*), sum(c0), sum(c399 - c0) FROM w").rows())
                .containsExactly(List.of(300L, 299L * 300 / 2 * 1000, 399L * 300));
    }

    @Test
    void aTextThatIsNoInsertOfOneRowIsNone() {
        assertThat(InsertText.of("INSERT INTO t VALUES(?1, ?1)", 1).rows(2))
                .isEqualTo("INSERT INTO t VALUES(?1, ?1), (?2, ?2)");
        assertThat(InsertText.of("INSERT INTO \"a\"\"b\"(x) VALUES ('?', ?)", 1).table())
                .isEqualTo("a\"b");
        for (String no : List.of(
                "INSERT INTO t VALUES(?1, ?3)",
                "INSERT INTO t VALUES(?, ?1)",
                "INSERT INTO t VALUES(?1, :a)",
                "INSERT INTO t VALUES(?1, ?2",
                "INSERT INTO t VALUES(?1, ?2) RETURNING x",
                "INSERT INTO t VALUES(?1, ?2);",
                "INSERT INTO t DEFAULT VALUES",
                "INSERT INTO [t] VALUES(?1, ?2)",
                "INSERT INTO t VALUES(?1, ?99999)",
                "INSERT INTO t VALUES(?1, ?2, '",
                "")) {
            assertThat(InsertText.of(no, 2)).as(no).isNull();
        }
    }
}
