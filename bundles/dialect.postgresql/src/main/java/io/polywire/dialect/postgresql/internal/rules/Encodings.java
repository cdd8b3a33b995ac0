package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.StringJoiner;

/** encode() and decode() (encode.c), and bytes as messages show them. */
public final class Encodings {
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\n'});

    private Encodings() {}

    private static SqlFailure unknown(String format) {
        return NumericMath.failure("22023", "unrecognized encoding: \"" + format + "\"");
    }

    static String encode(byte[] b, String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "hex" -> HexFormat.of().formatHex(b);
            case "base64" -> base64(b);
            case "escape" -> escape(b);
            default -> throw unknown(format);
        };
    }

    /** A line ends behind every 76 characters, the last one too if it is full. */
    private static String base64(byte[] b) {
        String s = BASE64.encodeToString(b);
        return b.length > 0 && b.length % 57 == 0 ? s + "\n" : s;
    }

    static String escape(byte[] b) {
        StringBuilder s = new StringBuilder(b.length);
        for (byte x : b) {
            if (x == 0 || x < 0) {
                s.append('\\').append(String.format(Locale.ROOT, "%03o", x & 0xFF));
            } else if (x == '\\') {
                s.append("\\\\");
            } else {
                s.append((char) x);
            }
        }
        return s.toString();
    }

    static byte[] decode(String s, String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "hex" -> Input.hex(s);
            case "base64" -> unbase64(s);
            case "escape" -> unescape(s);
            default -> throw unknown(format);
        };
    }

    private static byte[] unbase64(String s) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int buffer = 0;
        int position = 0;
        int end = 0;
        for (int i = 0; i < s.length(); i += Character.charCount(s.codePointAt(i))) {
            int c = s.codePointAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                continue;
            }
            int b = 0;
            if (c == '=') {
                if (end == 0) {
                    if (position != 2 && position != 3) {
                        throw NumericMath.failure("22023", "unexpected \"=\" while decoding base64 sequence");
                    }
                    end = position == 2 ? 1 : 2;
                }
            } else {
                b = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".indexOf(c);
                if (b < 0) {
                    throw NumericMath.failure(
                            "22023",
                            "invalid symbol \"" + Character.toString(c) + "\" found while decoding base64 sequence");
                }
            }
            buffer = buffer << 6 | b;
            if (++position == 4) {
                out.write(buffer >> 16);
                if (end == 0 || end > 1) {
                    out.write(buffer >> 8);
                }
                if (end == 0 || end > 2) {
                    out.write(buffer);
                }
                buffer = 0;
                position = 0;
            }
        }
        if (position != 0) {
            throw SqlFailure.build(FailureKind.DATA, "invalid base64 end sequence")
                    .sqlState("22023")
                    .hint("Input data is missing padding, is truncated, or is otherwise corrupted.")
                    .build();
        }
        return out.toByteArray();
    }

    /** byteaout in the escape form: what is not printable ASCII as three octal digits (varlena.c). */
    static String escaped(byte[] b) {
        StringBuilder s = new StringBuilder(b.length + 16);
        for (byte each : b) {
            if (each == '\\') {
                s.append("\\\\");
            } else if (each >= ' ' && each < 0x7F) {
                s.append((char) each);
            } else {
                s.append('\\')
                        .append((char) ('0' + (each >> 6 & 3)))
                        .append((char) ('0' + (each >> 3 & 7)))
                        .append((char) ('0' + (each & 7)));
            }
        }
        return s.toString();
    }

    /** The escape form of bytea: two backslashes, or one before three octal digits. */
    static byte[] unescape(String s) {
        byte[] b = s.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(b.length);
        for (int i = 0; i < b.length; i++) {
            if (b[i] != '\\') {
                out.write(b[i]);
            } else if (i + 1 < b.length && b[i + 1] == '\\') {
                out.write('\\');
                i++;
            } else if (i + 3 < b.length && b[i + 1] >= '0' && b[i + 1] <= '3' && octal(b[i + 2]) && octal(b[i + 3])) {
                out.write(b[i + 1] - '0' << 6 | b[i + 2] - '0' << 3 | b[i + 3] - '0');
                i += 3;
            } else {
                throw SqlFailure.of(FailureKind.BAD_VALUE, "invalid input syntax for type bytea");
            }
        }
        return out.toByteArray();
    }

    private static boolean octal(byte b) {
        return b >= '0' && b <= '7';
    }

    /** The bytes at the first place that is no UTF-8, as an error shows them. */
    public static String malformed(byte[] b) {
        int i = 0;
        while (i < b.length) {
            if (b[i] == 0) {
                return shown(b, i, i + 1);
            }
            int n = length(b[i]);
            if (i + n > b.length || !isValid(b, i, n)) {
                return shown(b, i, Math.min(b.length, i + n));
            }
            i += n;
        }
        return "";
    }

    private static boolean isValid(byte[] b, int at, int n) {
        String s = new String(b, at, n, StandardCharsets.UTF_8);
        return s.indexOf('\uFFFD') < 0 || n == 3 && (b[at] & 0xFF) == 0xEF;
    }

    private static int length(byte first) {
        int c = first & 0xFF;
        return c < 0x80 ? 1 : (c & 0xE0) == 0xC0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : (c & 0xF8) == 0xF0 ? 4 : 1;
    }

    static String shown(byte[] b, int from, int to) {
        StringJoiner s = new StringJoiner(" ");
        for (int i = from; i < to; i++) {
            s.add("0x" + HexFormat.of().toHexDigits(b[i]));
        }
        return s.toString();
    }
}
