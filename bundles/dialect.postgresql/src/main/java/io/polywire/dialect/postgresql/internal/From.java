package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.DerivedTable;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionItem;
import io.polywire.sql.tree.FunctionTable;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.TableReference;
import io.polywire.sql.tree.TableSample;
import io.polywire.sql.tree.TypeName;
import io.polywire.sql.tree.Values;
import java.util.List;

/** What stands in FROM: tables, queries, functions, joins. */
final class From extends Rules {
    From(PgParser parser) {
        super(parser);
    }

    /** from_list. */
    List<TableReference> list() {
        return list(this::table);
    }

    /** table_ref. */
    TableReference table() {
        int outer = cursor.enter();
        TableReference t = joins(single());
        cursor.leave(outer);
        return t;
    }

    private boolean isJoin() {
        Keyword k = word();
        return k != null
                && switch (k) {
                    case JOIN, CROSS, LEFT, RIGHT, FULL, INNER, NATURAL -> true;
                    default -> false;
                };
    }

    private TableReference joins(TableReference first) {
        TableReference left = first;
        while (isJoin()) {
            cursor.grow();
            left = join(left);
        }
        return left;
    }

    private TableReference join(TableReference left) {
        int start = left.start();
        if (accept(CROSS)) {
            expect(JOIN);
            return new Join(Join.Kind.CROSS, false, left, single(), null, List.of(), null, null, start, end());
        }
        boolean natural = accept(NATURAL);
        Join.Kind kind = Join.Kind.INNER;
        if (is(LEFT) || is(RIGHT) || is(FULL)) {
            kind = is(LEFT) ? Join.Kind.LEFT : is(RIGHT) ? Join.Kind.RIGHT : Join.Kind.FULL;
            cursor.advance();
            accept(OUTER);
        } else {
            accept(INNER);
        }
        expect(JOIN);
        TableReference right = single();
        if (natural) {
            return new Join(kind, true, left, right, null, List.of(), null, null, start, end());
        }
        // What joins before ON or USING comes belongs to the right side.
        int outer = cursor.enter();
        right = joins(right);
        cursor.leave(outer);
        if (accept(ON)) {
            Expression on = parser.expressions.expression();
            return new Join(kind, false, left, right, on, List.of(), null, null, start, end());
        }
        expect(USING);
        List<Identifier> columns = parenthesized(this::name);
        Identifier alias = accept(AS) ? name() : null;
        return new Join(kind, false, left, right, null, columns, alias, null, start, end());
    }

    /** table_ref without joins behind it. */
    private TableReference single() {
        int start = start();
        boolean lateral = accept(LATERAL);
        if (is('(')) {
            if (lateral) {
                int at = start();
                return derived(parser.queries.parenthesizedQuery(), at, true, start);
            }
            Inside inside = parentheses();
            return inside.query != null ? derived(inside.query, start, false, start) : aliased(inside.table, start);
        }
        if (is(ROWS) && next(1, FROM)) {
            return rowsFrom(lateral, start);
        }
        if (is(XMLTABLE) && next(1, '(')) {
            throw unsupported("XMLTABLE");
        }
        Expression special = parser.functions.windowless();
        if (special != null) {
            return function(special, lateral, start);
        }
        if (next(1, '(') && tokens.isTypeFunctionName(cursor.at())) {
            Identifier id = typeFunctionName();
            return function(parser.functions.plainCall(new QualifiedName(List.of(id), start, end())), lateral, start);
        }
        if (is(ONLY) && !lateral) {
            return sampled(relation(null));
        }
        QualifiedName name = anyName();
        if (is('(') && name.parts().size() > 1) {
            return function(parser.functions.plainCall(name), lateral, start);
        }
        if (lateral) {
            throw syntax();
        }
        return sampled(relation(checked(name)));
    }

    private QualifiedName checked(QualifiedName name) {
        if (name.parts().size() > 3) {
            StringBuilder all = new StringBuilder();
            name.parts().forEach(p -> all.append(all.isEmpty() ? "" : ".").append(p.name()));
            throw failure("improper qualified name (too many dotted names): " + all, name.start());
        }
        return name;
    }

    /** relation_expr, whose name may have been read already. */
    NamedTable relation(QualifiedName read) {
        int start = read == null ? start() : read.start();
        QualifiedName name = read;
        boolean only = false;
        if (name == null) {
            only = accept(ONLY);
            if (only && accept('(')) {
                name = qualifiedName();
                expect(')');
            } else {
                name = qualifiedName();
            }
        }
        if (!only) {
            accept('*');
        }
        return new NamedTable(name, only, null, null, start, end());
    }

    private NamedTable sampled(NamedTable t) {
        Alias alias = parser.queries.aliasOrNull();
        TableSample sample = is(TABLESAMPLE) ? sample() : null;
        return new NamedTable(t.name(), t.only(), alias, sample, t.start(), end());
    }

