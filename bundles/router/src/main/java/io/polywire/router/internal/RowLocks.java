package io.polywire.router.internal;

import io.polywire.sql.tree.Locking;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Statement;

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
        return s.plan.tree() instanceof ParsedStatement p
                        && p.body() instanceof Query q
                        && !q.locking().isEmpty()
                ? "SELECT FOR " + q.locking().get(0).strength().name().replace('_', ' ')
                : s.command();
    }

    static long timeoutNanos(Statement tree, long otherwise) {
        return waits(tree) ? otherwise : 0;
    }
}
