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

    static long timeoutNanos(Statement tree, long otherwise) {
        return waits(tree) ? otherwise : 0;
    }
}
