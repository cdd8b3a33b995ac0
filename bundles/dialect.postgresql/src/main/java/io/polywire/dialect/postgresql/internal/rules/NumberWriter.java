package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.Locale;

/** Writes the digits of a number as a template says (NUM_processor of formatting.c, for output in the C locale). */
final class NumberWriter {
    private static final int ROMAN_WIDTH = 15;

    private final NumberTemplate t;
    private final String number;
    private final char sign;
    private final int spaces;
    private final int count;
    /** Index of the last digit behind the point that matters, or of the point; -1 where all do. */
    private final int relevant;

    private final int zeroStart;
    private final NumberTemplate.Sign anchor;
    private final boolean bracket;
    private final StringBuilder out = new StringBuilder();
    private boolean signWritten;
    private boolean inside;
    private int current;
    private int at;

    /**
     * One number.
     *
     * @param number its digits without sign
     * @param spaces places of the template that it has no digits for
     */
    private NumberWriter(NumberTemplate t, String number, char sign, int spaces) {
        this.t = t;
        this.number = number;
        this.sign = t.roman ? 0 : sign;
        this.spaces = t.roman ? 0 : spaces;
        this.zeroStart = Math.max(0, t.zeroStart - 1);
        boolean own = t.plus || t.minus;
        this.bracket = t.bracket && !t.roman && (own || sign == '-' || !t.fill);
        this.signWritten = own ? !t.plus || t.minus : sign == '+' && t.fill && !t.localSign;
        this.anchor = !own && t.sign == NumberTemplate.Sign.BEFORE && t.pre == t.preSign
                ? NumberTemplate.Sign.BEHIND
                : t.sign;
        this.relevant = t.fill && t.decimal ? relevant() : -1;
        this.count = t.post + t.pre - 1 + (!signWritten && this.spaces == 0 ? 1 : 0);
    }

    static String write(NumberTemplate t, String number, char sign, int spaces) {
        return t.exponent ? number : new NumberWriter(t, number, sign, spaces).whole();
    }

    private int relevant() {
        int point = number.indexOf('.');
        if (point < 0) {
            return -1;
        }
        int last = point;
        for (int i = point + 1; i < number.length(); i++) {
            last = number.charAt(i) == '0' ? last : i;
        }
        return t.zeroEnd > spaces ? Math.max(last, Math.min(number.length() - 1, t.zeroEnd - spaces)) : last;
    }

    private String whole() {
        for (NumberTemplate.Part p : t.parts) {
            if (p.word() == null) {
                out.append(p.text());
            } else {
                part(p);
            }
        }
        return out.toString();
    }

    private void part(NumberTemplate.Part p) {
        switch (p.word()) {
            case "9", "0", ".", "D" -> {
                if (!t.roman) {
                    digit(p.word().equals("0"));
                }
            }
            case ",", "G" -> {
                if (inside || !t.fill) {
                    out.append(inside ? ',' : ' ');
                }
            }
            case "L" -> out.append(' ');
            case "RN" -> {
                String s = t.fill ? number : " ".repeat(Math.max(0, ROMAN_WIDTH - number.length())) + number;
                out.append(p.text().equals("RN") ? s : s.toLowerCase(Locale.ROOT));
            }
            case "TH" -> {
                if (!t.roman && !number.startsWith("#") && sign != '-' && !t.decimal) {
                    String s = ordinal();
                    out.append(p.text().equals("TH") ? s.toUpperCase(Locale.ROOT) : s);
                }
            }
            case "MI" -> signOr('-');
            case "PL" -> signOr('+');
            case "SG" -> out.append(sign);
            default -> {
                // is written with the first or the last digit, or is none of the number's
            }
        }
    }

    private void signOr(char which) {
        if (sign == which) {
            out.append(which);
        } else if (!t.fill) {
            out.append(' ');
        }
    }

    private String ordinal() {
        char last = number.isEmpty() ? 0 : number.charAt(number.length() - 1);
        if (last < '0' || last > '9') {
            throw SqlFailure.of(FailureKind.BAD_VALUE, "\"" + number + "\" is not a number");
        }
        boolean teen = number.length() > 1 && number.charAt(number.length() - 2) == '1';
        return teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th";
    }

    /** The zero before a point that the template has no zero for. */
    private boolean isLeadingZero() {
        return !t.zero && at == 0 && number.startsWith("0") && t.post != 0;
    }

    private boolean isPointLast() {
        return relevant >= 0 && number.charAt(relevant) == '.';
    }

    /** NUM_numpart_to_char: a place of the template. */
    private void digit(boolean isZero) {
        inside = false;
        if (!signWritten
                && (current >= spaces || t.zero && zeroStart == current)
                && (!isLeadingZero() || isPointLast())) {
            leadingSign();
        }
        if (current < spaces && (zeroStart > current || !t.zero)) {
            if (!t.fill) {
                out.append(' ');
            }
        } else if (t.zero && current < spaces) {
            out.append('0');
            inside = true;
        } else {
            character(isZero);
            at += at < number.length() ? 1 : 0;
        }
        int end = count + (spaces > 0 ? 1 : 0) + (t.decimal ? 1 : 0);
        if (relevant >= 0 && relevant == at) {
            end = current;
        }
        if (current + 1 == end) {
            if (signWritten && bracket) {
                out.append(sign == '+' ? ' ' : '>');
            } else if (t.localSign && anchor == NumberTemplate.Sign.BEHIND) {
                out.append(sign == '-' ? '-' : '+');
            }
        }
        current++;
    }

    private void leadingSign() {
        if (t.localSign) {
            if (anchor == NumberTemplate.Sign.BEFORE) {
                out.append(sign == '-' ? '-' : '+');
                signWritten = true;
            }
        } else if (bracket) {
            out.append(sign == '+' ? ' ' : '<');
            signWritten = true;
        } else if (sign == '+') {
            if (!t.fill) {
                out.append(' ');
            }
            signWritten = true;
        } else if (sign == '-') {
            out.append('-');
            signWritten = true;
        }
    }

    private void character(boolean isZero) {
        char c = at < number.length() ? number.charAt(at) : 0;
        if (c == '.') {
            out.append('.');
        } else if (relevant >= 0 && at > relevant && !isZero) {
            // a zero at the end that nobody asked for
            return;
        } else if (isLeadingZero()) {
            if (!t.fill) {
                out.append(' ');
            } else if (isPointLast()) {
                out.append('0');
            }
        } else {
            if (c != 0) {
                out.append(c);
            }
            inside = true;
        }
    }
}
