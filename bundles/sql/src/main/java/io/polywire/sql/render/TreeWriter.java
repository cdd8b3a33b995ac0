package io.polywire.sql.render;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.Collate;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.DerivedTable;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.Grouping;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.InList;
import io.polywire.sql.tree.IsTest;
import io.polywire.sql.tree.Join;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.Limit;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.LogicalOperation;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.Not;
import io.polywire.sql.tree.Parameter;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.TableReference;
import io.polywire.sql.tree.Trees;
import io.polywire.sql.tree.TypeName;
import java.util.List;
import java.util.Set;

/**
 * Writes a query of a program ({@link Trees}) as a text, without a catalog. What all dialects write alike stands here; a
 * dialect says the rest. What a tree has beyond that is refused by name (0A000), never guessed at. For one text.
 */
public abstract class TreeWriter {
    private static final Set<String> COMPARISONS = Set.of("=", "!=", "<", ">", "<=", ">=");
    private static final Set<String> OTHERS = Set.of("||", "+", "-", "*");

    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int COMPARISON = 4;
    private static final int OPERATION = 5;
    private static final int VALUE = 6;

    /** The text so far. */
    protected final StringBuilder out = new StringBuilder();

    /** An empty text. */
    protected TreeWriter() {}

    /** Writes a name. */
    protected abstract void name(Identifier name);

    /** Writes the name of a column of the result. */
    protected abstract void resultName(Identifier name);

    /** Writes a parameter. */
    protected abstract void parameter(int number);

    /** Writes a comparison in which the case of letters of ASCII does not count. */
    protected abstract void withoutCase(Expression left, String operator, Expression right);

    /** Writes a text that is ordered by its bytes. */
    protected abstract void byBytes(Expression text);

    /** Writes a pattern match in which the case of letters of ASCII does not count; {@code escape} may be null. */
    protected abstract void like(Expression value, Expression pattern, Expression escape);

    /** Writes the number that a text begins with. */
    protected abstract void leadingInteger(Expression text);

    /** Writes a function that the dialect has. */
    protected abstract void function(String name);

    /** Writes where what is absent goes, if it does not go there by itself. */
    protected abstract void absent(SortItem item);

    /** Writes how many rows are left out where there is no limit. */
    protected abstract void unlimited();

    // --- queries
    // -----------------------------------------------------------------------------------------------------

    /** Writes a query. */
    public final TreeWriter query(Query query) {
        if (query.with() != null || !query.locking().isEmpty() || !(query.body() instanceof Select select)) {
            throw SqlFailure.unsupported("a query of this form without a catalog");
        }
        select(select);
        String between = " ORDER BY ";
        for (SortItem item : query.orderBy()) {
            out.append(between);
            between = ", ";
            if (item.using() != null) {
                throw SqlFailure.unsupported("ORDER BY USING without a catalog");
            }
            expression(item.expression());
            out.append(
                    switch (item.direction()) {
                        case DEFAULT -> "";
                        case ASCENDING -> " ASC";
                        case DESCENDING -> " DESC";
                    });
            absent(item);
        }
        limit(query.limit());
        return this;
    }

    private void limit(Limit limit) {
        if (limit == null) {
            return;
        }
        if (limit.withTies()) {
            throw SqlFailure.unsupported("WITH TIES without a catalog");
        }
        if (limit.count() == null) {
            unlimited();
        } else {
            out.append(" LIMIT ");
            expression(limit.count());
        }
        if (limit.offset() != null) {
            out.append(" OFFSET ");
            expression(limit.offset());
        }
    }

