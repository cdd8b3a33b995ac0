package io.polywire.storage.sqlite.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * What the text of a statement shows without SQLite: what kind it is and that it is one. SQLite's compiler stops at the
 * end of the first statement and sqlite-jdbc does not hand on where that is, so a second statement would be dropped in
 * silence. This is a second lock behind the dialect, which has parsed the text.
 */
final class StatementText {
    /** What a statement begins with. */
    enum Kind {
        /** Nothing but blanks and comments. */
        EMPTY,
        SELECT,
        INSERT,
        UPDATE,
        DELETE,
        /** CREATE, DROP, ALTER, REINDEX, ANALYZE. */
        SCHEMA,
        EXPLAIN,
        PRAGMA,
        /** BEGIN, COMMIT, SAVEPOINT...: the lease has methods for these. */
        TRANSACTION,
        ATTACH,
        VACUUM,
        OTHER
    }

    /** Pragmas whose argument chooses what is shown and changes nothing. */
    private static final Set<String> ASKING_PRAGMAS = Set.of(
            "table_info",
            "table_xinfo",
            "table_list",
            "index_list",
            "index_info",
            "index_xinfo",
            "foreign_key_list",
            "foreign_key_check",
            "integrity_check",
            "quick_check",
            "user_version",
            "application_id");

    private final String sql;
    private int at;

    private Kind kind = Kind.EMPTY;
    private boolean several;
    private boolean upsert;
    private boolean changesConnection;
    private boolean endsTransactions;

    private StatementText(String sql) {
        this.sql = sql;
    }

    static StatementText of(String sql) {
        StatementText t = new StatementText(sql);
        t.scan();
        return t;
    }

    Kind kind() {
        return kind;
    }

    /** Whether more follows the first statement. */
    boolean isSeveral() {
        return several;
    }

    /** Whether it may update where it was to insert. */
    boolean isUpsert() {
        return upsert;
    }

    /** Whether it may leave a setting of the connection changed. */
    boolean changesConnection() {
        return changesConnection;
    }

    /** Whether it says OR ROLLBACK or OR FAIL. */
    boolean endsTransactions() {
        return endsTransactions;
    }

    private void scan() {
        int depth = 0;
        int words = 0;
        boolean with = false;
        boolean create = false;
        boolean trigger = false;
        boolean ended = false;
        boolean pragmaArgument = false;
        String pragma = null;
        String last = "";
        String beforeLast = "";
        String token;
        while ((token = next()) != null) {
            if (ended) {
                if (token.equals(";")) {
                    continue;
                }
                several = true;
                break;
            }
            if (token.equals(";")) {
                ended = kind != Kind.EMPTY && (!trigger || (last.equals("END") && beforeLast.equals(";")));
                beforeLast = last;
                last = token;
                continue;
            }
            if (token.equals("(")) {
                depth++;
                pragmaArgument |= kind == Kind.PRAGMA;
            } else if (token.equals(")")) {
                depth--;
            } else if (token.equals("=")) {
                pragmaArgument |= kind == Kind.PRAGMA;
            } else {
                words++;
                if (words == 1) {
                    with = token.equals("WITH");
                    create = token.equals("CREATE");
                    kind = with ? Kind.OTHER : firstWord(token);
                    if (kind == Kind.SELECT) {
                        // nothing that stands in it matters
                        skipToEnd();
                    }
                } else if (with && depth == 0 && kind == Kind.OTHER) {
                    kind = withWord(token, last);
                } else if (kind == Kind.EXPLAIN && token.equals("CREATE")) {
                    create = true;
                } else if (kind == Kind.PRAGMA && !pragmaArgument && !token.equals(".")) {
                    pragma = token;
                }
                trigger |= create && depth == 0 && token.equals("TRIGGER") && words <= 6;
                endsTransactions |= last.equals("OR") && (token.equals("ROLLBACK") || token.equals("FAIL"));
                upsert |= token.equals("UPDATE") && last.equals("DO");
            }
            beforeLast = last;
            last = token;
        }
        changesConnection = pragmaArgument
                && !ASKING_PRAGMAS.contains(String.valueOf(pragma).toLowerCase(Locale.ROOT));
    }

