package io.polywire.client.r2db2.internal.wire;

import java.sql.SQLException;
import java.util.List;

/**
 * One execution of one statement. If it returns rows they are read page by page through a portal, so neither side holds
 * more than a page of them.
 */
public final class Cursor implements Rows {
    private final Session session;
    private final Object owner;
    private final long timeoutNanos;
    private Prepared statement;
    private final boolean ownsStatement;
    private int portal;
    private Reply reply;
    private Row row;
    private List<Column> columns;
    private Reply.Event ahead;
    private boolean suspended;
    private boolean closed;
    private int pageSize;
    private long rowsLeft;

    /**
     * @param ownsStatement the statement is closed with the cursor
     * @param portal 0: none, the answer holds all rows
     * @param rowsLeft most rows to give; {@link Long#MAX_VALUE}: all
     */
    Cursor(Session session, Prepared statement, boolean ownsStatement, int portal, Reply reply, Request request) {
        this.session = session;
        this.statement = statement;
        this.ownsStatement = ownsStatement;
        this.portal = portal;
        this.reply = reply;
        this.row = reply.row();
        this.columns = statement.columns();
        this.owner = request.owner();
        this.timeoutNanos = request.timeoutNanos();
        this.pageSize = request.pageSize();
        this.rowsLeft = request.maxRows() == 0 ? Long.MAX_VALUE : request.maxRows();
    }

    /** Waits for the first sign of the answer, so that an error belongs to the execution and not to the first row. */
    void start() throws SQLException {
        try {
            do {
                ahead = reply.next();
            } while (ahead == Reply.Event.COLUMNS && update(reply.columns()));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private boolean update(List<Column> told) {
        columns = told;
        return true;
    }

    /** Whether the statement returns rows. */
    public boolean hasRows() {
        return !columns.isEmpty();
    }

    /**
     * Reads the rest of the answer of a statement that returns no rows, or whose rows are not wanted.
     *
     * @return rows that it changed
     */
    public long finish() throws SQLException {
        while (next()) {
            // rows of INSERT ... RETURNING that nobody asked for
        }
        return reply.affected();
    }

    /** Rows that it changed. Known once the answer was read to its end. */
    public long affected() {
        return reply.affected();
    }

    /** Row id inserted last; 0: none. Known once the answer was read to its end. */
    public long lastRowId() {
        return reply.lastRowId();
    }

    /** What was done, for example {@code INSERT 1}. Known once the answer was read to its end. */
    public String tag() {
        return reply.tag();
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public Row row() {
        return row;
    }

    @Override
    public boolean startsWithRow() {
        return ahead == Reply.Event.ROW && rowsLeft > 0;
    }

    @Override
    public void pageSize(int rows) {
        pageSize = rows;
    }

    @Override
    public boolean next() throws SQLException {
        if (closed) {
            return false;
        }
        if (rowsLeft <= 0) {
            close();
            return false;
        }
        try {
            return advance();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private boolean advance() throws SQLException {
        while (true) {
            Reply.Event event = ahead != null ? ahead : reply.next();
            ahead = null;
            switch (event) {
                case ROW -> {
                    if (row.columns() != columns.size()) {
                        throw Errors.of(
                                "The columns of the statement changed since it was prepared; prepare it again",
                                "0A000",
                                null);
                    }
                    rowsLeft--;
                    return true;
                }
                case COLUMNS -> columns = reply.columns();
                case SUSPENDED -> suspended = true;
                case COMPLETE -> {
                    session.completed(reply.tag());
                }
                case END -> {
                    if (!suspended) {
                        close();
                        return false;
                    }
                    suspended = false;
                    reply = session.fetch(portal, most(), owner, timeoutNanos);
                    row = reply.row();
                }
            }
        }
    }

    private int most() {
        return (int) Math.min(pageSize, rowsLeft);
    }

    private SQLException failed(SQLException e) {
        try {
            close();
        } catch (SQLException further) {
            e.addSuppressed(further);
        }
        return e;
    }

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        session.lock();
        try {
            if (!session.isClosed()) {
                reply.discard();
            }
        } finally {
            session.release(this);
            session.unlock();
        }
    }

    int portal() {
        return portal;
    }

    /** Whether the portal was read to its end, so that it is closed at the server, too. */
    boolean exhausted() {
        return reply.complete();
    }

    Prepared statement() {
        return statement;
    }

    boolean ownsStatement() {
        return ownsStatement;
    }
}
