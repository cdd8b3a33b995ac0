package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A text under the settings that say what a backslash in a string is (standard_conforming_strings, backslash_quote and
 * escape_string_warning; manual 20.13.1, and scan.l), written as it is read under their initial values: the strings in which
 * backslashes escape as what they stand for, with blanks behind them so that all else stays where it is. So only this class
 * knows of these settings.
 */
final class EscapedText {
    /** Encodings in which a backslash may be a part of a character; only clients have them. */
    private static final Set<String> OF_CLIENTS =
            Set.of("SJIS", "BIG5", "GBK", "UHC", "GB18030", "JOHAB", "SHIFT_JIS_2004");

    private final Tokens tokens;
    private final boolean standard;
    private final boolean quotes;
    private final boolean warns;

    private EscapedText(Tokens tokens, boolean standard, boolean quotes, boolean warns) {
        this.tokens = tokens;
        this.standard = standard;
        this.quotes = quotes;
        this.warns = warns;
    }

    /**
     * The text as it is read under the initial values of all settings.
     *
     * @param setting gives the session's settings
     * @param told takes the warnings
     * @throws SqlFailure 22P06 for a quote behind a backslash that is not allowed; 42601 for a string without an end
     */
    static String standard(String text, UnaryOperator<String> setting, Consumer<Notice> told) {
        if (text.indexOf('\\') < 0 && text.indexOf("&'") < 0) {
            return text;
        }
        boolean standard = !"off".equals(setting.apply("standard_conforming_strings"));
        String quote = setting.apply("backslash_quote");
        String encoding = setting.apply("client_encoding");
        boolean safe = encoding == null || !OF_CLIENTS.contains(encoding);
        boolean quotes = !"off".equals(quote) && (safe || "on".equals(quote));
        if (standard && quotes) {
            return text;
        }
        boolean warns = !standard && !"off".equals(setting.apply("escape_string_warning"));
        return new EscapedText(PgLexer.lex(text, standard), standard, quotes, warns).whole(told);
    }

    private String whole(Consumer<Notice> told) {
        StringBuilder out = new StringBuilder(tokens.text);
        boolean code = false;
        for (int i = 0; i < tokens.count; i++) {
            int kind = tokens.kinds[i];
            if (kind == Tokens.FAILURE && !standard) {
                // where the string ends is another question under the initial values
                int start = tokens.starts[i];
                int escape = tokens.text.indexOf('\\', start);
                if (warns && escape >= 0 && escape + 1 < tokens.text.length() && tokens.text.charAt(start) == '\'') {
                    told.accept(warning(tokens.text.charAt(escape + 1), start));
                }
                throw tokens.failure();
            }
            if (i == 0 || tokens.kinds[i - 1] == ';') {
                code = kind == Tokens.KEYWORD + Keyword.CREATE.ordinal()
                        || kind == Tokens.KEYWORD + Keyword.DO.ordinal();
            }
            if (kind == Tokens.STRING) {
                string(i, code, out, told);
            }
        }
        return out.toString();
    }

    /** @param code whether it may be the body of a function or block, which is read again */
    private void string(int i, boolean code, StringBuilder out, Consumer<Notice> told) {
        int start = tokens.starts[i];
        int end = tokens.ends[i];
        char first = tokens.text.charAt(start);
        boolean plain = first == '\'';
        boolean escapes = (first | 0x20) == 'e' || plain && !standard;
        int escape = escapes ? tokens.text.indexOf('\\', start) : -1;
        if (escape >= 0 && escape < end && !quotes) {
            refuseQuotes(escape, end, start);
        }
        if (standard) {
            return;
        }
        if (code && tokens.string(i).indexOf('\\') >= 0) {
            throw SqlFailure.unsupported(
                    "a backslash in the body of a function or block while standard_conforming_strings is off");
        }
        if (plain && escape >= 0 && escape < end) {
            if (warns) {
                told.accept(warning(tokens.text.charAt(escape + 1), start));
            }
            String written = "'" + tokens.string(i).replace("'", "''") + "'";
            out.replace(start, end, written + " ".repeat(end - start - written.length()));
        }
    }

    private void refuseQuotes(int escape, int end, int start) {
        for (int at = escape; at >= 0 && at < end; at = tokens.text.indexOf('\\', at + 2)) {
            if (tokens.text.charAt(at + 1) == '\'') {
                throw tokens.failureAt(FailureKind.SYNTAX, "unsafe use of \\' in a string literal", start)
                        .sqlState("22P06")
                        .hint("Use '' to write quotes in strings. \\' is insecure in client-only encodings.")
                        .build();
            }
        }
    }

    private Notice warning(char escaped, int start) {
        String what;
        String hint;
        switch (escaped) {
            case '\'' -> {
                what = "\\'";
                hint = "Use '' to write quotes in strings, or use the escape string syntax (E'...').";
            }
            case '\\' -> {
                what = "\\\\";
                hint = "Use the escape string syntax for backslashes, e.g., E'\\\\'.";
            }
            default -> {
                what = "escape";
                hint = "Use the escape string syntax for escapes, e.g., E'\\r\\n'.";
            }
        }
        return new Notice(
                Notice.Severity.WARNING,
                "22P06",
                "nonstandard use of " + what + " in a string literal",
                null,
                hint,
                tokens.text.codePointCount(0, start) + 1);
    }
}
