package io.polywire.client.r2db2.internal.wire;

import io.polywire.client.r2db2.internal.config.Option;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The answer to one request, read event by event while it arrives. If the connection is needed for something else
 * before the answer was read to its end, the rest is kept in memory up to a limit and read from there.
 */
public final class Reply {
    /** What an answer consists of. */
    public enum Event {
        /** A result with {@link Reply#columns} begins. */
        COLUMNS,
        /** {@link Reply#row} holds the next row. */
        ROW,
        /** A statement is complete: {@link Reply#tag}, {@link Reply#affected}, {@link Reply#lastRowId}. */
        COMPLETE,
        /** The portal has more rows. */
        SUSPENDED,
        /** The answer is over. */
        END
    }

    private final Link link;
    private final Watch watch;
    private final Object owner;
    private final Row row = new Row();
    private List<Column> columns = List.of();
    private String tag = "";
    private long affected;
    private long lastRowId;

    /** The whole answer has been read from the wire. */
    private boolean received;

    private boolean complete;
    private SQLException failure;
    private ArrayDeque<byte[]> kept;
    private Frame keptFrame;
    private boolean overflow;

    Reply(Link link, Object owner, long timeoutNanos) {
        this.link = link;
        this.owner = owner;
        this.watch = timeoutNanos > 0 ? new Watch(link, this, timeoutNanos) : null;
    }

    /**
     * Reads on.
     *
     * @throws SQLException the server's error, once the answer is read to its end; or the connection broke
     */
    public Event next() throws SQLException {
        link.lock().lock();
        try {
            return kept == null ? nextReceived() : nextKept();
        } finally {
            link.lock().unlock();
        }
    }

    private Event nextReceived() throws SQLException {
        while (!received) {
            Event event = receive();
            if (event != null) {
                return event;
            }
        }
        return end();
    }

    private Event end() throws SQLException {
        if (failure != null) {
            SQLException thrown = failure;
            failure = null;
            throw thrown;
        }
        return Event.END;
    }

    /** Takes one message from the wire; null if it is nothing that the caller needs to know. */
    private Event receive() throws SQLException {
        try {
            Frame frame = link.receive(watch);
            return frame.type() == Codes.READY ? ready(frame) : handle(frame);
        } catch (IOException e) {
            received = true;
            SQLException known = failure;
            failure = null;
            throw link.broken(e, known);
        }
    }

    private Event ready(Frame frame) throws IOException {
        link.ready(frame);
        received = true;
        link.finished(this);
        return null;
    }

    private Event handle(Frame frame) throws IOException {
        switch (frame.type()) {
            case Codes.TEXT_ROW, Codes.BINARY_ROW -> {
                row.load(frame);
                return Event.ROW;
            }
            case Codes.ROW_DESCRIPTION -> {
                columns = Session.columns(frame);
                return Event.COLUMNS;
            }
            case Codes.COMPLETE -> {
                complete = true;
                tag = frame.remaining() == 0 ? "" : frame.readString();
                affected = frame.remaining() >= 16 ? frame.readLong() : 0;
                lastRowId = frame.remaining() >= 8 ? frame.readLong() : 0;
                return Event.COMPLETE;
            }
            case Codes.SUSPENDED -> {
                return Event.SUSPENDED;
            }
            case Codes.ERROR -> {
                ServerError error = ServerError.read(frame);
                failure = Errors.of(error, timedOut());
                if (error.fatal()) {
                    received = true;
                    link.closedByServer(this);
                }
                return null;
            }
            default ->
                throw new ProtocolException(
                        "Message " + Frame.name(frame.type()) + " came where the answer to a statement was due");
        }
    }

    private Event nextKept() throws SQLException {
        byte[] message = kept.poll();
        if (message == null) {
            if (overflow) {
                overflow = false;
                throw Errors.of(
                        "The rest of this result was dropped: the connection was used for another statement while more than "
                                + "maxBufferBytes of the result were unread. Read results to their end first, use a smaller "
                                + "fetch size, or raise the limit",
                        "54000",
                        null);
            }
            return end();
        }
        keptFrame.set(message);
        try {
            return handle(keptFrame);
        } catch (IOException e) {
            throw link.broken(e, null);
        }
    }

    /** Frees the wire: takes the rest of the answer into memory. Called by the session, under its lock. */
    void spool() throws SQLException {
        if (received) {
            return;
        }
        kept = new ArrayDeque<>();
        keptFrame = new Frame();
        long limit = link.settings().number(Option.MAX_BUFFER_BYTES);
        long size = 0;
        try {
            while (!received) {
                Frame frame = link.receive(watch);
                switch (frame.type()) {
                    case Codes.READY -> ready(frame);
                    case Codes.ERROR -> handle(frame);
                    default -> {
                        size += frame.size() + 64L;
                        if (size > limit) {
                            overflow = true;
                        } else if (!overflow) {
                            kept.add(frame.keep());
                        }
                    }
                }
            }
        } catch (IOException e) {
            received = true;
            throw link.broken(e, failure);
        }
    }

    /** Reads the answer to its end and drops the rows. Throws the server's error if there is one. */
    public void drain() throws SQLException {
        while (next() != Event.END) {
            // what came before the end is not wanted
        }
    }

    /** Reads the answer to its end and drops all of it, an error too, unless the connection broke. */
    public void discard() throws SQLException {
        link.lock().lock();
        try {
            if (kept != null) {
                kept.clear();
                overflow = false;
            }
            while (!received) {
                receive();
            }
            failure = null;
        } finally {
            link.lock().unlock();
        }
    }

    /** Columns of the current result; empty if none was described. */
    public List<Column> columns() {
        return columns;
    }

    /** For an answer whose columns are known beforehand. */
    void columns(List<Column> known) {
        columns = known;
    }

    /** The row of the last {@link Event#ROW}. */
    public Row row() {
        return row;
    }

    /** What the completed statement was, for example {@code INSERT 1}. */
    public String tag() {
        return tag;
    }

    /** Whether a statement was complete, also if that was among what was dropped. */
    boolean complete() {
        return complete;
    }

    /** Rows that the completed statement changed. */
    public long affected() {
        return affected;
    }

    /** Row id that the completed statement inserted last; 0: none. */
    public long lastRowId() {
        return lastRowId;
    }

    Watch watch() {
        return watch;
    }

    /** Whether its query timeout has passed. */
    boolean timedOut() {
        return watch != null && watch.fired();
    }

    /** The JDBC statement that asked. */
    Object owner() {
        return owner;
    }
}
