package io.polywire.router.internal;

import io.polywire.api.session.Reply;
import io.polywire.api.session.Transaction;
import io.polywire.sql.tree.TransactionStatement;
import io.polywire.sql.tree.TransactionStatement.Action;
import java.util.Set;

/**
 * BEGIN, COMMIT and the like as statements. What holds no lease touches no storage and waits for nothing: that is done on
 * whatever thread asks for it, an event loop's among them.
 */
final class TransactionStatements {
    /** Words that they begin with, in one dialect or another. */
    private static final Set<String> WORDS =
            Set.of("abort", "begin", "commit", "end", "release", "rollback", "savepoint", "start");

    /** A longer text is parsed on a worker. */
    private static final int SHORT_TEXT = 80;

    private TransactionStatements() {}

    /** Whether a text may be one of them, and is parsed in no time. */
    static boolean mayBe(String text) {
        if (text.length() > SHORT_TEXT) {
            return false;
        }
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return WORDS.contains(text.substring(0, end).toLowerCase(java.util.Locale.ROOT));
    }

    /** Whether a statement is over at once, and without a word to the disk. */
    static boolean areBrief(RouterSession session, SessionTransaction transaction, TransactionStatement t) {
        return switch (t.action()) {
            case BEGIN -> !t.mode().writeFirst();
            case SAVEPOINT -> true;
            case RELEASE -> !transaction.isBegunBySavepoint();
            case ROLLBACK_TO, COMMIT, ROLLBACK -> transaction.lease() == null && hangsNothingOn(session, transaction);
        };
    }

    /** Whether nothing goes with the end of a transaction that could take its time. */
    private static boolean hangsNothingOn(RouterSession session, SessionTransaction transaction) {
        return session.portals.isEmpty()
                && (transaction != session.transaction
                        || !session.names.hasCursors()
                                && !session.notifications.isPending()
                                && !session.locks.isForTransaction()
                                && !session.roles.hasChanges()
                                && !session.temporary.isSome()
                                && !session.sequences.isDirty());
    }

    /** What the command is called where it is not what was written: COMMIT of a failed transaction is a ROLLBACK. */
    static String command(SessionTransaction transaction, TransactionStatement t) {
        return transaction.state() == Transaction.State.FAILED && t.action() == Action.COMMIT ? "ROLLBACK" : null;
    }

    /** Carries one out, within a call of the session; what is out of place is a warning where the dialect has it so. */
    static void run(RouterSession session, SessionTransaction transaction, TransactionStatement t, Reply<Void> then) {
        boolean idle = transaction.state() == Transaction.State.IDLE;
        boolean failed = transaction.state() == Transaction.State.FAILED;
        boolean begins = t.action() == Action.BEGIN;
        boolean ends = t.action() == Action.COMMIT || t.action() == Action.ROLLBACK;
        if (session.desk.planner.dialect(session.dialect()).warnsOfTransactions()) {
            if (begins && !idle && !failed) {
                session.warn("25001", "there is already a transaction in progress");
                then.done(null);
                return;
            }
            if (ends && idle && !t.chain()) {
                session.warn("25P01", "there is no transaction in progress");
                if (!transaction.isOpen()) {
                    session.transactionEnded(transaction, t.action() == Action.COMMIT);
                    then.done(null);
                    return;
                }
            }
            if (begins && failed) {
                transaction.refuseIfFailed();
            }
        }
        transaction.execute(t, then);
    }
}
