package io.polywire.storage.sqlite.internal;

import io.polywire.api.session.RowSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps rows as lists of Java values: Long, Double, String, byte[] and null. */
class Rows implements RowSink {
    final List<List<Object>> rows = new ArrayList<>();
    private List<Object> row;
    private int pauseAfter = Integer.MAX_VALUE;

    /** Says "pause" after every so many rows. */
    Rows pausing(int after) {
        pauseAfter = after;
        return this;
    }

    Object only() {
        if (rows.size() != 1 || rows.get(0).size() != 1) {
            throw new AssertionError("not one value: " + rows);
        }
        return rows.get(0).get(0);
    }

    @Override
    public void startRow() {
        row = new ArrayList<>();
    }

    @Override
    public void putNull() {
        row.add(null);
    }

    @Override
    public void putLong(long value) {
        row.add(value);
    }

    @Override
    public void putDouble(double value) {
        row.add(value);
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        row.add(new String(from, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        byte[] b = new byte[length];
        System.arraycopy(from, offset, b, 0, length);
        row.add(b);
    }

    @Override
    public boolean endRow() {
        rows.add(row);
        return rows.size() % pauseAfter != 0;
    }
}
