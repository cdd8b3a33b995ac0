package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/** SIMILAR TO's patterns as regular expressions: similar_escape_internal of regexp.c. */
final class SimilarPattern {
    private SimilarPattern() {}

    /**
     * The regular expression.
     *
     * @param escape one character, or empty for none
     */
    static String translate(String pattern, String escape) {
        if (escape.codePointCount(0, escape.length()) > 1) {
            throw SqlFailure.build(FailureKind.DATA, "invalid escape string")
                    .sqlState("22025")
                    .hint("Escape string must be empty or one character.")
                    .build();
        }
        int by = escape.isEmpty() ? -1 : escape.codePointAt(0);
        StringBuilder r = new StringBuilder("^(?:");
        boolean afterEscape = false;
        boolean bracket = false;
        int separators = 0;
        for (int c : pattern.codePoints().toArray()) {
            if (afterEscape) {
                if (c == '"' && !bracket) {
                    if (separators == 0) {
                        // first part shortest, middle captured
                        r.append("){1,1}?(");
                    } else if (separators == 1) {
                        r.append("){1,1}(?:");
                    } else {
                        throw SqlFailure.build(
                                        FailureKind.DATA,
                                        "SQL regular expression may not contain more than two escape-double-quote"
                                                + " separators")
                                .sqlState("2200C")
                                .build();
                    }
                    separators++;
                } else {
                    r.append('\\').appendCodePoint(c);
                }
                afterEscape = false;
            } else if (c == by) {
                afterEscape = true;
            } else if (bracket) {
                if (c == '\\') {
                    r.append('\\');
                }
                r.appendCodePoint(c);
                bracket = c != ']';
            } else if (c == '[') {
                r.append('[');
                bracket = true;
            } else if (c == '%') {
                r.append(".*");
            } else if (c == '_') {
                r.append('.');
            } else if (c == '(') {
                r.append("(?:");
            } else {
                if (c == '\\' || c == '.' || c == '^' || c == '$') {
                    r.append('\\');
                }
                r.appendCodePoint(c);
            }
        }
        return r.append(")$").toString();
    }
}
