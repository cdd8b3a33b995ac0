package io.polywire.router.internal;

import io.polywire.api.session.RowSink;

/** Rows of a query without columns: a storage has one in its place, which is not shown. */
record NoColumns(RowSink to) implements RowSink {
    @Override
    public void startRow() {
        to.startRow();
    }

    @Override
    public void putNull() {
        // the storage's own column
    }

    @Override
    public void putLong(long value) {
        // the storage's own column
    }

    @Override
    public void putDouble(double value) {
        // the storage's own column
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        // the storage's own column
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        // the storage's own column
    }

    @Override
    public boolean endRow() {
        return to.endRow();
    }
}
