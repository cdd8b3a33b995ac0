package io.polywire.router.internal;

import io.polywire.sql.tree.Locking;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.function.Consumer;

/**
 * FOR UPDATE and its relatives on a storage with one writer: they take the right to write, which keeps every other writer
 * out. NOWAIT does not wait for it. SKIP LOCKED waits: once the right is there no row is locked, and none is skipped.
 */
final class RowLocks {
    private RowLocks() {}

    /** Whether the statement may wait for the right to write. */
    static boolean waits(Statement tree) {
        return !(tree instanceof ParsedStatement p && p.body() instanceof Query q)
                || q.locking().stream().noneMatch(l -> l.waiting() == Locking.Wait.NO_WAIT);
    }

    /** The strongest clause of a query, those of queries within included; null if there is none. */
    static Locking.Strength strength(Statement tree) {
        Locking.Strength[] most = new Locking.Strength[1];
        if (tree instanceof ParsedStatement p) {
            each(p.body(), part -> {
                if (part instanceof Locking l
                        && (most[0] == null || l.strength().compareTo(most[0]) > 0)) {
                    most[0] = l.strength();
                }
            });
        }
        return most[0];
    }

    /** Whether a statement locks rows and changes none. */
    static boolean only(Statement tree) {
        boolean[] seen = new boolean[2];
        if (tree instanceof ParsedStatement p && p.body() instanceof Query q) {
            each(q, part -> {
                seen[0] |= part instanceof Locking;
                seen[1] |= part instanceof StatementBody && !(part instanceof Query);
            });
        }
        return seen[0] && !seen[1];
    }

    private static void each(Object part, Consumer<Record> found) {
        if (part instanceof Iterable<?> list) {
            list.forEach(x -> each(x, found));
        } else if (part instanceof Record r && r.getClass().getPackageName().equals(Query.class.getPackageName())) {
            found.accept(r);
            for (RecordComponent c : r.getClass().getRecordComponents()) {
                each(value(r, c), found);
            }
        }
    }

    /** Whether it is a query, which counts the rows that it returns also where it locks them. */
    static boolean isQuery(Statement tree) {
        return tree instanceof ParsedStatement p && p.body() instanceof Query;
    }

    /** What a statement is called that may not write: a query by its locks. */
    static String command(SessionPrepared s) {
        Locking first = s.plan.tree() instanceof ParsedStatement p && p.body() instanceof Query q ? first(q) : null;
        return first == null
                ? s.command()
                : "SELECT FOR " + first.strength().name().replace('_', ' ');
    }

    /** The first clause of a query, its own before one of a query within; null if there is none. */
    private static Locking first(Object part) {
        if (part instanceof Locking l) {
            return l;
        }
        if (part instanceof Query q && !q.locking().isEmpty()) {
            return q.locking().get(0);
        }
        Locking found = null;
        if (part instanceof Iterable<?> list) {
            for (Object each : list) {
                found = found == null ? first(each) : found;
            }
        } else if (part instanceof Record r && r.getClass().getPackageName().equals(Query.class.getPackageName())) {
            for (RecordComponent c : r.getClass().getRecordComponents()) {
                found = found == null ? first(value(r, c)) : found;
            }
        }
        return found;
    }

    private static Object value(Record r, RecordComponent component) {
        try {
            return component.getAccessor().invoke(r);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a part of a statement cannot be read", e);
        }
    }

    static long timeoutNanos(Statement tree, long otherwise) {
        return waits(tree) ? otherwise : 0;
    }
}
