package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.tree.AllFields;
import io.polywire.sql.tree.Argument;
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
import io.polywire.sql.tree.OperatorName;
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
import io.polywire.sql.tree.When;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Finds out what expressions mean, in the scope that is handed down. */
final class ExpressionBinder implements ExpressionVisitor<BoundExpression, Scope> {
    private final Analysis analysis;
    private final TypeRules rules;
    /** Where each column was named, for errors that show later. */
    private final Map<BoundExpression, Place> named = new IdentityHashMap<>();
    /** Why aggregates are refused here; null where they are allowed. */
    private String noAggregates = "this place";

    private boolean inAggregate;
    private boolean sawAggregate;

    ExpressionBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    /** An expression in which aggregates are refused, as the clause's ("WHERE"). */
    BoundExpression plain(Expression e, Scope scope, String clause) {
        String before = noAggregates;
        noAggregates = clause;
        try {
            return e.accept(this, scope);
        } finally {
            noAggregates = before;
        }
    }

    /** An expression in which aggregates are allowed. */
    BoundExpression withAggregates(Expression e, Scope scope) {
        String before = noAggregates;
        noAggregates = null;
        try {
            return e.accept(this, scope);
        } finally {
            noAggregates = before;
        }
    }

    /** A condition of a clause in which aggregates are refused. */
    BoundExpression condition(Expression e, Scope scope, String clause) {
        return rules.condition(plain(e, scope, clause), clause, place(e));
    }

    /** Starts to look for aggregates, for one query. */
    boolean startQuery() {
        boolean before = sawAggregate;
        sawAggregate = false;
        return before;
    }

    /** Whether aggregates were met since; goes back to the query around. */
    boolean endQuery(boolean before) {
        boolean saw = sawAggregate;
        sawAggregate = before;
        return saw;
    }

