package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.EmptyStatement;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TransactionStatement.Action;
import io.polywire.sql.tree.With;
import java.util.ArrayList;
import java.util.List;

/**
 * A recursive-descent parser for PostgreSQL 15's grammar: one class of rules for each family of statements, all of them
 * walking with one cursor over the tokens of one text. Not thread-safe; made for each statement.
 */
public final class PgParser {
    /** The longest text that is parsed, in characters. */
    static final int MAX_LENGTH = 16 * 1024 * 1024;

    final Cursor cursor;
    final Types types;
    final Expressions expressions;
    final Primaries primaries;
    final Functions functions;
    final Windows windows;
    final Queries queries;
    final Tails tails;
    final From from;
    final Dml dml;
    final Options options;
    final Indexes indexes;
    Constraints constraints;
    Sequences sequences;
    Tables tables;
    Alters alters;
    Objects objects;
    Definitions definitions;
    Composites composites;
    Creates creates;
    Databases databases;
    Roles roles;
    Grants grants;
    Settings settings;
    Transactions transactions;
    Sessions session;
    Utilities utilities;
    Copies copies;
    Routines routines;
    Refusals refusals;

    private PgParser(Tokens tokens) {
        cursor = new Cursor(tokens);
        types = new Types(this);
        expressions = new Expressions(this);
        primaries = new Primaries(this);
        functions = new Functions(this);
        windows = new Windows(this);
        queries = new Queries(this);
        tails = new Tails(this);
        from = new From(this);
        dml = new Dml(this);
        options = new Options(this);
        indexes = new Indexes(this);
    }

    /** The rules that queries do without; the common statements are spared making them. */
    private void others() {
        constraints = new Constraints(this);
        sequences = new Sequences(this);
        tables = new Tables(this);
        alters = new Alters(this);
        objects = new Objects(this);
        definitions = new Definitions(this);
        composites = new Composites(this);
        creates = new Creates(this);
        databases = new Databases(this);
        roles = new Roles(this);
        grants = new Grants(this);
        settings = new Settings(this);
        transactions = new Transactions(this);
        session = new Sessions(this);
        utilities = new Utilities(this);
        copies = new Copies(this);
        routines = new Routines(this);
        refusals = new Refusals(this);
    }

    /**
     * Takes a statement apart.
     *
     * @param standardStrings the setting standard_conforming_strings
     * @throws io.polywire.api.error.SqlFailure 42601 as PostgreSQL has it, 0A000 for what is refused by name, 54000 and
     *     54001 for what is too long or too deep
     */
    public static Statement parse(String text, boolean standardStrings) {
        if (text.length() > MAX_LENGTH) {
            throw SqlFailure.of(FailureKind.LIMIT, "a statement must not be longer than " + MAX_LENGTH + " characters");
        }
        return new PgParser(PgLexer.lex(text, standardStrings)).whole();
    }

    /**
     * Takes the statements of a text apart: the body of a function. Of many only the first two are looked at.
     *
     * @throws io.polywire.api.error.SqlFailure as {@link #parse}, its place in the whole text
     */
    public static List<StatementBody> statements(String text) {
        List<StatementBody> all = new ArrayList<>(1);
        PgScript script = new PgScript(text, true);
        while (script.hasNext() && all.size() < 2) {
            String one = script.next();
            // blanks in place of what stands before it keep places as they are
            String padded = " ".repeat(script.offset()) + one;
            if (parse(padded, true) instanceof ParsedStatement p) {
                all.add(p.body());
            } else {
                throw SqlFailure.unsupported("this statement in a function");
            }
        }
        return all;
    }

    /**
     * Takes an expression apart that stands alone, as the catalog keeps it.
     *
     * @throws io.polywire.api.error.SqlFailure as {@link #parse}
     */
    public static Expression expression(String text) {
        PgParser p = new PgParser(PgLexer.lex(text, true));
        p.others();
        Expression e = p.expressions.expression();
        if (p.cursor.kind() != Tokens.END) {
            throw p.cursor.tokens.syntax("syntax error", p.cursor.at());
        }
        return e;
    }

    private boolean accept(int kind) {
        if (cursor.kind() == kind) {
            cursor.advance();
            return true;
        }
        return false;
    }

    private Statement whole() {
        while (accept(';')) {}
        if (cursor.kind() == Tokens.END) {
            return new EmptyStatement(cursor.tokens.text.length());
        }
        Statement s = statement();
        if (cursor.kind() != ';' && cursor.kind() != Tokens.END) {
            throw cursor.tokens.syntax("syntax error", cursor.at());
        }
        while (accept(';')) {}
        if (cursor.kind() != Tokens.END) {
            // What comes next must be a statement, too, before it can be one too many.
            statement();
            throw SqlFailure.of(FailureKind.SYNTAX, "cannot insert multiple commands into a prepared statement");
        }
        return s;
    }

    /** A body as a statement of its own. */
    ParsedStatement parsed(StatementBody body) {
        return new ParsedStatement(body, cursor.parameters());
    }

