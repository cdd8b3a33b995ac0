package io.polywire.client.r2db2.internal.wire;

import java.sql.SQLException;
import java.util.List;

/** The rows of one statement of a script: they stand in the script's answer between two other results. */
public final class ScriptRows implements Rows {
    private final Reply reply;
    private final List<Column> columns;
    private final long maxRows;
    private long given;
    private Reply.Event ahead;
    private boolean over;

    /**
     * @param reply has just given {@link Reply.Event#COLUMNS}
     * @param maxRows most rows to give; 0: all
     */
    public ScriptRows(Reply reply, long maxRows) {
        this.reply = reply;
        this.columns = reply.columns();
        this.maxRows = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public boolean startsWithRow() throws SQLException {
        if (ahead == null && !over) {
            ahead = read();
        }
        return ahead == Reply.Event.ROW;
    }

    @Override
    public boolean next() throws SQLException {
        if (given >= maxRows) {
            close();
        }
        if (over) {
            return false;
        }
        Reply.Event event = ahead != null ? ahead : read();
        ahead = null;
        if (event != Reply.Event.ROW) {
            over = true;
            return false;
        }
        given++;
        return true;
    }

    private Reply.Event read() throws SQLException {
        try {
            return reply.next();
        } catch (SQLException e) {
            over = true;
            throw e;
        }
    }

    @Override
    public Row row() {
        return reply.row();
    }

    @Override
    public void close() throws SQLException {
        ahead = null;
        while (!over) {
            // what follows of the script stands behind these rows
            over = read() != Reply.Event.ROW;
        }
    }
}
