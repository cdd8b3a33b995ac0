package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.bound.BoundConstant;
import java.math.BigInteger;

/** How numbers are written: looked at once for each value that comes as text, so without patterns. */
final class NumberText {
    private NumberText() {}

    /** What digits without a point mean in a statement: the narrowest type that holds it (make_const of parse_node.c). */
    static BoundConstant integer(String digits) {
        if (digits.length() < 10) {
            return new BoundConstant(Long.valueOf(digits), PgTypes.INT4);
        }
        BigInteger v = new BigInteger(digits);
        // a minus sign before it belongs to it (doNegate of gram.y)
        if (v.bitLength() < 32) {
            return new BoundConstant(v.longValue(), PgTypes.INT4);
        }
        if (v.bitLength() < 64) {
            return new BoundConstant(v.longValue(), PgTypes.INT8);
        }
        return new BoundConstant(v.toString(), PgTypes.NUMERIC);
    }

    /** Digits, with a sign or without. */
    static boolean isInteger(String s) {
        int from = afterSign(s, 0);
        return from < s.length() && digits(s, from) == s.length();
    }

    /** "inf" or "infinity" in lower case, with a sign or without. */
    static boolean isInfinity(String lower) {
        int from = afterSign(lower, 0);
        int n = lower.length() - from;
        return n == 3 && lower.startsWith("inf", from) || n == 8 && lower.startsWith("infinity", from);
    }

    /**
     * A number with or without sign, point and exponent; at least one digit stands before or behind the point.
     *
     * @param exponentDigits how many digits an exponent may have
     */
    static boolean isDecimal(String s, int exponentDigits) {
        int from = afterSign(s, 0);
        int at = digits(s, from);
        int count = at - from;
        if (at < s.length() && s.charAt(at) == '.') {
            int behind = digits(s, at + 1);
            count += behind - at - 1;
            at = behind;
        }
        if (count == 0) {
            return false;
        }
        if (at < s.length() && (s.charAt(at) == 'e' || s.charAt(at) == 'E')) {
            int exponent = afterSign(s, at + 1);
            at = digits(s, exponent);
            if (at == exponent || at - exponent > exponentDigits) {
                return false;
            }
        }
        return at == s.length();
    }

    private static int afterSign(String s, int at) {
        return at < s.length() && (s.charAt(at) == '-' || s.charAt(at) == '+') ? at + 1 : at;
    }

    private static int digits(String s, int from) {
        int at = from;
        while (at < s.length() && s.charAt(at) >= '0' && s.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
