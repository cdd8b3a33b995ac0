package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.LogCategory;
import java.util.function.BooleanSupplier;

/**
 * Has a session that says nothing for a while give back the right to write, where its transaction has done no more than
 * lock rows ({@link SessionTransaction#lend}). For that time the session is busy as with a call of its client; a call that
 * comes meanwhile waits for the few microseconds that it takes.
 */
final class Lending {
    private final RouterSession session;
    private volatile boolean lending;

    Lending(RouterSession session) {
        this.session = session;
    }

    /** Looks at it; called by the clock. */
    void check(long pauseNanos) {
        long after = session.desk.settings().rowLocksNanos();
        if (after > 0 && pauseNanos >= after && session.transaction.mayLend()) {
            session.onWorker(this::run, rejected -> {});
        }
    }

    private synchronized void run() {
        lending = true;
        try {
            if (session.enterIfIdle()) {
                try {
                    session.transaction.lend();
                } catch (SqlFailure f) {
                    session.desk.log.log(
                            LogCategory.ERROR, session.id(), "the right to write could not be given back", f);
                    session.transaction.statementFailed();
                } finally {
                    session.leave();
                }
            }
        } finally {
            lending = false;
        }
    }

    /** Enters for a call, behind what goes on here. */
    boolean enter(BooleanSupplier enter) {
        while (!enter.getAsBoolean()) {
            if (!lending) {
                // it may have ended in between
                return enter.getAsBoolean();
            }
            synchronized (this) {
                // there is nothing to be done but to wait for the end of run
            }
        }
        return true;
    }
}
