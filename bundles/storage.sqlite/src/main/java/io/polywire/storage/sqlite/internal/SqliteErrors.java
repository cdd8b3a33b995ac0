package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.ConflictingKeys;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Turns SQLite's extended result codes into failures. SQLite's own message is passed on only where it speaks of the
 * statement; where it may speak of files, a text of ours takes its place and SQLite's goes into the cause.
 */
final class SqliteErrors {
    static final int ERROR = 1;
    static final int BUSY = 5;
    static final int READONLY = 8;
    static final int INTERRUPT = 9;
    static final int IOERR = 10;
    static final int CORRUPT = 11;
    static final int FULL = 13;
    static final int CANTOPEN = 14;
    static final int TOOBIG = 18;
    static final int CONSTRAINT = 19;
    static final int MISMATCH = 20;
    static final int NOTADB = 26;
    static final int BUSY_SNAPSHOT = 517;

    private static final String FOREIGN_KEY = "FOREIGN KEY constraint failed";
    private static final int IOERR_NOMEM = 3082;
    /** The index of the log could not be made larger: what a full disk looks like there. */
    private static final int IOERR_SHMSIZE = 4874;

    private static final Pattern NEAR = Pattern.compile("near \"(.*)\": syntax error", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("unrecognized token: \"(.*)\"", Pattern.DOTALL);
    private static final Pattern UNKNOWN_CODE = Pattern.compile("\\[?UNKNOWN_ERROR\\]?:(\\d+) .*", Pattern.DOTALL);

    /** How the messages of SQLITE_ERROR begin or what they contain, in the order of looking. */
    private record Rule(Pattern pattern, FailureKind kind, String sqlState) {
        Rule(String regex, FailureKind kind) {
            this(Pattern.compile(regex, Pattern.DOTALL), kind, kind.sqlState());
        }

        Rule(String regex, FailureKind kind, String sqlState) {
            this(Pattern.compile(regex, Pattern.DOTALL), kind, sqlState);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule("no such table: .*", FailureKind.UNDEFINED_TABLE),
            new Rule("no such view: .*", FailureKind.UNDEFINED_TABLE),
            new Rule("no such column: .*", FailureKind.UNDEFINED_COLUMN),
            new Rule("(table|view) .* has no column named .*", FailureKind.UNDEFINED_COLUMN),
            new Rule("unknown column .*", FailureKind.UNDEFINED_COLUMN),
            new Rule("no such function: .*", FailureKind.UNDEFINED_FUNCTION),
            new Rule("wrong number of arguments to function .*", FailureKind.UNDEFINED_FUNCTION),
            new Rule("no such savepoint: .*", FailureKind.UNDEFINED_SAVEPOINT),
            new Rule("no such .*", FailureKind.UNDEFINED_OBJECT),
            new Rule("unknown database .*", FailureKind.UNDEFINED_OBJECT, "3F000"),
            new Rule("ambiguous column name: .*", FailureKind.AMBIGUOUS),
            new Rule("duplicate column name: .*", FailureKind.DUPLICATE_COLUMN),
            new Rule("(table|view) .* already exists", FailureKind.DUPLICATE_TABLE),
            new Rule("there is already a table named .*", FailureKind.DUPLICATE_TABLE),
            new Rule(".* already exists", FailureKind.DUPLICATE_OBJECT),
            new Rule("there is already .*", FailureKind.DUPLICATE_OBJECT),
            new Rule("incomplete input", FailureKind.SYNTAX),
            new Rule("table .* has \\d+ columns but \\d+ values were supplied", FailureKind.SYNTAX),
            new Rule("\\d+ values for \\d+ columns", FailureKind.SYNTAX),
            new Rule("all VALUES must have the same number of terms", FailureKind.SYNTAX),
            new Rule("sub-select returns \\d+ columns - expected \\d+", FailureKind.SYNTAX),
            new Rule("SELECTs to the left and right of .*", FailureKind.SYNTAX),
            new Rule("ON CONFLICT clause does not match any .*", FailureKind.SEMANTIC, "42P10"),
            new Rule("misuse of aggregate.*", FailureKind.SEMANTIC, "42803"),
            new Rule("misuse of window function.*", FailureKind.SEMANTIC, "42P20"),
            new Rule("integer overflow", FailureKind.OUT_OF_RANGE),
            new Rule("malformed JSON", FailureKind.BAD_VALUE),
            new Rule("too many .*", FailureKind.LIMIT),
            new Rule("statement too long", FailureKind.LIMIT),
            new Rule("LIKE or GLOB pattern too complex", FailureKind.LIMIT),
            new Rule("string or blob too big", FailureKind.LIMIT),
            new Rule("Expression tree is too large .*", FailureKind.TOO_COMPLEX),
            new Rule("VIEWs and/or subqueries nested too deep", FailureKind.TOO_COMPLEX),
            new Rule("parser stack overflow", FailureKind.TOO_COMPLEX),
            new Rule("cannot start a transaction within a transaction", FailureKind.ACTIVE_TRANSACTION),
            new Rule("cannot (commit|rollback) - no transaction is active", FailureKind.NO_TRANSACTION),
            new Rule("cannot VACUUM from within a transaction", FailureKind.ACTIVE_TRANSACTION),
            new Rule("not authorized.*", FailureKind.PRIVILEGE),
            new Rule("table .* may not be (modified|dropped|altered|indexed)", FailureKind.PRIVILEGE),
            new Rule("no query solution", FailureKind.INTERNAL));

    private SqliteErrors() {}

    /** The extended result code of an exception of sqlite-jdbc. */
    static int code(SQLException e) {
        if (e instanceof SQLiteException s) {
            SQLiteErrorCode code = s.getResultCode();
            if (code != SQLiteErrorCode.UNKNOWN_ERROR) {
                return code.code;
            }
            // sqlite-jdbc has names for some codes only; the number of the others is in the text.
            Matcher m = UNKNOWN_CODE.matcher(String.valueOf(s.getMessage()));
            if (m.matches()) {
                return Integer.parseInt(m.group(1));
            }
        }
        return ERROR;
    }

    /**
     * The failure for a result code.
     *
     * @param code extended result code
     * @param message SQLite's message
     * @param sql text of the statement, in which positions are looked for; may be null
     */
    static SqlFailure of(int code, String message, String sql) {
        String m = message == null ? "unknown error" : message;
        return switch (code & 0xff) {
            case 1 -> error(m, sql);
            case 3, 23 -> SqlFailure.of(FailureKind.PRIVILEGE, "not authorized");
            case 4 -> SqlFailure.of(FailureKind.UNDEFINED_CURSOR, "the statement was ended by a rollback");
            case BUSY ->
                code == BUSY_SNAPSHOT
                        ? staleSnapshot()
                        : hidden(FailureKind.LOCK_TIMEOUT, "another program holds a lock on the database", code, m);
            case 6 ->
                SqlFailure.of(FailureKind.OBJECT_IN_USE, "a table is in use by an open statement of this session");
            case 7 -> hidden(FailureKind.OUT_OF_MEMORY, "out of memory", code, m);
            case READONLY -> hidden(FailureKind.READ_ONLY, readOnlyText(code), code, m);
            case INTERRUPT -> SqlFailure.of(FailureKind.CANCELLED, "the statement was cancelled");
            case IOERR -> io(code, m);
            case CORRUPT -> hidden(FailureKind.CORRUPT, "the database file is damaged", code, m);
            case FULL -> hidden(FailureKind.DISK_FULL, "the disk is full", code, m);
            case CANTOPEN -> hidden(FailureKind.IO, "the database file cannot be opened", code, m);
            case 15 -> hidden(FailureKind.LOCK_TIMEOUT, "another program holds a lock on the database", code, m);
            case 17 ->
                SqlFailure.build(FailureKind.SERIALIZATION, "the schema was changed while the statement ran")
                        .build();
            case TOOBIG -> SqlFailure.of(FailureKind.LIMIT, "a value or the statement is too large");
            case CONSTRAINT -> constraint(code, m);
            case MISMATCH -> SqlFailure.of(FailureKind.TYPE_MISMATCH, m);
            case NOTADB -> hidden(FailureKind.CORRUPT, "the file is not a SQLite database", code, m);
            default -> hidden(FailureKind.INTERNAL, "SQLite failed with code " + code, code, m);
        };
    }

    static SqlFailure staleSnapshot() {
        return SqlFailure.of(
                FailureKind.SERIALIZATION, "could not serialize access: another transaction committed a write first");
    }

    private static String readOnlyText(int code) {
        // 1032: the file was moved or deleted under us; 520, 776: its journal cannot be dealt with without writing.
        return switch (code) {
            case 1032 -> "the database file was moved; it cannot be written";
            default -> "the database cannot be written here";
        };
    }

    private static SqlFailure io(int code, String message) {
        return switch (code) {
            case IOERR_NOMEM -> hidden(FailureKind.OUT_OF_MEMORY, "out of memory", code, message);
            case IOERR_SHMSIZE -> hidden(FailureKind.DISK_FULL, "the disk is full", code, message);
            default -> hidden(FailureKind.IO, "reading or writing the database file failed", code, message);
        };
    }

    private static SqlFailure hidden(FailureKind kind, String text, int code, String message) {
        return SqlFailure.build(kind, text)
                .cause(new SQLException("SQLite " + code + ": " + message, null, code))
                .build();
    }

    private static SqlFailure error(String message, String sql) {
        Matcher near = NEAR.matcher(message);
        if (near.matches()) {
            return SqlFailure.build(FailureKind.SYNTAX, message)
                    .position(onlyPosition(sql, near.group(1)))
                    .build();
        }
        Matcher token = TOKEN.matcher(message);
        if (token.matches()) {
            return SqlFailure.build(FailureKind.SYNTAX, message)
                    .position(onlyPosition(sql, token.group(1)))
                    .build();
        }
        if (message.startsWith("unable to open database")) {
            return hidden(FailureKind.IO, "the database file cannot be opened", ERROR, message);
        }
        for (Rule r : RULES) {
            if (r.pattern.matcher(message).matches()) {
                return SqlFailure.build(r.kind, message).sqlState(r.sqlState).build();
            }
        }
        return SqlFailure.of(FailureKind.SEMANTIC, message);
    }

    /** SQLite's offset cannot be reached: the place is told only where there is no doubt about it. */
    private static int onlyPosition(String sql, String token) {
        if (sql == null || token.isEmpty()) {
            return 0;
        }
        int at = sql.indexOf(token);
        if (at < 0 || sql.indexOf(token, at + 1) >= 0) {
            return 0;
        }
        return sql.codePointCount(0, at) + 1;
    }

    private static SqlFailure constraint(int code, String message) {
        SqlFailure excluded = code == 1811 && message.startsWith(EXCLUSION) ? exclusion(message) : null;
        if (excluded != null) {
            return excluded;
        }
        FailureKind kind = switch (code) {
            case 275 -> FailureKind.CHECK;
            case 787 -> FailureKind.FOREIGN_KEY;
            // an action of a key that is RESTRICT: SQLite has made a trigger of it
            case 1811 -> message.equals(FOREIGN_KEY) ? FailureKind.FOREIGN_KEY : FailureKind.INTEGRITY;
            case 1299 -> FailureKind.NOT_NULL;
            case 1555, 2067, 2579 -> FailureKind.UNIQUE;
            case 3091 -> FailureKind.BAD_VALUE;
            default -> FailureKind.INTEGRITY;
        };
        SqlFailure.Builder b = SqlFailure.build(kind, message);
        String subject = message.substring(message.indexOf(": ") < 0 ? message.length() : message.indexOf(": ") + 2);
        switch (kind) {
            case UNIQUE -> {
                if (subject.startsWith("index '") && subject.endsWith("'")) {
                    b.objects(null, null, null, subject.substring(7, subject.length() - 1));
                } else {
                    columns(b, subject);
                }
            }
            case NOT_NULL -> columns(b, subject);
            case CHECK -> b.objects(null, null, null, subject.isEmpty() ? null : subject);
            default -> {
                // SQLite names nothing
            }
        }
        return b.build();
    }

    /** What the triggers of such a constraint begin their failures with; its index and keys follow, as quote writes them. */
    private static final String EXCLUSION = "EXCLUSION constraint failed: ";

    /** Null if a trigger of somebody else's says so. */
    private static SqlFailure exclusion(String message) {
        List<Object> told;
        try {
            told = QuotedValues.read(message.substring(EXCLUSION.length()));
        } catch (IllegalArgumentException e) {
            return null;
        }
        String index = String.valueOf(told.get(0));
        return SqlFailure.build(FailureKind.EXCLUSION, EXCLUSION + index)
                .objects(null, null, null, index)
                .cause(new ConflictingKeys(told.subList(1, told.size())))
                .build();
    }

    /** "t.a, t.b": the column is named only if it is one. */
    private static void columns(SqlFailure.Builder b, String subject) {
        int dot = subject.indexOf('.');
        if (dot <= 0) {
            return;
        }
        String table = subject.substring(0, dot);
        String rest = subject.substring(dot + 1);
        b.objects(null, table, rest.contains(", " + table + ".") ? null : rest, null);
    }
}
