package io.polywire.protocol.postgresql.internal.copy;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.type.WireType;
import java.util.List;

/** The format CSV: values in quotes may hold delimiters, line ends and escaped quotes. */
final class CsvParser extends LineParser {
    CsvParser(List<String> names, WireType[] types, CopyOptions options, TextStyle style) {
        super(names, types, options, style);
    }

    @Override
    int lineEnd(byte[] b, int from, int end, boolean last) {
        boolean quoted = false;
        boolean apart = options.escape() != options.quote();
        for (int i = from; i < end; i++) {
            byte c = b[i];
            if (quoted && apart && c == options.escape()) {
                i++;
            } else if (c == options.quote()) {
                // a doubled quote goes out and in again
                quoted = !quoted;
            } else if (!quoted && c == '\n') {
                return i;
            } else if (!quoted && c == '\r') {
                return i + 1 == end && !last ? -1 : i;
            }
        }
        if (!last) {
            return -1;
        }
        if (quoted) {
            line += linesInside(b, from, end);
            throw badLine("unterminated CSV quoted field", b, from, end);
        }
        return end;
    }

    @Override
    int linesInside(byte[] b, int from, int end) {
        int lines = 0;
        for (int i = from; i < end; i++) {
            if (b[i] == '\n') {
                lines++;
            }
        }
        return lines;
    }

    /** Where a value ends that has no quotes, or quotes at both ends and nothing escaped between them; -1 for another. */
    private int plain(byte[] b, int from, int end) {
        byte quote = options.quote();
        byte delimiter = options.delimiter();
        int i = from;
        if (i < end && b[i] == quote) {
            i++;
            byte escape = options.escape();
            while (i < end && b[i] != quote && b[i] != escape) {
                i++;
            }
            if (i >= end || b[i] != quote || i + 1 < end && b[i + 1] != delimiter) {
                return -1;
            }
            return i + 1;
        }
        while (i < end && b[i] != delimiter) {
            if (b[i] == quote) {
                return -1;
            }
            i++;
        }
        return i;
    }

    @Override
    void split(byte[] b, int from, int end, Parameters into) {
        int start = from;
        int i = from;
        boolean inside = false;
        boolean quoted = false;
        begin();
        while (true) {
            if (i == start) {
                int stop = plain(b, i, end);
                if (stop >= 0) {
                    boolean marked = i < stop && b[i] == options.quote();
                    int first = marked ? i + 1 : i;
                    end(b, start, stop, marked, first, stop - first - (marked ? 1 : 0), into);
                    if (stop == end) {
                        return;
                    }
                    start = stop + 1;
                    i = start;
                    continue;
                }
            }
            if (!inside && (i == end || b[i] == options.delimiter())) {
                end(b, start, i, quoted, into);
                if (i == end) {
                    return;
                }
                start = ++i;
                quoted = false;
                begin();
                continue;
            }
            byte c = b[i];
            if (inside
                    && c == options.escape()
                    && i + 1 < end
                    && (b[i + 1] == options.quote() || b[i + 1] == options.escape())) {
                add(b[i + 1]);
                i += 2;
            } else if (c == options.quote()) {
                inside = !inside;
                quoted = true;
                i++;
            } else {
                add(c);
                i++;
            }
        }
    }
}
