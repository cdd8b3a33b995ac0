package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Drain;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: takes bytes from the pipeline, keeps what is not read, drives the present stage and flushes once when
 * a batch of input is worked off.
 *
 * <pre>
 *            SSLRequest, direct TLS          StartupMessage             AuthenticationOk
 *   connect ───────────▶ {@link Startup} ───────────────▶ {@link Login} ───────────────▶ {@link Conversation} ──▶ close
 *                            │  CancelRequest ──▶ close      │ refused ──▶ FATAL, close          │ Terminate, FATAL
 * </pre>
 *
 * Everything here runs on the event loop; replies that come on another thread are brought to it ({@link Answer}).
 */
final class Backend extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    /** With this much unread input and no way to go on, the socket is not read. */
    private static final int HIGH_WATER = 64 * 1024;
    /** How many steps lie between two looks at the clock. */
    private static final int STEPS = 8;

    private static final String TURN_MILLIS = "turn.ms";
    private static final long DEFAULT_TURN_MILLIS = 5;

    final PostgresProtocol protocol;
    final Connection connection;
    final MessageReader reader = new MessageReader();
    Link link;
    Inbox in;
    private Stage stage;
    private ChannelHandlerContext ctx;
    private boolean pumping;
    private boolean reading;
    private boolean gone;
    /** How long it works off messages before the other connections of the loop have their turn. */
    private final long turnNanos;

    private long turnSince;
    private int steps;
    /** Whether its next turn is to come. */
    private boolean yielded;

    Backend(PostgresProtocol protocol, Connection connection) {
        this.protocol = protocol;
        this.connection = connection;
        String turn = connection.listener().options().get(TURN_MILLIS);
        turnNanos = TimeUnit.MILLISECONDS.toNanos(turn == null ? DEFAULT_TURN_MILLIS : Long.parseLong(turn));
    }

    Output out() {
        return link.out();
    }

    ChannelHandlerContext context() {
        return ctx;
    }

    void become(Stage next) {
        stage = next;
    }

    boolean isGone() {
        return gone;
    }

    // ---- the pipeline ----

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        link = new Link(context, connection.listener().limits().outputBytes());
        in = new Inbox(context.alloc());
        stage = new Startup(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        if (gone || link.isClosing()) {
            bytes.release();
            return;
        }
        in.add(bytes);
        if (!reading) {
            reading = true;
            turnSince = System.nanoTime();
        }
        pump();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        link.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        goOn();
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Drain drain) {
            stage.drain(drain);
            goOn();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        gone();
    }

    private void gone() {
        if (!gone) {
            gone = true;
            in.clear();
            stage.gone();
            if (!link.isLent()) {
                link.discard();
            }
        }
    }

    // ---- driving the stage ----

    /** Continues after news from elsewhere than the socket. */
    void goOn() {
        if (!reading && !pumping) {
            turnSince = System.nanoTime();
        }
        pump();
        if (!reading && !pumping) {
            link.flush();
        }
    }

    private void pump() {
        if (pumping || yielded) {
            return;
        }
        pumping = true;
        try {
            while (!yielded && !gone && !link.isClosing() && step()) {
                link.relieve();
                if (++steps % STEPS == 0 && System.nanoTime() - turnSince >= turnNanos) {
                    yieldTurn();
                }
            }
        } finally {
            pumping = false;
            reader.release();
        }
        if (gone || link.isClosing()) {
            in.clear();
        } else {
            boolean full = (yielded || stage.isBlocked()) && in.size() >= HIGH_WATER;
            if (ctx.channel().config().isAutoRead() == full) {
                ctx.channel().config().setAutoRead(!full);
            }
        }
    }

    /** Lets the loop serve its other connections; what is left of the input waits meanwhile. */
    private void yieldTurn() {
        yielded = true;
        try {
            // a plain task would run before the loop looks at its sockets again
            link.loop().schedule(this::turn, 1, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            // the loops have ended and closed the channel
            gone();
        }
    }

    private void turn() {
        yielded = false;
        goOn();
    }

    private boolean step() {
        try {
            return stage.step();
        } catch (SqlFailure f) {
            stage.failed(f);
        } catch (RuntimeException | Error e) {
            stage.failed(defect(e));
        }
        return true;
    }

    /** A failure outside of a step: the stage's to say. */
    void failed(SqlFailure f) {
        if (!gone && !link.isClosing()) {
            stage.failed(f);
        }
    }

    /** A defect of ours: the operator reads what it was, the client that there was one. */
    SqlFailure defect(Throwable t) {
        LOG.error("connection {}: defect", connection.id(), t);
        return Failures.of(t);
    }

    /** Something went wrong that no client can be told any more. */
    void note(String what, SqlFailure f) {
        LOG.warn("connection {}: {}: {} {}", connection.id(), what, f.sqlState(), f.getMessage(), f.getCause());
    }

    // ---- endings ----

    /** Says why and closes. */
    void fatal(SqlFailure failure) {
        if (!link.isClosing() && !gone) {
            if (!link.isLent()) {
                Reports.error(failure.asFatal(), 0, out());
            }
            link.close(true);
        }
    }

    /** The client broke the protocol: FATAL, and a line in the security log. */
    void violation(SqlFailure failure) {
        connection.violation(failure.getMessage());
        fatal(failure);
    }

    /** Closes without a word, as PostgreSQL does where it cannot trust what it reads. */
    void hangUp(String violation) {
        connection.violation(violation);
        link.close(true);
    }
}
