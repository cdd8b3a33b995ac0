package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Portal;
import io.polywire.api.session.RunReply;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Batches of drivers: many Bind, Describe, Execute in a row. The first Execute of a statement that changes rows takes along
 * what has come behind it. The thread on which it ends handles the messages that follow, as far as they are of that kind or
 * query, and runs the next statement right there; the event loop hears of all of them at once. Many executions of one INSERT
 * among them are run as one {@link PipelinedLoad}.
 *
 * <pre>
 *   loop:   Execute ─▶ start, lends output and the bytes that have come      ┌─▶ takes both back, goes on behind
 *                        │                                                   │   what was handled
 *   strand:              └─▶ run ─▶ C ─▶ Bind, Describe, Execute ─▶ run ─▶ ··┘
 * </pre>
 *
 * It goes back to the loop with the first message that is not of that kind or not there as a whole, with a failure, with
 * something that the session wants to tell the client, when the client was sent more than it reads, on a cancel, and after
 * {@link #SLICE_NANOS}: what is left then stands in line for a worker behind other sessions' work.
 *
 * <p>While it is out the conversation waits and touches neither output nor what {@link ExtendedQuery} keeps. One for each
 * connection.
 */
final class Pipeline implements RunReply, Runnable {
    /** How long a thread is kept for one session's messages, not counting the statement that is then being run. */
    static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** A piece of replies that is sent while it goes on. */
    private static final int PIECE = 32 * 1024;

    private static final int HEADER = 5;

    /** With so many bytes behind the first Execute, that one does not run on the event loop even if it is short. */
    private static final int DEEP = 2 * 1024;

    private enum Outcome {
        /** Of the last run nothing is left to say. */
        NONE,
        SUSPENDED,
        COMPLETED,
        FAILED,
        /** The rows of a {@link PipelinedLoad} are answered. */
        LOADED,
        /** A message was refused, or the row of a load. */
        REFUSED
    }

    private final Conversation conversation;
    private final Backend backend;
    private final ExtendedQuery extended;
    private final RowEncoder sink;
    private final MessageReader reader = new MessageReader();
    private final PipelinedLoad load;
    /** Whether that is what runs next. */
    private boolean loads;

    /** What has come behind the Execute that began it, and how much of that is handled. */
    private ByteBuf messages;

    private int handled;
    private Portal portal;
    private Outcome outcome = Outcome.NONE;
    private SqlFailure failure;
    /** When the first run ended; 0 before that. */
    private long since;

    private volatile boolean out;
    private volatile boolean stopped;

    /** Number of the last call that the strand has made, and in the low bits how far it is. */
    private final AtomicLong call = new AtomicLong();

    private static final int CALLED = 0;
    private static final int ANSWERED = 1;
    private static final int RETURNED = 2;
    private static final int NEXT = 4;

    Pipeline(Conversation conversation, Backend backend, ExtendedQuery extended, RowEncoder sink) {
        this.conversation = conversation;
        this.backend = backend;
        this.extended = extended;
        this.sink = sink;
        this.load = new PipelinedLoad(this, conversation, backend, extended);
    }

    // ---- on the event loop ----

    /**
     * Runs a portal of {@link ExtendedQuery} together with what follows.
     *
     * @param limit the most rows of its run; 0 for no limit
     * @param length of the Execute message, which the inbox still has
     * @return false if nothing that could be taken along is there yet
     */
    boolean start(WirePortal first, long limit, int length) {
        ByteBuf b = backend.in.buffer();
        int behind = b.readerIndex() + length;
        int left = b.writerIndex() - behind;
        if (left < HEADER || b.getByte(behind) != Message.BIND) {
            return false;
        }
        messages = b.retainedSlice(behind, left);
        handled = 0;
        since = 0;
        stopped = false;
        out = true;
        portal = first.portal;
        conversation.beginRows(first);
        conversation.waiting();
        backend.link.lend();
        call.set((call.get() | NEXT - 1) + 1 | RETURNED);
        if (left >= DEEP) {
            portal.runAside(limit, sink, this);
        } else {
            portal.run(limit, sink, this);
        }
        return true;
    }

    /** Whether it is under way. */
    boolean isOut() {
        return out;
    }

    /** Ends it before the next statement. */
    void stop() {
        stopped = true;
    }

    /** It has come back. */
    @Override
    public void run() {
        out = false;
        messages.release();
        messages = null;
        reader.release();
        Outcome what = outcome;
        SqlFailure f = failure;
        outcome = Outcome.NONE;
        failure = null;
        backend.link.lendOver();
        if (!backend.isGone() && !backend.link.isClosing()) {
            backend.in.skip(handled);
        }
        conversation.replied();
        if (backend.isGone()) {
            backend.link.discard();
            return;
        }
        try {
            switch (what) {
                case NONE, LOADED -> {
                    // the next message is the loop's
                }
                case SUSPENDED -> {
                    if (!limitReached()) {
                        conversation.resumeLater(portal, extended.limit(), extended);
                    }
                }
                case COMPLETED -> extended.completed(portal, sink.rows());
                case FAILED -> {
                    sink.dropOpenRow();
                    extended.failed(portal, f);
                }
                case REFUSED -> conversation.failed(f);
            }
        } catch (SqlFailure e) {
            backend.failed(e);
        } catch (RuntimeException | Error e) {
            backend.failed(backend.defect(e));
        }
        backend.goOn();
    }

    // ---- on the thread of a reply ----

    @Override
    public void suspended(Portal p) {
        answered(Outcome.SUSPENDED, null);
    }

    @Override
    public void completed(Portal p) {
        answered(Outcome.COMPLETED, null);
    }

    @Override
    public void failed(Portal p, SqlFailure f) {
        answered(Outcome.FAILED, f);
    }

    /** A load has come to its end, up to where the next message stands. */
    void loaded(int next) {
        handled = next;
        answered(Outcome.LOADED, null);
    }

    /** A row of a load has failed. What is behind it is not run. */
    void notLoaded(int next, SqlFailure f) {
        handled = next;
        answered(Outcome.REFUSED, f);
    }

    private void answered(Outcome what, SqlFailure f) {
        outcome = what;
        failure = f;
        long n = call.get();
        if ((n & NEXT - 1) == CALLED && call.compareAndSet(n, n | ANSWERED)) {
            // whoever made the call is inside of it and goes on when it returns: no stack grows with the pipeline
            return;
        }
        goOn();
    }

    private void goOn() {
        while (true) {
            boolean more;
            try {
                more = takeNext();
            } catch (RuntimeException | Error e) {
                outcome = Outcome.REFUSED;
                failure = backend.defect(e);
                more = false;
            }
            if (!more) {
                comeBack();
                return;
            }
            long n = (call.get() | NEXT - 1) + 1;
            call.set(n);
            try {
                if (loads) {
                    load.run();
                } else {
                    portal.run(extended.limit(), sink, this);
                }
            } catch (RuntimeException | Error e) {
                outcome = loads ? Outcome.REFUSED : Outcome.FAILED;
                failure = backend.defect(e);
                comeBack();
                return;
            }
            if (call.compareAndSet(n, n | RETURNED)) {
                // it waits for something; its answer comes on another thread, or has come there
                return;
            }
        }
    }

    /** Sends replies if there are many. */
    void relieve() {
        if (backend.out().size() >= PIECE) {
            backend.link.sendPiece();
        }
    }

    /** Whether the event loop is to have it back before anything else is run. */
    boolean isToReturn() {
        long now = System.nanoTime();
        if (since == 0) {
            since = now;
        }
        return stopped || now - since >= SLICE_NANOS || backend.link.isCongested() || conversation.hasNews();
    }

    /** Says how the last run ended and handles messages up to the next Execute; false if that is the loop's to do. */
    private boolean takeNext() {
        if (outcome != Outcome.COMPLETED && outcome != Outcome.SUSPENDED && outcome != Outcome.LOADED
                || conversation.hasNews()
                || backend.link.loop().inEventLoop()) {
            return false;
        }
        if (outcome == Outcome.COMPLETED) {
            extended.completed(portal, sink.rows());
        } else if (outcome == Outcome.SUSPENDED && !limitReached()) {
            // the client is to read first
            return false;
        }
        outcome = Outcome.NONE;
        loads = false;
        relieve();
        if (isToReturn()) {
            return false;
        }
        if (load.begins(messages, handled)) {
            loads = true;
            return true;
        }
        while (true) {
            int left = messages.writerIndex() - handled;
            if (left < HEADER) {
                return false;
            }
            byte type = messages.getByte(handled);
            int length = messages.getInt(handled + 1);
            if (length < 4
                    || length > backend.connection.listener().limits().message()
                    || length - 4 > Message.longest(type)
                    || left < 1 + length) {
                return false;
            }
            if (type != Message.BIND && type != Message.DESCRIBE && type != Message.EXECUTE) {
                return false;
            }
            reader.reset(messages, handled + HEADER, length - 4);
            conversation.recode(type, reader);
            if (type == Message.EXECUTE) {
                WirePortal next = extended.next(reader);
                if (next == null) {
                    return false;
                }
                portal = next.portal;
                conversation.beginRows(next);
                handled += 1 + length;
                return true;
            }
            try {
                if (type == Message.BIND) {
                    if (!extended.bind(reader, false)) {
                        return false;
                    }
                } else {
                    extended.describe(reader);
                }
            } catch (SqlFailure f) {
                handled += 1 + length;
                outcome = Outcome.REFUSED;
                failure = f;
                return false;
            }
            handled += 1 + length;
        }
    }

    /** Says that a run has stopped at its limit, if that is why it has. */
    private boolean limitReached() {
        boolean reached = extended.limit() > 0 && sink.rows() >= extended.limit();
        if (reached) {
            extended.limitReached(portal, sink.rows());
        }
        return reached;
    }

    private void comeBack() {
        if (backend.link.loop().inEventLoop()) {
            run();
            return;
        }
        try {
            backend.link.loop().execute(this);
        } catch (RejectedExecutionException gone) {
            // The loops have ended and closed the channel: only what was lent is still ours to give up.
            messages.release();
            backend.link.discard();
        }
    }
}
