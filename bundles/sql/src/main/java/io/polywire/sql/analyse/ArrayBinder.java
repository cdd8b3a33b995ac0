package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.tree.ArrayExpression;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.QuantifiedArray;
import io.polywire.sql.tree.Subscript;
import java.util.ArrayList;
import java.util.List;

/** Finds out what arrays, their elements and comparisons with them mean. */
final class ArrayBinder {
    /** Longest list of elements that is compared one by one. */
    private static final int LISTED = 100;

    private final Analysis analysis;
    private final TypeRules rules;
    private final ArrayRules arrays;

    ArrayBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.arrays = rules.arrays();
    }

    private BoundExpression value(Expression e, Scope scope) {
        return analysis.expressions().bind(e, scope);
    }

    /**
     * An array written out.
     *
     * @param target the type that it is cast to, or null
     */
    BoundExpression bind(ArrayExpression e, Type target, Scope scope) {
        List<BoundExpression> elements = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        for (Expression x : e.elements()) {
            elements.add(x instanceof ArrayExpression inner ? bind(inner, target, scope) : value(x, scope));
            places.add(analysis.leftmost(x));
        }
        return arrays.array(elements, target, analysis.at(e), places);
    }

    BoundExpression bind(Subscript e, Scope scope) {
        List<Subscript> chain = new ArrayList<>();
        Expression base = e;
        boolean slice = false;
        while (base instanceof Subscript s) {
            chain.add(0, s);
            slice |= s.slice();
            base = s.base();
        }
        BoundExpression array = value(base, scope);
        Place at = analysis.at(base);
        List<BoundExpression> bounds = new ArrayList<>();
        for (Subscript s : chain) {
            BoundExpression low = s.lower() == null ? null : value(s.lower(), scope);
            if (slice) {
                BoundExpression high = s.slice() ? s.upper() == null ? null : value(s.upper(), scope) : low;
                // an index among slices is a slice from 1
                bounds.add(s.slice() ? low : rules.literal(one(s)));
                bounds.add(high);
            } else {
                bounds.add(low);
            }
        }
        return slice ? arrays.slice(array, bounds, at) : arrays.element(array, bounds, at);
    }

    private static io.polywire.sql.tree.Literal one(Subscript s) {
        return new io.polywire.sql.tree.Literal(io.polywire.sql.tree.Literal.Kind.INTEGER, "1", s.start(), s.end());
    }

    // --- ANY, ALL -------------------------------------------------------------------------------------------------

    BoundExpression bind(QuantifiedArray e, String operator, Scope scope) {
        BoundExpression operand = value(e.operand(), scope);
        Place at = analysis.at(e.operator());
        BoundExpression array = arrays.quantified(value(e.array(), scope), operand, at);
        if (array instanceof BoundConstant c && c.isNull()) {
            return new BoundConstant(null, rules.booleanType());
        }
        List<BoundExpression> listed = arrays.listed(array);
        if (listed != null && listed.size() <= LISTED) {
            List<BoundExpression> tests = new ArrayList<>();
            for (BoundExpression x : listed) {
                tests.add(test(operator, operand, x, at));
            }
            if (tests.isEmpty()) {
                return new BoundConstant(e.all() ? 1L : 0L, rules.booleanType());
            }
            return tests.size() == 1
                    ? tests.get(0)
                    : new OperationValue(e.all() ? Operation.AND : Operation.OR, tests, rules.booleanType());
        }
        // within the query that the test becomes, what is worked out of this one's groups is one of its columns
        array = ofGroups(array, scope, at);
        Type type = arrays.elementType(array);
        int source = analysis.newSource(null);
        BoundExpression probe = new BoundColumn(source, QueryBinder.columnOf(0), type, true);
        BoundSource rows = new BoundSource.Call(source, arrays.elements(array), List.of(type));
        BoundExpression test = test(operator, operand, probe, at);
        Operation looked = e.all() ? Operation.NOT_EQUAL : Operation.EQUAL;
        if (test instanceof OperationValue o && o.operation() == looked) {
            BoundOutput compared = new BoundOutput("element", o.operands().get(1));
            return new InSubquery(o.operands().get(0), query(rows, compared, false), e.all(), rules.booleanType());
        }
        BoundExpression within = ofGroups(operand, scope, at);
        return tested(within == operand ? test : test(operator, within, probe, at), rows, e.all());
    }

    private BoundExpression ofGroups(BoundExpression value, Scope scope, Place at) {
        if (ExpressionBinder.hasWindow(List.of(), List.of(value))) {
            throw at.unsupported("ANY or ALL of an array over what a window function gives");
        }
        return ExpressionBinder.hasAggregate(value) ? scope.group(value, () -> analysis.newSource(null)) : value;
    }

    private BoundExpression test(String operator, BoundExpression operand, BoundExpression element, Place at) {
        BoundExpression test = rules.operator(operator, operand, element, at);
        if (!test.type().equals(rules.booleanType())) {
            throw at.build(FailureKind.SEMANTIC, "op ANY/ALL (array) requires operator to yield boolean")
                    .sqlState("42809")
                    .build();
        }
        return test;
    }

    /** A test of all rows in three-valued logic: the largest of 2 for true, 1 for unknown, 0 for false; or the least. */
    private BoundExpression tested(BoundExpression test, BoundSource rows, boolean all) {
        Type number = rules.rowCountType();
        Type bool = rules.booleanType();
        BoundExpression degree = new BoundCase(
                List.of(
                        new OperationValue(Operation.IS_TRUE, List.of(test), bool),
                        new OperationValue(Operation.IS_FALSE, List.of(test), bool)),
                List.of(new BoundConstant(2L, number), new BoundConstant(0L, number)),
                new BoundConstant(1L, number),
                number);
        BoundExpression extreme = new AggregateValue(
                all ? Aggregate.Standard.MIN : Aggregate.Standard.MAX, List.of(degree), false, null, number);
        BoundExpression decided = new BoundCase(
                List.of(
                        new OperationValue(
                                Operation.EQUAL, List.of(extreme, new BoundConstant(all ? 0L : 2L, number)), bool),
                        new OperationValue(Operation.EQUAL, List.of(extreme, new BoundConstant(1L, number)), bool)),
                List.of(new BoundConstant(all ? 0L : 1L, bool), new BoundConstant(null, bool)),
                new BoundConstant(all ? 1L : 0L, bool),
                bool);
        return new BoundSubquery(false, query(rows, new BoundOutput("test", decided), true), bool);
    }

    private static BoundQuery query(BoundSource from, BoundOutput output, boolean grouped) {
        return new BoundQuery(
                new BoundBody.Select(false, List.of(output), from, null, grouped, List.of(), null),
                List.of(),
                null,
                null);
    }

    // --- ARRAY(SELECT ...) ----------------------------------------------------------------------------------------

    /** The rows of a query of one column. */
    BoundExpression collected(BoundQuery q, Place at) {
        int source = analysis.newSource(null);
        BoundExpression column = new BoundColumn(
                source, QueryBinder.columnOf(0), q.outputs().get(0).value().type(), true);
        AggregateValue all = arrays.collected(column, at);
        BoundQuery around = query(new BoundSource.Derived(source, q), new BoundOutput("array", all), true);
        return new BoundSubquery(false, around, all.type());
    }
}
