package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.LoadReply;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.RowSource;

/**
 * W: one statement with many sets of values, as one unit. The sets are read out of the message itself while the session
 * pulls them; the message stays where it is until the batch is answered. The whole of it is checked before the first set
 * runs.
 */
final class BatchFlow implements Flow, RowSource, LoadReply {
    /** An empty set of values is its count. */
    private static final int LEAST_BYTES = 4;

    private final Conversation conversation;
    private final Requests requests;

    private Payload message;
    private Prepared statement;
    private int sets;
    private int taken;
    private ByteBuf reply;

    private boolean done;
    private long lastInsertId;
    private long failedSet;
    private SqlFailure failure;

    BatchFlow(Conversation conversation, Requests requests) {
        this.conversation = conversation;
        this.requests = requests;
    }

    /** Takes the message; what can be wrong with it is thrown. */
    void begin(Payload batch) {
        int id = batch.int32();
        sets = batch.count(LEAST_BYTES);
        int first = batch.position();
        for (int i = 0; i < sets; i++) {
            ParameterReader.skip(batch);
        }
        batch.end();
        batch.position(first);
        statement = requests.statement(id);
        message = batch;
        taken = 0;
        reply = null;
        done = false;
        failure = null;
        conversation.start(this);
    }

    @Override
    public boolean proceed() {
        if (!done) {
            long call = conversation.call();
            conversation.session().load(statement, null, this, this);
            if (!conversation.baton.returned(call)) {
                return false;
            }
        }
        if (failure == null) {
            startReply().writeLong(lastInsertId);
            conversation.output.end();
        } else {
            conversation.replyFailed(failure, 0, failedSet);
        }
        abandon();
        requests.ready();
        return true;
    }

    @Override
    public void abandon() {
        message = null;
        statement = null;
        reply = null;
    }

    // ---- the session pulls ----

    @Override
    public Next next(Parameters into) {
        if (taken == sets) {
            return Next.END;
        }
        taken++;
        ParameterReader.read(message, into);
        return Next.ROW;
    }

    // ---- the session answers ----

    @Override
    public void row(long affected) {
        startReply().writeLong(affected);
    }

    @Override
    public void completed(long affected, long generated) {
        lastInsertId = generated;
        done = true;
        conversation.answered();
    }

    @Override
    public void failed(long index, SqlFailure why) {
        failedSet = index;
        failure = why;
        done = true;
        conversation.answered();
    }

    private ByteBuf startReply() {
        if (reply == null) {
            reply = conversation.output.begin(Message.BATCH_COMPLETE).writeInt(sets);
        }
        return reply;
    }
}
