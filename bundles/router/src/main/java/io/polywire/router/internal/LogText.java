package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.Dialect;
import java.util.Locale;

/** Statements and failures as they may stand in a log: without constants, which may be anybody's secrets. */
final class LogText {
    /** Characters of a statement that are kept. */
    private static final int MOST = 10_000;

    private static final String MASK = "***";
    private static final String PASSWORD = "password";

    private LogText() {}

    /** The text of a statement of a session. */
    static String statement(RouterSession session, String text) {
        return statement(dialect(session), text);
    }

    /** @param dialect null if it is not there */
    static String statement(Dialect dialect, String text) {
        String masked = withoutPassword(dialect == null ? MASK : dialect.masked(text, MOST));
        return masked.length() <= MOST ? masked : masked.substring(0, MOST) + "...";
    }

    /** A text up to where a password may follow: also where somebody has forgotten its quotes, and it looks like a name. */
    static String withoutPassword(String text) {
        int at = text.toLowerCase(Locale.ROOT).indexOf(PASSWORD);
        return at < 0 ? text : text.substring(0, at + PASSWORD.length()) + " " + MASK;
    }

    /** What failed. */
    static String failure(RouterSession session, SqlFailure f, String text) {
        return failure(dialect(session), f, text);
    }

    /**
     * What failed: an error in the data or in the syntax repeats a part of these, which is masked unless it stands in the masked
     * statement too.
     */
    static String failure(Dialect dialect, SqlFailure f, String text) {
        String message = f.getMessage();
        if (!repeats(f)) {
            return f.sqlState() + " " + message;
        }
        // what is quoted may have quotation marks of its own
        int from = message.indexOf('"') + 1;
        int to = message.lastIndexOf('"');
        if (from > to) {
            return f.sqlState() + " " + message;
        }
        String quoted = message.substring(from, to);
        boolean kept =
                !quoted.isEmpty() && text != null && statement(dialect, text).contains(quoted);
        return f.sqlState() + " " + (kept ? message : message.substring(0, from) + MASK + message.substring(to));
    }

    /** Whether a failure's words, and those of what is behind it, may have parts of the data or of the statement. */
    static boolean repeats(SqlFailure f) {
        return f.sqlState().startsWith("22") || f.sqlState().equals("42601");
    }

    private static Dialect dialect(RouterSession session) {
        return session.desk.planner.has(session.dialect()) ? session.desk.planner.dialect(session.dialect()) : null;
    }
}
