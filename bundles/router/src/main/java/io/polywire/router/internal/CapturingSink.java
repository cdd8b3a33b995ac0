package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.RowSink;
import io.polywire.api.type.TypeKind.Carrier;
import io.polywire.sql.bound.JsonRows;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Keeps the rows of a step for later steps, as text of {@link JsonRows}. */
final class CapturingSink implements RowSink {
    private final List<Carrier> carriers;
    private final int limit;
    private final JsonRows rows = new JsonRows();
    private Object[] row;
    private int column;

    /** @param limit most characters of the text */
    CapturingSink(List<Carrier> carriers, int limit) {
        this.carriers = carriers;
        this.limit = limit;
    }

    @Override
    public void startRow() {
        row = new Object[carriers.size()];
        column = 0;
    }

    private void put(Object value) {
        if (column < row.length) {
            row[column] = value;
        }
        column++;
    }

    private boolean isDouble() {
        return column < row.length && carriers.get(column) == Carrier.DOUBLE;
    }

    @Override
    public void putNull() {
        put(null);
    }

    @Override
    public void putLong(long value) {
        put(isDouble() ? (Object) (double) value : (Object) value);
    }

    @Override
    public void putDouble(double value) {
        put(value);
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        String s = new String(from, offset, length, StandardCharsets.UTF_8);
        put(isDouble() ? (Object) Double.valueOf(s) : s);
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        put(java.util.Arrays.copyOfRange(from, offset, offset + length));
    }

    @Override
    public boolean endRow() {
        rows.row(row);
        if (rows.length() > limit) {
            throw SqlFailure.build(
                            FailureKind.LIMIT, "the rows that this statement keeps on the way are over the limit")
                    .hint("Change fewer rows at a time, or raise returning.max.kib.")
                    .build();
        }
        return true;
    }

    /** The text. */
    @Override
    public String toString() {
        return rows.toString();
    }
}
