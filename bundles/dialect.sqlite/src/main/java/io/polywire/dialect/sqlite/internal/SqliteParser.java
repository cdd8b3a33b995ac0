package io.polywire.dialect.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.session.TransactionMode.Isolation;
import io.polywire.api.storage.Access;
import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import io.polywire.sql.tree.DatabaseStatement;
import io.polywire.sql.tree.EmptyStatement;
import io.polywire.sql.tree.OpaqueStatement;
import io.polywire.sql.tree.ShowDatabases;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.TransactionStatement;
import io.polywire.sql.tree.TransactionStatement.Action;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Classifies one statement by its leading words, guards its tokens and numbers its parameters. What SQLite has no
 * statement for (CREATE DATABASE, SHOW DATABASES) is taken here; everything that is let through runs as it stands.
 */
final class SqliteParser {
    /** SQLite's default SQLITE_MAX_VARIABLE_NUMBER (sqlite.org/limits.html). */
    private static final int MAX_PARAMETER = 32_766;

    private final String text;
    private final SqliteLexer lexer;
    private Kind token;

    private SqliteParser(String text) {
        this.text = text;
        this.lexer = new SqliteLexer(text);
        advance();
    }

    /** Takes a text with at most one statement in it. */
    static Statement parse(String text) {
        SqliteScript script = new SqliteScript(text);
        if (!script.hasNext()) {
            return new EmptyStatement(text.length());
        }
        String one = script.next();
        int offset = script.offset();
        if (script.hasNext()) {
            script.next();
            throw new SqliteLexer(text).syntax("more than one statement where one is expected", script.offset());
        }
        // Blanks in front keep the positions of failures those of the client's text.
        return new SqliteParser(" ".repeat(offset) + one).statement();
    }

    private Statement statement() {
        if (token != Kind.WORD) {
            throw unexpected();
        }
        String verb = lexer.raw().toUpperCase(Locale.ROOT);
        return switch (verb) {
            case "BEGIN" -> begin();
            case "COMMIT", "END" -> end(Action.COMMIT, "COMMIT");
            case "ROLLBACK" -> rollback();
            case "SAVEPOINT" -> savepoint();
            case "RELEASE" -> release();
            case "ATTACH", "DETACH" -> throw Guard.refused(verb);
            case "SHOW" -> show();
            case "CREATE" -> create();
            case "DROP" -> drop();
            case "ALTER" -> opaque(verb + " " + second(), Access.SCHEMA);
            case "SELECT", "VALUES" -> opaque("SELECT", Access.READ);
            case "WITH" -> opaque(mainVerb(), null);
            case "INSERT", "UPDATE", "DELETE" -> opaque(verb, Access.WRITE);
            // REPLACE is an INSERT that makes room first; its tag says INSERT, as its count does.
            case "REPLACE" -> opaque("INSERT", Access.WRITE);
            case "ANALYZE" -> opaque(verb, Access.SCHEMA);
            case "REINDEX" -> opaque(verb, Access.WRITE);
            case "VACUUM" -> vacuum();
            case "EXPLAIN" -> explain();
            case "PRAGMA" -> pragma();
            default -> throw unexpected();
        };
    }

    private Statement begin() {
        int from = lexer.start();
        advance();
        boolean write = false;
        if (is("DEFERRED")) {
            advance();
        } else if (is("IMMEDIATE") || is("EXCLUSIVE")) {
            write = true;
            advance();
        }
        accept("TRANSACTION");
        int to = finish();
        TransactionMode mode = new TransactionMode(Isolation.SERIALIZABLE, false, false, write, -1);
        return TransactionStatement.begin("BEGIN", mode, from, to);
    }

    private Statement end(Action action, String command) {
        int from = lexer.start();
        advance();
        accept("TRANSACTION");
        return TransactionStatement.end(action, command, from, finish());
    }

    private Statement rollback() {
        int from = lexer.start();
        advance();
        accept("TRANSACTION");
        if (accept("TO")) {
            accept("SAVEPOINT");
            String name = savepointName();
            return TransactionStatement.savepoint(Action.ROLLBACK_TO, "ROLLBACK", name, from, finish());
        }
        return TransactionStatement.end(Action.ROLLBACK, "ROLLBACK", from, finish());
    }

