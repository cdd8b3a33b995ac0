package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import java.util.Locale;

/** Statements and failures as they may stand in a log: without passwords. */
final class LogText {
    private static final String WORD = "password";

    private LogText() {}

    /** The text of a statement up to where a password may follow. */
    static String statement(String text) {
        int at = secret(text);
        return at < 0 ? text : text.substring(0, at) + " ***";
    }

    /** What failed; a syntax error repeats a part of the statement, which may be a password. */
    static String failure(SqlFailure f, String text) {
        boolean repeats = f.sqlState().equals("42601") && text != null && secret(text) >= 0;
        return f.sqlState() + " " + (repeats ? "syntax error" : f.getMessage());
    }

    private static int secret(String text) {
        int at = text.toLowerCase(Locale.ROOT).indexOf(WORD);
        return at < 0 ? -1 : at + WORD.length();
    }
}
