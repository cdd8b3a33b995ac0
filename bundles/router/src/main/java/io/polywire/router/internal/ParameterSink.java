package io.polywire.router.internal;

import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSink;

/** Takes one row as the values of a statement. */
final class ParameterSink implements RowSink {
    private final Parameters values = new Parameters();
    private int next;

    ParameterSink(int count) {
        values.reset(count);
    }

    Parameters values() {
        return values;
    }

    @Override
    public void startRow() {
        next = 0;
    }

    @Override
    public void putNull() {
        values.setNull(next++);
    }

    @Override
    public void putLong(long value) {
        values.setLong(next++, value);
    }

    @Override
    public void putDouble(double value) {
        values.setDouble(next++, value);
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        values.setUtf8(next++, from, offset, length);
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        values.setBytes(next++, from, offset, length);
    }

    @Override
    public boolean endRow() {
        return true;
    }
}
