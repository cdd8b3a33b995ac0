package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.postgresql.internal.rules.ShownExpressions.Kind;
import io.polywire.dialect.postgresql.internal.rules.ShownExpressions.Shown;
import io.polywire.sql.tree.Between;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FieldSelection;
import io.polywire.sql.tree.InList;
import io.polywire.sql.tree.InQuery;
import io.polywire.sql.tree.QuantifiedQuery;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Star;
import io.polywire.sql.tree.Subscript;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows, arrays and what is taken out of them, within {@link ShownExpressions}; and tests against queries. */
final class ShownRows {
    private final ShownQueries queries;
    private final ShownExpressions expressions;

    ShownRows(ShownQueries queries, ShownExpressions expressions) {
        this.queries = queries;
        this.expressions = expressions;
    }

    /** An expression of a form that stands nowhere else. */
    Shown of(Expression e) {
        if (e instanceof RowExpression r) {
            List<Shown> fields = fields(r);
            List<String> names = new ArrayList<>();
            fields.forEach(f -> names.add("f" + (names.size() + 1)));
            return ShownExpressions.plain(
                    row(fields),
                    RowTypes.record(names, fields.stream().map(Shown::type).toList()));
        }
        if (e instanceof FieldSelection f) {
            return field(f);
        }
        if (e instanceof Subscript s) {
            return subscript(s);
        }
        if (e instanceof Star s && !s.qualifier().isEmpty()) {
            return queries.row(s.qualifier().get(s.qualifier().size() - 1).name());
        }
        throw Deparser.unknown();
    }

    private List<Shown> fields(RowExpression r) {
        List<Shown> all = new ArrayList<>();
        for (Expression e : r.fields()) {
            all.add(ShownExpressions.untyped(expressions.of(e)));
        }
        return all;
    }

    private static String row(List<Shown> fields) {
        return fields.stream().map(Shown::top).collect(Collectors.joining(", ", "ROW(", ")"));
    }

