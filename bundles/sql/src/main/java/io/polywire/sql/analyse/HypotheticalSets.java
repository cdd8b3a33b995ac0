package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.SortItem;
import java.util.ArrayList;
import java.util.List;

/**
 * rank, dense_rank, percent_rank and cume_dist WITHIN GROUP: where a row of the arguments would stand among those of the
 * group. Made of counts of the rows that stand before it.
 */
final class HypotheticalSets {
    private final TypeRules rules;
    private final Place at;
    private final List<BoundSort> keys = new ArrayList<>();
    private final List<BoundSort> values = new ArrayList<>();
    private final BoundExpression filter;

    /**
     * @param arguments the row that is not there
     * @param ordered what the rows of the group are ordered by
     * @param filter only rows for which it is true; null for all
     */
    HypotheticalSets(
            Analysis analysis,
            FunctionCall e,
            String name,
            List<BoundExpression> arguments,
            List<BoundExpression> ordered,
            BoundExpression filter) {
        this.rules = analysis.rules();
        this.at = analysis.at(e.name());
        this.filter = filter;
        if (arguments.size() != ordered.size()) {
            List<String> types = new ArrayList<>();
            arguments.forEach(a -> types.add(rules.display(a.type())));
            ordered.forEach(o -> types.add(rules.display(o.type())));
            throw at.build(
                            FailureKind.UNDEFINED_FUNCTION,
                            "function " + name + "(" + String.join(", ", types) + ") does not exist")
                    .hint("To use the hypothetical-set aggregate " + name
                            + ", the number of hypothetical direct arguments (here " + arguments.size()
                            + ") must match the number of ordering columns (here " + ordered.size() + ").")
                    .build();
        }
        for (int i = 0; i < ordered.size(); i++) {
            Argument argument = e.arguments().get(i);
            SortItem item = e.withinGroup().get(i);
            Place value = analysis.leftmost(argument.value());
            Place key = analysis.leftmost(item.expression());
            Type type = rules.common(List.of(ordered.get(i), arguments.get(i)), "WITHIN GROUP", List.of(key, value));
            OrderBinder order = analysis.queries().order();
            values.add(order.sort(item, rules.coerce(arguments.get(i), type, value)));
            keys.add(order.sort(item, rules.coerce(ordered.get(i), type, key)));
        }
    }

    BoundExpression value(String name) {
        return switch (name) {
            case "rank" -> plus(one(), count(before()));
            case "dense_rank" -> denseRank();
            case "percent_rank" -> percentRank();
            default ->
                rules.operator(
                        "/",
                        toDouble(plus(one(), count(or(List.of(before(), same(keys.size())))))),
                        toDouble(plus(one(), count(null))),
                        at);
        };
    }

    private BoundExpression denseRank() {
        if (keys.size() > 1) {
            throw at.unsupported("dense_rank over several keys WITHIN GROUP");
        }
        BoundExpression key = keys.get(0).key();
        BoundExpression different = new AggregateValue(
                Aggregate.Standard.COUNT, List.of(key), true, filtered(before()), rules.rowCountType());
        BoundExpression nulls = count(and(List.of(before(), test(Operation.IS_NULL, key))));
        // NULL, which the count of different keys passes over, is one more
        BoundExpression ofNull = new BoundCase(
                List.of(bool(Operation.GREATER, nulls, new BoundConstant(0L, rules.rowCountType()))),
                List.of(one()),
                new BoundConstant(0L, rules.rowCountType()),
                rules.rowCountType());
        return plus(plus(one(), different), ofNull);
    }

    private BoundExpression percentRank() {
        BoundExpression all = toDouble(count(null));
        BoundExpression zero = toDouble(new BoundConstant(0L, rules.rowCountType()));
        return new BoundCase(
                List.of(bool(Operation.EQUAL, all, zero)),
                List.of(zero),
                rules.operator("/", toDouble(count(before())), all, at),
                rules.doubleType());
    }

    private BoundExpression one() {
        return new BoundConstant(1L, rules.rowCountType());
    }

    private BoundExpression plus(BoundExpression a, BoundExpression b) {
        return rules.operator("+", a, b, at);
    }

    private BoundExpression toDouble(BoundExpression e) {
        return new OperationValue(Operation.TO_DOUBLE, List.of(e), rules.doubleType());
    }

    /** How many rows there are for which a condition holds; all if it is null. */
    private BoundExpression count(BoundExpression condition) {
        return new AggregateValue(
                Aggregate.Standard.COUNT, List.of(), false, filtered(condition), rules.rowCountType());
    }

    private BoundExpression filtered(BoundExpression condition) {
        return condition == null ? filter : filter == null ? condition : and(List.of(filter, condition));
    }

    /** Whether a row of the group stands before the one that is not there. */
    private BoundExpression before() {
        List<BoundExpression> any = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            BoundSort key = keys.get(i);
            BoundExpression value = values.get(i).key();
            BoundExpression less = bool(key.descending() ? Operation.GREATER : Operation.LESS, key.key(), value);
            BoundExpression byNull = key.nullsFirst()
                    ? and(List.of(test(Operation.IS_NULL, key.key()), test(Operation.IS_NOT_NULL, value)))
                    : and(List.of(test(Operation.IS_NOT_NULL, key.key()), test(Operation.IS_NULL, value)));
            BoundExpression first = or(List.of(less, byNull));
            any.add(i == 0 ? first : and(List.of(same(i), first)));
        }
        return any.size() == 1 ? any.get(0) : or(any);
    }

    /** Whether the first so many keys are those of the row that is not there. */
    private BoundExpression same(int count) {
        List<BoundExpression> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(bool(
                    Operation.NOT_DISTINCT, keys.get(i).key(), values.get(i).key()));
        }
        return all.size() == 1 ? all.get(0) : and(all);
    }

    private BoundExpression test(Operation test, BoundExpression of) {
        return new OperationValue(test, List.of(of), rules.booleanType());
    }

    private BoundExpression bool(Operation operation, BoundExpression a, BoundExpression b) {
        return new OperationValue(operation, List.of(a, b), rules.booleanType());
    }

    private BoundExpression and(List<BoundExpression> all) {
        return new OperationValue(Operation.AND, all, rules.booleanType());
    }

    private BoundExpression or(List<BoundExpression> any) {
        return new OperationValue(Operation.OR, any, rules.booleanType());
    }
}
