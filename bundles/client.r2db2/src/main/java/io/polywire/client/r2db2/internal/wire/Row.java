package io.polywire.client.r2db2.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The current row of a result, in memory of its own that is used again for the next row. Nothing is made of a cell until
 * it is asked for. Columns count from 0.
 */
public final class Row {
    private static final int KEEP = 1024 * 1024;

    private byte[] data = new byte[256];
    private int columns;
    private int[] start = new int[8];
    private int[] length = new int[8];
    private byte[] kind = new byte[8];

    /**
     * A row that does not come from the server.
     *
     * @param values each null, a Boolean (as 0 or 1), a whole Number, or anything else as its text
     */
    public static Row of(List<?> values) {
        Row row = new Row();
        row.columns = values.size();
        row.start = new int[row.columns];
        row.length = new int[row.columns];
        row.kind = new byte[row.columns];
        byte[][] texts = new byte[row.columns][];
        int size = 0;
        for (int i = 0; i < row.columns; i++) {
            Object value = values.get(i);
            row.start[i] = size;
            row.kind[i] = Codes.KIND_TEXT;
            if (value instanceof Number || value instanceof Boolean) {
                long number = value instanceof Number n ? n.longValue() : Boolean.TRUE.equals(value) ? 1 : 0;
                texts[i] = ByteBuffer.allocate(8).putLong(number).array();
                row.kind[i] = Codes.KIND_LONG;
            } else if (value != null) {
                texts[i] = value.toString().getBytes(StandardCharsets.UTF_8);
            }
            row.length[i] = texts[i] == null ? -1 : texts[i].length;
            size += Math.max(0, row.length[i]);
        }
        row.data = new byte[size];
        for (int i = 0; i < row.columns; i++) {
            if (texts[i] != null) {
                System.arraycopy(texts[i], 0, row.data, row.start[i], texts[i].length);
            }
        }
        return row;
    }

    /** A copy that reading on does not touch. */
    public Row copy() {
        Row copy = new Row();
        copy.columns = columns;
        copy.start = start.clone();
        copy.length = length.clone();
        copy.kind = kind.clone();
        copy.data = data.clone();
        return copy;
    }

    /** Copies a message of type {@code D} or {@code d}. */
    void load(Frame frame) throws IOException {
        boolean binary = frame.type() == Codes.BINARY_ROW;
        int count = frame.readCount(4);
        if (count > start.length) {
            start = new int[count];
            length = new int[count];
            kind = new byte[count];
        }
        int size = frame.remaining();
        if (size > data.length || data.length > KEEP && size < KEEP) {
            data = new byte[Math.max(size, 256)];
        }
        System.arraycopy(frame.data(), frame.position(), data, 0, size);
        columns = count;
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (size - at < 4) {
                throw new ProtocolException("A row ends before its column " + (i + 1));
            }
            int bytes = Frame.intAt(data, at);
            at += 4;
            if (bytes < -1 || bytes > size - at) {
                throw new ProtocolException("Column " + (i + 1) + " of a row announces " + bytes + " bytes");
            }
            if (bytes < 0) {
                length[i] = -1;
                continue;
            }
            if (binary) {
                kind(i, bytes, at);
            } else {
                kind[i] = Codes.KIND_TEXT;
                start[i] = at;
                length[i] = bytes;
            }
            at += bytes;
        }
        if (at != size) {
            throw new ProtocolException("A row holds " + (size - at) + " bytes more than its columns");
        }
    }

    private void kind(int column, int bytes, int at) throws IOException {
        if (bytes < 1) {
            throw new ProtocolException("Column " + (column + 1) + " of a row lacks its kind");
        }
        byte code = data[at];
        boolean fits = switch (code) {
            case Codes.KIND_TEXT, Codes.KIND_BYTES -> true;
            case Codes.KIND_LONG, Codes.KIND_DOUBLE -> bytes == 9;
            default -> false;
        };
        if (!fits) {
            throw new ProtocolException(
                    "Column " + (column + 1) + " of a row has kind " + code + " with " + (bytes - 1) + " bytes");
        }
        kind[column] = code;
        start[column] = at + 1;
        length[column] = bytes - 1;
    }

    /** Number of columns. */
    public int columns() {
        return columns;
    }

    /** Whether the cell is NULL. */
    public boolean isNull(int column) {
        return length[column] < 0;
    }

    /** The kind of a cell that is not NULL, see {@link Codes}. */
    public byte kind(int column) {
        return kind[column];
    }

    /** The value of a cell of kind Int64. */
    public long longAt(int column) {
        return Frame.longAt(data, start[column]);
    }

    /** The value of a cell of kind Float64. */
    public double doubleAt(int column) {
        return Double.longBitsToDouble(longAt(column));
    }

    /** A copy of the bytes of a text or bytes cell. */
    public byte[] bytesAt(int column) {
        return Arrays.copyOfRange(data, start[column], start[column] + length[column]);
    }

    /** Length in bytes of a text or bytes cell. */
    public int lengthAt(int column) {
        return length[column];
    }

    /** The text of a text cell. What is not UTF-8 is shown as U+FFFD: SQLite files may hold such text. */
    public String textAt(int column) {
        return new String(data, start[column], length[column], StandardCharsets.UTF_8);
    }

    /**
     * Reads a text cell as a short decimal integer without making a string of it.
     *
     * @return false if it is anything else; then {@code into} is unchanged
     */
    public boolean decimalAt(int column, long[] into) {
        int from = start[column];
        int digits = length[column];
        boolean negative = digits > 0 && data[from] == '-';
        if (negative) {
            from++;
            digits--;
        }
        if (digits < 1 || digits > 18) {
            return false;
        }
        long value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = data[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        into[0] = negative ? -value : value;
        return true;
    }
}
