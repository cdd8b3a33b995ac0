package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.rules.Encodings;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What stands in PostgreSQL's strings: escapes, and parts that go on in another line. */
final class Strings {
    private final String text;
    private int end;

    Strings(String text) {
        this.text = text;
    }

    /** The character behind the string that {@link #escaped} read last. */
    int end() {
        return end;
    }

    static int endOfLine(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    /**
     * Where a string goes on whose quote was closed: behind the next opening quote if only blanks with a line break (and
     * comments that end with the line) stand between.
     *
     * @return -1 if it does not
     */
    int continuation(int from) {
        int n = text.length();
        int i = from;
        boolean newline = false;
        while (i < n) {
            char c = text.charAt(i);
            if (c == '\'') {
                return newline ? i + 1 : -1;
            }
            if (c == '\n' || c == '\r') {
                newline = true;
                i++;
            } else if (c == '-' && i + 1 < n && text.charAt(i + 1) == '-') {
                i = endOfLine(text, i);
            } else if (PgLexer.isSpace(c)) {
                i++;
            } else {
                return -1;
            }
        }
        return -1;
    }

    /**
     * Reads a string with backslash escapes.
     *
     * @param start first character of the token, for failures
     * @param from behind the opening quote
     */
    String escaped(int start, int from) {
        // Octal and hexadecimal escapes are bytes, which only together need be characters.
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int n = text.length();
        int i = from;
        boolean bytes = false;
        while (true) {
            if (i >= n) {
                throw unterminated(start);
            }
            char c = text.charAt(i++);
            if (c == '\'') {
                if (i < n && text.charAt(i) == '\'') {
                    out.write('\'');
                    i++;
                    continue;
                }
                int next = continuation(i);
                if (next < 0) {
                    end = i;
                    return text(out, bytes);
                }
                i = next;
            } else if (c != '\\') {
                int point = text.codePointAt(i - 1);
                i += Character.charCount(point) - 1;
                write(out, point);
            } else {
                if (i >= n) {
                    throw unterminated(start);
                }
                char e = text.charAt(i++);
                switch (e) {
                    case 'b' -> out.write('\b');
                    case 'f' -> out.write('\f');
                    case 'n' -> out.write('\n');
                    case 'r' -> out.write('\r');
                    case 't' -> out.write('\t');
                    case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                        int j = run(i - 1, 8, 3);
                        out.write(Integer.parseInt(text.substring(i - 1, j), 8));
                        bytes = true;
                        i = j;
                    }
                    case 'x' -> {
                        int j = run(i, 16, 2);
                        if (j == i) {
                            out.write('x');
                        } else {
                            out.write(Integer.parseInt(text.substring(i, j), 16));
                            bytes = true;
                            i = j;
                        }
                    }
                    case 'u', 'U' -> i = unicodeEscape(out, i, e == 'u' ? 4 : 8);
                    default -> {
                        int point = text.codePointAt(i - 1);
                        i += Character.charCount(point) - 1;
                        write(out, point);
                    }
                }
            }
        }
    }

    private int unicodeEscape(ByteArrayOutputStream out, int i, int digits) {
        int j = run(i, 16, digits);
        if (j - i != digits) {
            throw SqlFailure.build(FailureKind.DATA, "invalid Unicode escape")
                    .sqlState("22025")
                    .hint("Unicode escapes must be \\uXXXX or \\UXXXXXXXX.")
                    .position(text.codePointCount(0, i - 2) + 1)
                    .build();
        }
        long point = Long.parseLong(text.substring(i, j), 16);
        if (point >= 0xD800 && point <= 0xDBFF) {
            if (j + 1 < text.length() && text.charAt(j) == '\\' && (text.charAt(j + 1) | 0x20) == 'u') {
                int size = text.charAt(j + 1) == 'u' ? 4 : 8;
                int k = run(j + 2, 16, size);
                if (k - j - 2 == size) {
                    long low = Long.parseLong(text.substring(j + 2, k), 16);
                    if (low >= 0xDC00 && low <= 0xDFFF) {
                        write(out, Character.toCodePoint((char) point, (char) low));
                        return k;
                    }
                }
            }
            throw near(j, "invalid Unicode surrogate pair", next(j));
        }
        if (point >= 0xDC00 && point <= 0xDFFF) {
            throw near(i - 2, "invalid Unicode surrogate pair", j);
        }
        if (point == 0 || point > 0x10FFFF) {
            throw near(i - 2, "invalid Unicode escape value", j);
        }
        write(out, (int) point);
        return j;
    }

