package io.polywire.dialect.postgresql.internal;

import io.polywire.api.type.Type;
import io.polywire.dialect.postgresql.internal.rules.PgTypeRules;
import io.polywire.sql.plan.TextLiterals;

/** Finds the constants of a text that could be parameters: integers of 32 bits, and strings. */
final class Literals {
    /** Longer statements are mostly written once. */
    private static final int LONGEST_TEXT = 16_384;

    /** Digits of the largest integer of 32 bits. */
    private static final int DIGITS = 10;

    private Literals() {}

    static TextLiterals of(String text) {
        if (text.length() > LONGEST_TEXT || !hasConstant(text)) {
            return null;
        }
        Tokens tokens = PgLexer.withoutKeywords(text);
        TextLiterals found = new TextLiterals(text);
        for (int i = 0; i < tokens.count; i++) {
            switch (tokens.kinds[i]) {
                case Tokens.PARAMETER, Tokens.FAILURE -> {
                    return null;
                }
                case Tokens.STRING -> {
                    if (!found.add(tokens.starts[i], tokens.ends[i], Type.UNKNOWN, tokens.string(i))) {
                        return null;
                    }
                }
                case Tokens.INTEGER -> {
                    Long value = integer(text, tokens.starts[i], tokens.ends[i]);
                    if (value != null && !found.add(tokens.starts[i], tokens.ends[i], PgTypeRules.INTEGER, value)) {
                        return null;
                    }
                }
                default -> {
                    // no constant
                }
            }
        }
        return found.size() == 0 ? null : found;
    }

    /** Spares the search where it can find nothing: no quote, no digit, or a parameter. */
    private static boolean hasConstant(String text) {
        boolean constant = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '$') {
                return false;
            }
            constant |= c == '\'' || c >= '0' && c <= '9';
        }
        return constant;
    }

    private static Long integer(String text, int start, int end) {
        if (end - start > DIGITS) {
            return null;
        }
        long value = Long.parseLong(text, start, end, 10);
        return value > Integer.MAX_VALUE ? null : value;
    }
}
