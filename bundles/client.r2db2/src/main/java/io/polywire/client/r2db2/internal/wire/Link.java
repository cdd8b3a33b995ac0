package io.polywire.client.r2db2.internal.wire;

import io.polywire.client.r2db2.internal.config.Host;
import io.polywire.client.r2db2.internal.config.Option;
import io.polywire.client.r2db2.internal.config.Settings;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The wire to one server once the start-up is done: which answer is being read, and the ways in which it all ends. One
 * thread works with it at a time, which the lock ensures; {@link #cancel}, {@link #abort} and {@link #isClosed} may be
 * called from any thread at any time.
 */
final class Link {
    private static final int UNGUARDED = 16 * 1024;

    private final Host host;
    private final Settings settings;
    private final Tls tls;
    private final Transport transport;
    private final FrameReader in;
    private final FrameWriter out;
    private final Map<String, String> accepted;
    private final SessionKey key;

    private final ReentrantLock lock = new ReentrantLock();
    /** Held while a cancel request is under way, so that it cannot hit a later statement. */
    private final ReentrantLock cancelLock = new ReentrantLock();

    private Reply active;
    private char transaction;
    private long lastReceived = System.nanoTime();
    private volatile String closed;
    private volatile boolean timedOut;

    /** @param key null: the server gave none */
    Link(
            Host host,
            Settings settings,
            Tls tls,
            Transport transport,
            FrameReader in,
            FrameWriter out,
            Map<String, String> accepted,
            SessionKey key) {
        this.host = host;
        this.settings = settings;
        this.tls = tls;
        this.transport = transport;
        this.in = in;
        this.out = out;
        this.accepted = Map.copyOf(accepted);
        this.key = key;
        String state = accepted.getOrDefault("transaction", "");
        this.transaction = state.isEmpty() ? 'I' : state.charAt(0);
    }

    ReentrantLock lock() {
        return lock;
    }

    Host host() {
        return host;
    }

    Settings settings() {
        return settings;
    }

    Transport transport() {
        return transport;
    }

    /** Where messages are gathered; they go out with {@link #flush}. */
    FrameWriter out() {
        return out;
    }

    /** An option as the server accepted it; null: it did not. */
    String accepted(String option) {
        return accepted.get(option);
    }

    /** {@code I} no transaction, {@code T} in one, {@code E} in a failed one; as of the last answer. */
    char transaction() {
        return transaction;
    }

    boolean isClosed() {
        return closed != null;
    }

    /** When the server was heard of last, {@link System#nanoTime}. */
    long lastReceived() {
        return lastReceived;
    }

    /** @throws SQLException 08003 saying why the connection is closed */
    void checkOpen() throws SQLException {
        String reason = closed;
        if (reason != null) {
            throw Errors.of("The connection is closed: " + reason, "08003", null);
        }
    }

    /** Makes room for a new request and its answer: what is left of the one before goes to memory. */
    Reply start(Object owner, long timeoutNanos) throws SQLException {
        checkOpen();
        spool();
        Reply reply = new Reply(this, owner, timeoutNanos);
        cancelLock.lock();
        try {
            active = reply;
        } finally {
            cancelLock.unlock();
        }
        return reply;
    }

    /** The answer was read from the wire to its end. */
    void finished(Reply reply) {
        // waits while a cancel request for this very statement is on its way
        cancelLock.lock();
        try {
            if (active == reply) {
                active = null;
            }
        } finally {
            cancelLock.unlock();
        }
    }

    /** Sends what was gathered. */
    void flush(Reply reply) throws SQLException {
        Watch watch = reply.watch();
        ScheduledFuture<?> alarm = guard();
        try {
            if (watch == null) {
                out.flush();
                return;
            }
            watch.enter();
            try {
                out.flush();
            } finally {
                watch.exit();
            }
        } catch (IOException e) {
            throw broken(e, null);
        } finally {
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
    }

    /** A socket knows no time-out for writing: what is too large for its buffer needs an alarm of its own. */
    private ScheduledFuture<?> guard() {
        int millis = transport.timeout();
        if (millis == 0 || out.size() < UNGUARDED) {
            return null;
        }
        return Background.after(
                TimeUnit.MILLISECONDS.toNanos(millis), () -> abort("the server took no data within the time-out"));
    }

    /** The next message that is not a heartbeat. */
    Frame receive(Watch watch) throws IOException {
        in.watch(watch);
        try {
            while (true) {
                byte type = in.next();
                if (type == Codes.HEARTBEAT) {
                    answerHeartbeat();
                } else if (type != Codes.HEARTBEAT_REPLY) {
                    return in.frame();
                }
            }
        } finally {
            in.watch(null);
        }
    }

    /** Takes a READY message. */
    void ready(Frame frame) throws IOException {
        lastReceived = System.nanoTime();
        frame.readByte();
        while (frame.remaining() > 0) {
            String key = frame.readString();
            String value = frame.remaining() == 0 ? "" : frame.readString();
            if (key.equals("transaction") && !value.isEmpty()) {
                transaction = value.charAt(0);
            }
        }
    }

    /** Frees the wire of an answer that was not read to its end. */
    void spool() throws SQLException {
        if (active != null) {
            active.spool();
            checkOpen();
        }
    }

    /** Sends a heartbeat and waits for its answer. Only where the server agreed to heartbeats. */
    void ping(long timeoutMillis) throws SQLException {
        transport.deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
        try {
            out.begin(Codes.HEARTBEAT).putLong(lastReceived).end();
            out.flush();
            while (true) {
                byte type = in.next();
                if (type == Codes.HEARTBEAT) {
                    answerHeartbeat();
                } else if (type == Codes.HEARTBEAT_REPLY) {
                    lastReceived = System.nanoTime();
                    return;
                } else if (type == Codes.ERROR) {
                    throw failure(in.frame(), new Reply(this, null, 0));
                } else {
                    throw unexpected(in.frame());
                }
            }
        } catch (IOException e) {
            throw broken(e, null);
        } finally {
            transport.deadline(Transport.NEVER);
        }
    }

    private void answerHeartbeat() throws IOException {
        out.begin(Codes.HEARTBEAT_REPLY).putLong(in.frame().readLong()).end();
        out.flush();
    }

    static ProtocolException unexpected(Frame frame) {
        return new ProtocolException("Message " + Frame.name(frame.type()) + " came where another was due");
    }

    /** Takes an error that comes where a Reply is not in charge; throws it at once if the server closes. */
    SQLException failure(Frame frame, Reply reply) throws IOException, SQLException {
        ServerError error = ServerError.read(frame);
        SQLException failure = Errors.of(error, reply.timedOut());
        if (error.fatal()) {
            closedByServer(reply);
            throw failure;
        }
        return failure;
    }

    /** Cancels what {@code owner} is running; does nothing if that is over. May be called from any thread. */
    void cancel(Object owner) throws SQLException {
        cancelLock.lock();
        try {
            if (active != null && active.owner() == owner) {
                sendCancel();
            }
        } finally {
            cancelLock.unlock();
        }
    }

    void cancelForTimeout(Reply reply) {
        cancelLock.lock();
        try {
            if (active == reply) {
                sendCancel();
            }
        } catch (SQLException e) {
            giveUp();
        } finally {
            cancelLock.unlock();
        }
    }

    /** A statement whose query timeout has passed cannot be cancelled. */
    void giveUp() {
        timedOut = true;
        abort("the query timeout has passed and the statement could not be cancelled");
    }

    private void sendCancel() throws SQLException {
        if (key == null) {
            throw Errors.of("The server gave this session no key to cancel with", "0A000", null);
        }
        int millis = settings.number(Option.CONNECT_TIMEOUT);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis == 0 ? 60_000 : millis);
        try {
            Transport second = Transport.open(transport.address(), host, tls, deadline);
            try {
                second.deadline(deadline);
                FrameWriter writer = new FrameWriter(second.out());
                writer.begin(Codes.CANCEL)
                        .putInt(key.id())
                        .putLong(key.secret())
                        .end();
                writer.flush();
                // the server closes once the request was passed on: until then it must not meet a later statement
                byte[] rest = new byte[512];
                while (second.in().read(rest) >= 0) {
                    // a cancel request has no answer that matters
                }
            } finally {
                second.abort();
            }
        } catch (IOException e) {
            throw Errors.of("The cancel request could not be delivered: " + Errors.describe(e), "08006", e);
        }
    }

    /** Notes that the server said it closes the connection. */
    void closedByServer(Reply reply) {
        abort("the server closed it");
        finished(reply);
    }

    /**
     * Notes that the connection is beyond repair.
     *
     * @param known an error that the server told before; may be null
     * @return what the caller should throw
     */
    SQLException broken(IOException e, SQLException known) {
        String earlier = closed;
        SQLException failure = known;
        if (failure == null && earlier == null) {
            failure = Errors.broken(e);
        } else if (failure == null) {
            String text = "The connection is closed: " + earlier;
            failure = timedOut ? new SQLTimeoutException(text, "57014", e) : Errors.of(text, "08006", e);
        }
        abort(earlier == null ? "it broke: " + Errors.describe(e) : earlier);
        cancelLock.lock();
        try {
            active = null;
        } finally {
            cancelLock.unlock();
        }
        return failure;
    }

    /** Closes at once, also while another thread waits for an answer. */
    void abort(String reason) {
        if (closed == null) {
            closed = reason;
        }
        try {
            transport.abort();
        } catch (IOException e) {
            // it is closed for us; the socket has nothing more to tell
        }
    }

    /** Says goodbye and closes. If another thread is using the connection, it is cut off. */
    void close() {
        if (isClosed()) {
            return;
        }
        if (!lock.tryLock()) {
            abort("it was closed by another thread");
            return;
        }
        try {
            closed = "close() was called";
            transport.deadline(System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
            out.begin(Codes.TERMINATION).end();
            out.flush();
            transport.close();
        } catch (IOException e) {
            // the goodbye was a courtesy
            abort("close() was called");
        } finally {
            lock.unlock();
        }
    }
}
