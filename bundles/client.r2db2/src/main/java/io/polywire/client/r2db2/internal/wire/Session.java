package io.polywire.client.r2db2.internal.wire;

import io.polywire.client.r2db2.internal.config.Host;
import io.polywire.client.r2db2.internal.config.Option;
import io.polywire.client.r2db2.internal.config.Settings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An authenticated connection: sends requests and hands out their answers. One thread works with it at a time, which the
 * lock ensures; {@link #cancel}, {@link #abort} and {@link #isClosed} may be called from any thread at any time.
 */
public final class Session {
    private static final long MAX_REQUEST = 1L << 30;

    private final Link link;
    private final FrameWriter out;
    private final ReentrantLock lock;
    private final Ids statementIds = new Ids();
    private final Ids portalIds = new Ids();
    private final Map<String, Prepared> idle = new LinkedHashMap<>(16, 0.75f, true);
    private final int idleLimit;
    /** Counts the changes of the schema that this connection made. */
    private int epoch;

    private boolean schemaChanged;

    Session(Link link) {
        this.link = link;
        this.out = link.out();
        this.lock = link.lock();
        this.idleLimit = link.settings().number(Option.STATEMENT_CACHE);
    }

    // ---- state

    /** The lock of the connection; for callers that need several steps to be one. */
    public void lock() {
        lock.lock();
    }

    /** Ends {@link #lock}. */
    public void unlock() {
        lock.unlock();
    }

    /** What the connection was asked to be. */
    public Settings settings() {
        return link.settings();
    }

    /** The host that was reached. */
    public Host host() {
        return link.host();
    }

    /** An option as the server accepted it; null: it did not. */
    public String accepted(String option) {
        return link.accepted(option);
    }

    /** {@code I} no transaction, {@code T} in one, {@code E} in a failed one; as of the last answer. */
    public char transaction() {
        return link.transaction();
    }

    /** Whether it was closed, by whomever. */
    public boolean isClosed() {
        return link.isClosed();
    }

    /** @throws SQLException 08003 saying why the connection is closed */
    public void checkOpen() throws SQLException {
        link.checkOpen();
    }

    /** Longest wait for the server's next bytes, ms; 0: no limit. */
    public void networkTimeout(int millis) {
        link.transport().timeout(millis);
    }

    /** Longest wait for the server's next bytes, ms; 0: no limit. */
    public int networkTimeout() {
        return link.transport().timeout();
    }

    /** Cancels what {@code owner} is running; does nothing if that is over. May be called from any thread. */
    public void cancel(Object owner) throws SQLException {
        link.cancel(owner);
    }

    /** Closes at once, also while another thread waits for an answer. May be called from any thread. */
    public void abort(String reason) {
        link.abort(reason);
    }

    /** Says goodbye and closes. If another thread is using the connection, it is cut off. */
    public void close() {
        link.close();
    }

    /**
     * Asks the server for a sign of life.
     *
     * @param timeoutMillis longest wait; 0: no limit
     */
    public boolean isAlive(long timeoutMillis) {
        if (!lockWithin(timeoutMillis)) {
            return false;
        }
        try {
            if (isClosed()) {
                return false;
            }
            if (timeoutMillis > 0) {
                link.transport().deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
            }
            query("", null, 0).drain();
            return true;
        } catch (SQLException e) {
            // an error that leaves the connection open is an answer, too
            return !isClosed();
        } finally {
            link.transport().deadline(Transport.NEVER);
            lock.unlock();
        }
    }

    private boolean lockWithin(long timeoutMillis) {
        if (timeoutMillis == 0) {
            lock.lock();
            return true;
        }
        try {
            return lock.tryLock(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    // ---- requests

    /**
     * Runs one or more statements; their results follow each other in the answer.
     *
     * @param owner who may cancel it
     * @param timeoutNanos 0: no limit
     */
    public Reply query(String sql, Object owner, long timeoutNanos) throws SQLException {
        checkText(sql);
        lock.lock();
        try {
            Reply reply = link.start(owner, timeoutNanos);
            out.begin(Codes.QUERY).putString(sql).end();
            link.flush(reply);
            return reply;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Runs a statement of the driver itself, such as COMMIT.
     *
     * @return what was done, for example {@code COMMIT}
     */
    public String command(String sql, Object owner, long timeoutNanos) throws SQLException {
        lock.lock();
        try {
            Reply reply = query(sql, owner, timeoutNanos);
            Reply.Event event;
            do {
                event = reply.next();
                if (event == Reply.Event.COMPLETE) {
                    completed(reply.tag());
                }
            } while (event != Reply.Event.END);
            return reply.tag();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has the server prepare a statement, or takes one that was prepared before and is not in use.
     *
     * @param owner who may cancel it
     */
    public Prepared prepare(String sql, Object owner, long timeoutNanos) throws SQLException {
        checkText(sql);
        lock.lock();
        try {
            checkOpen();
            Prepared known = idle.remove(sql);
            if (known != null) {
                if (known.epoch() == epoch) {
                    return known;
                }
                closeStatement(known);
            }
            int id = statementIds.take();
            Reply reply = link.start(owner, timeoutNanos);
            putPrepare(id, sql);
            link.flush(reply);
            try {
                return readPrepared(id, sql, reply);
            } catch (SQLException e) {
                statementIds.give(id);
                throw e;
            } finally {
                link.finished(reply);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the schema has changed since; then the statement is better prepared again. */
    public boolean outdated(Prepared statement) {
        return statement.epoch() != epoch;
    }

    /** Prepares and runs a statement without parameters, in one message exchange. */
    public Cursor execute(String sql, Request request) throws SQLException {
        checkText(sql);
        lock.lock();
        try {
            Reply reply = link.start(request.owner(), request.timeoutNanos());
            int id = statementIds.take();
            int portal = request.paged() ? portalIds.take() : 0;
            putPrepare(id, sql);
            putExecute(id, portal, request, null);
            link.flush(reply);
            Prepared statement;
            try {
                statement = readPrepared(id, sql, reply);
                if (statement.parameterCount() > 0) {
                    // the server has refused to run it without their values, or is about to
                    putClose('S', id);
                    throw Errors.of(
                            "The statement has " + statement.parameterCount() + " parameters; use a prepared statement",
                            "07001",
                            null);
                }
            } catch (SQLException e) {
                discard(reply, e);
                statementIds.give(id);
                givePortal(portal);
                throw e;
            }
            return cursor(statement, true, portal, reply, request);
        } finally {
            lock.unlock();
        }
    }

    private void discard(Reply reply, SQLException because) {
        try {
            if (!isClosed()) {
                reply.discard();
            }
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /** Runs a prepared statement. */
    public Cursor execute(Prepared statement, Parameters parameters, Request request) throws SQLException {
        checkSize(parameters.size());
        lock.lock();
        try {
            Reply reply = link.start(request.owner(), request.timeoutNanos());
            int portal = request.paged() && !statement.columns().isEmpty() ? portalIds.take() : 0;
            putExecute(statement.id(), portal, request, parameters);
            link.flush(reply);
            return cursor(statement, false, portal, reply, request);
        } finally {
            lock.unlock();
        }
    }

    private Cursor cursor(Prepared statement, boolean owns, int portal, Reply reply, Request request)
            throws SQLException {
        reply.columns(statement.columns());
        Cursor cursor = new Cursor(this, statement, owns, portal, reply, request);
        cursor.start();
        return cursor;
    }

    Reply fetch(int portal, int most, Object owner, long timeoutNanos) throws SQLException {
        lock.lock();
        try {
            Reply reply = link.start(owner, timeoutNanos);
            out.begin(Codes.FETCH).putInt(portal).putInt(most).end();
            link.flush(reply);
            return reply;
        } finally {
            lock.unlock();
        }
    }

    /** Runs a prepared statement with several sets of parameters, as one unit. */
    public BatchOutcome batch(Prepared statement, List<Parameters> sets, Object owner, long timeoutNanos)
            throws SQLException {
        checkSize(sets.stream().mapToLong(Parameters::size).sum());
        lock.lock();
        try {
            Reply reply = link.start(owner, timeoutNanos);
            out.begin(Codes.BATCH).putInt(statement.id()).putInt(sets.size());
            sets.forEach(set -> set.write(out));
            out.end();
            link.flush(reply);
            try {
                return readBatch(sets.size(), reply);
            } finally {
                link.finished(reply);
            }
        } finally {
            lock.unlock();
        }
    }

    private void putPrepare(int id, String sql) {
        out.begin(Codes.PREPARE).putInt(id).putString(sql).putInt(0).end();
    }

    private void putExecute(int id, int portal, Request request, Parameters parameters) {
        long most = request.maxRows() == 0 ? Integer.MAX_VALUE : request.maxRows();
        if (portal != 0) {
            most = Math.min(most, request.pageSize());
        }
        int rows = most >= Integer.MAX_VALUE ? 0 : (int) most;
        out.begin(Codes.EXECUTE).putInt(id).putInt(portal).putByte(1).putInt(rows);
        if (parameters == null) {
            out.putInt(0);
        } else {
            parameters.write(out);
        }
        out.end();
    }

    private Prepared readPrepared(int id, String sql, Reply reply) throws SQLException {
        Prepared prepared = null;
        SQLException failure = null;
        try {
            while (true) {
                Frame frame = link.receive(reply.watch());
                switch (frame.type()) {
                    case Codes.PREPARED -> prepared = prepared(id, sql, frame);
                    case Codes.ERROR -> failure = link.failure(frame, reply);
                    case Codes.READY -> {
                        link.ready(frame);
                        if (failure != null) {
                            throw failure;
                        }
                        if (prepared == null) {
                            throw new ProtocolException("The answer to Prepare holds neither its result nor an error");
                        }
                        return prepared;
                    }
                    default -> throw Link.unexpected(frame);
                }
            }
        } catch (IOException e) {
            throw link.broken(e, failure);
        }
    }

    private Prepared prepared(int id, String sql, Frame frame) throws IOException {
        if (frame.readInt() != id) {
            throw new ProtocolException("The answer to Prepare names another statement");
        }
        int[] parameters = new int[frame.readCount(4)];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = frame.readInt();
        }
        return new Prepared(id, sql, parameters, columns(frame), epoch);
    }

    static List<Column> columns(Frame frame) throws IOException {
        int count = frame.readCount(5);
        List<Column> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            columns.add(new Column(frame.readString(), frame.readInt()));
        }
        return List.copyOf(columns);
    }

    private BatchOutcome readBatch(int sets, Reply reply) throws SQLException {
        BatchOutcome outcome = null;
        SQLException failure = null;
        try {
            while (true) {
                Frame frame = link.receive(reply.watch());
                switch (frame.type()) {
                    case Codes.BATCH_COMPLETE -> outcome = outcome(sets, frame);
                    case Codes.ERROR -> {
                        ServerError error = ServerError.read(frame);
                        failure = Errors.of(error, reply.timedOut());
                        outcome = new BatchOutcome(new long[0], 0, failure, error.index());
                        if (error.fatal()) {
                            link.closedByServer(reply);
                            return outcome;
                        }
                    }
                    case Codes.READY -> {
                        link.ready(frame);
                        if (outcome == null) {
                            throw new ProtocolException("The answer to a batch holds neither its result nor an error");
                        }
                        return outcome;
                    }
                    default -> throw Link.unexpected(frame);
                }
            }
        } catch (IOException e) {
            throw link.broken(e, failure);
        }
    }

    private static BatchOutcome outcome(int sets, Frame frame) throws IOException {
        int count = frame.readCount(8);
        if (count != sets) {
            throw new ProtocolException("The answer to a batch of " + sets + " sets counts " + count);
        }
        long[] affected = new long[count];
        for (int i = 0; i < count; i++) {
            affected[i] = frame.readLong();
        }
        return new BatchOutcome(affected, frame.readLong(), null, -1);
    }

    private static void checkText(String sql) throws SQLException {
        if (sql.indexOf('\0') >= 0) {
            throw Errors.of("A statement must not hold a NUL character", "42601", null);
        }
        checkSize(sql.length() * 3L);
    }

    /** A request that cannot be sent must be refused before the first byte of it is gathered. */
    private static void checkSize(long bytes) throws SQLException {
        if (bytes > MAX_REQUEST) {
            throw Errors.of("A request to the server must be smaller than 1 GiB", "54000", null);
        }
    }

    // ---- the ends of things

    /** Puts a prepared statement back: it is kept for the next one with the same text, or closed. */
    public void release(Prepared statement) {
        lock.lock();
        try {
            if (isClosed()) {
                return;
            }
            if (idleLimit == 0 || outdated(statement) || idle.containsKey(statement.sql())) {
                closeStatement(statement);
                return;
            }
            idle.put(statement.sql(), statement);
            if (idle.size() > idleLimit) {
                Prepared eldest = idle.values().iterator().next();
                idle.remove(eldest.sql());
                closeStatement(eldest);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes a prepared statement without keeping it. */
    public void forget(Prepared statement) {
        lock.lock();
        try {
            closeStatement(statement);
        } finally {
            lock.unlock();
        }
    }

    private void closeStatement(Prepared statement) {
        putClose('S', statement.id());
        statementIds.give(statement.id());
    }

    /** Closes what a cursor holds at the server. */
    void release(Cursor cursor) throws SQLException {
        if (isClosed()) {
            return;
        }
        boolean open = cursor.portal() != 0 && !cursor.exhausted();
        if (open) {
            putClose('P', cursor.portal());
        }
        givePortal(cursor.portal());
        if (cursor.ownsStatement()) {
            closeStatement(cursor.statement());
        }
        if (open && link.transaction() == 'I') {
            // an open portal keeps its snapshot at the server until this arrives: do not wait for the next request
            try {
                out.flush();
            } catch (IOException e) {
                throw link.broken(e, null);
            }
        }
    }

    private void putClose(char what, int id) {
        // is sent with the next request: nobody waits for it
        out.begin(Codes.CLOSE).putByte(what).putInt(id).end();
    }

    private void givePortal(int portal) {
        if (portal != 0) {
            portalIds.give(portal);
        }
    }

    /** A statement was done: notes whether what is known of the schema still holds. */
    public void completed(String tag) {
        boolean changes = tag.startsWith("CREATE") || tag.startsWith("ALTER") || tag.startsWith("DROP");
        schemaChanged |= changes;
        if (changes || schemaChanged && tag.startsWith("ROLLBACK")) {
            epoch++;
            idle.values().forEach(this::closeStatement);
            idle.clear();
        }
        if (link.transaction() == 'I') {
            schemaChanged = false;
        }
    }

    @Override
    public String toString() {
        return "r2db2 session with " + link.host();
    }
}