    private int run(int from, int radix, int most) {
        int i = from;
        while (i < text.length() && i - from < most && isDigit(text.charAt(i), radix)) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(char c, int radix) {
        return c < 0x80 && Character.digit(c, radix) >= 0;
    }

    private static void write(ByteArrayOutputStream out, int point) {
        if (point < 0x80) {
            out.write(point);
        } else {
            byte[] b = new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8);
            out.write(b, 0, b.length);
        }
    }

    private static String text(ByteArrayOutputStream out, boolean bytes) {
        if (!bytes) {
            return out.toString(StandardCharsets.UTF_8);
        }
        byte[] b = out.toByteArray();
        try {
            String s = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(b))
                    .toString();
            if (s.indexOf(0) < 0) {
                return s;
            }
        } catch (CharacterCodingException e) {
            // told below
        }
        throw SqlFailure.of(
                FailureKind.BAD_ENCODING, "invalid byte sequence for encoding \"UTF8\": " + Encodings.malformed(b));
    }

    /**
     * The text that a U& string or name stands for.
     *
     * @param raw what stands between its quotes, quotes halved
     * @param start first character of the token, for failures
     */
    String unicode(String raw, char escape, int start) {
        if (raw.indexOf(escape) < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        int n = raw.length();
        int high = 0;
        for (int i = 0; i < n; ) {
            char c = raw.charAt(i);
            int point;
            int from = i;
            if (c != escape) {
                point = c;
                i++;
            } else if (i + 1 < n && raw.charAt(i + 1) == escape) {
                point = escape;
                i += 2;
            } else {
                boolean six = i + 1 < n && raw.charAt(i + 1) == '+';
                int digits = i + (six ? 2 : 1);
                int to = digits + (six ? 6 : 4);
                if (to > n || !allHex(raw, digits, to)) {
                    throw SqlFailure.build(FailureKind.SYNTAX, "invalid Unicode escape")
                            .hint("Unicode escapes must be \\XXXX or \\+XXXXXX.")
                            .position(text.codePointCount(0, start) + 1 + 3 + raw.codePointCount(0, from))
                            .build();
                }
                point = Integer.parseInt(raw.substring(digits, to), 16);
                if (point == 0 || point > 0x10FFFF) {
                    throw at(start + 3 + from, "invalid Unicode escape value");
                }
                i = to;
                boolean low = point >= 0xDC00 && point <= 0xDFFF;
                if (low != (high != 0)) {
                    throw at(start + 3 + from, "invalid Unicode surrogate pair");
                }
                if (point >= 0xD800 && point <= 0xDBFF) {
                    high = point;
                    continue;
                }
                if (low) {
                    out.append((char) high).append((char) point);
                    high = 0;
                    continue;
                }
                out.appendCodePoint(point);
                continue;
            }
            if (high != 0) {
                throw at(start + 3 + from, "invalid Unicode surrogate pair");
            }
            out.append((char) point);
        }
        if (high != 0) {
            throw at(start + 3 + n, "invalid Unicode surrogate pair");
        }
        return out.toString();
    }

    private static boolean allHex(String s, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isDigit(s.charAt(i), 16)) {
                return false;
            }
        }
        return true;
    }

    private SqlFailure unterminated(int start) {
        return SqlFailure.build(
                        FailureKind.SYNTAX, "unterminated quoted string at or near \"" + text.substring(start) + "\"")
                .position(text.codePointCount(0, start) + 1)
                .build();
    }

    /** The end of what the lexer takes as one piece inside a string. */
    private int next(int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\'' && text.charAt(i) != '\\') {
            i++;
        }
        return Math.min(text.length(), i == from ? i + 1 : i);
    }

    private SqlFailure near(int offset, String message, int to) {
        return at(offset, message + " at or near \"" + text.substring(offset, to) + "\"");
    }

    private SqlFailure at(int offset, String message) {
        return SqlFailure.build(FailureKind.SYNTAX, message)
                .position(text.codePointCount(0, Math.min(offset, text.length())) + 1)
                .build();
    }
}
