package io.polywire.protocol.postgresql.internal.copy;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Utf8;
import io.polywire.protocol.postgresql.internal.type.WireType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What text and CSV share: lines, line numbers, values through the types' text form, messages. */
abstract class LineParser implements RowParser {
    final CopyOptions options;
    private final byte[] nullBytes;
    private final List<String> names;
    private final WireType[] types;
    private final TextStyle style;
    /** Most characters of a value of each column. */
    private final int[] limits;
    /** A value without its escapes. */
    private byte[] value = new byte[64];

    private int valueLength;
    private int column;
    private String shown;
    private int lineFrom;
    private int lineEnd;

    /** Number of the line that is read, from 1. */
    long line = 1;

    private boolean headerRead;
    /** The names in the first line while they are read; otherwise null. */
    private List<String> found;

    int taken;

    LineParser(List<String> names, WireType[] types, CopyOptions options, TextStyle style) {
        this.names = names;
        this.types = types;
        this.options = options;
        this.style = style;
        this.nullBytes = options.nullBytes();
        this.limits = new int[types.length];
        for (int i = 0; i < types.length; i++) {
            boolean limited = types[i].type().kind() == TypeKind.VARCHAR
                    || types[i].type().kind() == TypeKind.CHAR;
            int most = limited ? types[i].type().length() : 0;
            limits[i] = most == 0 ? Integer.MAX_VALUE : most;
        }
    }

    /** The statement cuts what is too long and blank, and would not know the column of what is not. */
    private void requireShort(byte[] b, int from, int length) {
        int characters = 0;
        for (int i = from; i < from + length; i++) {
            if ((b[i] & 0xC0) != 0x80 && ++characters > limits[column] && b[i] != ' ') {
                throw SqlFailure.build(
                                FailureKind.TOO_LONG,
                                "value too long for type character"
                                        + (types[column].type().kind() == TypeKind.VARCHAR ? " varying(" : "(")
                                        + limits[column] + ")")
                        .build();
            }
        }
    }

    /** Where the line that begins at {@code from} ends, its line end not included; -1 if that is not here yet. */
    abstract int lineEnd(byte[] b, int from, int end, boolean last);

    /** Takes the line apart: {@link #begin}, {@link #add} and {@link #end} for each value. */
    abstract void split(byte[] b, int from, int end, Parameters into);

    @Override
    public final int parse(byte[] b, int from, int end, boolean last, Parameters into) {
        if (from == end) {
            if (last && options.match() && !headerRead) {
                names(b, from, end);
            }
            return MORE;
        }
        int stop = lineEnd(b, from, end, last);
        if (stop < 0) {
            return MORE;
        }
        int next = stop;
        if (next < end && b[next] == '\r') {
            next++;
        }
        if (next < end && b[next] == '\n') {
            next++;
        }
        if (stop - from == 2 && b[from] == '\\' && b[from + 1] == '.') {
            if (options.match() && !headerRead) {
                names(b, from, from);
            }
            return END;
        }
        taken = next - from;
        line += linesInside(b, from, stop);
        if (options.header() && !headerRead) {
            if (options.match()) {
                names(b, from, stop);
            }
            headerRead = true;
            line++;
            return SKIP;
        }
        column = 0;
        shown = null;
        Utf8.check(b, from, stop - from);
        into.reset(types.length);
        lineFrom = from;
        lineEnd = stop;
        split(b, from, stop, into);
        if (column < types.length) {
            throw badLine("missing data for column \"" + names.get(column) + '"', b, from, stop);
        }
        line++;
        return ROW;
    }

