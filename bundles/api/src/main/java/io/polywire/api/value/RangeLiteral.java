package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/**
 * A range as its text has it (manual, 8.17.5): texts of its bounds, of which nothing is known but that they are there.
 * Immutable.
 *
 * @param isEmpty whether it is the word "empty"; all others are then null and false
 * @param lower text of the lower bound; null where there is none
 * @param lowerInclusive whether it begins with a bracket
 * @param upper text of the upper bound; null where there is none
 * @param upperInclusive whether it ends with a bracket
 */
public record RangeLiteral(
        boolean isEmpty, String lower, boolean lowerInclusive, String upper, boolean upperInclusive) {
    /** The range without values. */
    public static final RangeLiteral EMPTY = new RangeLiteral(true, null, false, null, false);

    private static final String EMPTY_WORD = "empty";

    /**
     * Reads the text notation.
     *
     * @throws SqlFailure 22P02 with the DETAIL of range_parse of PostgreSQL 15
     */
    public static RangeLiteral read(String text) {
        return new Reader(text).read();
    }

    /** Whether "empty" stands at a place of a text, in any case. */
    static boolean isEmptyAt(String text, int at) {
        return text.regionMatches(true, at, EMPTY_WORD, 0, EMPTY_WORD.length());
    }

    /** The text notation, with quotes where a bound needs them. */
    @Override
    public String toString() {
        if (isEmpty) {
            return EMPTY_WORD;
        }
        StringBuilder out = new StringBuilder();
        out.append(lowerInclusive ? '[' : '(');
        bound(out, lower);
        out.append(',');
        bound(out, upper);
        return out.append(upperInclusive ? ']' : ')').toString();
    }

    private static void bound(StringBuilder out, String v) {
        if (v == null) {
            return;
        }
        if (!v.isEmpty() && v.chars().noneMatch(RangeLiteral::isSpecial)) {
            out.append(v);
            return;
        }
        out.append('"');
        for (int i = 0; i < v.length(); i++) {
            char c = v.charAt(i);
            if (c == '"' || c == '\\') {
                out.append(c);
            }
            out.append(c);
        }
        out.append('"');
    }

    private static boolean isSpecial(int c) {
        return "\"\\()[],".indexOf(c) >= 0 || c < 128 && ArrayReader.isBlank((char) c);
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        RangeLiteral read() {
            blanks();
            if (isEmptyAt(text, at)) {
                at += EMPTY_WORD.length();
                end("Junk after \"empty\" key word.");
                return EMPTY;
            }
            boolean lowerInclusive = in("[");
            if (!lowerInclusive && !in("(")) {
                throw bad("Missing left parenthesis or bracket.");
            }
            at++;
            String lower = bound();
            if (!in(",")) {
                throw bad("Missing comma after lower bound.");
            }
            at++;
            String upper = bound();
            boolean upperInclusive = in("]");
            if (!upperInclusive && !in(")")) {
                throw bad("Too many commas.");
            }
            at++;
            end("Junk after right parenthesis or bracket.");
            return new RangeLiteral(false, lower, lowerInclusive, upper, upperInclusive);
        }

        private boolean in(String any) {
            return at < text.length() && any.indexOf(text.charAt(at)) >= 0;
        }

        private void blanks() {
            while (at < text.length() && ArrayReader.isBlank(text.charAt(at))) {
                at++;
            }
        }

        private void end(String otherwise) {
            blanks();
            if (at < text.length()) {
                throw bad(otherwise);
            }
        }

        /** A bound; one that is not there at all is null, one in quotes may be empty. */
        private String bound() {
            if (in(",)]")) {
                return null;
            }
            StringBuilder v = new StringBuilder();
            boolean quoted = false;
            while (quoted || !in(",)]")) {
                char c = next();
                if (c == '\\') {
                    v.append(next());
                } else if (c != '"') {
                    v.append(c);
                } else if (quoted && in("\"")) {
                    v.append(next());
                } else {
                    quoted = !quoted;
                }
            }
            return v.toString();
        }

        private char next() {
            if (at == text.length()) {
                throw bad("Unexpected end of input.");
            }
            return text.charAt(at++);
        }

        private SqlFailure bad(String detail) {
            return SqlFailure.build(FailureKind.BAD_VALUE, "malformed range literal: \"" + text + '"')
                    .detail(detail)
                    .build();
        }
    }
}
