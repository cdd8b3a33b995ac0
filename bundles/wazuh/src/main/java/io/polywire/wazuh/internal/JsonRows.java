package io.polywire.wazuh.internal;

import io.polywire.api.session.Column;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.RowSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes rows as compact JSON (RFC 8259) behind a status word, up to the limit of a reply. */
final class JsonRows implements RowSink {
    private static final byte[] OK = "ok ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DUE = "due ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPENING = {'['};
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Bytes that a page leaves free for what is put around it. */
    private static final int RESERVE = 512;

    private final Form form;
    private final int limit;
    private final List<byte[]> names;
    private byte[] buffer = new byte[256];
    private int size;
    private int rowStart;
    private int column;
    private boolean first = true;
    private boolean firstMember;
    private boolean full;
    private final int rowsStart;

    /**
     * Rows of a form.
     *
     * @param prefix stands before the first row; null for the form's own
     */
    JsonRows(Form form, Prepared statement, String prefix, int limit) {
        this(form, names(statement.columns()), prefix, limit);
    }

    /**
     * Rows of a form.
     *
     * @param names of the columns, as {@link #names} makes them
     * @param prefix stands before the first row; null for the form's own
     */
    JsonRows(Form form, List<byte[]> names, String prefix, int limit) {
        this.form = form;
        this.limit = limit;
        this.names = names;
        if (form == Form.ROW) {
            put(DUE, 0, DUE.length);
        } else {
            put(OK, 0, OK.length);
            if (form != Form.RAW && form != Form.NONE) {
                byte[] opening = prefix == null ? OPENING : prefix.getBytes(StandardCharsets.UTF_8);
                put(opening, 0, opening.length);
            }
        }
        rowsStart = size;
    }

    /** The names of columns as they stand in front of the values of an object. */
    static List<byte[]> names(List<Column> columns) {
        List<byte[]> names = new ArrayList<>();
        for (Column each : columns) {
            JsonRows text = new JsonRows(Form.RAW, List.of(), null, Integer.MAX_VALUE - 1);
            byte[] name = each.name().getBytes(StandardCharsets.UTF_8);
            text.string(name, 0, name.length);
            text.put(':');
            names.add(Arrays.copyOfRange(text.buffer, text.rowsStart, text.size));
        }
        return names;
    }

    /** The rows so far as an array, without what is around them; only for forms that page, whose rows all fit. */
    String rows() {
        return "[" + new String(buffer, rowsStart, size - rowsStart, StandardCharsets.UTF_8) + "]";
    }

    /** The whole reply, closed as its form is; over the limit it is cut there. */
    byte[] reply() {
        return reply("]");
    }

    /** The whole reply with this behind its rows. */
    byte[] reply(String suffix) {
        if (form == Form.NONE) {
            return Arrays.copyOf(OK, 2);
        }
        if (form != Form.RAW && form != Form.ROW) {
            byte[] closing = suffix.getBytes(StandardCharsets.UTF_8);
            put(closing, 0, closing.length);
        }
        byte[] reply = Arrays.copyOf(buffer, Math.min(size, limit));
        if (full && form.pages()) {
            reply[0] = 'd';
            byte[] due = new byte[reply.length + 1];
            due[0] = 'd';
            due[1] = 'u';
            due[2] = 'e';
            System.arraycopy(reply, 2, due, 3, reply.length - 2);
            return due;
        }
        return reply;
    }

    private boolean hasObjects() {
        return form == Form.OBJECTS || form == Form.PAGE || form == Form.ROW;
    }

    @Override
    public void startRow() {
        rowStart = size;
        column = 0;
        firstMember = true;
        if (hasObjects()) {
            if (!first) {
                put(',');
            }
            put('{');
        }
    }

    /** Whether the next cell is written; its name is. */
    private boolean cell() {
        int index = column++;
        switch (form) {
            case OBJECTS, PAGE, ROW -> {
                if (!firstMember) {
                    put(',');
                }
                firstMember = false;
                byte[] name = names.get(index);
                put(name, 0, name.length);
                return true;
            }
            case VALUES, VALUES_PAGE, ITEMS_PAGE -> {
                if (index == 0 && !first) {
                    put(',');
                }
                return index == 0;
            }
            case RAW -> {
                return index == 0 && first;
            }
            default -> {
                return false;
            }
        }
    }

    @Override
    public void putNull() {
        if (hasObjects()) {
            column++;
        } else if (cell()) {
            byte[] none = "null".getBytes(StandardCharsets.US_ASCII);
            put(none, 0, none.length);
        }
    }

    @Override
    public void putLong(long value) {
        if (cell()) {
            ascii(Long.toString(value));
        }
    }

    @Override
    public void putDouble(double value) {
        if (cell()) {
            // JSON has no other numbers; SQLite has no NaN, and an infinity reads back as one
            ascii(Double.isInfinite(value) ? value > 0 ? "1e999" : "-1e999" : JsonNumber.of(value));
        }
    }

    private void ascii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        put(bytes, 0, bytes.length);
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        if (cell()) {
            if (form == Form.RAW || form == Form.ITEMS_PAGE) {
                put(from, offset, length);
            } else {
                string(from, offset, length);
            }
        }
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        putUtf8(from, offset, length);
    }

    @Override
    public boolean endRow() {
        if (hasObjects()) {
            put('}');
        }
        if (form.pages() && size > limit - RESERVE && !first) {
            size = rowStart;
            full = true;
            return false;
        }
        first = false;
        return size <= limit;
    }

    private void string(byte[] from, int offset, int length) {
        put('"');
        for (int i = offset; i < offset + length && size <= limit; i++) {
            byte b = from[i];
            switch (b) {
                case '"', '\\' -> {
                    put('\\');
                    put(b);
                }
                case '\n' -> escape('n');
                case '\r' -> escape('r');
                case '\t' -> escape('t');
                case '\b' -> escape('b');
                case '\f' -> escape('f');
                default -> {
                    if (b >= 0 && b < 0x20) {
                        escape('u');
                        put('0');
                        put('0');
                        put(HEX[b >> 4]);
                        put(HEX[b & 15]);
                    } else {
                        put(b);
                    }
                }
            }
        }
        put('"');
    }

    private void escape(int letter) {
        put('\\');
        put(letter);
    }

    private void put(int b) {
        if (size == buffer.length) {
            buffer = Arrays.copyOf(buffer, size * 2);
        }
        buffer[size++] = (byte) b;
    }

    private void put(byte[] from, int offset, int length) {
        // nothing beyond the limit is ever sent: do not keep it
        int kept = Math.min(length, Math.max(0, limit + 1 - size));
        if (size + kept > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + kept));
        }
        System.arraycopy(from, offset, buffer, size, kept);
        size += kept;
    }
}
