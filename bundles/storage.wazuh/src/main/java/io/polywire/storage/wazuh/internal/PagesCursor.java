package io.polywire.storage.wazuh.internal;

import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Cursor;

/** The rows of a query, or the end of a change that has run. */
final class PagesCursor implements Cursor {
    private final Pages pages;
    private final long changes;
    private long rows;

    /**
     * A cursor.
     *
     * @param pages null for a change
     */
    PagesCursor(Pages pages, long changes) {
        this.pages = pages;
        this.changes = changes;
    }

    @Override
    public boolean fetch(long maxRows, RowSink sink) {
        if (pages == null) {
            return true;
        }
        long end = maxRows == 0 ? Long.MAX_VALUE : rows + maxRows;
        while (pages.hasNext()) {
            if (rows == end) {
                return false;
            }
            rows++;
            sink.startRow();
            for (Object value : pages.next()) {
                QuotedValue.put(value, sink);
            }
            if (!sink.endRow()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public long lastInsertId() {
        // the socket does not tell it
        return 0;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
