package io.polywire.protocol.r2db2.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Portal;
import io.polywire.api.session.RunReply;

/**
 * Runs a portal to its end or to a number of rows, with pauses while the client does not read. One per flow, used again
 * for each run: no object is made.
 */
final class PortalRun implements RunReply {
    /** How far it came. */
    enum Progress {
        /** It waits; the caller touches nothing more. */
        PENDING,
        /** The number of rows is reached; there may be more. */
        LIMITED,
        COMPLETED,
        FAILED
    }

    private final Conversation conversation;
    private Portal portal;
    private RowEncoder sink;
    private long most;
    private long rows;
    private Progress outcome;
    private boolean suspended;
    private SqlFailure failure;

    PortalRun(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Before {@link #proceed}: what to run, and the most rows (0: all). */
    void begin(Portal what, RowEncoder into, long mostRows) {
        portal = what;
        sink = into;
        most = mostRows;
        rows = 0;
        outcome = null;
        suspended = false;
        failure = null;
    }

    /** Runs it, or looks at what came of it. */
    Progress proceed() {
        while (true) {
            if (suspended) {
                suspended = false;
                rows += sink.rows();
                if (most > 0 && rows >= most) {
                    return Progress.LIMITED;
                }
                if (sink.isPaused() && !conversation.link.hasRoom()) {
                    conversation.awaitRoom();
                    return Progress.PENDING;
                }
            } else if (outcome != null) {
                rows += sink.rows();
                return outcome;
            }
            sink.prepare(portal.columns());
            long call = conversation.call();
            portal.run(most == 0 ? 0 : most - rows, sink, this);
            if (!conversation.baton.returned(call)) {
                return Progress.PENDING;
            }
        }
    }

    /** Rows that were written since {@link #begin}. */
    long rows() {
        return rows;
    }

    SqlFailure failure() {
        return failure;
    }

    @Override
    public void suspended(Portal of) {
        suspended = true;
        conversation.answered();
    }

    @Override
    public void completed(Portal of) {
        outcome = Progress.COMPLETED;
        conversation.answered();
    }

    @Override
    public void failed(Portal of, SqlFailure why) {
        // A row may have been begun: it is dropped before anything else is written.
        sink.abandon();
        failure = why;
        outcome = Progress.FAILED;
        conversation.answered();
    }
}
