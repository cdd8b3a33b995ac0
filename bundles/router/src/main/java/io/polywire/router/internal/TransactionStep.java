package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;

/** What a wire has done with a transaction by itself, not as a statement. */
@FunctionalInterface
interface TransactionStep {
    /** Does it; what it throws is told as a failure. */
    void run(Reply<Void> then);

    /** As a call of the session, on a worker. */
    default void call(RouterSession session, Reply<Void> reply) {
        if (!session.enter()) {
            reply.failed(session.over());
            return;
        }
        Reply<Void> outer = new Reply<>() {
            @Override
            public void done(Void value) {
                session.leave();
                reply.done(null);
            }

            @Override
            public void failed(SqlFailure failure) {
                SqlFailure f = session.reason(failure);
                session.told(f, null);
                session.leave();
                reply.failed(f);
            }
        };
        session.onWorker(() -> guarded(outer), outer::failed);
    }

    /** Does it, and tells what it throws. */
    default void guarded(Reply<Void> then) {
        try {
            run(then);
        } catch (RuntimeException | Error e) {
            then.failed(Failures.of(e));
        }
    }
}
