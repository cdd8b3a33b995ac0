package io.polywire.api.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text of dates and times, taken apart into its fields as PostgreSQL does before it looks at what they say. */
final class DateTimeFields {
    /** What a field looks like. */
    enum Kind {
        /** Digits, with a point or not. */
        NUMBER,
        /** Something with separators: a date, a name of a zone, digits with a zone behind them. */
        DATE,
        /** Digits and colons. */
        TIME,
        /** A sign and digits. */
        ZONE,
        /** Letters. */
        WORD,
        /** A sign and letters. */
        SPECIAL
    }

    /**
     * One field.
     *
     * @param text in lower case
     */
    record Field(Kind kind, String text) {}

    private static final int MOST = 25;

    private static final int LONGEST = 128;

    private final String text;
    private final List<Field> fields = new ArrayList<>();
    private int at;
    private int kept;

    private DateTimeFields(String text) {
        this.text = text;
    }

    /** The fields of a text; null if it can be none of dates and times. */
    static List<Field> of(String text) {
        DateTimeFields all = new DateTimeFields(text);
        return all.split() ? all.fields : null;
    }

    private boolean split() {
        while (at < text.length()) {
            char c = text.charAt(at);
            int start = at;
            if (Blank.is(c)) {
                at++;
            } else if (Calendar.isDigit(c)) {
                add(number(), start);
            } else if (c == '.') {
                at++;
                digits();
                add(Kind.NUMBER, start);
            } else if (isLetter(c)) {
                add(word(), start);
            } else if (c == '+' || c == '-') {
                if (!signed(c)) {
                    return false;
                }
            } else if (c > ' ' && c < 127) {
                at++;
            } else {
                return false;
            }
            if (fields.size() > MOST || kept > LONGEST + MOST) {
                return false;
            }
        }
        return true;
    }

    /** The parts of a date, digits or letters each; null where nothing stands behind the last separator. */
    static List<String> parts(String date) {
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < date.length()) {
            while (at < date.length() && !isEither(date.charAt(at))) {
                at++;
            }
            if (at == date.length()) {
                return null;
            }
            int start = at;
            boolean digits = Calendar.isDigit(date.charAt(at));
            while (at < date.length() && (digits ? Calendar.isDigit(date.charAt(at)) : isLetter(date.charAt(at)))) {
                at++;
            }
            parts.add(date.substring(start, at));
            // whatever stands behind it parts it from the next
            at++;
        }
        return parts;
    }

    private void add(Kind kind, int start) {
        add(kind, text.substring(start, at));
    }

    private void add(Kind kind, String field) {
        fields.add(new Field(kind, field.toLowerCase(Locale.ROOT)));
        kept += field.length() + 1;
    }

    private char next() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isEither(char c) {
        return isLetter(c) || Calendar.isDigit(c);
    }

    private void digits() {
        while (Calendar.isDigit(next())) {
            at++;
        }
    }

    private Kind number() {
        digits();
        char c = next();
        if (c == ':') {
            while (Calendar.isDigit(next()) || next() == ':' || next() == '.') {
                at++;
            }
            return Kind.TIME;
        }
        if (c != '-' && c != '/' && c != '.') {
            return Kind.NUMBER;
        }
        at++;
        if (!Calendar.isDigit(next())) {
            while (isEither(next()) || next() == c) {
                at++;
            }
            return Kind.DATE;
        }
        digits();
        if (next() == c) {
            while (Calendar.isDigit(next()) || next() == c) {
                at++;
            }
            return Kind.DATE;
        }
        return c == '.' ? Kind.NUMBER : Kind.DATE;
    }

    private Kind word() {
        int start = at;
        while (isLetter(next())) {
            at++;
        }
        char c = next();
        boolean date = c == '-' || c == '/' || c == '.';
        if (c == '+' || Calendar.isDigit(c)) {
            date = DateTimeWord.of(text.substring(start, at).toLowerCase(Locale.ROOT)) == null;
        }
        if (!date) {
            return Kind.WORD;
        }
        while (isEither(next()) || "+-/_.:".indexOf(next()) >= 0 && at < text.length()) {
            at++;
        }
        return Kind.DATE;
    }

    private boolean signed(char sign) {
        at++;
        while (at < text.length() && Blank.is(next())) {
            at++;
        }
        int start = at;
        if (Calendar.isDigit(next())) {
            while (Calendar.isDigit(next()) || at < text.length() && ":.-".indexOf(next()) >= 0) {
                at++;
            }
            add(Kind.ZONE, sign + text.substring(start, at));
            return true;
        }
        // of what has a sign only the earliest of all is known
        if (sign == '+' || !isLetter(next())) {
            return false;
        }
        while (isLetter(next())) {
            at++;
        }
        add(Kind.SPECIAL, sign + text.substring(start, at));
        return true;
    }
}
