package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.MemoryRelation;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.core.RawConnection;

/**
 * Relations that statements bring along, each as a database in memory that all connections can attach (SQLite's vfs
 * memdb): filled once, then only read, so that nobody waits for anybody. One that has nearly the rows of another, as after a
 * change of the schema, begins as a copy of its pages. What is kept is bounded; a connection that has attached one keeps it
 * alive as long as it needs it. Thread-safe.
 */
final class MemoryRelations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryRelations.class);

    private static final int OPEN = RawConnection.OPEN_READWRITE
            | RawConnection.OPEN_CREATE
            | RawConnection.OPEN_URI
            | RawConnection.OPEN_NOMUTEX;

    /** How many rows of an index are looked at to know how many share a value. */
    private static final int ROWS_LOOKED_AT = 400;

    private static final String COUNT = "PRAGMA analysis_limit=" + ROWS_LOOKED_AT + "; ANALYZE;";

    /** More changes than one row in so many are not made in a copy. */
    private static final int LEAST_SAME = 4;

    private final long limit;
    private final Map<Long, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    /** The newest that is kept of each shape. */
    private final Map<Shape, Kept> newest = new HashMap<>();

    private long bytes;
    private long made;
    private long copies;
    private boolean closed;

    /** What two relations must have in common for one to begin as a copy of the other. */
    private record Shape(String name, List<String> columns, List<List<Integer>> indexes, List<Integer> sparse) {
        static Shape of(MemoryRelation r) {
            return new Shape(r.name(), r.columns(), r.indexes(), r.sparse());
        }
    }

    /**
     * Rows as they stand in a database in memory.
     *
     * @param rows the rows
     * @param numbers their numbers there
     * @param next one above the highest number
     * @param counted how many rows there were when they were last counted for the planner
     */
    private record Filled(List<Object[]> rows, int[] numbers, int next, int counted) {}

    /** A relation that is in memory. */
    private static final class Kept {
        final Shape shape;
        final String uri;
        final RawConnection owner;
        final long bytes;
        /** Worth keeping only as long as there is memory for it. */
        final SoftReference<Filled> filled;

        Kept(Shape shape, String uri, RawConnection owner, Filled filled) throws SQLException {
            this.shape = shape;
            this.uri = uri;
            this.owner = owner;
            this.bytes = size(owner);
            this.filled = new SoftReference<>(filled);
        }
    }

    /** @param limit bytes that are kept; one more may always be made */
    MemoryRelations(long limit) {
        this.limit = limit;
    }

    /** The name by which statements know a relation once it is attached. */
    static String schema(MemoryRelation relation) {
        return "_pw_r" + relation.number();
    }

    /**
     * Attaches a relation, which is made if it is not there. The connection's own limit must allow it.
     *
     * @throws SQLException if SQLite refuses
     */
    synchronized void attach(MemoryRelation relation, RawConnection to) throws SQLException {
        if (closed) {
            throw SqliteConnection.unavailable();
        }
        Kept k = kept.get(relation.number());
        if (k == null) {
            k = make(relation);
            kept.put(relation.number(), k);
            bytes += k.bytes;
        }
        // read only: BEGIN IMMEDIATE would lock it against all other connections, as memdb knows no readers beside a
        // writer
        to.execute(utf8("ATTACH '" + k.uri + "&mode=ro' AS " + schema(relation)));
        Iterator<Kept> eldest = kept.values().iterator();
        while (bytes > limit && kept.size() > 1) {
            Kept old = eldest.next();
            if (old != k) {
                eldest.remove();
                bytes -= old.bytes;
                newest.remove(old.shape, old);
                close(old);
            }
        }
    }

    private Kept make(MemoryRelation relation) throws SQLException {
        // a name of its own each time: one that is not kept any more lives on where it is still attached
        String uri = "file:/polywire-" + Integer.toHexString(System.identityHashCode(this)) + "-" + relation.number()
                + "-" + ++made + "?vfs=memdb";
        Shape shape = Shape.of(relation);
        RawConnection c = RawConnection.open(uri, OPEN, 0);
        try {
            List<Object[]> rows = relation.rows();
            Filled filled = copied(shape, rows, uri, c);
            if (filled == null) {
                fill(relation, rows, c);
                int[] numbers = IntStream.rangeClosed(1, rows.size()).toArray();
                filled = new Filled(rows, numbers, rows.size() + 1, rows.size());
            }
            Kept k = new Kept(shape, uri, c, filled);
            newest.put(shape, k);
            return k;
        } catch (SQLException | RuntimeException e) {
            c.close();
            throw e;
        }
    }

    /** Makes it of the newest one of its shape; null if there is none, or too little is the same. */
    private Filled copied(Shape shape, List<Object[]> rows, String uri, RawConnection c) throws SQLException {
        Kept base = newest.get(shape);
        Filled before = base == null ? null : base.filled.get();
        if (before == null || shape.columns().stream().anyMatch("rowid"::equalsIgnoreCase)) {
            return null;
        }
        RowChanges changes = RowChanges.between(before.rows(), rows);
        if (changes.size() > rows.size() / LEAST_SAME) {
            return null;
        }
        base.owner.copyTo(uri);
        int[] numbers = new int[rows.size()];
        int next = before.next();
        List<Integer> added = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            if (changes.sources()[i] < 0) {
                added.add(i);
                numbers[i] = next++;
            } else {
                numbers[i] = before.numbers()[changes.sources()[i]];
            }
        }
        copies++;
        c.execute(utf8("BEGIN"));
        remove(changes.removed(), before.numbers(), c);
        add(shape, added, rows, numbers, c);
        boolean counts = rows.size() > 2 * before.counted() || rows.size() < before.counted() / 2;
        c.execute(utf8(counts ? "COMMIT;" + COUNT : "COMMIT"));
        return new Filled(rows, numbers, next, counts ? rows.size() : before.counted());
    }

    /** How many were made of another one. */
    synchronized long copies() {
        return copies;
    }

    private static void remove(List<Integer> removed, int[] numbers, RawConnection c) throws SQLException {
        if (removed.isEmpty()) {
            return;
        }
        String sql = "DELETE FROM rows WHERE rowid = ?";
        long s = c.prepare(utf8(sql));
        try {
            for (int i : removed) {
                c.bindLong(s, 1, numbers[i]);
                step(s, sql, c);
            }
        } finally {
            c.finalizeStatement(s);
        }
    }

    private static void add(Shape shape, List<Integer> added, List<Object[]> rows, int[] numbers, RawConnection c)
            throws SQLException {
        if (added.isEmpty()) {
            return;
        }
        StringBuilder sql = new StringBuilder("INSERT INTO rows (rowid");
        shape.columns().forEach(n -> sql.append(", [").append(n).append(']'));
        sql.append(") VALUES (?").append(", ?".repeat(shape.columns().size())).append(")");
        long s = c.prepare(utf8(sql.toString()));
        try {
            for (int i : added) {
                c.bindLong(s, 1, numbers[i]);
                Object[] row = rows.get(i);
                for (int k = 0; k < row.length; k++) {
                    bind(c, s, k + 2, row[k]);
                }
                step(s, "INSERT", c);
            }
        } finally {
            c.finalizeStatement(s);
        }
    }

    private static void step(long s, String sql, RawConnection c) throws SQLException {
        int code = c.step(s);
        c.reset(s);
        if (code != RawConnection.DONE) {
            throw SqliteErrors.of(code, c.errorMessage(), sql);
        }
    }

    private static long size(RawConnection c) throws SQLException {
        long s = c.prepare(utf8("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"));
        try {
            return c.step(s) == RawConnection.ROW ? c.columnLong(s, 0) : 0;
        } finally {
            c.finalizeStatement(s);
        }
    }

    private static void fill(MemoryRelation relation, List<Object[]> rows, RawConnection c) throws SQLException {
        int width = relation.columns().size();
        boolean[] varies = varying(rows, width);
        StringBuilder table = new StringBuilder("PRAGMA page_size=65536; BEGIN; CREATE TABLE rows (");
        StringBuilder insert = new StringBuilder("INSERT INTO rows (");
        StringBuilder values = new StringBuilder();
        List<Integer> bound = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            String name = "[" + relation.columns().get(i) + "]";
            table.append(i == 0 ? "" : ", ").append(name);
            if (varies[i]) {
                insert.append(bound.isEmpty() ? "" : ", ").append(name);
                values.append(bound.isEmpty() ? "?" : ", ?");
                bound.add(i);
            } else if (!rows.isEmpty() && rows.get(0)[i] != null) {
                // the same in all rows: SQLite writes it down by itself, which is quicker
                Object v = rows.get(0)[i];
                table.append(" DEFAULT ")
                        .append(v instanceof Long n ? "(" + n + ")" : "'" + ((String) v).replace("'", "''") + "'");
            }
        }
        c.execute(utf8(table.append(")").toString()));
        if (!rows.isEmpty()) {
            insert(
                    rows,
                    bound,
                    insert.append(") VALUES (").append(values).append(")").toString(),
                    c);
        }
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < relation.indexes().size(); i++) {
            rest.append("CREATE INDEX i").append(i).append(" ON rows (");
            List<Integer> index = relation.indexes().get(i);
            for (int k = 0; k < index.size(); k++) {
                rest.append(k == 0 ? "[" : ", [")
                        .append(relation.columns().get(index.get(k)))
                        .append("]");
            }
            rest.append(");");
        }
        for (int i : relation.sparse()) {
            rest.append("CREATE INDEX s")
                    .append(i)
                    .append(" ON rows ([")
                    .append(relation.columns().get(relation.indexes().get(0).get(0)))
                    .append("]) WHERE [")
                    .append(relation.columns().get(i))
                    .append("] IS NOT NULL;");
        }
        // how many rows there are decides in which order joins are worked out; an empty table is not counted by itself
        rest.append(COUNT);
        if (rows.isEmpty()) {
            rest.append("INSERT INTO sqlite_stat1 VALUES ('rows', NULL, '1');");
        }
        c.execute(utf8(rest.append("COMMIT").toString()));
    }

    /** Columns whose values are not the same integer or text in all rows. */
    private static boolean[] varying(List<Object[]> rows, int width) {
        boolean[] varies = new boolean[width];
        if (rows.isEmpty()) {
            return varies;
        }
        Object[] first = rows.get(0);
        int[] same = new int[width];
        int left = 0;
        for (int i = 0; i < width; i++) {
            varies[i] = first[i] != null && !(first[i] instanceof Long) && !(first[i] instanceof String);
            if (!varies[i]) {
                same[left++] = i;
            }
        }
        // row by row, for what is still the same in all
        for (Object[] row : rows) {
            int kept = 0;
            for (int k = 0; k < left; k++) {
                int i = same[k];
                if (isSame(first[i], row[i])) {
                    same[kept++] = i;
                } else {
                    varies[i] = true;
                }
            }
            left = kept;
        }
        if (width > 0 && !rows.isEmpty()) {
            varies[0] = true;
        }
        return varies;
    }

    private static boolean isSame(Object a, Object b) {
        return a == b || a != null && a.equals(b);
    }

    private static void insert(List<Object[]> rows, List<Integer> bound, String sql, RawConnection c)
            throws SQLException {
        long s = c.prepare(utf8(sql));
        try {
            synchronized (c.monitor()) {
                int[] columns = bound.stream().mapToInt(Integer::intValue).toArray();
                Object[] before = null;
                for (Object[] row : rows) {
                    for (int i = 0; i < columns.length; i++) {
                        // what was bound stays bound
                        if (before == null || !isSame(before[columns[i]], row[columns[i]])) {
                            bind(c, s, i + 1, row[columns[i]]);
                        }
                    }
                    before = row;
                    step(s, sql, c);
                }
            }
        } finally {
            c.finalizeStatement(s);
        }
    }

    private static void bind(RawConnection c, long s, int at, Object value) {
        if (value == null) {
            c.bindNull(s, at);
        } else if (value instanceof Long n) {
            c.bindLong(s, at, n);
        } else if (value instanceof Double d) {
            c.bindDouble(s, at, d);
        } else if (value instanceof byte[] b) {
            c.bindBlob(s, at, b);
        } else if (value instanceof String t) {
            c.bindUtf8(s, at, utf8(t));
        } else {
            throw SqlFailure.of(FailureKind.INTERNAL, "a system relation holds a " + value.getClass());
        }
    }

    private static byte[] utf8(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }

    private static void close(Kept k) {
        try {
            k.owner.close();
        } catch (SQLException e) {
            LOG.warn("A relation in memory could not be closed", e);
        }
    }

    /** Forgets all; connections keep what they have attached. */
    @Override
    public synchronized void close() {
        closed = true;
        kept.values().forEach(MemoryRelations::close);
        kept.clear();
        newest.clear();
        bytes = 0;
    }
}
