package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.WindowValue;
import io.polywire.sql.tree.AllFields;
import io.polywire.sql.tree.ArrayExpression;
import io.polywire.sql.tree.AtTimeZone;
import io.polywire.sql.tree.Between;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.Case;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.Collate;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CurrentOf;
import io.polywire.sql.tree.DefaultValue;
import io.polywire.sql.tree.DistinctFrom;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.ExpressionVisitor;
import io.polywire.sql.tree.FieldSelection;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.InList;
import io.polywire.sql.tree.InQuery;
import io.polywire.sql.tree.IsTest;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.LogicalOperation;
import io.polywire.sql.tree.Not;
import io.polywire.sql.tree.Parameter;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.QuantifiedArray;
import io.polywire.sql.tree.QuantifiedQuery;
import io.polywire.sql.tree.QueryExpression;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.Star;
import io.polywire.sql.tree.Subscript;
import io.polywire.sql.tree.UnaryOperation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Finds out what expressions mean, in the scope that is handed down. */
final class ExpressionBinder implements ExpressionVisitor<BoundExpression, Scope> {
    private final Analysis analysis;
    private final TypeRules rules;
    /** Where each column was named, for errors that show later. */
    private final Map<BoundExpression, Place> named = new IdentityHashMap<>();

    private final OperatorBinder operators;
    private final CallBinder calls;
    private final SubqueryBinder subqueries;
    private int cased;
    private final ArrayBinder arrays;
    private final RowBinder rows;

    ExpressionBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.operators = new OperatorBinder(analysis);
        this.calls = new CallBinder(analysis);
        this.subqueries = new SubqueryBinder(analysis);
        this.arrays = new ArrayBinder(analysis);
        this.rows = new RowBinder(analysis);
    }

    ArrayBinder arrays() {
        return arrays;
    }

    SubqueryBinder subqueries() {
        return subqueries;
    }

    RowBinder rows() {
        return rows;
    }

    OperatorBinder operators() {
        return operators;
    }

    CallBinder calls() {
        return calls;
    }

    /** An expression in which aggregates are refused, as the clause's ("WHERE"). */
    BoundExpression plain(Expression e, Scope scope, String clause) {
        return calls.within(clause, () -> bind(e, scope));
    }

    /** An expression in which aggregates are allowed. */
    BoundExpression withAggregates(Expression e, Scope scope) {
        return calls.within(null, () -> bind(e, scope));
    }

    /** An expression in which aggregates are allowed and window functions are refused. */
    BoundExpression withoutWindows(Expression e, Scope scope, String clause) {
        return calls.within(null, clause, () -> bind(e, scope));
    }

    /** A condition of a clause in which aggregates are refused. */
    BoundExpression condition(Expression e, Scope scope, String clause) {
        return rules.condition(plain(e, scope, clause), clause, place(e));
    }

    /** Where a column was named. */
    Place named(BoundColumn column) {
        return named.get(column);
    }

    Place place(Part p) {
        return analysis.at(p.start());
    }

    private SqlFailure unsupported(String what, Part p) {
        return place(p).unsupported(what);
    }

    /** Whatever it is. */
    BoundExpression bind(Expression e, Scope scope) {
        return e.accept(this, scope);
    }

    // --- names and constants --------------------------------------------------------------------------------------

    @Override
    public BoundExpression visit(ColumnReference e, Scope scope) {
        Place at = place(e);
        scope.checkColumn(at);
        List<io.polywire.sql.tree.Identifier> parts = e.parts();
        String name = parts.get(parts.size() - 1).name();
        BoundExpression found;
        if (parts.size() == 1) {
            found = scope.column(name, at);
            if (found == null) {
                found = scope.row(name);
            }
            if (found == null) {
                found = scope.hidden(null, name, at);
            }
            if (found == null && scope.table(name) != null) {
                return rows.value(e, scope);
            }
            if (found == null) {
                NearNames.refuseSystemColumn(null, name, scope, analysis, at);
                throw NearNames.column(null, name, scope, at);
            }
        } else if (parts.size() == 4) {
            throw at.failure(
                    FailureKind.UNSUPPORTED,
                    "cross-database references are not implemented: "
                            + parts.stream().map(p -> p.name()).collect(java.util.stream.Collectors.joining(".")));
        } else {
            BoundExpression given = argument(parts, scope, at);
            if (given != null) {
                return rules.field(given, name, at);
            }
            List<Scope.Entry> table = analysis.table(parts.subList(0, parts.size() - 1), scope, at);
            found = Scope.one(table, name, at);
            if (found == null) {
                found = scope.hidden(parts.get(parts.size() - 2).name(), name, at);
            }
            if (found == null) {
                BoundExpression called = calls.ofRow(name, () -> rows.whole(table, at), at);
                if (called != null) {
                    return called;
                }
                NearNames.refuseSystemColumn(parts.get(parts.size() - 2).name(), name, scope, analysis, at);
                throw NearNames.column(parts.get(parts.size() - 2).name(), name, scope, at);
            }
        }
        if (analysis.viewText() != null) {
            analysis.viewText().column(e, found, scope);
        }
        return analysis.isArgument(found) ? analysis.used(found) : mark(found, at);
    }

    /** The argument of the function whose body this is that a name before a point means; null for a table's name. */
    private BoundExpression argument(List<io.polywire.sql.tree.Identifier> parts, Scope scope, Place at) {
        if (parts.size() != 2 || scope.table(parts.get(0).name()) != null) {
            return null;
        }
        BoundExpression found = scope.column(parts.get(0).name(), at);
        return found != null && analysis.isArgument(found) ? analysis.used(found) : null;
    }

    /** A copy of the column that remembers where it was named. */
    private BoundExpression mark(BoundExpression found, Place at) {
        if (found instanceof BoundColumn c) {
            BoundColumn here = new BoundColumn(c.source(), c.name(), c.type(), c.nullable());
            named.put(here, at);
            if (c.type().kind() == TypeKind.UNKNOWN && c.type() != Type.UNKNOWN) {
                throw at.unsupported("column \"" + analysis.columnName(c) + "\" of type \""
                        + c.type().name() + "\", made by another program,");
            }
            return here;
        }
        return found;
    }

    /** An entry of a star, which may be of a type that is refused. */
    BoundExpression starEntry(BoundExpression value, Place at) {
        return mark(value, at);
    }

    @Override
    public BoundExpression visit(Literal e, Scope scope) {
        return analysis.literals().note(rules.literal(e), e.start());
    }

    @Override
    public BoundExpression visit(Parameter e, Scope scope) {
        BoundExpression argument = analysis.argument(e.number());
        if (argument != null) {
            return argument;
        }
        if (e.number() > analysis.parameters().count()) {
            throw place(e).build(FailureKind.SEMANTIC, "there is no parameter $" + e.number())
                    .sqlState("42P02")
                    .build();
        }
        return rules.parameter(
                new BoundParameter(e.number(), analysis.parameters().get(e.number())), place(e));
    }

    @Override
    public BoundExpression visit(Star e, Scope scope) {
        if (e.qualifier().isEmpty()) {
            throw unsupported("a row as a value", e);
        }
        return rows.value(e, scope);
    }

    @Override
    public BoundExpression visit(DefaultValue e, Scope scope) {
        throw place(e).failure(FailureKind.SYNTAX, "DEFAULT is not allowed in this context");
    }

    // --- of other parts ------------------------------------------------------------------------------------------

    @Override
    public BoundExpression visit(BinaryOperation e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(UnaryOperation e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(LogicalOperation e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(Not e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(Between e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(DistinctFrom e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(IsTest e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(Like e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(InList e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(Case e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(Cast e, Scope scope) {
        return operators.bind(e, scope);
    }

    @Override
    public BoundExpression visit(FunctionCall e, Scope scope) {
        return calls.bind(e, scope);
    }

    @Override
    public BoundExpression visit(StandardFunction e, Scope scope) {
        return calls.bind(e, scope);
    }

    @Override
    public BoundExpression visit(QueryExpression e, Scope scope) {
        scope.checkQuery(place(e));
        return subqueries.bind(e, scope);
    }

    @Override
    public BoundExpression visit(InQuery e, Scope scope) {
        scope.checkQuery(place(e));
        return subqueries.bind(e, scope);
    }

    @Override
    public BoundExpression visit(QuantifiedQuery e, Scope scope) {
        scope.checkQuery(place(e));
        return subqueries.bind(e, scope);
    }

    // --- what is not done yet -------------------------------------------------------------------------------------

    @Override
    public BoundExpression visit(AllFields e, Scope scope) {
        throw place(e).failure(FailureKind.UNSUPPORTED, "row expansion via \"*\" is not supported here");
    }

    @Override
    public BoundExpression visit(ArrayExpression e, Scope scope) {
        return arrays.bind(e, null, scope);
    }

    @Override
    public BoundExpression visit(AtTimeZone e, Scope scope) {
        return rules.atTimeZone(bind(e.operand(), scope), bind(e.zone(), scope), place(e));
    }

    @Override
    public BoundExpression visit(Collate e, Scope scope) {
        List<String> name = e.collation().parts().stream().map(i -> i.name()).toList();
        return rules.collate(bind(e.operand(), scope), name, cased > 0, analysis.behind(e.operand()));
    }

    /** Binds what a function looks at whose result depends on which characters are letters. */
    <T> T cased(Supplier<T> what) {
        cased++;
        try {
            return what.get();
        } finally {
            cased--;
        }
    }

    @Override
    public BoundExpression visit(CurrentOf e, Scope scope) {
        throw unsupported("WHERE CURRENT OF", e);
    }

    @Override
    public BoundExpression visit(FieldSelection e, Scope scope) {
        if (e.base() instanceof FunctionCall f) {
            BoundExpression given = calls.field(f, e.field().name(), scope);
            if (given != null) {
                return given;
            }
        }
        BoundExpression field = rows.field(e, scope);
        if (field != null) {
            return field;
        }
        BoundExpression base = bind(e.base(), scope);
        String name = e.field().name();
        boolean known = base.type().fields() == null
                || base.type().fields().stream().anyMatch(f -> f.name().equals(name));
        BoundExpression called = known ? null : calls.ofRow(name, () -> base, place(e));
        return called != null ? called : rules.field(base, name, place(e));
    }

    @Override
    public BoundExpression visit(QuantifiedArray e, Scope scope) {
        return arrays.bind(e, operators.operator(e.operator()), scope);
    }

    @Override
    public BoundExpression visit(RowExpression e, Scope scope) {
        return rows.value(e, scope);
    }

    @Override
    public BoundExpression visit(Subscript e, Scope scope) {
        return arrays.bind(e, scope);
    }

    /** Whether an aggregate stands in it, outside of its sub-queries. */
    static boolean hasAggregate(BoundExpression e) {
        boolean[] found = {false};
        Columns.each(
                e,
                x -> {
                    found[0] |= x instanceof AggregateValue;
                    return x instanceof BoundSubquery || x instanceof InSubquery;
                },
                c -> {});
        return found[0];
    }

    /** Whether a window function stands in one of a query's values, outside of its sub-queries. */
    static boolean hasWindow(List<BoundOutput> outputs, List<BoundExpression> sorted) {
        boolean[] found = {false};
        List<BoundExpression> all = new ArrayList<>(sorted);
        outputs.forEach(o -> all.add(o.value()));
        for (BoundExpression e : all) {
            Columns.each(
                    e,
                    x -> {
                        found[0] |= x instanceof WindowValue;
                        return x instanceof BoundSubquery || x instanceof InSubquery;
                    },
                    c -> {});
        }
        return found[0];
    }
}
