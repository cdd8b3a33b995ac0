package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Portal;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;

/**
 * Moves a cursor, once in one direction. Completed when it has gone as far as was asked or there is; suspended if the sink
 * wants a pause: then it is run again for the rest.
 */
final class CursorRun {
    private final RouterSession session;
    private final SessionCursor cursor;
    private final String text;
    private final RunReply reply;

    /** @param text what is logged where it fails */
    CursorRun(RouterSession session, SessionCursor cursor, String text, RunReply reply) {
        this.session = session;
        this.cursor = cursor;
        this.text = text;
        this.reply = reply;
    }

    /** @param sink null to pass over the rows */
    void forward(long most, RowSink sink) {
        call(() -> {
            long n = cursor.again(most, sink);
            if (n == most) {
                completed();
            } else if (cursor.hasRead()) {
                suspended();
            } else if (!cursor.mayHaveMore()) {
                cursor.wentForward(false);
                completed();
            } else {
                session.leave();
                read(most - n, sink);
            }
        });
    }

    private void read(long most, RowSink sink) {
        long before = cursor.position();
        cursor.read(most == Long.MAX_VALUE ? 0 : most, sink, new RunReply() {
            @Override
            public void suspended(Portal portal) {
                if (cursor.position() - before == most) {
                    reply.completed(cursor);
                } else {
                    reply.suspended(cursor);
                }
            }

            @Override
            public void completed(Portal portal) {
                cursor.exhausted();
                cursor.wentForward(cursor.position() - before == most);
                reply.completed(cursor);
            }

            @Override
            public void failed(Portal portal, SqlFailure failure) {
                reply.failed(cursor, failure);
            }
        });
    }

    /** @param sink null to pass over the rows */
    void backward(long most, RowSink sink) {
        call(() -> {
            if (most > 0) {
                cursor.refuseBackward();
            }
            for (long n = 0; n < most && cursor.back(sink); ) {
                n++;
                if (cursor.isPaused() && n < most) {
                    suspended();
                    return;
                }
            }
            completed();
        });
    }

    /** Back to before the first row. */
    void rewind() {
        call(() -> {
            cursor.rewind();
            completed();
        });
    }

    private void call(Runnable step) {
        if (!session.enter()) {
            reply.failed(cursor, session.over());
            return;
        }
        session.onWorker(
                () -> {
                    try {
                        step.run();
                    } catch (RuntimeException | Error e) {
                        session.failed(Failures.of(e), text, reply, cursor);
                    }
                },
                rejected -> session.failed(rejected, text, reply, cursor));
    }

    private void completed() {
        session.leave();
        reply.completed(cursor);
    }

    private void suspended() {
        session.leave();
        reply.suspended(cursor);
    }
}
