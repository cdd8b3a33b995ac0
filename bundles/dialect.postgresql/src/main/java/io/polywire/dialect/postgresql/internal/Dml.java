package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.Assignment;
import io.polywire.sql.tree.CurrentOf;
import io.polywire.sql.tree.Delete;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.IndexElement;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.Merge;
import io.polywire.sql.tree.MergeBranch;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.OnConflict;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.TableReference;
import io.polywire.sql.tree.Update;
import io.polywire.sql.tree.With;
import java.util.ArrayList;
import java.util.List;

/** INSERT, UPDATE, DELETE and MERGE, behind a WITH that was read already. */
final class Dml extends Rules {
    Dml(PgParser parser) {
        super(parser);
    }

    private int from(With with) {
        return with == null ? start() : with.start();
    }

    Insert insert(With with) {
        int start = from(with);
        expect(INSERT, INTO);
        int at = start();
        QualifiedName name = qualifiedName();
        Alias alias = null;
        if (is(AS)) {
            int aliasAt = start();
            cursor.advance();
            alias = new Alias(name(), List.of(), aliasAt, end());
        }
        NamedTable target = new NamedTable(name, false, alias, null, at, end());
        List<Expression> columns = List.of();
        Query source = null;
        Insert.Overriding overriding = Insert.Overriding.NONE;
        if (is(DEFAULT)) {
            cursor.advance();
            expect(VALUES);
        } else {
            if (is('(') && !parser.queries.beginsBehindParentheses()) {
                columns = parenthesized(parser.primaries::target);
            }
            overriding = overriding();
            source = select();
        }
        OnConflict conflict = is(ON) ? conflict() : null;
        List<SelectItem> returning = parser.queries.returning();
        return new Insert(with, target, columns, overriding, source, null, conflict, returning, start, end());
    }

    private Query select() {
        if (!is('(') && !is(WITH) && !parser.queries.begins(cursor.at())) {
            if (is(VALUES)) {
                cursor.advance();
            }
            throw syntax();
        }
        return parser.queries.statement();
    }

    private Insert.Overriding overriding() {
        if (!accept(OVERRIDING)) {
            return Insert.Overriding.NONE;
        }
        boolean user = accept(USER);
        if (!user) {
            expect(SYSTEM);
        }
        expect(VALUE);
        return user ? Insert.Overriding.USER : Insert.Overriding.SYSTEM;
    }

    private OnConflict conflict() {
        int start = start();
        cursor.advance();
        expect(CONFLICT);
        List<IndexElement> columns = List.of();
        int columnsStart = -1;
        Expression indexWhere = null;
        Identifier constraint = null;
        if (is('(')) {
            columnsStart = start();
            columns = parenthesized(parser.indexes::element);
            indexWhere = accept(WHERE) ? parser.expressions.expression() : null;
        } else if (accept(ON)) {
            expect(CONSTRAINT);
            constraint = name();
        }
        expect(DO);
        List<Assignment> assignments = List.of();
        Expression where = null;
        if (!accept(NOTHING)) {
            expect(UPDATE, SET);
            assignments = assignments();
            where = accept(WHERE) ? parser.expressions.expression() : null;
        }
        return new OnConflict(columns, columnsStart, indexWhere, constraint, assignments, where, start, end());
    }

    /** set_clause_list. */
    private List<Assignment> assignments() {
        return list(this::assignment);
    }

    private Assignment assignment() {
        int start = start();
        boolean row = is('(');
        List<Expression> targets = row ? parenthesized(parser.primaries::target) : List.of(parser.primaries.target());
        expect('=');
        return new Assignment(targets, row, parser.expressions.expression(), start, end());
    }

    Update update(With with) {
        int start = from(with);
        expect(UPDATE);
        NamedTable target = parser.from.target();
        expect(SET);
        List<Assignment> assignments = assignments();
        List<TableReference> from = accept(FROM) ? parser.from.list() : List.of();
        Expression where = where();
        return new Update(with, target, assignments, from, where, parser.queries.returning(), start, end());
    }

    Delete delete(With with) {
        int start = from(with);
        expect(DELETE, FROM);
        NamedTable target = parser.from.target();
        List<TableReference> using = accept(USING) ? parser.from.list() : List.of();
        Expression where = where();
        return new Delete(with, target, using, where, parser.queries.returning(), start, end());
    }

    /** where_or_current_clause. */
    private Expression where() {
        if (!accept(WHERE)) {
            return null;
        }
        if (is(CURRENT) && next(1, OF)) {
            int start = start();
            cursor.advance();
            cursor.advance();
            return new CurrentOf(name(), start, end());
        }
        return parser.expressions.expression();
    }

    Merge merge(With with) {
        int start = from(with);
        expect(MERGE, INTO);
        NamedTable target = parser.from.target();
        expect(USING);
        TableReference source = parser.from.table();
        expect(ON);
        Expression on = parser.expressions.expression();
        List<MergeBranch> branches = new ArrayList<>(2);
        do {
            branches.add(branch());
        } while (is(WHEN));
        return new Merge(with, target, source, on, branches, start, end());
    }

    private MergeBranch branch() {
        int start = start();
        expect(WHEN);
        boolean matched = !accept(NOT);
        expect(MATCHED);
        Expression condition = accept(AND) ? parser.expressions.expression() : null;
        expect(THEN);
        if (accept(DO)) {
            expect(NOTHING);
            return branch(matched, condition, MergeBranch.Action.NOTHING, List.of(), start);
        }
        if (matched && accept(UPDATE)) {
            expect(SET);
            return branch(matched, condition, MergeBranch.Action.UPDATE, assignments(), start);
        }
        if (matched && accept(DELETE)) {
            return branch(matched, condition, MergeBranch.Action.DELETE, List.of(), start);
        }
        if (matched) {
            throw syntax();
        }
        expect(INSERT);
        List<Expression> columns = List.of();
        List<Expression> values = List.of();
        Insert.Overriding overriding = Insert.Overriding.NONE;
        if (accept(DEFAULT)) {
            expect(VALUES);
        } else {
            if (is('(')) {
                columns = parenthesized(parser.primaries::target);
            }
            overriding = overriding();
            expect(VALUES);
            values = parser.expressions.parenthesizedList();
        }
        return new MergeBranch(
                false, condition, MergeBranch.Action.INSERT, List.of(), columns, overriding, values, start, end());
    }

    private MergeBranch branch(
            boolean matched, Expression condition, MergeBranch.Action action, List<Assignment> assignments, int start) {
        return new MergeBranch(
                matched, condition, action, assignments, List.of(), Insert.Overriding.NONE, List.of(), start, end());
    }
}
