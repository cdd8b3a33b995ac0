package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/** PostgreSQL's money in the locale C: cents as a number, "-$1,234.50" as text (manual, 8.2; cash.c). */
public final class Money {
    private static final int DECIMALS = 2;

    private Money() {}

    /**
     * The cents that a text means (cash_in): a sign or a parenthesis and a currency sign may stand on either side, a third
     * decimal rounds, a text without digits is 0.
     *
     * @throws SqlFailure 22P02 for a text that is none, 22003 for one that does not fit
     */
    public static long read(String text) {
        int p = skip(text, 0);
        p = skip(text, is(text, p, '$') ? p + 1 : p);
        boolean negative = is(text, p, '-') || is(text, p, '(');
        p = skip(text, negative || is(text, p, '+') ? p + 1 : p);
        p = skip(text, is(text, p, '$') ? p + 1 : p);
        // built below zero, where there is one value more
        long value = 0;
        int decimals = 0;
        boolean dot = false;
        try {
            for (; p < text.length(); p++) {
                char c = text.charAt(p);
                if (digit(c) && (!dot || decimals < DECIMALS)) {
                    value = Math.subtractExact(Math.multiplyExact(value, 10L), c - '0');
                    decimals += dot ? 1 : 0;
                } else if (c == '.' && !dot) {
                    dot = true;
                } else if (c != ',') {
                    break;
                }
            }
            if (p < text.length() && digit(text.charAt(p)) && text.charAt(p) >= '5') {
                value = Math.subtractExact(value, 1);
            }
            for (; decimals < DECIMALS; decimals++) {
                value = Math.multiplyExact(value, 10L);
            }
            while (p < text.length() && digit(text.charAt(p))) {
                p++;
            }
            for (; p < text.length(); p++) {
                char c = text.charAt(p);
                if (c == '-') {
                    negative = true;
                } else if (!Blank.is(c) && c != ')' && c != '+' && c != '$') {
                    throw SqlFailure.of(FailureKind.BAD_VALUE, "invalid input syntax for type money: \"" + text + '"');
                }
            }
            return negative ? value : Math.negateExact(value);
        } catch (ArithmeticException over) {
            throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "value \"" + text + "\" is out of range for type money")
                    .cause(over)
                    .build();
        }
    }

    private static int skip(String s, int from) {
        int p = from;
        while (p < s.length() && Blank.is(s.charAt(p))) {
            p++;
        }
        return p;
    }

    private static boolean is(String s, int p, char c) {
        return p < s.length() && s.charAt(p) == c;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /** An amount as text (cash_out). */
    public static String text(long cents) {
        long amount = Math.abs(cents);
        String whole = Long.toUnsignedString(Long.divideUnsigned(amount, 100));
        StringBuilder s = new StringBuilder(cents < 0 ? "-$" : "$");
        for (int k = 0; k < whole.length(); k++) {
            if (k > 0 && (whole.length() - k) % 3 == 0) {
                s.append(',');
            }
            s.append(whole.charAt(k));
        }
        long rest = Long.remainderUnsigned(amount, 100);
        return s.append('.').append(rest < 10 ? "0" : "").append(rest).toString();
    }
}
