package io.polywire.storage.wazuh.internal;

import java.util.Locale;

/** Looks over a statement of SQLite's language outside of its quotes. Confined to a thread. */
final class SqlScan {
    private final String sql;

    SqlScan(String sql) {
        this.sql = sql;
    }

    /** Where the token that begins here ends: a quoted piece, a comment, a word, or one character. */
    int end(int at) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"' || c == '`') {
            int i = at + 1;
            while (i < sql.length()) {
                if (sql.charAt(i) == c) {
                    if (i + 1 < sql.length() && sql.charAt(i + 1) == c) {
                        i++;
                    } else {
                        return i + 1;
                    }
                }
                i++;
            }
            return sql.length();
        }
        if (c == '[') {
            return until("]", at);
        }
        if (sql.startsWith("--", at)) {
            return until("\n", at);
        }
        if (sql.startsWith("/*", at)) {
            return until("*/", at + 2);
        }
        if (isWord(c)) {
            int i = at;
            while (i < sql.length() && isWord(sql.charAt(i))) {
                i++;
            }
            return i;
        }
        return at + 1;
    }

    private int until(String close, int from) {
        int found = sql.indexOf(close, from);
        return found < 0 ? sql.length() : found + close.length();
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 127;
    }

    /** The first word, in upper case. */
    String command() {
        int at = 0;
        while (at < sql.length() && !isWord(sql.charAt(at))) {
            at++;
        }
        return at == sql.length() ? "" : sql.substring(at, end(at)).toUpperCase(Locale.ROOT);
    }

    /**
     * How many columns the rows of a query have.
     *
     * @return -1 if that cannot be told from the text
     */
    int columns() {
        int depth = 0;
        int count = 0;
        boolean item = false;
        boolean blank = true;
        for (int at = 0; at < sql.length(); ) {
            int end = end(at);
            String token = sql.substring(at, end);
            if (token.equals("(")) {
                depth++;
                blank = false;
            } else if (token.equals(")")) {
                depth--;
            } else if (depth == 0) {
                String word = token.toUpperCase(Locale.ROOT);
                if (!item) {
                    if (word.equals("SELECT")) {
                        item = true;
                        count = 1;
                        blank = true;
                    } else if (word.equals("VALUES")) {
                        return -1;
                    }
                } else if (word.equals("FROM")
                        || word.equals("WHERE")
                        || word.equals("ORDER")
                        || word.equals("GROUP")
                        || word.equals("LIMIT")
                        || word.equals("UNION")
                        || word.equals("EXCEPT")
                        || word.equals("INTERSECT")) {
                    return count;
                } else if (token.equals(",")) {
                    count++;
                    blank = true;
                } else if (token.equals("*") && (blank || sql.charAt(at - 1) == '.')) {
                    return -1;
                } else if (!token.isBlank() && !word.equals("DISTINCT") && !word.equals("ALL")) {
                    blank = false;
                }
            }
            at = end;
        }
        return item ? count : -1;
    }

    /** Whether the columns of a query are named {@code c1}, {@code c2} and so on, as a renderer writes them. */
    boolean isRendered() {
        int columns = columns();
        int seen = 0;
        int depth = 0;
        String before = "";
        for (int at = 0; at < sql.length() && seen < columns; ) {
            int end = end(at);
            String token = sql.substring(at, end);
            if (token.equals("(")) {
                depth++;
            } else if (token.equals(")")) {
                depth--;
            } else if (depth == 0 && before.equals("AS") && token.equals("c" + (seen + 1))) {
                seen++;
            }
            if (!token.isBlank()) {
                before = token.toUpperCase(Locale.ROOT);
            }
            at = end;
        }
        return columns > 0 && seen == columns;
    }

    /** Whether a word stands in it. */
    boolean has(String word) {
        for (int at = 0; at < sql.length(); ) {
            int end = end(at);
            if (sql.substring(at, end).equalsIgnoreCase(word)) {
                return true;
            }
            at = end;
        }
        return false;
    }
}
