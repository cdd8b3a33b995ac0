package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.LoadReply;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSource;

/**
 * Executions of one INSERT that stand one behind the other in a {@link Pipeline}, each with values of its own, as drivers send
 * batches. They go to the session as one load: what a statement costs at its begin and end is then paid once.
 *
 * <pre>
 *   Bind [Describe] Execute   Bind [Describe] Execute   ..   Bind [Describe] Execute   Bind ..
 *   └──────────────────────────── the rows of the load ────────────────────────────┘
 * </pre>
 *
 * All on the unnamed portal. What another Bind of that portal does not follow is left to the pipeline, which leaves the portal
 * as its client may find it. Belongs to who has the pipeline.
 */
final class PipelinedLoad implements RowSource, LoadReply {
    /** With fewer executions there is nothing to gain. */
    private static final int LEAST = 16;

    private static final int HEADER = 5;
    /** Length of Describe and Execute of the unnamed portal, without the type. */
    private static final int DESCRIBE_LENGTH = 6;

    private static final int EXECUTE_LENGTH = 9;

    private final Pipeline pipeline;
    private final Conversation conversation;
    private final Backend backend;
    private final ExtendedQuery extended;
    private final MessageReader reader = new MessageReader();

    private ByteBuf messages;
    private WireStatement statement;
    /** Where the name of the statement stands, and its length with the zero behind it. */
    private int nameAt;

    private int nameLength;
    private boolean described;

    /** Behind the rows that were given to the session. */
    private int givenTo;
    /** Behind the rows that it has executed. */
    private int executedTo;

    private long given;
    private long executed;
    /** Whether the row that was asked for last could not be read. */
    private boolean unreadable;

    PipelinedLoad(Pipeline pipeline, Conversation conversation, Backend backend, ExtendedQuery extended) {
        this.pipeline = pipeline;
        this.conversation = conversation;
        this.backend = backend;
        this.extended = extended;
    }

    /** Looks whether what stands at a place may be loaded; {@link #run} then does it. */
    boolean begins(ByteBuf all, int at) {
        if (conversation.transcoder() != null || !isWhole(all, at, Message.BIND) || all.getByte(at + HEADER) != 0) {
            return false;
        }
        messages = all;
        nameAt = at + HEADER + 1;
        int bind = 1 + all.getInt(at + 1);
        int zero = all.indexOf(nameAt, at + bind, (byte) 0);
        nameLength = zero - nameAt + 1;
        described = zero >= 0 && isWhole(all, at + bind, Message.DESCRIBE);
        int end = at;
        for (int i = 0; i < LEAST; i++) {
            end = zero < 0 ? -1 : rowEnd(end);
            if (end < 0) {
                messages = null;
                return false;
            }
        }
        reader.reset(all, at + HEADER, bind - HEADER);
        statement = extended.loadable(reader);
        if (statement == null) {
            release();
            return false;
        }
        givenTo = at;
        executedTo = at;
        given = 0;
        executed = 0;
        unreadable = false;
        return true;
    }

    /** Behind the execution that stands at a place; -1 if that is not one of this load as a whole, with a Bind behind it. */
    private int rowEnd(int from) {
        if (!isWhole(messages, from, Message.BIND) || messages.getByte(from + HEADER) != 0) {
            return -1;
        }
        int at = from + 1 + messages.getInt(from + 1);
        int name = from + HEADER + 1;
        if (name + nameLength > at || !ByteBufUtil.equals(messages, nameAt, messages, name, nameLength)) {
            return -1;
        }
        if (described) {
            if (!isWhole(messages, at, Message.DESCRIBE)
                    || messages.getInt(at + 1) != DESCRIBE_LENGTH
                    || messages.getByte(at + HEADER) != 'P'
                    || messages.getByte(at + HEADER + 1) != 0) {
                return -1;
            }
            at += 1 + DESCRIBE_LENGTH;
        }
        if (!isWhole(messages, at, Message.EXECUTE)
                || messages.getInt(at + 1) != EXECUTE_LENGTH
                || messages.getByte(at + HEADER) != 0) {
            return -1;
        }
        at += 1 + EXECUTE_LENGTH;
        boolean followed = messages.writerIndex() - at > HEADER
                && messages.getByte(at) == Message.BIND
                && messages.getByte(at + HEADER) == 0;
        return followed ? at : -1;
    }

    private boolean isWhole(ByteBuf all, int at, byte type) {
        int left = all.writerIndex() - at;
        if (left <= HEADER || all.getByte(at) != type) {
            return false;
        }
        int length = all.getInt(at + 1);
        return length > HEADER - 1
                && length <= backend.connection.listener().limits().message()
                && length - 4 <= Message.longest(type)
                && left >= 1 + length;
    }

    /** Hands the rows to the session, which answers to the pipeline. */
    void run() {
        extended.load(statement, this, this);
    }

    private void release() {
        reader.release();
        messages = null;
        statement = null;
    }

    // ---- the session pulls ----

    @Override
    public Next next(Parameters into) {
        if (given > 0 && pipeline.isToReturn()) {
            return Next.END;
        }
        int end = rowEnd(givenTo);
        if (end < 0) {
            return Next.END;
        }
        reader.reset(messages, givenTo + HEADER, messages.getInt(givenTo + 1) - 4);
        try {
            extended.values(reader, statement, into);
        } catch (SqlFailure f) {
            unreadable = true;
            throw f;
        }
        given++;
        givenTo = end;
        return Next.ROW;
    }

    // ---- the session answers ----

    @Override
    public void row(long affected) {
        bound();
        CommandTag.write(statement.prepared.command(), affected, backend.out());
        executed++;
        executedTo = rowEnd(executedTo);
        pipeline.relieve();
    }

    private void bound() {
        Replies.empty(Message.BIND_COMPLETE, backend.out());
        if (described) {
            Replies.empty(Message.NO_DATA, backend.out());
        }
    }

    @Override
    public void completed(long affected, long lastInsertId) {
        int to = executedTo;
        release();
        pipeline.loaded(to);
    }

    @Override
    public void failed(long index, SqlFailure failure) {
        if (!unreadable || executed < given) {
            // the one whose turn it was had been bound
            bound();
        }
        int to = executedTo;
        release();
        pipeline.notLoaded(to, failure);
    }
}
