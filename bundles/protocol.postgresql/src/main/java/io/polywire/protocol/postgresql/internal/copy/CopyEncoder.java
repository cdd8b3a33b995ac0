package io.polywire.protocol.postgresql.internal.copy;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.polywire.api.session.RowSink;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import io.polywire.protocol.postgresql.internal.io.Output;
import io.polywire.protocol.postgresql.internal.type.TypeCodec;
import io.polywire.protocol.postgresql.internal.type.WireType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the rows of COPY TO, each as one CopyData message, as PostgreSQL does. */
public final class CopyEncoder implements RowSink {
    private static final byte COPY_DATA = 'd';
    /** The signature, no flags, no header extension (manual, COPY, binary format). */
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private final Output out;
    private final CopyOptions options;
    private final WireType[] types;
    private final TextStyle style;
    private final boolean binary;
    private final byte[] nullBytes;
    private final Transcoder transcoder;
    /** A value's text before it is escaped. */
    private final Output cell = new Output(UnpooledByteBufAllocator.DEFAULT);

    private int message;
    private int column;
    private long rows;

    /** Writes into {@code out}; {@code client} converts to the client's encoding, null for nothing. */
    public CopyEncoder(Output out, CopyOptions options, WireType[] types, TextStyle style, Transcoder client) {
        this.out = out;
        this.options = options;
        this.types = types;
        this.style = style;
        this.binary = options.format() == CopyOptions.Format.BINARY;
        this.nullBytes = options.nullBytes();
        this.transcoder = options.transcoder(client);
    }

    /** Before the rows: the header line, where one is asked for. */
    public void begin(List<String> names) {
        if (options.header() && !binary) {
            message = out.begin(COPY_DATA);
            for (int i = 0; i < names.size(); i++) {
                if (i > 0) {
                    out.u8(options.delimiter());
                }
                byte[] b = names.get(i).getBytes(StandardCharsets.UTF_8);
                value(b, 0, b.length, false);
            }
            endLine();
            out.end(message);
        }
    }

    /** A character is escaped by its own, whatever bytes it has in the client's encoding: so the line is converted. */
    private void endLine() {
        out.u8('\n');
        if (transcoder != null) {
            out.recode(message, transcoder::fromUtf8);
        }
    }

    /** After the rows: the trailer of the binary format. */
    public void finish() {
        if (binary) {
            message = out.begin(COPY_DATA);
            signature();
            out.i16(-1);
            out.end(message);
        }
        release();
    }

    /** Gives up its memory; also where the rows failed. */
    public void release() {
        cell.discard();
    }

    /** Rows written. */
    public long rows() {
        return rows;
    }

    /** It goes before whatever comes first, in the same message. */
    private void signature() {
        if (rows == 0) {
            out.bytes(SIGNATURE);
        }
    }

    @Override
    public void startRow() {
        message = out.begin(COPY_DATA);
        column = 0;
        if (binary) {
            signature();
            out.i16(types.length);
        }
    }

    @Override
    public boolean endRow() {
        if (!binary) {
            endLine();
        }
        out.end(message);
        rows++;
        return true;
    }

    @Override
    public void putNull() {
        if (binary) {
            out.i32(-1);
        } else {
            separate();
            out.bytes(nullBytes);
        }
        column++;
    }

    @Override
    public void putLong(long value) {
        int start = beginCell();
        if (binary) {
            types[column].codec().binaryLong(value, out);
        } else {
            types[column].codec().textLong(value, style, cell);
        }
        endCell(start);
    }

    @Override
    public void putDouble(double value) {
        int start = beginCell();
        if (binary) {
            types[column].codec().binaryDouble(value, out);
        } else {
            types[column].codec().textDouble(value, style, cell);
        }
        endCell(start);
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        int start = beginCell();
        if (binary) {
            types[column].codec().binaryUtf8(from, offset, length, out);
        } else {
            types[column].codec().textUtf8(from, offset, length, style, cell);
        }
        endCell(start);
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        int start = beginCell();
        if (binary) {
            types[column].codec().binaryBytes(from, offset, length, out);
        } else {
            types[column].codec().textBytes(from, offset, length, style, cell);
        }
        endCell(start);
    }

    private int beginCell() {
        if (binary) {
            out.i32(0);
            return out.size();
        }
        separate();
        cell.truncate(0);
        return 0;
    }

    private void separate() {
        if (column > 0) {
            out.u8(options.delimiter());
        }
    }

    private void endCell(int start) {
        if (binary) {
            TypeCodec codec = types[column].codec();
            if (transcoder != null && codec.holdsText()) {
                out.recode(start, (b, from, n) -> codec.convertBinary(b, from, n, transcoder::fromUtf8));
            }
            out.setInt(start - 4, out.size() - start);
        } else {
            value(cell.array(), cell.index(0), cell.size(), options.forceQuote().contains(column));
        }
        column++;
    }

    private void value(byte[] b, int offset, int length, boolean quoted) {
        if (options.format() == CopyOptions.Format.TEXT) {
            escaped(b, offset, length);
        } else if (quoted || needsQuotes(b, offset, length)) {
            out.u8(options.quote());
            for (int i = offset; i < offset + length; i++) {
                if (b[i] == options.quote() || b[i] == options.escape()) {
                    out.u8(options.escape());
                }
                out.u8(b[i]);
            }
            out.u8(options.quote());
        } else {
            out.bytes(b, offset, length);
        }
    }

    private void escaped(byte[] b, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            byte c = b[i];
            int letter = switch (c) {
                case '\b' -> 'b';
                case '\f' -> 'f';
                case '\n' -> 'n';
                case '\r' -> 'r';
                case '\t' -> 't';
                case 0x0B -> 'v';
                case '\\' -> '\\';
                default -> c == options.delimiter() ? c : 0;
            };
            if (letter != 0) {
                out.u8('\\').u8(letter);
            } else {
                out.u8(c);
            }
        }
    }

    private boolean needsQuotes(byte[] b, int offset, int length) {
        if (is(b, offset, length, nullBytes)) {
            return true;
        }
        if (types.length == 1 && length == 2 && b[offset] == '\\' && b[offset + 1] == '.') {
            // alone on a line it would be the end of the data
            return true;
        }
        for (int i = offset; i < offset + length; i++) {
            byte c = b[i];
            if (c == options.delimiter() || c == options.quote() || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    private static boolean is(byte[] b, int offset, int length, byte[] what) {
        return length == what.length
                && (length == 0 || java.util.Arrays.equals(b, offset, offset + length, what, 0, length));
    }
}
