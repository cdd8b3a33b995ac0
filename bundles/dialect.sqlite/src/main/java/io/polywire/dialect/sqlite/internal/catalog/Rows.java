package io.polywire.dialect.sqlite.internal.catalog;

import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** All rows of a small query. */
final class Rows implements RowSink {
    private final List<Row> rows = new ArrayList<>();
    private List<Object> values = new ArrayList<>();

    private Rows() {}

    /** One row: Long, Double, String or null. */
    record Row(Object[] values) {
        String text(int column) {
            Object v = values[column];
            return v == null ? null : v.toString();
        }

        long number(int column) {
            Object v = values[column];
            return v == null ? 0 : (Long) v;
        }

        int integer(int column) {
            return (int) number(column);
        }

        boolean flag(int column) {
            return number(column) != 0;
        }

        boolean isNull(int column) {
            return values[column] == null;
        }
    }

    static List<Row> of(Lease lease, StorageStatement query) {
        Rows r = new Rows();
        try (Cursor c = lease.open(query, null)) {
            c.fetch(0, r);
        }
        return r.rows;
    }

    @Override
    public void startRow() {
        values = new ArrayList<>();
    }

    @Override
    public void putNull() {
        values.add(null);
    }

    @Override
    public void putLong(long value) {
        values.add(value);
    }

    @Override
    public void putDouble(double value) {
        values.add(value);
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        values.add(new String(from, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        values.add(new String(from, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public boolean endRow() {
        rows.add(new Row(values.toArray()));
        return true;
    }
}
