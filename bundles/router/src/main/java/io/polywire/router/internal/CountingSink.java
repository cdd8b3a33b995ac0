package io.polywire.router.internal;

import io.polywire.api.session.RowSink;

/** Counts rows and keeps none. */
final class CountingSink implements RowSink {
    private long rows;

    /** How many there were. */
    long rows() {
        return rows;
    }

    @Override
    public void startRow() {
        rows++;
    }

    @Override
    public void putNull() {
        // not looked at
    }

    @Override
    public void putLong(long value) {
        // not looked at
    }

    @Override
    public void putDouble(double value) {
        // not looked at
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        // not looked at
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        // not looked at
    }

    @Override
    public boolean endRow() {
        return true;
    }
}