    private Statement savepoint() {
        int from = lexer.start();
        advance();
        String name = savepointName();
        return TransactionStatement.savepoint(Action.SAVEPOINT, "SAVEPOINT", name, from, finish());
    }

    private Statement release() {
        int from = lexer.start();
        advance();
        accept("SAVEPOINT");
        String name = savepointName();
        return TransactionStatement.savepoint(Action.RELEASE, "RELEASE", name, from, finish());
    }

    private Statement show() {
        int from = lexer.start();
        advance();
        if (!accept("DATABASES")) {
            throw unexpected();
        }
        return new ShowDatabases(from, finish());
    }

    private Statement create() {
        int from = lexer.start();
        advance();
        if (is("DATABASE")) {
            return database(true, from);
        }
        if (is("TEMP") || is("TEMPORARY")) {
            throw Guard.refused("a temporary object");
        }
        String what = token == Kind.WORD ? lexer.raw().toUpperCase(Locale.ROOT) : "";
        if (what.equals("UNIQUE")) {
            what = "INDEX";
        } else if (what.equals("VIRTUAL")) {
            what = "VIRTUAL TABLE";
        }
        refuseTempSchema();
        restart();
        return opaque("CREATE " + what, Access.SCHEMA);
    }

    private Statement drop() {
        int from = lexer.start();
        advance();
        if (is("DATABASE")) {
            return database(false, from);
        }
        restart();
        return opaque("DROP " + second(), Access.SCHEMA);
    }

    private Statement database(boolean create, int from) {
        advance();
        boolean lenient = false;
        if (is("IF")) {
            advance();
            if (create && !accept("NOT") || !accept("EXISTS")) {
                throw unexpected();
            }
            lenient = true;
        }
        String name = identifier();
        return new DatabaseStatement(create, name, lenient, from, finish());
    }

    private Statement vacuum() {
        SqliteLexer ahead = new SqliteLexer(text);
        for (Kind k = ahead.next(); k != Kind.END; k = ahead.next()) {
            if (k == Kind.WORD && ahead.isWord("INTO")) {
                throw Guard.refused("VACUUM INTO");
            }
        }
        return opaque("VACUUM", Access.MAINTENANCE);
    }

    /** EXPLAIN runs nothing, but what it explains is held to the same rules. */
    private Statement explain() {
        int from = lexer.end();
        advance();
        if (is("QUERY")) {
            advance();
            from = lexer.end();
            if (!accept("PLAN")) {
                throw unexpected();
            }
        }
        Statement inner = new SqliteParser(text.substring(from)).statement();
        if (!(inner instanceof OpaqueStatement explained)) {
            throw Guard.refused("EXPLAIN of this statement");
        }
        return new OpaqueStatement("EXPLAIN", Access.READ, text, explained.parameterCount());
    }

    private Statement pragma() {
        SqliteLexer ahead = new SqliteLexer(text);
        ahead.next();
        Kind k = ahead.next();
        String name = pragmaName(ahead, k);
        k = ahead.next();
        if (k == Kind.DOT) {
            if (name.equals("temp")) {
                throw Guard.refused("a pragma of schema temp");
            }
            name = pragmaName(ahead, ahead.next());
            k = ahead.next();
        }
        boolean argument = k != Kind.END && k != Kind.SEMICOLON;
        Access access = Pragmas.access(name, argument);
        if (access == null) {
            throw Guard.refused(argument ? "PRAGMA " + name + " with a value" : "PRAGMA " + name);
        }
        return opaque("PRAGMA", access);
    }

    private String pragmaName(SqliteLexer ahead, Kind kind) {
        if (kind != Kind.WORD && kind != Kind.QUOTED) {
            throw ahead.syntax("a pragma has a name", ahead.start());
        }
        return ahead.name(kind).toLowerCase(Locale.ROOT);
    }

