package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;

/** Text to values, as the input functions of the types do (chapter 8 of the manual, and each type's _in function). */
final class Input {
    /** Characters of a number, sign and all, that is a long whatever its digits are. */
    private static final int SHORT = 18;

    private Input() {}

    /** The value of a text in a type's carrier; length, precision and scale do not matter. */
    static Object value(String text, Type t) {
        TypeSupport support = Registry.all().type(t);
        if (support == null || support.reader() == null) {
            throw SqlFailure.unsupported("a value of type " + PgTypes.display(t));
        }
        return support.reader().read(text);
    }

    /** Without the blanks around it that input functions pass over (isspace of the C locale). */
    static String trim(String raw) {
        int from = 0;
        int to = raw.length();
        while (from < to && isSpace(raw.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(raw.charAt(to - 1))) {
            to--;
        }
        return raw.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** boolin: any begin of the words that tells them apart. */
    static boolean bool(String raw) {
        String s = trim(raw).toLowerCase(Locale.ROOT);
        if (!s.isEmpty()) {
            if ("true".startsWith(s) || "yes".startsWith(s) || s.equals("on") || s.equals("1")) {
                return true;
            }
            if ("false".startsWith(s) || "no".startsWith(s) || s.equals("of") || s.equals("off") || s.equals("0")) {
                return false;
            }
        }
        throw SqlFailure.of(FailureKind.BAD_VALUE, "invalid input syntax for type boolean: \"" + raw + "\"");
    }

    /** int2in, int4in, int8in. */
    static long integer(String raw, Type t) {
        String s = trim(raw);
        if (!NumberText.isInteger(s)) {
            throw SqlFailure.of(
                    FailureKind.BAD_VALUE, "invalid input syntax for type " + PgTypes.display(t) + ": \"" + raw + "\"");
        }
        if (s.length() <= SHORT) {
            long value = Long.parseLong(s);
            if (PgTypes.fits(value, t)) {
                return value;
            }
        }
        BigInteger v = new BigInteger(s.startsWith("+") ? s.substring(1) : s);
        if (v.bitLength() > 63 || !PgTypes.fits(v.longValue(), t)) {
            throw SqlFailure.of(
                    FailureKind.OUT_OF_RANGE, "value \"" + raw + "\" is out of range for type " + PgTypes.display(t));
        }
        return v.longValue();
    }

    /** byteain: the hex form, or the escape form. */
    static byte[] bytes(String text) {
        if (text.startsWith("\\x")) {
            return hex(text.substring(2));
        }
        return Encodings.unescape(text);
    }

    /** Pairs of digits, with blanks between pairs only (hex_decode). */
    static byte[] hex(String digits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(digits.length() / 2);
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
                continue;
            }
            int high = digit(digits, i);
            if (++i == digits.length()) {
                throw badHex("invalid hexadecimal data: odd number of digits");
            }
            out.write(high << 4 | digit(digits, i));
        }
        return out.toByteArray();
    }

    private static int digit(String digits, int i) {
        char c = digits.charAt(i);
        if (!HexFormat.isHexDigit(c)) {
            throw badHex("invalid hexadecimal digit: \"" + Character.toString(digits.codePointAt(i)) + "\"");
        }
        return HexFormat.fromHexDigit(c);
    }

    private static SqlFailure badHex(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22023").build();
    }
}
