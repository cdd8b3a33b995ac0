package io.polywire.protocol.r2db2.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.LogCategory;
import io.polywire.api.session.Session;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Limits;
import java.util.concurrent.TimeUnit;

/**
 * The state machine of a connection.
 *
 * <pre>
 *              first byte                S                       done
 *   GREETING ─────────────▶ STARTUP ──────────────▶ (Login) ───────────▶ (Opening) ──────▶ READY
 *      │  16: TLS, again       │ k: cancel, close      │  ▲                   │ E            │
 *      │                       │                     A │  │ p                 ▼              │ Q P B F W U z H h
 *      │ anything else         │ E                     ▼  │                CLOSED            │ each answered in order:
 *      ▼                       ▼                      SECRET                                  │ (QueryFlow, PrepareFlow,
 *    CLOSED ◀──────────────────┴───────────────────────┴─ E                                   │  ExecuteFlow, BatchFlow)
 *      ▲                                                                                      │
 *      └──────────── X, end of stream, fatal E, drain: reply at hand first ───────────────────┘
 *
 *     client            event loop                      strand of the session
 *       │ bytes            │                                     │
 *       ├─────────────────▶│ frame, decode, bind, run ──────────▶│ (or at once on the loop)
 *       │ more bytes       │                                     │ rows into Output
 *       ├─────────────────▶│ queue (Input), answer H             │ C; next message right here
 *       │◀─────────────────┤◀──────────── Outbox ────────────────┤ nothing more: baton back
 * </pre>
 *
 * One thread at a time runs it: the holder of the {@link Baton}. A {@link Flow} answers one message; while it waits for
 * the session, for the gatekeeper or for room, the baton is with what it waits for.
 */
final class Conversation {
    /** Where a connection stands between two messages. */
    private enum State {
        GREETING,
        STARTUP,
        /** A was sent, p is awaited. */
        SECRET,
        READY,
        CLOSED
    }

    /** Another thread than the loop hands over after so many messages, so that no client keeps a thread of the pool. */
    private static final int MOST_IN_A_ROW = 256;

    final Connection connection;
    final Services services;
    final Settings settings;
    final Limits limits;
    final Baton baton = new Baton();
    final Input input;
    final Output output;
    final Link link;
    final Replies replies;
    final Trace trace;

    private final Runnable driveTask = this::drive;
    private final Greeting greeting = new Greeting(this);
    private final Login login = new Login(this);
    private Requests requests;

    private State state = State.GREETING;
    private Flow flow;
    private StartupOptions options;

    /** Written by the holder, read by the loop when the connection has to go. */
    private volatile Session session;

    private volatile Heartbeat heartbeat;
    private volatile boolean gone;
    private volatile SqlFailure leaving;

    Conversation(Connection connection, Services services, Settings settings, Input input, Output output, Link link) {
        this.connection = connection;
        this.services = services;
        this.settings = settings;
        this.input = input;
        this.output = output;
        this.link = link;
        limits = connection.listener().limits();
        replies = new Replies(output);
        trace = new Trace(services.log(), connection.id(), settings.trace());
    }

    // ---- from outside, on the event loop ----

    /** Goes on from where it stood; the caller holds the baton. */
    void drive() {
        run();
        link.settle(false);
    }

    /** The loop's share of heartbeats, or null. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** The channel is closed. */
    void channelGone() {
        gone = true;
        Heartbeat beat = heartbeat;
        if (beat != null) {
            beat.stop();
        }
        Session running = session;
        if (running != null) {
            running.close();
        }
        login.clientGone();
        link.gone();
        if (baton.join()) {
            drive();
        }
    }

    /**
     * The connection has to go: what runs may end until the deadline, then it is cancelled.
     *
     * @param deadlineNanos by {@link System#nanoTime()}
     */
    void leave(SqlFailure reason, long deadlineNanos) {
        if (leaving != null) {
            return;
        }
        leaving = reason;
        if (baton.join()) {
            drive();
            return;
        }
        long left = Math.max(deadlineNanos - System.nanoTime(), 0);
        link.loop().schedule(() -> cancel(reason), left, TimeUnit.NANOSECONDS);
    }

    private void cancel(SqlFailure reason) {
        Session running = session;
        if (running != null && !gone) {
            running.cancel(reason);
        }
    }

    // ---- for the flows: the holder of the baton ----

    Session session() {
        return session;
    }

    StartupOptions options() {
        return options;
    }

    void options(StartupOptions agreed) {
        options = agreed;
    }

    /** Does this next. */
    void start(Flow next) {
        flow = next;
    }

    /** The first bytes are no greeting but a start-up message from here on. */
    void greeted() {
        state = State.STARTUP;
    }

    /** The client has to prove itself with the next message. */
    void awaitSecret() {
        state = State.SECRET;
    }

    /** A session is there; from here on statements are served. */
    void opened(Session opened) {
        session = opened;
        if (gone) {
            opened.close();
        }
    }