    /** Holds the first line against the names of the columns. */
    private void names(byte[] b, int from, int stop) {
        Utf8.check(b, from, stop - from);
        found = new ArrayList<>();
        lineFrom = from;
        lineEnd = stop;
        split(b, from, stop, null);
        if (found.size() != types.length) {
            throw badLine(
                    "wrong number of fields in header line: got " + found.size() + ", expected " + types.length,
                    b,
                    from,
                    stop);
        }
        for (int i = 0; i < types.length; i++) {
            String got = found.get(i);
            if (!names.get(i).equals(got)) {
                throw badLine(
                        "column name mismatch in header line field " + (i + 1) + ": got "
                                + (got == null ? "null value (\"" + options.nullText() + "\")" : '"' + got + '"')
                                + ", expected \"" + names.get(i) + '"',
                        b,
                        from,
                        stop);
            }
        }
        found = null;
    }

    /** Line ends within a row, which count as lines. */
    int linesInside(byte[] b, int from, int end) {
        return 0;
    }

    @Override
    public final int consumed() {
        return taken;
    }

    @Override
    public final boolean isRestIgnored() {
        return true;
    }

    @Override
    public final String where() {
        return "line " + line + (shown == null ? "" : shown);
    }

    final void begin() {
        valueLength = 0;
    }

    final void add(int c) {
        if (valueLength == value.length) {
            value = Arrays.copyOf(value, valueLength * 2);
        }
        value[valueLength++] = (byte) c;
    }

    /**
     * Ends a value.
     *
     * @param raw its bytes as they came, which decide whether it is NULL
     */
    final void end(byte[] raw, int rawFrom, int rawEnd, boolean quoted, Parameters into) {
        end(raw, rawFrom, rawEnd, quoted, value, 0, valueLength, into);
    }

    /**
     * Ends a value that stands in the line as it is.
     *
     * @param from its first byte, behind a quote if it has one
     */
    final void end(byte[] raw, int rawFrom, int rawEnd, boolean quoted, int from, int length, Parameters into) {
        end(raw, rawFrom, rawEnd, quoted, raw, from, length, into);
    }

    private void end(
            byte[] raw, int rawFrom, int rawEnd, boolean quoted, byte[] of, int from, int length, Parameters into) {
        if (found != null) {
            boolean isNull = !quoted && Arrays.equals(raw, rawFrom, rawEnd, nullBytes, 0, nullBytes.length);
            found.add(isNull ? null : new String(of, from, length, StandardCharsets.UTF_8));
            return;
        }
        if (types.length == 0 && column == 0 && !quoted && rawFrom == rawEnd) {
            // an empty line is a row of a table without columns
            return;
        }
        if (column >= types.length) {
            throw badLine("extra data after last expected column", raw, lineFrom, lineEnd);
        }
        boolean matches = quoted
                ? options.forceNull().contains(column)
                        && Arrays.equals(of, from, from + length, nullBytes, 0, nullBytes.length)
                : rawEnd - rawFrom == nullBytes.length
                        && Arrays.equals(raw, rawFrom, rawEnd, nullBytes, 0, nullBytes.length)
                        && !options.forceNotNull().contains(column);
        if (!matches) {
            try {
                if (of != raw) {
                    // escapes may have made other bytes than those of the line, which is checked
                    Utf8.check(of, from, length);
                }
                if (length > limits[column]) {
                    requireShort(of, from, length);
                }
                types[column].codec().parse(of, from, length, style, into, column);
            } catch (SqlFailure f) {
                shown = ", column " + names.get(column) + ": \"" + shortened(of, from, from + length) + '"';
                throw f;
            }
        }
        column++;
    }

    /** PostgreSQL shows at most a hundred characters. */
    private static String shortened(byte[] b, int from, int end) {
        String s = new String(b, from, end - from, StandardCharsets.UTF_8);
        return s.length() <= 100 ? s : s.substring(0, 100) + "...";
    }

    /** An error of the whole line, which CONTEXT then shows. */
    final SqlFailure badLine(String message, byte[] b, int from, int end) {
        shown = ": \"" + shortened(b, from, end) + '"';
        return bad(message);
    }

    static SqlFailure bad(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22P04").build();
    }
}