    private TableSample sample() {
        int start = start();
        cursor.advance();
        QualifiedName method = functionName();
        List<Expression> arguments = parser.expressions.parenthesizedList();
        Expression seed = null;
        if (accept(REPEATABLE)) {
            expect('(');
            seed = parser.expressions.expression();
            expect(')');
        }
        return new TableSample(method, arguments, seed, start, end());
    }

    /** relation_expr_opt_alias: the target of UPDATE, DELETE and MERGE. */
    NamedTable target() {
        NamedTable t = relation(null);
        int start = start();
        Identifier id = accept(AS) ? name() : is(SET) ? null : nameOrNull();
        Alias alias = id == null ? null : new Alias(id, List.of(), start, end());
        return new NamedTable(t.name(), t.only(), alias, null, t.start(), end());
    }

    private record Inside(Query query, TableReference table) {}

    /** A query or a join in parentheses, which may look alike for long. */
    private Inside parentheses() {
        int outer = cursor.enter();
        expect('(');
        Inside result;
        if (parser.queries.begins(cursor.at())) {
            result = new Inside(parser.queries.query(), null);
        } else if (is('(')) {
            int from = start();
            Inside inner = parentheses();
            if (inner.query != null && (is(')') || parser.queries.continues())) {
                result = new Inside(parser.queries.continued(inner.query, from), null);
            } else {
                TableReference t =
                        inner.query != null ? derived(inner.query, from, false, from) : aliased(inner.table, from);
                result = joined(joins(t));
            }
        } else {
            result = joined(table());
        }
        expect(')');
        cursor.leave(outer);
        return result;
    }

    /** Only joins may stand in parentheses. */
    private Inside joined(TableReference t) {
        if (!(t instanceof Join j) || j.alias() != null) {
            throw syntax();
        }
        return new Inside(null, t);
    }

    private TableReference aliased(TableReference t, int start) {
        Alias alias = parser.queries.aliasOrNull();
        if (alias == null) {
            return t;
        }
        Join j = (Join) t;
        return new Join(
                j.kind(), j.natural(), j.left(), j.right(), j.on(), j.using(), j.usingAlias(), alias, start, end());
    }

    private TableReference derived(Query q, int at, boolean lateral, int start) {
        Alias alias = parser.queries.aliasOrNull();
        if (alias == null) {
            boolean values = q.body() instanceof Values;
            throw tokens.failureAt(
                            FailureKind.SYNTAX, (values ? "VALUES" : "subquery") + " in FROM must have an alias", at)
                    .hint(
                            values
                                    ? "For example, FROM (VALUES ...) [AS] foo."
                                    : "For example, FROM (SELECT ...) [AS] foo.")
                    .build();
        }
        return new DerivedTable(q, lateral, alias, start, end());
    }

    private TableReference function(Expression call, boolean lateral, int start) {
        boolean ordinality = ordinality();
        FunctionItem item = new FunctionItem(call, List.of(), call.start(), call.end());
        return functions(List.of(item), false, ordinality, lateral, start);
    }

    private boolean ordinality() {
        return accept(WITH, ORDINALITY);
    }

    private TableReference rowsFrom(boolean lateral, int start) {
        cursor.advance();
        cursor.advance();
        List<FunctionItem> items = parenthesized(() -> {
            int from = start();
            Expression call = parser.functions.windowless();
            if (call == null) {
                call = parser.functions.plainCall(functionName());
            }
            List<ColumnDefinition> columns = accept(AS) ? parenthesized(this::column) : List.of();
            return new FunctionItem(call, columns, from, end());
        });
        return functions(items, true, ordinality(), lateral, start);
    }

    private TableReference functions(
            List<FunctionItem> items, boolean rowsFrom, boolean ordinality, boolean lateral, int start) {
        int from = start();
        boolean as = accept(AS);
        Identifier id = as && is('(') ? null : as ? name() : nameOrNull();
        Alias alias = null;
        List<ColumnDefinition> columns = List.of();
        if (is('(') && (id != null || as)) {
            boolean names = id != null && (next(2, ',') || next(2, ')'));
            if (names) {
                alias = new Alias(id, columnList(), from, end());
            } else {
                columns = parenthesized(this::column);
                alias = id == null ? null : new Alias(id, List.of(), from, end());
            }
        } else if (id != null) {
            alias = new Alias(id, List.of(), from, end());
        }
        return new FunctionTable(items, rowsFrom, ordinality, lateral, alias, columns, start, end());
    }

    /** TableFuncElement. */
    ColumnDefinition column() {
        int start = start();
        Identifier id = name();
        TypeName type = parser.types.type();
        QualifiedName collation = accept(COLLATE) ? anyName() : null;
        return new ColumnDefinition(id, type, collation, null, List.of(), start, end());
    }
}
