package io.polywire.storage.sqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.storage.MemoryRelation;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sqlite.core.RawConnection;

/** What statements bring along. */
class MemoryRelationsTest {
    private static final int FLAGS = RawConnection.OPEN_READWRITE
            | RawConnection.OPEN_CREATE
            | RawConnection.OPEN_URI
            | RawConnection.OPEN_NOMUTEX;

    private static MemoryRelation numbers(String name, int rows) {
        return new MemoryRelation(name, List.of("n", "half", "always", "text", "none"), List.of(List.of(0)), () -> {
            List<Object[]> all = new ArrayList<>();
            for (int i = 0; i < rows; i++) {
                all.add(new Object[] {(long) i, i / 2.0, 7L, "it's " + i / 3, i % 5 == 0 ? null : "x"});
            }
            return all;
        });
    }

    @Test
    @DisplayName("one that was dropped for another is made again while somebody still has it")
    void isMadeAgain() throws SQLException {
        MemoryRelation first = numbers("first", 100);
        MemoryRelation second = numbers("second", 50);
        try (MemoryRelations all = new MemoryRelations(1)) {
            RawConnection a = RawConnection.open(":memory:", FLAGS, 0);
            RawConnection b = RawConnection.open(":memory:", FLAGS, 0);
            try {
                all.attach(first, a);
                all.attach(second, a);
                all.attach(first, b);
                assertThat(rows(first, a)).hasSize(100).isEqualTo(rows(first, b));
                assertThat(rows(second, a)).hasSize(50);
                assertThat(rows(first, b).subList(0, 4))
                        .containsExactly("0|0.0|7|it's 0|", "1|0.5|7|it's 0|x", "2|1.0|7|it's 0|x", "3|1.5|7|it's 1|x");
                assertThat(rows(first, b).get(5)).isEqualTo("5|2.5|7|it's 1|");
            } finally {
                a.close();
                b.close();
            }
        }
    }

    @Test
    @DisplayName("rows with a value in a column that is nearly always NULL are looked up without the others")
    void findsTheFewWithAValue() throws SQLException {
        MemoryRelation all =
                new MemoryRelation("sparse", List.of("n", "seldom"), List.of(List.of(0)), List.of(1), () -> {
                    List<Object[]> rows = new ArrayList<>();
                    for (int i = 0; i < 1000; i++) {
                        rows.add(new Object[] {(long) i / 100, i % 100 == 7 && i > 500 ? "here" : null});
                    }
                    return rows;
                });
        try (MemoryRelations relations = new MemoryRelations(1 << 20)) {
            RawConnection c = RawConnection.open(":memory:", FLAGS, 0);
            try {
                relations.attach(all, c);
                String few = "FROM %s WHERE n = 6 AND seldom IS NOT NULL";
                assertThat(one(all, c, "SELECT count(*) " + few)).isEqualTo("1");
                assertThat(column(all, c, "EXPLAIN QUERY PLAN SELECT seldom " + few, 3))
                        .contains("USING INDEX s1 (n=?)");
            } finally {
                c.close();
            }
        }
    }

    @Test
    @DisplayName("a connection that has begun to write locks no relation against others, nor against being copied")
    void isNotLockedByAWriter() throws SQLException {
        List<Object[]> rows = new ArrayList<>(numbers("n", 100).rows());
        MemoryRelation before = some("n", List.copyOf(rows));
        rows.remove(0);
        MemoryRelation after = some("n", List.copyOf(rows));
        try (MemoryRelations all = new MemoryRelations(1L << 30)) {
            RawConnection writer = RawConnection.open(":memory:", FLAGS, 0);
            RawConnection reader = RawConnection.open(":memory:", FLAGS, 0);
            try {
                all.attach(before, writer);
                writer.execute("BEGIN IMMEDIATE".getBytes(StandardCharsets.UTF_8));
                all.attach(before, reader);
                assertThat(rows(before, reader)).hasSize(100);
                all.attach(after, reader);
                assertThat(rows(after, reader)).hasSize(99);
                assertThat(all.copies()).isEqualTo(1);
            } finally {
                writer.close();
                reader.close();
            }
        }
    }

    /** Rows of the shape of {@link #numbers} by their numbers; one that is changed says so. */
    private static MemoryRelation some(String name, List<Object[]> rows) {
        MemoryRelation shape = numbers(name, 0);
        return new MemoryRelation(shape.name(), shape.columns(), shape.indexes(), () -> rows);
    }