    /** The start-up is answered. */
    void serve(Requests of, Heartbeat beat) {
        state = State.READY;
        requests = of;
        heartbeat = beat;
    }

    /** Number of the call that follows; see {@link Baton}. */
    long call() {
        output.park();
        return baton.call();
    }

    /** The outcome of a call is stored: goes on, here or where the call was made. */
    void answered() {
        if (!baton.repliedInline()) {
            drive();
        }
    }

    /** As {@link #answered}, but only on the event loop: before the connection is open. */
    void answeredOnLoop() {
        if (!baton.repliedInline()) {
            link.loop().execute(driveTask);
        }
    }

    /** Stands still until the client has read; the flow then returns false. */
    void awaitRoom() {
        output.handOver();
        link.awaitRoom();
    }

    /** The reply failed, the connection lives unless the failure is fatal or made to leave. */
    void replyFailed(SqlFailure failure) {
        replyFailed(failure, 0, -1);
    }

    /**
     * @param positionOffset characters before the failed statement in its text
     * @param set index of a failed set, or -1
     */
    void replyFailed(SqlFailure failure, int positionOffset, long set) {
        output.abandon();
        boolean ends = failure.isFatal() || leaving != null && failure.kind() == FailureKind.SHUTDOWN;
        boolean fields = options != null && options.errorFields;
        Errors.write(output, failure, fields, ends, positionOffset, set);
        if (trace.isOn()) {
            trace.step("E " + failure.sqlState());
        }
        if (ends) {
            end(Closing.Way.AFTER_CLIENT);
        }
    }

    /** Ends the connection after what is written. */
    void end(Closing.Way way) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        abandonFlow();
        login.abandon();
        Session open = session;
        if (open != null) {
            open.close();
        }
        Heartbeat beat = heartbeat;
        heartbeat = null;
        if (beat != null) {
            link.loop().execute(beat::stop);
        }
        output.handOver();
        input.discard();
        link.close(way);
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    // ---- the machine ----

    private void run() {
        int inARow = 0;
        while (true) {
            try {
                if (gone) {
                    release();
                } else if (flow != null) {
                    Flow present = flow;
                    if (!present.proceed()) {
                        return;
                    }
                    if (flow == present) {
                        flow = null;
                    }
                    continue;
                } else if (state == State.CLOSED) {
                    input.discard();
                } else if (leaving != null) {
                    replyFailed(leaving.asFatal());
                    continue;
                } else if (!link.hasRoom()) {
                    awaitRoom();
                    return;
                } else if (next()) {
                    if (++inARow >= MOST_IN_A_ROW && !link.loop().inEventLoop()) {
                        output.handOver();
                        link.loop().execute(driveTask);
                        return;
                    }
                    continue;
                }
            } catch (SqlFailure failure) {
                refused(failure);
                continue;
            } catch (RuntimeException unforeseen) {
                flow = null;
                services.log().log(LogCategory.ERROR, connection.id(), "internal error", unforeseen);
                replyFailed(Breach.internal(unforeseen));
                continue;
            }
            output.idle();
            input.trim();
            if (baton.release()) {
                return;
            }
        }
    }

    /** Serves the next message; false if it is not here as a whole. */
    private boolean next() {
        int type = input.peek();
        if (type < 0) {
            return false;
        }
        if (state == State.GREETING) {
            return greeting.firstByte((byte) type);
        }
        if (Message.isTermination(type)) {
            if (trace.isOn()) {
                trace.step("X");
            }
            end(Closing.Way.AT_ONCE);
            return true;
        }
        boolean legal = switch (state) {
            case STARTUP -> type == Message.STARTUP || type == Message.CANCEL_REQUEST;
            case SECRET -> Login.isSecret(type);
            default -> requests.isLegal(type);
        };
        if (!legal) {
            throw Breach.fatal("message " + Message.show(type) + " is not expected here");
        }
        if (!input.next(state == State.READY ? limits.message() : limits.messageBeforeAuth())) {
            return false;
        }
        switch (state) {
            case STARTUP -> greeting.startup(input.payload(), login);
            case SECRET -> login.secret(input.payload());
            default -> requests.serve(input.payload(), login);
        }
        return true;
    }

    /** A message could not be served: it was malformed, or a text in it was not what it should be. */
    private void refused(SqlFailure failure) {
        flow = null;
        if (failure.kind() == FailureKind.PROTOCOL || failure.isFatal() && failure.kind() == FailureKind.LIMIT) {
            connection.violation(failure.getMessage());
        }
        if (state != State.READY) {
            replyFailed(failure.asFatal());
            return;
        }
        replyFailed(failure);
        if (!failure.isFatal()) {
            requests.ready();
        }
    }

    private void release() {
        state = State.CLOSED;
        abandonFlow();
        login.abandon();
        Session open = session;
        if (open != null) {
            open.close();
        }
        output.close();
        input.close();
    }

    private void abandonFlow() {
        Flow present = flow;
        flow = null;
        if (present != null) {
            present.abandon();
        }
    }
}
