package io.polywire.router.internal;

import io.polywire.api.session.RowSink;

/**
 * Takes the number of the row, which is the last column, out of the rows of a cursor, and gives the rest on. Confined to the
 * session's thread.
 */
final class CursorRowSink implements RowSink {
    private final int columns;
    private RowSink to;
    private int at;
    private long row;

    /** @param columns how many the client sees */
    CursorRowSink(int columns) {
        this.columns = columns;
    }

    /** The same, giving rows to this one; null for nobody. */
    CursorRowSink to(RowSink next) {
        to = next;
        return this;
    }

    /** The number of the last row that came by. */
    long row() {
        return row;
    }

    private boolean shown() {
        return at++ < columns && to != null;
    }

    @Override
    public void startRow() {
        at = 0;
        if (to != null) {
            to.startRow();
        }
    }

    @Override
    public void putNull() {
        if (shown()) {
            to.putNull();
        }
    }

    @Override
    public void putLong(long value) {
        if (at == columns) {
            row = value;
        }
        if (shown()) {
            to.putLong(value);
        }
    }

    @Override
    public void putDouble(double value) {
        if (shown()) {
            to.putDouble(value);
        }
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        if (shown()) {
            to.putUtf8(from, offset, length);
        }
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        if (shown()) {
            to.putBytes(from, offset, length);
        }
    }

    @Override
    public boolean endRow() {
        return to == null || to.endRow();
    }
}
