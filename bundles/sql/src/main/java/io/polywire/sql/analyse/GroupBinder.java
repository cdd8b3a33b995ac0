package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.WindowValue;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.GroupBy;
import io.polywire.sql.tree.Grouping;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.RowExpression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what GROUP BY means: sets of values that rows are grouped by. */
final class GroupBinder {
    private static final int MOST_SETS = 64;

    private final Analysis analysis;
    private final OrderBinder order;
    private final GroupBy clause;
    private final List<BoundOutput> outputs;
    private final Scope scope;
    /** All that is grouped by in any set. */
    private final List<BoundExpression> values = new ArrayList<>();
    /** What tells the groups apart, one for each value. */
    private final List<BoundExpression> keys = new ArrayList<>();
    /** Which output each value was named by, so far; -1 for none. */
    private final List<Integer> named = new ArrayList<>();
    /** Whether one value is two outputs, which sets could tell apart. */
    private boolean twice;
    /** Indices of the values of each set. */
    private final List<Set<Integer>> sets;

    GroupBinder(Analysis analysis, OrderBinder order, GroupBy clause, List<BoundOutput> outputs, Scope scope) {
        this.analysis = analysis;
        this.order = order;
        this.clause = clause;
        this.outputs = outputs;
        this.scope = scope;
        this.sets = clause == null ? List.of(Set.of()) : expand();
    }

    /** What tells groups apart, one for each of the values. */
    List<BoundExpression> keys() {
        return keys;
    }

    /**
     * Whether there is more than the one set of all values, or GROUPING asks for it.
     *
     * @param asking all expressions of the query that may ask
     */
    boolean hasSets(List<BoundExpression> asking) {
        boolean asked = asking.stream().anyMatch(e -> e != null && asks(e));
        if (clause == null) {
            asking.forEach(e -> any(e, x -> {
                if (isGrouping(x)) {
                    throw notGrouped(
                            analysis.at(0).of(((FunctionValue) x).arguments().get(0)));
                }
                return false;
            }));
            return false;
        }
        return asked || clause.elements().stream().anyMatch(g -> g.kind() != Grouping.Kind.VALUE);
    }

    private static SqlFailure notGrouped(Place at) {
        return at.build(
                        FailureKind.SEMANTIC,
                        "arguments to GROUPING must be grouping expressions of the associated query level")
                .sqlState("42803")
                .build();
    }