    boolean metAggregate() {
        return sawAggregate;
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

    private BoundExpression bind(Expression e, Scope scope) {
        return e.accept(this, scope);
    }

    private OperationValue bool(Operation operation, BoundExpression... operands) {
        return new OperationValue(operation, List.of(operands), rules.booleanType());
    }

    private BoundExpression not(BoundExpression e) {
        return bool(Operation.NOT, e);
    }

    // --- names and constants --------------------------------------------------------------------------------------

    @Override
    public BoundExpression visit(ColumnReference e, Scope scope) {
        Place at = place(e);
        List<io.polywire.sql.tree.Identifier> parts = e.parts();
        String name = parts.get(parts.size() - 1).name();
        BoundExpression found;
        if (parts.size() == 1) {
            found = scope.column(name, at);
            if (found == null) {
                throw undefined("\"" + name + "\"", at);
            }
        } else {
            List<Scope.Entry> table = analysis.table(parts.subList(0, parts.size() - 1), scope, at);
            found = Scope.one(table, name, at);
            if (found == null) {
                throw undefined(parts.get(parts.size() - 2).name() + "." + name, at);
            }
        }
        return mark(found, at);
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

    private static SqlFailure undefined(String name, Place at) {
        return at.failure(FailureKind.UNDEFINED_COLUMN, "column " + name + " does not exist");
    }

    @Override
    public BoundExpression visit(Literal e, Scope scope) {
        return analysis.literals().note(rules.literal(e), e.start());
    }

    @Override
    public BoundExpression visit(Parameter e, Scope scope) {
        return new BoundParameter(e.number(), analysis.parameters().get(e.number()));
    }

    @Override
    public BoundExpression visit(Star e, Scope scope) {
        throw place(e).failure(FailureKind.SYNTAX, "a star is not a value");
    }

    @Override
    public BoundExpression visit(DefaultValue e, Scope scope) {
        throw place(e).failure(FailureKind.SYNTAX, "DEFAULT is not allowed in this context");
    }

    // --- operators ------------------------------------------------------------------------------------------------

    @Override
    public BoundExpression visit(BinaryOperation e, Scope scope) {
        if (e.left() instanceof RowExpression || e.right() instanceof RowExpression) {
            throw unsupported("a comparison of rows", e);
        }
        return rules.operator(
                operator(e.operator()), bind(e.left(), scope), bind(e.right(), scope), place(e.operator()));
    }

    private String operator(OperatorName name) {
        if (!name.schema().isEmpty()) {
            throw unsupported("an operator with a schema", name);
        }
        return name.name();
    }

    @Override
    public BoundExpression visit(UnaryOperation e, Scope scope) {
        // a sign before a number is the number's, so that -2147483648 is an integer
        Literal signed = signed(e);
        if (signed != null) {
            return rules.literal(signed);
        }
        return rules.operator(operator(e.operator()), null, bind(e.operand(), scope), place(e.operator()));
    }

    /** A number with the signs before it, or null. */
    private static Literal signed(Expression e) {
        if (e instanceof Literal l && isNumber(l)) {
            return l;
        }
        if (!(e instanceof UnaryOperation u) || !u.operator().name().equals("-")) {
            return null;
        }
        Literal l = signed(u.operand());
        if (l == null) {
            return null;
        }
        String value = l.value().startsWith("-") ? l.value().substring(1) : "-" + l.value();
        return new Literal(l.kind(), value, l.start(), l.end());
    }

    private static boolean isNumber(Literal l) {
        return l.kind() == Literal.Kind.DECIMAL || l.kind() == Literal.Kind.INTEGER;
    }

    @Override
    public BoundExpression visit(LogicalOperation e, Scope scope) {
        List<BoundExpression> operands = new ArrayList<>();
        for (Expression o : e.operands()) {
            operands.add(rules.condition(bind(o, scope), e.and() ? "AND" : "OR", place(o)));
        }
        return new OperationValue(e.and() ? Operation.AND : Operation.OR, operands, rules.booleanType());
    }

    @Override
    public BoundExpression visit(Not e, Scope scope) {
        return not(rules.condition(bind(e.operand(), scope), "NOT", place(e.operand())));
    }

    @Override
    public BoundExpression visit(Between e, Scope scope) {
        if (e.symmetric()) {
            throw unsupported("BETWEEN SYMMETRIC", e);
        }
        BoundExpression value = bind(e.operand(), scope);
        Place at = place(e);
        BoundExpression both = bool(
                Operation.AND,
                rules.operator(">=", value, bind(e.low(), scope), at),
                rules.operator("<=", value, bind(e.high(), scope), at));
        return e.negated() ? not(both) : both;
    }

    @Override
    public BoundExpression visit(DistinctFrom e, Scope scope) {
        BoundExpression left = bind(e.left(), scope);
        BoundExpression right = bind(e.right(), scope);
        Place at = place(e);
        // that "=" exists for the two, and how they are brought to one type, is the operator's to say
        if (!(rules.operator("=", left, right, at) instanceof OperationValue equal)
                || equal.operation() != Operation.EQUAL) {
            throw at.unsupported("IS DISTINCT FROM of these types");
        }
        return new OperationValue(
                e.negated() ? Operation.NOT_DISTINCT : Operation.DISTINCT, equal.operands(), rules.booleanType());
    }

    @Override
    public BoundExpression visit(IsTest e, Scope scope) {
        if (e.operand() instanceof RowExpression) {
            throw unsupported("IS NULL of a row", e);
        }
        BoundExpression value = bind(e.operand(), scope);
        return switch (e.test()) {
            case NULL ->
                bool(
                        e.negated() ? Operation.IS_NOT_NULL : Operation.IS_NULL,
                        // what a parameter is this does not say
                        value instanceof BoundParameter ? value : rules.settle(value, place(e.operand())));
            case TRUE ->
                bool(
                        e.negated() ? Operation.IS_NOT_TRUE : Operation.IS_TRUE,
                        rules.condition(value, "IS TRUE", place(e.operand())));
            case FALSE ->
                bool(
                        e.negated() ? Operation.IS_NOT_FALSE : Operation.IS_FALSE,
                        rules.condition(value, "IS FALSE", place(e.operand())));
            case UNKNOWN ->
                bool(
                        e.negated() ? Operation.IS_NOT_NULL : Operation.IS_NULL,
                        rules.condition(value, "IS UNKNOWN", place(e.operand())));
            case DOCUMENT, NORMALIZED -> throw unsupported("IS " + e.test(), e);
        };
    }

    @Override
    public BoundExpression visit(Like e, Scope scope) {
        BoundExpression operand = bind(e.operand(), scope);
        BoundExpression pattern = bind(e.pattern(), scope);
        BoundExpression escape = e.escape() == null ? null : bind(e.escape(), scope);
        return rules.like(e.kind(), operand, pattern, escape, e.negated(), place(e));
    }

    @Override
    public BoundExpression visit(InList e, Scope scope) {
        if (e.operand() instanceof RowExpression) {
            throw unsupported("IN with rows", e);
        }
        BoundExpression operand = bind(e.operand(), scope);
        List<BoundExpression> items = new ArrayList<>();
        List<BoundExpression> all = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        all.add(operand);
        places.add(place(e.operand()));
        for (Expression i : e.items()) {
            BoundExpression item = bind(i, scope);
            items.add(item);
            all.add(item);
            places.add(place(i));
        }
        Type common = rules.common(all, "IN", places);
        BoundExpression result;
        if (rules.ordersItself(common)) {
            List<BoundExpression> operands = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                operands.add(rules.coerce(all.get(i), common, places.get(i)));
            }
            result = new OperationValue(Operation.IN, operands, rules.booleanType());
        } else {
            List<BoundExpression> any = new ArrayList<>();
            for (BoundExpression item : items) {
                any.add(rules.operator("=", operand, item, place(e)));
            }
            result = any.size() == 1 ? any.get(0) : new OperationValue(Operation.OR, any, rules.booleanType());
        }
        return e.negated() ? not(result) : result;
    }

    @Override
    public BoundExpression visit(Case e, Scope scope) {
        List<BoundExpression> conditions = new ArrayList<>();
        List<BoundExpression> results = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        BoundExpression operand = e.operand() == null ? null : bind(e.operand(), scope);
        for (When w : e.branches()) {
            BoundExpression c = bind(w.condition(), scope);
            conditions.add(
                    operand == null
                            ? rules.condition(c, "CASE/WHEN", place(w.condition()))
                            : rules.operator("=", operand, c, place(w.condition())));
            results.add(bind(w.result(), scope));
            places.add(place(w.result()));
        }
        BoundExpression otherwise = e.otherwise() == null ? null : bind(e.otherwise(), scope);
        List<BoundExpression> all = new ArrayList<>();
        List<Place> order = new ArrayList<>();
        if (otherwise != null) {
            // the server looks at the default first (parse_expr.c says so: transformCaseExpr)
            all.add(otherwise);
            order.add(place(e.otherwise()));
        }
        all.addAll(results);
        order.addAll(places);
        Type common = rules.common(all, "CASE", order);
        for (int i = 0; i < results.size(); i++) {
            results.set(i, rules.coerce(results.get(i), common, places.get(i)));
        }
        if (otherwise != null) {
            otherwise = rules.coerce(otherwise, common, place(e.otherwise()));
        }
        return new BoundCase(conditions, results, otherwise, common);
    }

    @Override
    public BoundExpression visit(Cast e, Scope scope) {
        Type target = rules.named(e.type());
        return rules.cast(bind(e.operand(), scope), target, place(e));
    }

    // --- functions ------------------------------------------------------------------------------------------------

    @Override
    public BoundExpression visit(FunctionCall e, Scope scope) {
        String name = e.name().last().name();
        if (e.name().parts().size() > 1) {
            throw unsupported("a function with a schema", e.name());
        }
        if (e.over() != null) {
            throw unsupported("a window function", e);
        }
        if (!e.orderBy().isEmpty() || !e.withinGroup().isEmpty()) {
            throw unsupported("an ordered aggregate", e);
        }
        Place at = place(e.name());
        for (Argument a : e.arguments()) {
            if (a.name() != null || a.variadic()) {
                throw unsupported("a named or variadic argument", a);
            }
        }
        if (rules.isAggregate(name)) {
            return aggregate(e, name, scope, at);
        }
        if (e.distinct() || e.filter() != null || e.star()) {
            throw at.build(FailureKind.SEMANTIC, name + " is not an aggregate function")
                    .sqlState("42809")
                    .build();
        }
        return rules.call(name, arguments(e, scope), at);
    }

    private List<BoundExpression> arguments(FunctionCall e, Scope scope) {
        List<BoundExpression> arguments = new ArrayList<>();
        for (Argument a : e.arguments()) {
            arguments.add(bind(a.value(), scope));
        }
        return arguments;
    }

    private BoundExpression aggregate(FunctionCall e, String name, Scope scope, Place at) {
        if (inAggregate) {
            throw at.build(FailureKind.SEMANTIC, "aggregate function calls cannot be nested")
                    .sqlState("42803")
                    .build();
        }
        if (noAggregates != null) {
            throw at.build(FailureKind.SEMANTIC, "aggregate functions are not allowed in " + noAggregates)
                    .sqlState("42803")
                    .build();
        }
        inAggregate = true;
        BoundExpression value;
        try {
            List<BoundExpression> arguments = arguments(e, scope);
            BoundExpression filter =
                    e.filter() == null ? null : rules.condition(bind(e.filter(), scope), "FILTER", place(e.filter()));
            value = rules.aggregate(name, arguments, e.star(), e.distinct(), filter, at);
        } finally {
            inAggregate = false;
        }
        refuseOuterArguments(value, scope, at);
        sawAggregate = true;
        return value;
    }

    /** An aggregate over columns of a query around belongs to that query, which is not done yet. */
    private void refuseOuterArguments(BoundExpression value, Scope scope, Place at) {
        Columns.each(value, x -> false, c -> {
            if (!analysis.isLocal(scope, c)) {
                throw at.unsupported("an aggregate over columns of a query around it");
            }
        });
    }

    @Override
    public BoundExpression visit(StandardFunction e, Scope scope) {
        List<BoundExpression> arguments = new ArrayList<>();
        for (Expression a : e.arguments()) {
            arguments.add(bind(a, scope));
        }
        return rules.standard(e.kind(), arguments, place(e));
    }

    // --- queries as values ----------------------------------------------------------------------------------------

    private BoundQuery inner(io.polywire.sql.tree.Query query, Scope scope) {
        String before = noAggregates;
        boolean aggregate = inAggregate;
        inAggregate = false;
        try {
            return analysis.queries().bind(query, scope);
        } finally {
            noAggregates = before;
            inAggregate = aggregate;
        }
    }

    @Override
    public BoundExpression visit(QueryExpression e, Scope scope) {
        BoundQuery q = inner(e.query(), scope);
        return switch (e.kind()) {
            case EXISTS -> new BoundSubquery(true, q, rules.booleanType());
            case SCALAR -> {
                oneColumn(q, e);
                yield new BoundSubquery(false, q, q.outputs().get(0).value().type());
            }
            case ARRAY -> throw unsupported("ARRAY(SELECT ...)", e);
        };
    }

    private void oneColumn(BoundQuery q, Part at) {
        if (q.outputs().size() != 1) {
            throw place(at).failure(FailureKind.SYNTAX, "subquery must return only one column");
        }
    }

    @Override
    public BoundExpression visit(InQuery e, Scope scope) {
        if (e.operand() instanceof RowExpression) {
            throw unsupported("IN with rows", e);
        }
        BoundExpression operand = bind(e.operand(), scope);
        BoundQuery q = inner(e.query(), scope);
        if (q.outputs().size() != 1) {
            throw place(e).failure(FailureKind.SYNTAX, "subquery has too many columns");
        }
        BoundExpression column = q.outputs().get(0).value();
        Type inside = column.type();
        int source = analysis.newSource(null);
        BoundExpression probe = new BoundColumn(source, QueryBinder.columnOf(0), inside, true);
        if (!(rules.operator("=", operand, probe, place(e)) instanceof OperationValue equal)
                || equal.operation() != Operation.EQUAL) {
            throw unsupported("IN with a query of these types", e);
        }
        BoundExpression compared = equal.operands().get(1);
        if (!compared.equals(probe)) {
            // the rows are brought to what is compared, in a query around
            q = new BoundQuery(
                    new BoundBody.Select(
                            false,
                            List.of(new BoundOutput(q.outputs().get(0).name(), compared)),
                            new BoundSource.Derived(source, q),
                            null,
                            false,
                            List.of(),
                            null),
                    List.of(),
                    null,
                    null);
        }
        return new InSubquery(equal.operands().get(0), q, e.negated(), rules.booleanType());
    }

    @Override
    public BoundExpression visit(QuantifiedQuery e, Scope scope) {
        if (e.operator().name().equals("=") && !e.all()) {
            return visit(new InQuery(e.operand(), e.query(), false, e.start(), e.end()), scope);
        }
        throw unsupported(e.all() ? "ALL with a query" : "ANY with a query and this operator", e);
    }

    // --- what is not done yet -------------------------------------------------------------------------------------

    @Override
    public BoundExpression visit(AllFields e, Scope scope) {
        throw unsupported("a value of a composite type", e);
    }

    @Override
    public BoundExpression visit(ArrayExpression e, Scope scope) {
        throw unsupported("an array", e);
    }

    @Override
    public BoundExpression visit(AtTimeZone e, Scope scope) {
        throw unsupported("AT TIME ZONE", e);
    }

    @Override
    public BoundExpression visit(Collate e, Scope scope) {
        throw unsupported("COLLATE", e);
    }

    @Override
    public BoundExpression visit(CurrentOf e, Scope scope) {
        throw unsupported("WHERE CURRENT OF", e);
    }

    @Override
    public BoundExpression visit(FieldSelection e, Scope scope) {
        throw unsupported("a field of a composite value", e);
    }

    @Override
    public BoundExpression visit(QuantifiedArray e, Scope scope) {
        throw unsupported((e.all() ? "ALL" : "ANY") + " with an array", e);
    }

    @Override
    public BoundExpression visit(RowExpression e, Scope scope) {
        throw unsupported("a row as a value", e);
    }

    @Override
    public BoundExpression visit(Subscript e, Scope scope) {
        throw unsupported("an array's element", e);
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
}