    private static Kind firstWord(String word) {
        return switch (word) {
            case "SELECT", "VALUES" -> Kind.SELECT;
            case "INSERT", "REPLACE" -> Kind.INSERT;
            case "UPDATE" -> Kind.UPDATE;
            case "DELETE" -> Kind.DELETE;
            case "CREATE", "DROP", "ALTER", "REINDEX", "ANALYZE" -> Kind.SCHEMA;
            case "EXPLAIN" -> Kind.EXPLAIN;
            case "PRAGMA" -> Kind.PRAGMA;
            case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE" -> Kind.TRANSACTION;
            case "ATTACH", "DETACH" -> Kind.ATTACH;
            case "VACUUM" -> Kind.VACUUM;
            default -> Kind.OTHER;
        };
    }

    /** REPLACE can be the name of a common table; only before INTO it is the statement. */
    private static Kind withWord(String word, String last) {
        return switch (word) {
            case "SELECT", "VALUES" -> Kind.SELECT;
            case "INSERT" -> Kind.INSERT;
            case "UPDATE" -> Kind.UPDATE;
            case "DELETE" -> Kind.DELETE;
            case "INTO" -> last.equals("REPLACE") ? Kind.INSERT : Kind.OTHER;
            default -> Kind.OTHER;
        };
    }

    /** Goes to the semicolon behind the statement, or to the end of the text. */
    private void skipToEnd() {
        int n = sql.length();
        while (at < n) {
            char c = sql.charAt(at);
            if (c == ';') {
                return;
            }
            if (c == '\'' || c == '"' || c == '`' || c == '[' || c == '-' || c == '/') {
                if (";".equals(next())) {
                    at--;
                    return;
                }
            } else {
                at++;
            }
        }
    }

    /** The next token, words in upper case, quoted things as one quote; null at the end. */
    private String next() {
        int n = sql.length();
        while (at < n) {
            char c = sql.charAt(at);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\ufeff') {
                at++;
            } else if (c == '-' && at + 1 < n && sql.charAt(at + 1) == '-') {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? n : end + 1;
            } else if (c == '/' && at + 1 < n && sql.charAt(at + 1) == '*') {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? n : end + 2;
            } else if (c == '\'' || c == '"' || c == '`') {
                quoted(c);
                return "'";
            } else if (c == '[') {
                int end = sql.indexOf(']', at);
                at = end < 0 ? n : end + 1;
                return "'";
            } else if (isWord(c)) {
                int start = at;
                while (at < n && isWord(sql.charAt(at))) {
                    at++;
                }
                return word(start);
            } else {
                at++;
                return switch (c) {
                    case ';' -> ";";
                    case '(' -> "(";
                    case ')' -> ")";
                    case '=' -> "=";
                    default -> ".";
                };
            }
        }
        return null;
    }

    /** Words that say what a statement does, by their length. */
    private static final String[][] WORDS = words(
            "SELECT",
            "VALUES",
            "INSERT",
            "REPLACE",
            "UPDATE",
            "DELETE",
            "CREATE",
            "DROP",
            "ALTER",
            "REINDEX",
            "ANALYZE",
            "EXPLAIN",
            "PRAGMA",
            "BEGIN",
            "COMMIT",
            "END",
            "ROLLBACK",
            "SAVEPOINT",
            "RELEASE",
            "ATTACH",
            "DETACH",
            "VACUUM",
            "WITH",
            "INTO",
            "TRIGGER",
            "OR",
            "FAIL",
            "DO");

    private static String[][] words(String... all) {
        String[][] byLength = new String[10][];
        for (int n = 0; n < byLength.length; n++) {
            int length = n;
            byLength[n] = Arrays.stream(all).filter(w -> w.length() == length).toArray(String[]::new);
        }
        return byLength;
    }

    /** A word in upper case; "_" for one that says nothing, which most are: they need not be copied and folded. */
    private String word(int start) {
        int length = at - start;
        if (length < WORDS.length) {
            for (String w : WORDS[length]) {
                if (sql.regionMatches(true, start, w, 0, length)) {
                    return w;
                }
            }
        }
        return kind == Kind.PRAGMA ? sql.substring(start, at).toUpperCase(Locale.ROOT) : "_";
    }

    private void quoted(char quote) {
        int n = sql.length();
        while (true) {
            int end = sql.indexOf(quote, at + 1);
            if (end < 0) {
                at = n;
                return;
            }
            at = end + 1;
            if (at == n || sql.charAt(at) != quote) {
                return;
            }
        }
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '$'
                || c >= 0x80;
    }
}