    GroupCheck check() {
        List<BoundExpression> always = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            int value = i;
            if (sets.stream().allMatch(set -> set.contains(value))) {
                always.add(values.get(i));
            }
        }
        return new GroupCheck(analysis, scope, values, always);
    }

    // --- sets -----------------------------------------------------------------------------------------------------

    private List<Set<Integer>> expand() {
        List<Set<Integer>> all = List.of(Set.of());
        for (Grouping g : clause.elements()) {
            List<Set<Integer>> next = new ArrayList<>();
            List<Set<Integer>> these = sets(g);
            for (Set<Integer> a : all) {
                for (Set<Integer> b : these) {
                    Set<Integer> both = new TreeSet<>(a);
                    both.addAll(b);
                    next.add(both);
                    if (next.size() > MOST_SETS) {
                        throw analysis.at(g).unsupported("more than " + MOST_SETS + " grouping sets");
                    }
                }
            }
            all = next;
        }
        if (twice && all.size() > 1) {
            throw analysis.at(clause)
                    .unsupported("grouping sets over two columns of the result that are one expression");
        }
        return clause.distinct() ? new ArrayList<>(new LinkedHashSet<>(all)) : all;
    }

    private List<Set<Integer>> sets(Grouping g) {
        List<Set<Integer>> elements =
                g.expressions().stream().map(this::element).toList();
        List<Set<Integer>> sets = new ArrayList<>();
        switch (g.kind()) {
            case EMPTY -> sets.add(Set.of());
            case VALUE -> sets.add(merged(elements));
            case ROLLUP -> {
                for (int n = elements.size(); n >= 0; n--) {
                    sets.add(merged(elements.subList(0, n)));
                }
            }
            case CUBE -> {
                if (elements.size() > 6) {
                    throw analysis.at(g).unsupported("CUBE of more than 6 elements");
                }
                for (int bits = (1 << elements.size()) - 1; bits >= 0; bits--) {
                    List<Set<Integer>> chosen = new ArrayList<>();
                    for (int i = 0; i < elements.size(); i++) {
                        if ((bits >> elements.size() - 1 - i & 1) != 0) {
                            chosen.add(elements.get(i));
                        }
                    }
                    sets.add(merged(chosen));
                }
            }
            case SETS -> g.sets().forEach(s -> sets.addAll(sets(s)));
        }
        return sets;
    }

    private static Set<Integer> merged(List<Set<Integer>> elements) {
        Set<Integer> all = new TreeSet<>();
        elements.forEach(all::addAll);
        return all;
    }

    private Set<Integer> element(Expression e) {
        Set<Integer> indices = new TreeSet<>();
        if (e instanceof RowExpression row) {
            row.fields().forEach(f -> indices.add(value(f)));
        } else {
            indices.add(value(e));
        }
        return indices;
    }

    private int value(Expression e) {
        int output = output(e);
        BoundExpression value = output >= 0
                ? outputs.get(output).value()
                : analysis.settled(analysis.expressions().plain(e, scope, "GROUP BY"), e);
        if (ExpressionBinder.hasAggregate(value)) {
            throw analysis.at(e)
                    .build(FailureKind.SEMANTIC, "aggregate functions are not allowed in GROUP BY")
                    .sqlState("42803")
                    .build();
        }
        if (hasWindow(value)) {
            throw analysis.at(e)
                    .build(FailureKind.SEMANTIC, "window functions are not allowed in GROUP BY")
                    .sqlState("42P20")
                    .build();
        }
        int i = values.indexOf(value);
        if (i < 0) {
            i = values.size();
            values.add(value);
            named.add(output);
            keys.add(analysis.rules().orderKey(value, analysis.at(e)));
        }
        twice |= output >= 0 && named.get(i) >= 0 && named.get(i) != output;
        return i;
    }

    /** The output that is meant: a name is a column of FROM first, an integer is an output's number; -1 for none. */
    private int output(Expression e) {
        if (e instanceof ColumnReference c
                && c.parts().size() == 1
                && Scope.one(scope.visible, c.parts().get(0).name(), analysis.at(e)) == null) {
            return order.outputOf(e, outputs, "GROUP BY");
        }
        return e instanceof Literal ? order.outputOf(e, outputs, "GROUP BY") : -1;
    }

    // --- GROUPING -------------------------------------------------------------------------------------------------

    /** Stands for GROUPING(...) until the sets are told apart. */
    private static final ScalarFunction ASKED = new ScalarFunction() {
        @Override
        public String name() {
            return "pw_grouping";
        }

        @Override
        public int arity() {
            return -1;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            throw new IllegalStateException("GROUPING is never called");
        }
    };

    /** GROUPING of expressions, which its query must group by. */
    static BoundExpression grouping(List<BoundExpression> arguments, TypeRules rules) {
        BoundExpression number = rules.literal(new Literal(Literal.Kind.INTEGER, "0", 0, 0));
        return new FunctionValue(ASKED, arguments, number.type());
    }

    /** Whether it is GROUPING. */
    static boolean isGrouping(BoundExpression e) {
        return e instanceof FunctionValue f && f.function() == ASKED;
    }

    /** Whether GROUPING stands in it. */
    static boolean asks(BoundExpression e) {
        return any(e, x -> x instanceof FunctionValue f && f.function() == ASKED);
    }

    static boolean hasWindow(BoundExpression e) {
        return any(e, x -> x instanceof WindowValue);
    }

    private static boolean any(BoundExpression e, java.util.function.Predicate<BoundExpression> test) {
        boolean[] found = {false};
        Columns.each(
                e,
                x -> {
                    found[0] |= test.test(x);
                    return x instanceof BoundSubquery || x instanceof InSubquery;
                },
                c -> {});
        return found[0];
    }

    // --- sets, for what reads groups as rows -----------------------------------------------------------------------

    /** All that is grouped by in any set. */
    List<BoundExpression> values() {
        return values;
    }

    /** Indices of the values of each set. */
    List<Set<Integer>> sets() {
        return sets;
    }

    /** GROUPING in one of the sets: a bit for each argument that the set does not group by. */
    long bits(FunctionValue asked, Set<Integer> set) {
        Place at = analysis.at(clause);
        long bits = 0;
        for (BoundExpression e : asked.arguments()) {
            int i = values.indexOf(e);
            if (i < 0) {
                throw notGrouped(at.of(e));
            }
            bits = bits << 1 | (set.contains(i) ? 0 : 1);
        }
        return bits;
    }
}
