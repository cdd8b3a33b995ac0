package io.polywire.wazuh.internal;

import io.polywire.api.session.RowSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes the rows of our own statements, of at most two columns, as texts. */
final class Cells implements RowSink {
    private final List<String[]> rows = new ArrayList<>();
    private String[] row;
    private int column;

    List<String[]> rows() {
        return rows;
    }

    /** Whether there is one row with 1. */
    boolean isTrue() {
        return !rows.isEmpty() && "1".equals(rows.get(0)[0]);
    }

    @Override
    public void startRow() {
        row = new String[2];
        column = 0;
    }

    private void put(String text) {
        row[column++] = text;
    }

    @Override
    public void putNull() {
        put(null);
    }

    @Override
    public void putLong(long value) {
        put(Long.toString(value));
    }

    @Override
    public void putDouble(double value) {
        put(Double.toString(value));
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        put(new String(from, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        putUtf8(from, offset, length);
    }

    @Override
    public boolean endRow() {
        rows.add(row);
        return true;
    }
}
