package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;

/** A session goes to another database, to another user, or back to how it began. One call of the session. */
final class SessionMove {
    private final RouterSession session;
    private final Principal next;
    private final String name;
    private final Reply<Void> reply;

    /**
     * @param next whose it then is
     * @param name of the database
     */
    SessionMove(RouterSession session, Principal next, String name, Reply<Void> reply) {
        this.session = session;
        this.next = next;
        this.name = name;
        this.reply = reply;
    }

    /** @param everything whether nothing of what it has made stays */
    void run(boolean everything) {
        if (!session.enter()) {
            reply.failed(session.over());
            return;
        }
        session.onWorker(
                () -> {
                    try {
                        go(everything);
                    } catch (RuntimeException | Error e) {
                        failed(Failures.of(e));
                    }
                },
                this::failed);
    }

    private void go(boolean everything) {
        if (everything) {
            session.rollBackAll();
            session.names.clear();
            session.settings.restart(session.settingTable());
            session.notifications.close();
            session.roles.restart();
        } else if (session.transaction.isOpen()) {
            throw SqlFailure.of(FailureKind.ACTIVE_TRANSACTION, "the database cannot be changed in a transaction");
        }
        Desk desk = session.desk;
        DatabaseRegistry.Found f = desk.registry.find(name);
        if (f == null) {
            throw desk.registry.undefined(name);
        }
        ConnectRight.check(desk, SessionRoles.of(next), name, f, session.lockTimeoutNanos(), new Reply<>() {
            @Override
            public void done(Void may) {
                try {
                    session.moved(next, name, f);
                } catch (RuntimeException | Error e) {
                    SessionMove.this.failed(Failures.of(e));
                    return;
                }
                session.leave();
                reply.done(null);
            }

            @Override
            public void failed(SqlFailure denied) {
                SessionMove.this.failed(denied);
            }
        });
    }

    private void failed(SqlFailure failure) {
        session.failed(failure, null, reply);
    }
}
