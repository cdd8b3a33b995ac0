package io.polywire.api.storage;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Rows that statements bring along for their storage to read beside its own tables: a system relation at one version of the
 * schema. Immutable, known by identity; thread-safe. A storage makes the rows when a statement first needs them and keeps
 * them in memory, bounded, for all statements that name it.
 */
public final class MemoryRelation {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.incrementAndGet();
    private final String name;
    private final List<String> columns;
    private final List<List<Integer>> indexes;
    private final List<Integer> sparse;
    private final Supplier<List<Object[]>> rows;

    /**
     * A relation.
     *
     * @param name for people who look for it; not unique
     * @param columns names of its columns
     * @param indexes columns by which its rows are looked up, by their numbers from 0
     * @param rows makes the rows: a Long, Double, String, byte array or null for each column; called seldom, on the thread
     *     of a statement, and may be called again when what was kept is gone
     */
    public MemoryRelation(
            String name, List<String> columns, List<List<Integer>> indexes, Supplier<List<Object[]>> rows) {
        this(name, columns, indexes, List.of(), rows);
    }

    /**
     * A relation of which some columns are NULL in nearly all rows.
     *
     * @param name for people who look for it; not unique
     * @param columns names of its columns
     * @param indexes columns by which its rows are looked up, by their numbers from 0
     * @param sparse columns that are NULL in nearly all rows, by their numbers from 0: the rows that have a value there are
     *     looked up, by what the first index begins with, without the others; there must be an index then
     * @param rows makes the rows: a Long, Double, String, byte array or null for each column; called seldom, on the thread
     *     of a statement, and may be called again when what was kept is gone
     */
    public MemoryRelation(
            String name,
            List<String> columns,
            List<List<Integer>> indexes,
            List<Integer> sparse,
            Supplier<List<Object[]>> rows) {
        this.name = Objects.requireNonNull(name, "name");
        this.columns = List.copyOf(columns);
        this.indexes = indexes.stream().map(List::copyOf).toList();
        this.sparse = List.copyOf(sparse);
        if (!sparse.isEmpty() && indexes.isEmpty()) {
            throw new IllegalArgumentException("what has columns that are mostly NULL is looked up by an index");
        }
        this.rows = Objects.requireNonNull(rows, "rows");
    }

    /** Its number in this process: never that of another one. */
    public long number() {
        return number;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Names of its columns. */
    public List<String> columns() {
        return columns;
    }

    /** Columns by which its rows are looked up. */
    public List<List<Integer>> indexes() {
        return indexes;
    }

    /** Columns that are NULL in nearly all rows. */
    public List<Integer> sparse() {
        return sparse;
    }

    /** Makes the rows. */
    public List<Object[]> rows() {
        return rows.get();
    }
}