    private Statement statement() {
        int kind = cursor.kind();
        if (kind == '(') {
            return parsed(queries.statement());
        }
        if (kind < Tokens.KEYWORD) {
            throw cursor.tokens.syntax("syntax error", cursor.at());
        }
        Keyword k = Keywords.of(kind - Tokens.KEYWORD);
        switch (k) {
            case SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE, MERGE:
                return parsed(preparable());
            default:
                others();
        }
        switch (k) {
            case BEGIN, START:
                return transactions.begin();
            case COMMIT, END:
                return transactions.end(Action.COMMIT);
            case ROLLBACK, ABORT:
                if (k == ABORT) {
                    return abort();
                }
                return transactions.end(Action.ROLLBACK);
            case SAVEPOINT:
                return transactions.savepoint();
            case RELEASE:
                return transactions.release();
            case CREATE:
                return creates.create();
            case DROP:
                return drop();
            case ALTER:
                return isRenameOfDatabase() ? databases.rename() : parsed(body(k));
            default:
                return parsed(body(k));
        }
    }

    /** ABORT is ROLLBACK without TO and PREPARED. */
    private Statement abort() {
        int i = cursor.at() + 1;
        int next = cursor.tokens.kinds[i];
        if (next == Tokens.KEYWORD + WORK.ordinal() || next == Tokens.KEYWORD + TRANSACTION.ordinal()) {
            next = cursor.tokens.kinds[++i];
        }
        if (next == Tokens.KEYWORD + TO.ordinal() || next == Tokens.KEYWORD + PREPARED.ordinal()) {
            throw cursor.tokens.syntax("syntax error", i);
        }
        return transactions.end(Action.ROLLBACK);
    }

    private boolean isRenameOfDatabase() {
        int[] kinds = cursor.tokens.kinds;
        int i = cursor.at();
        return kinds[i + 1] == Tokens.KEYWORD + DATABASE.ordinal()
                && kinds[i + 2] != Tokens.END
                && kinds[i + 3] == Tokens.KEYWORD + RENAME.ordinal();
    }

    private Statement drop() {
        int start = cursor.start();
        cursor.advance();
        int kind = cursor.kind();
        Keyword k = kind < Tokens.KEYWORD ? null : Keywords.of(kind - Tokens.KEYWORD);
        if (k == DATABASE) {
            cursor.advance();
            return databases.drop(start);
        }
        if (k == ROLE || k == GROUP || k == USER && cursor.ahead(1) != Tokens.KEYWORD + MAPPING.ordinal()) {
            return parsed(roles.drop(start));
        }
        return parsed(k == OWNED ? roles.dropOwned(start) : objects.drop(start));
    }

    private StatementBody body(Keyword k) {
        switch (k) {
            case ALTER:
                return creates.alter();
            case COMMENT:
                int start = cursor.start();
                cursor.advance();
                return objects.comment(start);
            case GRANT:
                return grants.grant();
            case REVOKE:
                return grants.revoke();
            case REASSIGN:
                return roles.reassign();
            case REFRESH:
                return definitions.refresh();
            case SET:
                return settings.set();
            case RESET:
                return settings.reset();
            case SHOW:
                return settings.show();
            case PREPARE:
                return session.prepare();
            case EXECUTE:
                return session.execute();
            case DEALLOCATE:
                return session.deallocate();
            case DECLARE:
                return session.declare();
            case FETCH, MOVE:
                return session.fetch();
            case CLOSE:
                return session.close();
            case LISTEN:
                return session.listen(true);
            case UNLISTEN:
                return session.listen(false);
            case NOTIFY:
                return session.notifying();
            case DISCARD:
                return session.discard();
            case EXPLAIN:
                return utilities.explain();
            case VACUUM:
                return utilities.vacuum();
            case ANALYZE, ANALYSE:
                return utilities.analyze();
            case CLUSTER:
                return utilities.cluster();
            case REINDEX:
                return utilities.reindex();
            case CHECKPOINT:
                return utilities.checkpoint();
            case LOCK:
                return utilities.lock();
            case TRUNCATE:
                return utilities.truncate();
            case CALL:
                return utilities.call();
            case DO:
                return utilities.block();
            case COPY:
                return copies.copy();
            default:
                throw refusals.statement(k);
        }
    }

    /** PreparableStmt: a query, INSERT, UPDATE, DELETE or MERGE. */
    StatementBody preparable() {
        int kind = cursor.kind();
        With with = kind == Tokens.KEYWORD + WITH.ordinal() ? queries.with() : null;
        int first = cursor.kind();
        if (first == Tokens.KEYWORD + INSERT.ordinal()) {
            return dml.insert(with);
        }
        if (first == Tokens.KEYWORD + UPDATE.ordinal()) {
            return dml.update(with);
        }
        if (first == Tokens.KEYWORD + DELETE.ordinal()) {
            return dml.delete(with);
        }
        if (first == Tokens.KEYWORD + MERGE.ordinal()) {
            return dml.merge(with);
        }
        return with == null ? queries.statement() : queries.query(with);
    }
}