    /** The statement behind a WITH clause: the first such word outside parentheses; all of them are reserved. */
    private String mainVerb() {
        SqliteLexer ahead = new SqliteLexer(text);
        int depth = 0;
        for (Kind k = ahead.next(); k != Kind.END; k = ahead.next()) {
            if (k == Kind.OPEN) {
                depth++;
            } else if (k == Kind.CLOSE) {
                depth--;
            } else if (k == Kind.WORD && depth == 0) {
                if (ahead.isWord("SELECT") || ahead.isWord("VALUES")) {
                    return "SELECT";
                }
                if (ahead.isWord("INSERT") || ahead.isWord("REPLACE")) {
                    return "INSERT";
                }
                if (ahead.isWord("UPDATE") || ahead.isWord("DELETE")) {
                    return ahead.raw().toUpperCase(Locale.ROOT);
                }
            }
        }
        throw lexer.syntax("WITH is not followed by a statement", text.length());
    }

    /** The second word of the statement, in upper case. */
    private String second() {
        SqliteLexer ahead = new SqliteLexer(text);
        ahead.next();
        if (ahead.next() != Kind.WORD) {
            throw ahead.syntax("incomplete statement", ahead.start());
        }
        return ahead.raw().toUpperCase(Locale.ROOT);
    }

    /** Objects of schema temp live on one connection, and connections are shared. */
    private void refuseTempSchema() {
        boolean temp = false;
        for (; token != Kind.END && token != Kind.OPEN && !is("AS"); advance()) {
            if (token == Kind.DOT && temp) {
                throw Guard.refused("a temporary object");
            }
            temp = (token == Kind.WORD || token == Kind.QUOTED || token == Kind.STRING)
                    && lexer.name(token).equalsIgnoreCase("temp");
        }
    }

    /** Guards the whole statement and counts its parameters as SQLite does. */
    private OpaqueStatement opaque(String command, Access known) {
        Access access = known != null ? known : command.equals("SELECT") ? Access.READ : Access.WRITE;
        restart();
        Guard guard = new Guard();
        int highest = 0;
        Map<String, Integer> names = null;
        for (; token != Kind.END; advance()) {
            guard.look(lexer, token);
            if (token == Kind.PARAMETER) {
                String raw = lexer.raw();
                if (raw.equals("?")) {
                    highest++;
                } else if (raw.charAt(0) == '?') {
                    highest = Math.max(highest, number(raw));
                } else {
                    names = names == null ? new HashMap<>() : names;
                    if (names.putIfAbsent(raw, highest + 1) == null) {
                        highest++;
                    }
                }
                if (highest > MAX_PARAMETER) {
                    throw lexer.syntax("parameters are numbered up to " + MAX_PARAMETER, lexer.start());
                }
            }
        }
        return new OpaqueStatement(command, access, text, highest);
    }

    private int number(String raw) {
        int n = 0;
        for (int i = 1; i < raw.length() && n <= MAX_PARAMETER; i++) {
            n = n * 10 + raw.charAt(i) - '0';
        }
        if (n < 1 || n > MAX_PARAMETER) {
            throw lexer.syntax("parameters are numbered from 1 to " + MAX_PARAMETER, lexer.start());
        }
        return n;
    }

    /** SQLite compares the names of savepoints without regard to ASCII case. */
    private String savepointName() {
        return identifier().toLowerCase(Locale.ROOT);
    }

    private String identifier() {
        if (token != Kind.WORD && token != Kind.QUOTED && token != Kind.STRING) {
            throw unexpected();
        }
        String name = lexer.name(token);
        advance();
        return name;
    }

    /** Nothing may follow; gives the statement's end. */
    private int finish() {
        int end = lexer.start();
        if (token != Kind.END) {
            throw unexpected();
        }
        return end;
    }

    private boolean accept(String word) {
        if (is(word)) {
            advance();
            return true;
        }
        return false;
    }

    private boolean is(String word) {
        return token == Kind.WORD && lexer.isWord(word);
    }

    private void advance() {
        token = lexer.next();
    }

    private void restart() {
        lexer.restart();
        advance();
    }

    private SqlFailure unexpected() {
        return token == Kind.END
                ? lexer.syntax("incomplete statement", text.length())
                : lexer.syntax("syntax error at or near \"" + shorten(lexer.raw()) + "\"", lexer.start());
    }

    private static String shorten(String s) {
        return s.length() <= 64 ? s : s.substring(0, s.offsetByCodePoints(0, Math.min(64, s.codePointCount(0, 64))));
    }
}
