package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.RowSink;
import java.util.List;

/**
 * Encodes rows into the reply as the storage steps, on its thread. One per connection and kind of row, used again for
 * each statement. Text of a file that other programs wrote may not be UTF-8; a client must not get it as text, and
 * replacing it would be a lie, so the statement fails and names the column.
 */
abstract class RowEncoder implements RowSink {
    private static final int NULL = -1;

    /** Digits and other short texts; never escapes. */
    final byte[] scratch = new byte[ValueText.LONGEST];

    private final byte type;
    private final Output output;
    private final Link link;
    private final int mostRowBytes;

    private List<Column> columns = List.of();
    private ColumnForm[] forms = {};
    private ByteBuf to;
    private int column;
    private long rows;
    private boolean paused;

    RowEncoder(byte type, Output output, Link link, int mostRowBytes) {
        this.type = type;
        this.output = output;
        this.link = link;
        this.mostRowBytes = mostRowBytes;
    }

    /** Before a run: what its rows look like. */
    final void prepare(List<Column> ofResult) {
        if (columns != ofResult) {
            columns = ofResult;
            forms = ColumnForm.of(ofResult);
        }
        rows = 0;
        paused = false;
    }

    /** Rows of this run. */
    final long rows() {
        return rows;
    }

    /** Whether this run was paused because the client does not read. */
    final boolean isPaused() {
        return paused;
    }

    @Override
    public final void startRow() {
        to = output.begin(type);
        to.writeInt(columns.size());
        column = 0;
    }

    @Override
    public final void putNull() {
        to.writeInt(NULL);
        column++;
    }

    @Override
    public final void putLong(long value) {
        ColumnForm form = form();
        if (form == ColumnForm.PLAIN) {
            writeLong(to, value);
        } else {
            putLongAs(form, value);
        }
        column++;
    }

    @Override
    public final void putDouble(double value) {
        writeDouble(to, value, form() == ColumnForm.FLOAT);
        column++;
    }

    @Override
    public final void putUtf8(byte[] from, int offset, int length) {
        room(length);
        if (!Utf8.isValid(from, offset, length)) {
            throw fail(Breach.badText("a value of column " + name()));
        }
        writeText(to, from, offset, length);
        column++;
    }

    @Override
    public final void putBytes(byte[] from, int offset, int length) {
        room(length);
        if (length == 16 && form() == ColumnForm.UUID) {
            writeText(to, scratch, 0, ValueText.uuid(from, offset, scratch));
        } else {
            writeBytes(to, from, offset, length);
        }
        column++;
    }

    @Override
    public final boolean endRow() {
        if (column != columns.size()) {
            throw fail(Breach.internal(
                    new IllegalStateException("a row of " + column + " values for " + columns.size() + " columns")));
        }
        to = null;
        output.end();
        rows++;
        if (link.hasRoom()) {
            return true;
        }
        paused = true;
        return false;
    }

    /** Drops a row that was begun: its statement failed. */
    final void abandon() {
        to = null;
        output.abandon();
    }

    abstract void writeLong(ByteBuf out, long value);

    abstract void writeDouble(ByteBuf out, double value, boolean single);

    abstract void writeText(ByteBuf out, byte[] from, int offset, int length);

    abstract void writeBytes(ByteBuf out, byte[] from, int offset, int length);

    private void putLongAs(ColumnForm form, long value) {
        switch (form) {
            case DATE -> writeText(to, scratch, 0, ValueText.date(value, scratch));
            case TIME -> writeText(to, scratch, 0, ValueText.time(value, scratch));
            case TIMESTAMP -> writeText(to, scratch, 0, ValueText.timestamp(value, false, scratch));
            case TIMESTAMP_TZ -> writeText(to, scratch, 0, ValueText.timestamp(value, true, scratch));
            case DECIMAL -> {
                byte[] text =
                        ValueText.decimal(value, columns.get(column).type().scale());
                writeText(to, text, 0, text.length);
            }
            case UINT64 -> {
                if (value >= 0) {
                    writeLong(to, value);
                } else {
                    writeText(to, scratch, 0, ValueText.unsigned(value, scratch));
                }
            }
            default -> writeLong(to, value);
        }
    }

    private ColumnForm form() {
        return column < forms.length ? forms[column] : ColumnForm.PLAIN;
    }

    private String name() {
        return column < columns.size() ? '"' + columns.get(column).name() + '"' : String.valueOf(column + 1);
    }

    private void room(int length) {
        long size = (long) to.writerIndex() - output.start() + length;
        if (size > mostRowBytes) {
            throw fail(SqlFailure.of(
                    FailureKind.LIMIT, "a row of " + size + " bytes is over the limit of " + mostRowBytes));
        }
    }

    private SqlFailure fail(SqlFailure failure) {
        abandon();
        return failure;
    }
}
