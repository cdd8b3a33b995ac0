package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.math.BigDecimal;

/** Reads a number as a template says (NUM_processor of formatting.c, for input in the C locale). */
final class NumberScanner {
    private static final String DATA = "0123456789.,+-";

    private final NumberTemplate t;
    private final String in;
    private final StringBuilder number = new StringBuilder();
    private char sign = ' ';
    private int at;
    private int readPre;
    private int readPost;
    private boolean readDecimal;

    private NumberScanner(String in, NumberTemplate t) {
        this.in = in;
        this.t = t;
    }

    /** The number as text of numeric. */
    static String read(String in, NumberTemplate t) {
        if (t.exponent || t.roman) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED, "\"" + (t.exponent ? "EEEE" : "RN") + "\" not supported for input");
        }
        NumberScanner s = new NumberScanner(in, t);
        for (NumberTemplate.Part p : t.parts) {
            if (s.at >= in.length()) {
                break;
            }
            s.part(p);
        }
        String text = s.sign + s.number.toString();
        if (text.endsWith(".")) {
            text = text.substring(0, text.length() - 1);
        }
        int scale = s.readPost;
        String value = Numeric.fit(Numeric.parse(text), t.pre + t.multi + scale, scale);
        return t.multiplied ? divided(value, t.multi) : value;
    }

    /** Times 10 to the power of minus {@code multi}, whose scale that of the result is. */
    private static String divided(String value, int multi) {
        BigDecimal by = NumericMath.power(BigDecimal.TEN, BigDecimal.valueOf(-multi));
        return Numeric.text(Numeric.of(value).multiply(by));
    }

    private boolean ended() {
        return at >= in.length();
    }

    private boolean is(char c) {
        return at < in.length() && in.charAt(at) == c;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private void part(NumberTemplate.Part p) {
        if (p.word() == null) {
            at += Character.charCount(in.codePointAt(at));
            return;
        }
        switch (p.word()) {
            case "9", "0", ".", "D" -> {
                place(p.word().equals("9") || p.word().equals("0"));
                at++;
            }
            // nothing was written yet, whatever the place
            case ",", "G" -> at += !t.fill && is(',') ? 1 : 0;
            case "L" -> skip(1);
            case "TH" -> skip(2);
            case "MI" -> sign("-");
            case "PL" -> sign("+");
            case "SG" -> sign("-+");
            default -> {
                // takes nothing
            }
        }
    }

    private void sign(String which) {
        if (which.indexOf(in.charAt(at)) >= 0) {
            sign = in.charAt(at++);
        } else {
            skip(1);
        }
    }

    private void skip(int most) {
        for (int i = 0; i < most && !ended() && DATA.indexOf(in.charAt(at)) < 0; i++) {
            at += Character.charCount(in.codePointAt(at));
        }
    }

    /** NUM_numpart_from_char; the caller moves on by one. */
    private void place(boolean isDigit) {
        if (is(' ')) {
            at++;
        }
        if (ended()) {
            return;
        }
        if (sign == ' ' && isDigit && readPre + readPost == 0) {
            before();
        }
        if (ended()) {
            return;
        }
        boolean read = false;
        if (digit(in.charAt(at))) {
            if (readDecimal && readPost == t.post) {
                return;
            }
            number.append(in.charAt(at));
            if (readDecimal) {
                readPost++;
            } else {
                readPre++;
            }
            read = true;
        } else if (t.decimal && !readDecimal && is('.')) {
            number.append('.');
            readDecimal = true;
            read = true;
        }
        if (sign == ' ' && readPre + readPost > 0) {
            behind(read);
        }
    }

    private void before() {
        if (t.localSign && t.sign == NumberTemplate.Sign.BEFORE) {
            if (is('-') || is('+')) {
                sign = in.charAt(at++);
            }
        } else if (is('-') || t.bracket && is('<')) {
            sign = '-';
            at++;
        } else if (is('+')) {
            sign = '+';
            at++;
        }
    }

    private void behind(boolean read) {
        if (t.localSign && read && at + 1 < in.length() && !digit(in.charAt(at + 1))) {
            if (in.charAt(at + 1) == '-' || in.charAt(at + 1) == '+') {
                sign = in.charAt(++at);
            }
        } else if (!read && !t.localSign && (t.plus || t.minus) && (is('-') || is('+'))) {
            sign = in.charAt(at);
        }
    }
}
