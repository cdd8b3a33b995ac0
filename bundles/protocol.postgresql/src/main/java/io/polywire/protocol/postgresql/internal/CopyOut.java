package io.polywire.protocol.postgresql.internal;

import io.polywire.api.session.Column;
import io.polywire.api.session.Copy;
import io.polywire.api.session.RowSink;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.copy.CopyEncoder;
import io.polywire.protocol.postgresql.internal.copy.CopyOptions;
import io.polywire.protocol.postgresql.internal.copy.CopyOptionsReader;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import io.polywire.protocol.postgresql.internal.io.Output;
import io.polywire.protocol.postgresql.internal.type.WireType;
import io.polywire.protocol.postgresql.internal.type.WireTypes;
import java.util.List;

/** COPY TO STDOUT: announces it, and writes its rows as {@link RowEncoder} does those of a query. */
final class CopyOut implements RowSink {
    private static final int PIECE = 32 * 1024;

    private final Link link;
    private final Output out;
    private final CopyEncoder encoder;
    private int row = -1;

    /** Writes CopyOutResponse and what comes before the rows. */
    CopyOut(Link link, Copy copy, TextStyle style, Transcoder transcoder) {
        this.link = link;
        this.out = link.out();
        CopyOptions options = CopyOptionsReader.read(copy);
        List<Column> columns = copy.columns();
        this.encoder = new CopyEncoder(out, options, types(columns), style, transcoder);
        announce(Message.COPY_OUT_RESPONSE, options, columns.size(), out);
        encoder.begin(columns.stream().map(Column::name).toList());
    }

    static WireType[] types(List<Column> columns) {
        return columns.stream().map(c -> WireTypes.of(c.type())).toArray(WireType[]::new);
    }

    static void announce(byte message, CopyOptions options, int columns, Output out) {
        boolean binary = options.format() == CopyOptions.Format.BINARY;
        int start = out.begin(message);
        out.u8(binary ? 1 : 0);
        out.i16(columns);
        for (int i = 0; i < columns; i++) {
            out.i16(binary ? 1 : 0);
        }
        out.end(start);
    }

    long rows() {
        return encoder.rows();
    }

    /** After the last row. */
    void finish() {
        encoder.finish();
        Replies.empty(Message.COPY_DONE, out);
    }

    /** The run failed: a row begun is not sent. */
    void fail() {
        if (row >= 0) {
            out.truncate(row);
            row = -1;
        }
        encoder.release();
    }

    @Override
    public void startRow() {
        row = out.size();
        encoder.startRow();
    }

    @Override
    public void putNull() {
        encoder.putNull();
    }

    @Override
    public void putLong(long value) {
        encoder.putLong(value);
    }

    @Override
    public void putDouble(double value) {
        encoder.putDouble(value);
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        encoder.putUtf8(from, offset, length);
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        encoder.putBytes(from, offset, length);
    }

    @Override
    public boolean endRow() {
        encoder.endRow();
        row = -1;
        if (out.size() < PIECE) {
            return true;
        }
        link.sendPiece();
        return !link.isCongested();
    }
}