    private void select(Select select) {
        if (!select.distinctOn().isEmpty()
                || select.into() != null
                || select.having() != null
                || !select.windows().isEmpty()
                || select.from().size() != 1) {
            throw SqlFailure.unsupported("a selection of this form without a catalog");
        }
        out.append(select.distinct() ? "SELECT DISTINCT " : "SELECT ");
        String between = "";
        for (SelectItem item : select.items()) {
            out.append(between);
            between = ", ";
            expression(item.expression());
            if (item.alias() != null) {
                out.append(" AS ");
                resultName(item.alias());
            }
        }
        out.append(" FROM ");
        table(select.from().get(0));
        if (select.where() != null) {
            out.append(" WHERE ");
            expression(select.where());
        }
        if (select.groupBy() != null) {
            between = " GROUP BY ";
            for (Grouping group : select.groupBy().elements()) {
                if (group.kind() != Grouping.Kind.VALUE || select.groupBy().distinct()) {
                    throw SqlFailure.unsupported("grouping sets without a catalog");
                }
                out.append(between);
                between = ", ";
                expression(group.expressions().get(0));
            }
        }
    }

    private void table(TableReference table) {
        if (table instanceof NamedTable t && !t.only() && t.sample() == null) {
            names(t.name().parts());
            alias(t.alias());
        } else if (table instanceof DerivedTable t && !t.lateral()) {
            out.append('(');
            query(t.query());
            out.append(')');
            alias(t.alias());
        } else if (table instanceof Join j
                && j.kind() == Join.Kind.LEFT
                && !j.natural()
                && j.on() != null
                && j.alias() == null) {
            table(j.left());
            out.append(" LEFT JOIN ");
            table(j.right());
            out.append(" ON ");
            expression(j.on());
        } else {
            throw SqlFailure.unsupported("a table of this form without a catalog");
        }
    }

    private void alias(Alias alias) {
        if (alias != null) {
            if (!alias.columns().isEmpty() || alias.name() == null) {
                throw SqlFailure.unsupported("names of columns behind that of a table without a catalog");
            }
            out.append(" AS ");
            name(alias.name());
        }
    }

    private void names(List<Identifier> parts) {
        String between = "";
        for (Identifier part : parts) {
            out.append(between);
            between = ".";
            name(part);
        }
    }

    // --- expressions
    // -------------------------------------------------------------------------------------------------

    private static int level(Expression expression) {
        if (expression instanceof LogicalOperation o) {
            return o.and() ? AND : OR;
        }
        if (expression instanceof Not) {
            return NOT;
        }
        if (expression instanceof BinaryOperation b) {
            return COMPARISONS.contains(b.operator().name()) ? COMPARISON : OPERATION;
        }
        return expression instanceof IsTest || expression instanceof InList || expression instanceof Like
                ? COMPARISON
                : VALUE;
    }

    /** Writes a value that stands where only what binds closer than {@code level} may. */
    private void within(Expression expression, int level) {
        if (level(expression) <= level) {
            out.append('(');
            expression(expression);
            out.append(')');
        } else {
            expression(expression);
        }
    }

    /** Writes a value as the operand of an operator, in parentheses unless it is a value by itself. */
    protected final void operand(Expression expression) {
        within(expression, OPERATION);
    }

    /** Writes a value beside a comparison. */
    protected final void compared(Expression expression) {
        within(expression, COMPARISON);
    }

    protected final void expression(Expression expression) {
        if (expression instanceof LogicalOperation o) {
            String between = "";
            for (Expression operand : o.operands()) {
                out.append(between);
                between = o.and() ? " AND " : " OR ";
                within(operand, o.and() ? OR : 0);
            }
        } else if (expression instanceof Not n) {
            out.append("NOT ");
            within(n.operand(), NOT);
        } else if (expression instanceof IsTest t && t.test() == IsTest.Test.NULL) {
            compared(t.operand());
            out.append(t.negated() ? " IS NOT NULL" : " IS NULL");
        } else if (expression instanceof InList in) {
            compared(in.operand());
            list(in.negated() ? " NOT IN (" : " IN (", in.items());
        } else if (expression instanceof Like like && like.kind() == Like.Kind.ILIKE && !like.negated()) {
            like(like.operand(), like.pattern(), like.escape());
        } else if (expression instanceof BinaryOperation b) {
            binary(b);
        } else if (expression instanceof Collate c && collation(c).equals(Trees.BY_BYTES)) {
            byBytes(c.operand());
        } else {
            value(expression);
        }
    }

