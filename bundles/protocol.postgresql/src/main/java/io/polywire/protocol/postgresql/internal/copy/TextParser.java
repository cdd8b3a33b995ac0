package io.polywire.protocol.postgresql.internal.copy;

import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Digits;
import io.polywire.protocol.postgresql.internal.type.WireType;
import java.util.List;

/** The format text: a backslash takes what follows as it is, or makes a control character of it. */
final class TextParser extends LineParser {
    TextParser(List<String> names, WireType[] types, CopyOptions options, TextStyle style) {
        super(names, types, options, style);
    }

    @Override
    int lineEnd(byte[] b, int from, int end, boolean last) {
        for (int i = from; i < end; i++) {
            if (b[i] == '\\') {
                i++;
            } else if (b[i] == '\n') {
                return i;
            } else if (b[i] == '\r') {
                if (i + 1 == end && !last) {
                    return -1;
                }
                return i;
            }
        }
        return last ? end : -1;
    }

    @Override
    void split(byte[] b, int from, int end, Parameters into) {
        byte delimiter = options.delimiter();
        int start = from;
        int i = from;
        begin();
        while (true) {
            if (i == start) {
                // most values have no escapes and are taken where they are
                while (i < end && b[i] != delimiter && b[i] != '\\') {
                    i++;
                }
                if (i == end || b[i] == delimiter) {
                    end(b, start, i, false, start, i - start, into);
                    if (i == end) {
                        return;
                    }
                    start = ++i;
                    continue;
                }
                for (int k = start; k < i; k++) {
                    add(b[k]);
                }
            }
            if (i == end || b[i] == options.delimiter()) {
                end(b, start, i, false, into);
                if (i == end) {
                    return;
                }
                start = ++i;
                begin();
            } else if (b[i] == '\\' && i + 1 < end) {
                i = escape(b, i + 1, end);
            } else {
                add(b[i++]);
            }
        }
    }

    /** At the character behind a backslash; returns where the next one is. */
    private int escape(byte[] b, int at, int end) {
        int i = at;
        byte c = b[i++];
        if (c >= '0' && c <= '7') {
            int v = c - '0';
            for (int k = 0; k < 2 && i < end && b[i] >= '0' && b[i] <= '7'; k++) {
                v = v * 8 + b[i++] - '0';
            }
            add(v);
        } else if (c == 'x' && i < end && Digits.unhex(b[i]) >= 0) {
            int v = Digits.unhex(b[i++]);
            if (i < end && Digits.unhex(b[i]) >= 0) {
                v = v * 16 + Digits.unhex(b[i++]);
            }
            add(v);
        } else {
            add(
                    switch (c) {
                        case 'b' -> '\b';
                        case 'f' -> '\f';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        case 'v' -> 0x0B;
                        default -> c;
                    });
        }
        return i;
    }
}