    /** What is brought to a type of rows. */
    Shown cast(Expression operand, Type to) {
        Shown plain = operand instanceof RowExpression ? null : expressions.of(operand);
        if (plain != null) {
            ShownExpressions.requirePlain(
                    plain.type().id() == to.id() && plain.type().fields() != null);
            return plain;
        }
        List<Shown> fields = fields((RowExpression) operand);
        ShownExpressions.requirePlain(fields.size() == to.fields().size());
        List<Shown> brought = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Type.Field f = to.fields().get(i);
            ShownExpressions.requirePlain(f.domain() == 0 && f.type().equals(PgTypes.plain(f.type())));
            brought.add(expressions.typed(fields.get(i), f.type()));
        }
        return ShownExpressions.plain(row(brought) + "::" + expressions.display(to), to);
    }

    // --- parts
    // --------------------------------------------------------------------------------------------------------

    private Shown field(FieldSelection f) {
        String name = f.field().name();
        Shown base = expressions.of(f.base());
        if (base.isRow()) {
            // a field of a row of a table is a column
            return queries.column(new ColumnReference(
                    List.of(((ColumnReference) f.base()).parts().get(0), f.field()), f.start(), f.end()));
        }
        ShownExpressions.requirePlain(base.type().fields() != null);
        Type.Field found = null;
        for (Type.Field x : base.type().fields()) {
            found = x.name().equals(name) ? x : found;
        }
        ShownExpressions.requirePlain(found != null && found.domain() == 0);
        boolean bare = f.base() instanceof FieldSelection || f.base() instanceof Subscript;
        return ShownExpressions.plain(
                (bare ? base.text() : "(" + base.text() + ")") + "." + CatalogFunctions.quoted(name), found.type());
    }

    private Shown subscript(Subscript s) {
        List<Subscript> all = new ArrayList<>();
        Expression of = s;
        while (of instanceof Subscript x) {
            all.add(0, x);
            of = x.base();
        }
        Shown base = expressions.of(of);
        boolean json = base.type().equals(PgTypes.JSONB);
        ShownExpressions.requirePlain(json || base.type().kind() == TypeKind.ARRAY);
        boolean slice = all.stream().anyMatch(Subscript::slice);
        ShownExpressions.requirePlain(!json || !slice);
        boolean bare = base.isColumn() || of instanceof FieldSelection;
        StringBuilder b = new StringBuilder(bare ? base.text() : "(" + base.text() + ")");
        for (Subscript x : all) {
            b.append('[');
            if (x.slice()) {
                b.append(bound(x.lower())).append(':').append(bound(x.upper()));
            } else {
                Shown index = expressions.of(x.lower());
                boolean text = json && PgTypes.isUnknown(index.type()) || PgTypes.isText(index.type());
                b.append(slice ? "1:" : "")
                        .append(expressions
                                .typed(index, text ? PgTypes.TEXT : PgTypes.INT4)
                                .text());
            }
            b.append(']');
        }
        Type type = json || slice ? base.type() : base.type().element();
        return ShownExpressions.plain(b.toString(), type);
    }

    private String bound(Expression e) {
        return e == null
                ? ""
                : expressions.typed(expressions.of(e), PgTypes.INT4).text();
    }

    // --- comparisons
    // --------------------------------------------------------------------------------------------------

    /** Two rows: by each of their fields where they may be equal, and by the first that differs otherwise. */
    Shown compared(String operator, RowExpression left, RowExpression right) {
        List<Shown> l = fields(left, right);
        List<Shown> r = fields(right, left);
        ShownExpressions.requirePlain(l.size() == r.size());
        if (l.size() == 1) {
            return expressions.operation(operator, l.get(0), r.get(0));
        }
        if (operator.equals("=") || operator.equals("<>")) {
            Kind kind = operator.equals("=") ? Kind.AND : Kind.OR;
            List<String> all = new ArrayList<>();
            for (int i = 0; i < l.size(); i++) {
                all.add(expressions.within(expressions.operation(operator, l.get(i), r.get(i)), kind));
            }
            return expressions.wrapped(String.join(kind == Kind.AND ? " AND " : " OR ", all), PgTypes.BOOL, kind);
        }
        List<Shown> lefts = new ArrayList<>();
        List<Shown> rights = new ArrayList<>();
        for (int i = 0; i < l.size(); i++) {
            ShownExpressions.Pair p = expressions.pair(operator, l.get(i), r.get(i));
            lefts.add(p.left());
            rights.add(p.right());
        }
        return new Shown(
                "(" + row(lefts) + " " + operator + " " + row(rights) + ")",
                PgTypes.BOOL,
                Kind.OTHER,
                (char) 0,
                null,
                null);
    }

    private List<Shown> fields(RowExpression r, RowExpression other) {
        ShownExpressions.requirePlain(r.fields().size() == other.fields().size());
        return expressions.all(r.fields());
    }

    /** A row among rows. */
    Shown in(InList in) {
        RowExpression operand = (RowExpression) in.operand();
        List<Shown> all = new ArrayList<>();
        for (Expression e : in.items()) {
            ShownExpressions.requirePlain(e instanceof RowExpression);
            all.add(compared(in.negated() ? "<>" : "=", operand, (RowExpression) e));
        }
        Kind kind = in.negated() ? Kind.AND : Kind.OR;
        return all.size() == 1
                ? all.get(0)
                : expressions.wrapped(
                        all.stream()
                                .map(x -> expressions.within(x, kind))
                                .collect(Collectors.joining(in.negated() ? " AND " : " OR ")),
                        PgTypes.BOOL,
                        kind);
    }

    /** Whether a value lies between two, in either order where that is said. */
    Shown between(Between b) {
        Shown once = ends(b, b.low(), b.high());
        if (!b.symmetric()) {
            return once;
        }
        Kind kind = b.negated() ? Kind.AND : Kind.OR;
        Shown again = ends(b, b.high(), b.low());
        return expressions.wrapped(
                expressions.within(once, kind) + (b.negated() ? " AND " : " OR ") + expressions.within(again, kind),
                PgTypes.BOOL,
                kind);
    }

    private Shown ends(Between b, Expression from, Expression to) {
        Shown low = expressions.operation(b.negated() ? "<" : ">=", expressions.of(b.operand()), expressions.of(from));
        Shown high = expressions.operation(b.negated() ? ">" : "<=", expressions.of(b.operand()), expressions.of(to));
        Kind kind = b.negated() ? Kind.OR : Kind.AND;
        return expressions.wrapped(
                expressions.within(low, kind) + (b.negated() ? " OR " : " AND ") + expressions.within(high, kind),
                PgTypes.BOOL,
                kind);
    }

    /** A test against the rows of a query (get_sublink_expr of ruleutils.c). */
    Shown tested(Expression e) {
        if (e instanceof InQuery in) {
            Shown found = tested(in.operand(), "=", false, queries.nested(in.query()));
            return in.negated() ? expressions.not(found) : found;
        }
        QuantifiedQuery q = (QuantifiedQuery) e;
        ShownExpressions.requirePlain(q.operator().schema().isEmpty());
        String name = ShownExpressions.operator(q.operator().name());
        return tested(q.operand(), name, q.all(), queries.nested(q.query()));
    }

    private Shown tested(Expression operand, String operator, boolean all, ShownQueries.Result r) {
        List<Expression> fields = operand instanceof RowExpression row ? row.fields() : List.of(operand);
        ShownExpressions.requirePlain(fields.size() == r.types().size());
        List<String> left = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Shown of = expressions.of(fields.get(i));
            ShownExpressions.Pair p = expressions.pair(
                    operator, of, ShownExpressions.plain("", r.types().get(i)));
            left.add(p.left().text());
        }
        String text = left.size() == 1 ? left.get(0) : "(" + String.join(", ", left) + ")";
        String word = all ? operator + " ALL" : operator.equals("=") ? "IN" : operator + " ANY";
        return new Shown(
                "(" + text + " " + word + " (" + r.text() + "))", PgTypes.BOOL, Kind.TEST, (char) 0, null, null);
    }
}
