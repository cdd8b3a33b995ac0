package io.polywire.client.r2db2.internal.wire;

import java.sql.SQLException;
import java.util.List;

/** A result that is read forward, row by row. */
public interface Rows {
    /** The columns; at least one. */
    List<Column> columns();

    /**
     * Goes to the next row.
     *
     * @return false after the last one
     */
    boolean next() throws SQLException;

    /** Before the first {@link #next}: whether there is a row at all. */
    boolean startsWithRow() throws SQLException;

    /** The current row; its content changes with {@link #next}. */
    Row row();

    /** Rows to ask the server for at a time; ignored where nothing is asked for. */
    default void pageSize(int rows) {
        // all rows are here, or on their way
    }

    /** Frees what the result holds, here and at the server. May be called again. */
    void close() throws SQLException;
}