    @Test
    @DisplayName("one with nearly the rows of another is made of its pages, and holds its own rows and no others")
    void isMadeOfAnother() throws SQLException {
        List<Object[]> rows = new ArrayList<>(numbers("n", 1000).rows());
        try (MemoryRelations all = new MemoryRelations(1L << 30)) {
            RawConnection a = RawConnection.open(":memory:", FLAGS, 0);
            try {
                MemoryRelation before = some("n", List.copyOf(rows));
                all.attach(before, a);
                List<String> first = rows(before, a);
                Random random = new Random(7);
                for (int round = 0; round < 20; round++) {
                    for (int i = 0; i < 30; i++) {
                        int at = random.nextInt(rows.size());
                        switch (random.nextInt(4)) {
                            case 0 -> rows.remove(at);
                            case 1 -> rows.set(at, new Object[] {-1L - i, null, 8L, "round " + round, null});
                            case 2 -> rows.add(at, rows.get(random.nextInt(rows.size())));
                            default -> rows.set(at, rows.get(at).clone());
                        }
                    }
                    rows.add(new Object[] {100_000L + round, 0.5, 7L, "it's", "\u20ac"});
                    MemoryRelation next = some("n", List.copyOf(rows));
                    long made = all.copies();
                    all.attach(next, a);
                    assertThat(all.copies()).isEqualTo(made + 1);
                    // without a base of its shape the same is made row by row
                    MemoryRelation whole = some("whole " + round, List.copyOf(rows));
                    all.attach(whole, a);
                    assertThat(all.copies()).isEqualTo(made + 1);
                    assertThat(rows(next, a)).hasSize(rows.size()).containsExactlyInAnyOrderElementsOf(rows(whole, a));
                    assertThat(one(next, a, "SELECT group_concat(text) FROM %s WHERE n = " + (100_000 + round)))
                            .isEqualTo("it's");
                    assertThat(one(next, a, "PRAGMA %s.integrity_check")).isEqualTo("ok");
                }
                assertThat(rows(before, a)).isEqualTo(first);
            } finally {
                a.close();
            }
        }
    }

    @Test
    @DisplayName("one with other rows, or of another shape, is made anew")
    void isNotMadeOfOther() throws SQLException {
        List<Object[]> rows = numbers("n", 100).rows();
        try (MemoryRelations all = new MemoryRelations(1L << 30)) {
            RawConnection a = RawConnection.open(":memory:", FLAGS, 0);
            try {
                all.attach(some("n", rows), a);
                MemoryRelation half = some("n", rows.subList(0, 50));
                all.attach(half, a);
                assertThat(rows(half, a)).hasSize(50);
                MemoryRelation other = new MemoryRelation(
                        "n",
                        List.of("n"),
                        List.of(List.of(0)),
                        () -> rows.stream().map(r -> new Object[] {r[0]}).toList());
                all.attach(other, a);
                assertThat(all.copies()).isZero();
            } finally {
                a.close();
            }
        }
    }

    private static String one(MemoryRelation relation, RawConnection c, String sql) throws SQLException {
        return column(relation, c, sql, 0);
    }

    private static String column(MemoryRelation relation, RawConnection c, String sql, int column) throws SQLException {
        String name = MemoryRelations.schema(relation);
        String of = sql.startsWith("PRAGMA") ? name : name + ".rows";
        long s = c.prepare(String.format(Locale.ROOT, sql, of).getBytes(StandardCharsets.UTF_8));
        try {
            return c.step(s) == RawConnection.ROW ? new String(c.columnUtf8(s, column), StandardCharsets.UTF_8) : null;
        } finally {
            c.finalizeStatement(s);
        }
    }

    private static List<String> rows(MemoryRelation relation, RawConnection c) throws SQLException {
        String sql =
                "SELECT n || '|' || ifnull(half, '') || '|' || always || '|' || text || '|' || ifnull(none, '') FROM "
                        + MemoryRelations.schema(relation) + ".rows ORDER BY n";
        List<String> all = new ArrayList<>();
        long s = c.prepare(sql.getBytes(StandardCharsets.UTF_8));
        try {
            while (c.step(s) == RawConnection.ROW) {
                all.add(new String(c.columnBytes(s, 0), StandardCharsets.UTF_8));
            }
        } finally {
            c.finalizeStatement(s);
        }
        return all;
    }
}
