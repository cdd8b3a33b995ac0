package io.polywire.router.internal;

import io.polywire.sql.tree.Locking;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Statement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

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
