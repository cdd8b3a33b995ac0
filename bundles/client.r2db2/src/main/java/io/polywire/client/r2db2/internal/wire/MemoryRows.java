package io.polywire.client.r2db2.internal.wire;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A small result that lies in memory. */
public final class MemoryRows implements Rows {
    private final List<Column> columns;
    private final List<Row> rows;
    private int at = -1;

    /** Both lists are taken over. */
    public MemoryRows(List<Column> columns, List<Row> rows) {
        this.columns = columns;
        this.rows = rows;
    }

    /** Reads all rows of a result, and closes it. */
    public static MemoryRows of(Rows source) throws SQLException {
        List<Row> rows = new ArrayList<>();
        while (source.next()) {
            rows.add(source.row().copy());
        }
        source.close();
        return new MemoryRows(source.columns(), rows);
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public boolean next() {
        if (at < rows.size()) {
            at++;
        }
        return at < rows.size();
    }

    @Override
    public boolean startsWithRow() {
        return !rows.isEmpty();
    }

    @Override
    public Row row() {
        return rows.get(at);
    }

    @Override
    public void close() {
        at = rows.size();
    }
}
