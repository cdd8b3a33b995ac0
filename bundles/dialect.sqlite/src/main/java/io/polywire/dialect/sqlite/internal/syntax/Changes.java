package io.polywire.dialect.sqlite.internal.syntax;

import io.polywire.dialect.sqlite.internal.SqliteLexer.Kind;
import java.util.ArrayList;
import java.util.List;

/** Parses INSERT, UPDATE and DELETE (lang_insert.html, lang_update.html, lang_delete.html). */
abstract class Changes extends Queries {
    Changes(String text) {
        super(text);
    }

    /** A statement that reads or changes rows; null if none comes. */
    final Command rows() {
        int from = start();
        Query.With with = is("WITH") ? with() : null;
        if (is("INSERT") || is("REPLACE")) {
            return insert(from, with);
        }
        if (accept("UPDATE")) {
            return update(from, with);
        }
        if (accept("DELETE")) {
            return delete(from, with);
        }
        if (with != null || isQuery()) {
            Query q = query(with);
            return new Command.Selects(from, q.end(), q);
        }
        return null;
    }

    /** OR and the word behind it; null if it does not come. */
    private String or() {
        if (!accept("OR")) {
            return null;
        }
        String word = raw();
        if (!accept("ROLLBACK") && !accept("ABORT") && !accept("FAIL") && !accept("IGNORE")) {
            expect("REPLACE");
        }
        return word;
    }

    private Command insert(int from, Query.With with) {
        String or;
        if (accept("REPLACE")) {
            or = "REPLACE";
        } else {
            expect("INSERT");
            or = or();
        }
        expect("INTO");
        Command.Named table = named();
        String alias = accept("AS") ? name() : null;
        int columnsEnd = before();
        List<String> columns = List.of();
        if (kind() == Kind.OPEN) {
            columns = names();
            columnsEnd = before();
        }
        if (accept("DEFAULT", "VALUES")) {
            List<Query.Output> returning = returning();
            return new Command.Insert(
                    from, before(), with, or, table, alias, columns, columnsEnd, null, List.of(), returning);
        }
        Query source = query();
        List<Command.Upsert> upserts = new ArrayList<>();
        while (is("ON") && isAt(1, "CONFLICT")) {
            upserts.add(upsert());
        }
        List<Query.Output> returning = returning();
        return new Command.Insert(
                from, before(), with, or, table, alias, columns, columnsEnd, source, upserts, returning);
    }

    private Command.Upsert upsert() {
        int from = start();
        expect("ON", "CONFLICT");
        List<Query.Sort> target = List.of();
        Expression targetWhere = null;
        if (accept(Kind.OPEN)) {
            target = sorts();
            expect(Kind.CLOSE);
            targetWhere = accept("WHERE") ? expression() : null;
        }
        expect("DO");
        if (accept("NOTHING")) {
            return new Command.Upsert(from, before(), target, targetWhere, true, List.of(), null);
        }
        expect("UPDATE", "SET");
        List<Command.Assignment> set = set();
        Expression where = accept("WHERE") ? expression() : null;
        return new Command.Upsert(from, before(), target, targetWhere, false, set, where);
    }

    private List<Command.Assignment> set() {
        List<Command.Assignment> set = new ArrayList<>();
        do {
            int from = start();
            boolean listed = kind() == Kind.OPEN;
            List<String> columns = listed ? names() : List.of(name());
            if (!isOperator("=")) {
                throw unexpected();
            }
            advance();
            Expression value = expression();
            set.add(new Command.Assignment(from, before(), columns, listed, value));
        } while (accept(Kind.COMMA));
        return set;
    }

    private List<Query.Output> returning() {
        return accept("RETURNING") ? outputs() : List.of();
    }

    private Command update(int from, Query.With with) {
        String or = or();
        Command.Named table = named();
        String alias = accept("AS") ? name() : null;
        String indexed = indexed();
        expect("SET");
        List<Command.Assignment> set = set();
        Source source = accept("FROM") ? joined(false) : null;
        Expression where = accept("WHERE") ? expression() : null;
        List<Query.Output> returning = returning();
        boolean limited = limited();
        return new Command.Update(
                from, before(), with, or, table, alias, indexed, set, source, where, returning, limited);
    }

    private Command delete(int from, Query.With with) {
        expect("FROM");
        Command.Named table = named();
        String alias = accept("AS") ? name() : null;
        String indexed = indexed();
        Expression where = accept("WHERE") ? expression() : null;
        List<Query.Output> returning = returning();
        boolean limited = limited();
        return new Command.Delete(from, before(), with, table, alias, indexed, where, returning, limited);
    }

    /** ORDER BY and LIMIT, which SQLite has here if it was built so. */
    private boolean limited() {
        int at = start();
        if (accept("ORDER", "BY")) {
            sorts();
        }
        if (accept("LIMIT")) {
            expression();
            if (accept("OFFSET") || accept(Kind.COMMA)) {
                expression();
            }
        }
        return start() != at;
    }
}