    private void list(String before, List<Expression> items) {
        out.append(before);
        String between = "";
        for (Expression item : items) {
            out.append(between);
            between = ",";
            expression(item);
        }
        out.append(')');
    }

    private static String collation(Collate collate) {
        return collate.collation().last().name();
    }

    /** A value without {@link Trees#noCase}, or itself. */
    protected static Expression plain(Expression expression) {
        return expression instanceof Collate c && collation(c).equals(Trees.NO_CASE) ? c.operand() : expression;
    }

    private void binary(BinaryOperation b) {
        String operator = b.operator().name();
        boolean comparison = COMPARISONS.contains(operator);
        if (!comparison && !OTHERS.contains(operator) || !b.operator().schema().isEmpty()) {
            throw SqlFailure.unsupported("operator " + operator + " without a catalog");
        }
        if (comparison && plain(b.right()) != b.right()) {
            withoutCase(b.left(), operator, plain(b.right()));
            return;
        }
        if (comparison) {
            compared(b.left());
        } else if (b.left() instanceof BinaryOperation l && l.operator().name().equals(operator)) {
            binary(l);
        } else {
            operand(b.left());
        }
        out.append(' ').append(operator).append(' ');
        if (comparison) {
            compared(b.right());
        } else {
            operand(b.right());
        }
    }

    private void value(Expression expression) {
        if (expression instanceof ColumnReference c) {
            names(c.parts());
        } else if (expression instanceof Parameter p) {
            parameter(p.number());
        } else if (expression instanceof Literal l && l.kind() == Literal.Kind.STRING) {
            text(l.value());
        } else if (expression instanceof Literal l && l.kind() == Literal.Kind.INTEGER) {
            out.append(l.value());
        } else if (expression instanceof RowExpression r
                && !r.explicit()
                && r.fields().size() == 1) {
            out.append('(');
            expression(r.fields().get(0));
            out.append(')');
        } else if (expression instanceof Cast c) {
            out.append("CAST(");
            expression(c.operand());
            out.append(" AS ").append(type(c.type())).append(')');
        } else if (expression instanceof FunctionCall f) {
            call(f);
        } else {
            throw SqlFailure.unsupported(
                    "an expression of the form " + expression.getClass().getSimpleName() + " without a catalog");
        }
    }

    /** Writes a constant text. */
    protected final void text(String value) {
        if (value.indexOf('\0') >= 0) {
            throw SqlFailure.unsupported("a text with a zero byte in a statement");
        }
        out.append('\'').append(value.replace("'", "''")).append('\'');
    }

    private static String type(TypeName type) {
        boolean plain = type.modifiers().isEmpty()
                && type.dimensions().isEmpty()
                && type.fields() == null
                && !type.setOf()
                && !type.ofColumn();
        String name = type.name().last().name();
        return switch (plain ? name : "with modifiers") {
            case "integer" -> "INTEGER";
            case "numeric" -> "NUMERIC";
            case "text" -> "TEXT";
            default -> throw SqlFailure.unsupported("type " + name + " without a catalog");
        };
    }

    private void call(FunctionCall call) {
        boolean plain = !call.distinct()
                && call.orderBy().isEmpty()
                && call.withinGroup().isEmpty()
                && call.filter() == null
                && call.over() == null
                && call.arguments().stream().allMatch(a -> a.name() == null && !a.variadic())
                && call.name().parts().size() == 1;
        String name = call.name().last().name();
        if (!plain) {
            throw SqlFailure.unsupported("a call of " + name + " of this form without a catalog");
        }
        if (name.equals(Trees.LEADING_INTEGER)) {
            leadingInteger(call.arguments().get(0).value());
            return;
        }
        function(name);
        if (call.star()) {
            out.append("(*)");
            return;
        }
        out.append('(');
        String between = "";
        for (var argument : call.arguments()) {
            out.append(between);
            between = ", ";
            expression(argument.value());
        }
        out.append(')');
    }

    /** The text. */
    @Override
    public final String toString() {
        return out.toString();
    }
}
