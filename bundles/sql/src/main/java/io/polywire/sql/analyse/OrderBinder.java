package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Limit;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.SortItem;
import java.util.ArrayList;
import java.util.List;

/** Finds out what ORDER BY and LIMIT mean. */
final class OrderBinder {
    private final Analysis analysis;
    private final TypeRules rules;

    OrderBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    /**
     * Index of the output that a key of ORDER BY or GROUP BY means by number or name, or -1. What has no type yet gets one
     * by being a key.
     */
    int outputOf(Expression e, List<BoundOutput> outputs, String clause) {
        int i = named(e, outputs, clause);
        if (i >= 0 && outputs.get(i).value().type().kind() == TypeKind.UNKNOWN) {
            BoundOutput o = outputs.get(i);
            outputs.set(i, new BoundOutput(o.name(), analysis.settled(o.value(), e)));
        }
        return i;
    }

    private int named(Expression e, List<BoundOutput> outputs, String clause) {
        Place at = analysis.at(e);
        if (e instanceof Literal l) {
            if (l.kind() != Literal.Kind.INTEGER) {
                throw at.failure(FailureKind.SYNTAX, "non-integer constant in " + clause);
            }
            int n = l.value().length() > 9 ? 0 : Integer.parseInt(l.value());
            if (n < 1 || n > outputs.size()) {
                throw at.build(FailureKind.SEMANTIC, clause + " position " + l.value() + " is not in select list")
                        .sqlState("42P10")
                        .build();
            }
            return n - 1;
        }
        if (!(e instanceof ColumnReference c) || c.parts().size() != 1) {
            return -1;
        }
        String name = c.parts().get(0).name();
        int found = -1;
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).name().equals(name)) {
                if (found >= 0
                        && !outputs.get(found).value().equals(outputs.get(i).value())) {
                    throw at.failure(FailureKind.AMBIGUOUS, clause + " \"" + name + "\" is ambiguous");
                }
                found = found < 0 ? i : found;
            }
        }
        return found;
    }

    /** A key of an order. */
    BoundSort sort(SortItem item, BoundExpression value) {
        boolean descending =
                item.using() == null ? item.direction() == SortItem.Direction.DESCENDING : using(item, value);
        boolean nullsFirst = switch (item.nulls()) {
            case DEFAULT -> rules.nullsFirst(descending);
            case FIRST -> true;
            case LAST -> false;
        };
        return new BoundSort(rules.sortKey(value, analysis.at(item)), descending, nullsFirst);
    }

    /** Which way an ordering operator sorts. */
    private boolean using(SortItem item, BoundExpression value) {
        String name = item.using().name();
        Place at = analysis.at(item.using());
        if (!item.using().schema().isEmpty()) {
            throw at.unsupported("an operator with a schema");
        }
        rules.operator(name, value, value, at);
        if (!name.equals("<") && !name.equals(">")) {
            throw at.build(FailureKind.SEMANTIC, "operator " + name + " is not a valid ordering operator")
                    .sqlState("42809")
                    .hint("Ordering operators must be \"<\" or \">\" members of btree operator families.")
                    .build();
        }
        return name.equals(">");
    }

    /** Keys of an order; a row sorts by its fields. */
    List<BoundSort> sorts(SortItem item, BoundExpression value) {
        if (!(value instanceof BoundRow row) || item.using() != null) {
            return List.of(sort(item, analysis.settled(value, item.expression())));
        }
        List<BoundSort> sorts = new ArrayList<>();
        boolean descending = item.direction() == SortItem.Direction.DESCENDING;
        for (BoundExpression f : row.fields()) {
            BoundExpression field = analysis.settled(f, item.expression());
            sorts.add(new BoundSort(rules.sortKey(field, analysis.at(item)), descending, rules.nullsFirst(descending)));
        }
        return sorts;
    }

    /** A query with the LIMIT and OFFSET that are written behind it. */
    BoundQuery limited(BoundQuery q, Query tree, Scope scope) {
        if (tree.limit() == null) {
            return q;
        }
        if (tree.limit().withTies()) {
            throw analysis.at(tree.limit()).unsupported("WITH TIES of this query");
        }
        BoundExpression limit = count(tree.limit().count(), scope, "LIMIT");
        BoundExpression offset = count(tree.limit().offset(), scope, "OFFSET");
        if (reads(limit) || reads(offset)) {
            return new Layers(analysis).counted(q, limit, offset, analysis.at(tree.limit()));
        }
        return new BoundQuery(q.body(), q.orderBy(), limit, offset);
    }

    /** Whether a number of rows is read from a query around. */
    private static boolean reads(BoundExpression count) {
        boolean[] found = {false};
        Columns.each(count, x -> x instanceof BoundSubquery || x instanceof InSubquery, c -> found[0] = true);
        return found[0];
    }

    /** Count and offset of WITH TIES, which must be constants. */
    long[] constantRows(Limit l) {
        return new long[] {constant(l.count(), 1), constant(l.offset(), 0)};
    }

    private long constant(Expression e, long none) {
        if (e == null) {
            return none;
        }
        if (!(e instanceof Literal l)
                || l.kind() != Literal.Kind.INTEGER
                || l.value().length() > 9) {
            throw analysis.at(e).unsupported("WITH TIES with a number that is no small constant");
        }
        return Long.parseLong(l.value());
    }

    private BoundExpression count(Expression e, Scope scope, String clause) {
        if (e == null) {
            return null;
        }
        BoundExpression value;
        try {
            value = analysis.expressions().plain(e, new Scope(scope.outer), clause);
        } catch (SqlFailure f) {
            if (f.kind() != FailureKind.UNDEFINED_COLUMN) {
                throw f;
            }
            analysis.expressions().plain(e, scope, clause);
            throw SqlFailure.build(FailureKind.SEMANTIC, "argument of " + clause + " must not contain variables")
                    .sqlState("42P10")
                    .position(f.position())
                    .build();
        }
        Type want = rules.rowCountType();
        if (value.type().kind() == TypeKind.UNKNOWN) {
            return rules.coerce(value, want, analysis.at(e));
        }
        return switch (value.type().kind()) {
            case INT16, INT32, INT64 -> rules.coerce(value, want, analysis.at(e));
            case DECIMAL, FLOAT32, FLOAT64 -> rules.assign(value, want, clause, analysis.at(e));
            default -> throw limitType(value, clause, e);
        };
    }

    private SqlFailure limitType(BoundExpression value, String clause, Expression e) {
        return analysis.at(e)
                .failure(
                        FailureKind.TYPE_MISMATCH,
                        "argument of " + clause + " must be type " + rules.display(rules.rowCountType()) + ", not type "
                                + rules.display(value.type()));
    }
}
