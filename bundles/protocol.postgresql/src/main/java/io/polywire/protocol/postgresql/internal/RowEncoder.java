package io.polywire.protocol.postgresql.internal;

import io.polywire.api.session.KeptRows;
import io.polywire.api.session.RowSink;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import io.polywire.protocol.postgresql.internal.io.Output;
import io.polywire.protocol.postgresql.internal.type.TypeCodec;
import io.polywire.protocol.postgresql.internal.type.WireType;
import java.util.BitSet;
import java.util.List;

/**
 * Writes DataRow messages as the storage's thread steps. It has the connection's output while a run lasts; full pieces of
 * it go to the event loop, and where the client does not keep up the run is paused.
 */
final class RowEncoder implements RowSink {
    /** A piece that is sent while the run goes on. */
    private static final int PIECE = 32 * 1024;

    private final Link link;
    private final Output out;
    private WireType[] types;
    private Formats formats;
    private TextStyle style;
    private Transcoder transcoder;
    private long rows;
    /** What is to be described before the first row; null for nothing. */
    private WireStatement undescribed;
    /** Whether the one value goes as the result of a function call. */
    private boolean call;

    /** What {@link Encoded} rows of this result are known by; null if nobody has asked. */
    private Encoding encoding;
    /** Whether rows are put that are to stay in the output. */
    private boolean gathering;

    private int row = -1;
    private int message;
    private int column;

    RowEncoder(Link link) {
        this.link = link;
        this.out = link.out();
    }

    /** Before a result, on the event loop. */
    void begin(WireType[] columns, Formats columnFormats, TextStyle textStyle, Transcoder textTranscoder) {
        types = columns;
        formats = columnFormats;
        style = textStyle;
        transcoder = textTranscoder;
        rows = 0;
        row = -1;
        undescribed = null;
        call = false;
        encoding = null;
    }

    /** What rows look like. */
    private record Encoding(List<WireType> types, BitSet binary, TextStyle style, Transcoder transcoder) {}

    /** Rows as they look. */
    private record Encoded(Encoding as, byte[] messages) {}

    private Encoding encoding() {
        if (encoding == null) {
            BitSet binary = new BitSet();
            for (int i = 0; i < types.length; i++) {
                binary.set(i, formats.isBinary(i));
            }
            // what a session takes for now is for what it reads
            encoding = new Encoding(List.of(types), binary, style.at(null), transcoder);
        }
        return encoding;
    }

    @Override
    public Taken takeAll(KeptRows kept) {
        if (call) {
            return Taken.NONE;
        }
        if (undescribed != null) {
            describe();
        }
        Encoding as = encoding();
        if (kept.form() instanceof Encoded e && e.as.equals(as)) {
            out.bytes(e.messages);
            rows += kept.count();
        } else {
            int start = out.size();
            gathering = true;
            try {
                kept.putInto(this);
            } finally {
                gathering = false;
            }
            byte[] messages = out.copy(start);
            kept.offer(new Encoded(as, messages), messages.length);
        }
        return goesOn() ? Taken.ALL : Taken.PAUSE;
    }

    /** Has the row, which is one of one value, go as the result of a function call. */
    void asCall() {
        call = true;
    }

    /** Has the rows be described before the first of them, or with {@link #describe}. */
    void describeLater(WireStatement statement) {
        undescribed = statement;
    }

    /** Describes the rows if that was left for later. */
    void describe() {
        WireStatement s = undescribed;
        if (s != null) {
            undescribed = null;
            s.describeRows(formats, out);
        }
    }

    /** Rows since {@link #begin}. */
    long rows() {
        return rows;
    }

    /** After a run failed: a row begun is not sent. */
    void dropOpenRow() {
        if (row >= 0) {
            out.truncate(row);
            row = -1;
        }
    }

    @Override
    public void startRow() {
        if (undescribed != null) {
            describe();
        }
        row = out.size();
        message = out.begin(call ? Message.FUNCTION_CALL_RESPONSE : Message.DATA_ROW);
        if (!call) {
            out.i16(types.length);
        }
        column = 0;
    }

    @Override
    public void putNull() {
        column++;
        out.i32(-1);
    }

    @Override
    public void putLong(long value) {
        int start = beginCell();
        TypeCodec codec = types[column].codec();
        if (formats.isBinary(column)) {
            codec.binaryLong(value, out);
        } else {
            codec.textLong(value, style, out);
        }
        endCell(start);
    }

    @Override
    public void putDouble(double value) {
        int start = beginCell();
        TypeCodec codec = types[column].codec();
        if (formats.isBinary(column)) {
            codec.binaryDouble(value, out);
        } else {
            codec.textDouble(value, style, out);
        }
        endCell(start);
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        int start = beginCell();
        TypeCodec codec = types[column].codec();
        if (formats.isBinary(column)) {
            codec.binaryUtf8(from, offset, length, out);
        } else {
            codec.textUtf8(from, offset, length, style, out);
        }
        endCell(start);
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        int start = beginCell();
        TypeCodec codec = types[column].codec();
        if (formats.isBinary(column)) {
            codec.binaryBytes(from, offset, length, out);
        } else {
            codec.textBytes(from, offset, length, style, out);
        }
        endCell(start);
    }

    private int beginCell() {
        out.i32(0);
        return out.size();
    }

    private void endCell(int start) {
        if (transcoder != null) {
            recode(start);
        }
        out.setInt(start - 4, out.size() - start);
        column++;
    }

    private void recode(int start) {
        if (formats.isBinary(column)) {
            TypeCodec codec = types[column].codec();
            if (codec.holdsText()) {
                out.recode(start, (b, from, n) -> codec.convertBinary(b, from, n, transcoder::fromUtf8));
            }
        } else {
            out.recode(start, transcoder::fromUtf8);
        }
    }

    @Override
    public boolean endRow() {
        if (column != types.length) {
            throw new IllegalStateException("a row of " + column + " columns where " + types.length + " are described");
        }
        out.end(message);
        row = -1;
        rows++;
        return gathering || goesOn();
    }

    private boolean goesOn() {
        if (out.size() < PIECE) {
            return true;
        }
        link.sendPiece();
        return !link.isCongested();
    }
}
