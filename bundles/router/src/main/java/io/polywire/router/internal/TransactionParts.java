package io.polywire.router.internal;

import io.polywire.api.session.Reply;
import io.polywire.sql.tree.LockTable;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.SetConstraints;
import io.polywire.sql.tree.Statement;

/** Statements that do something with the transaction that they run in and touch no rows. */
final class TransactionParts {
    private TransactionParts() {}

    /** Carries out one; false for another statement. Within a call of the session, on a worker. */
    static boolean run(RouterSession session, SessionTransaction transaction, Statement tree, Reply<Void> then) {
        if (!(tree instanceof ParsedStatement p)) {
            return false;
        }
        if (p.body() instanceof LockTable lock) {
            TableLocks.lock(session, transaction, lock, then);
            return true;
        }
        if (p.body() instanceof SetConstraints set) {
            new ConstraintModes(session, transaction, set, then).run();
            return true;
        }
        return false;
    }
}
