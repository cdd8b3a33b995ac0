package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.Range;
import io.polywire.api.value.RangeKind;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Tests of ranges, multiranges and their elements (manual, 9.20). A range is looked at as the multirange of itself alone, an
 * empty one as the multirange without ranges: so PostgreSQL's functions for both say the same.
 */
final class RangeOperators {
    /** Looks at two lists of ranges that are in order, none empty, none touching another. */
    interface Test {
        boolean of(RangeKind k, List<Range> a, List<Range> b);
    }

    private RangeOperators() {}

    static void register(Registry r) {
        tests(r, "&&", "overlaps", RangeOperators::overlap);
        tests(r, "@>", "contains", RangeOperators::contains);
        tests(r, "<@", "contained_by", (k, a, b) -> contains(k, b, a));
        tests(r, "<<", "before", RangeOperators::before);
        tests(r, ">>", "after", (k, a, b) -> before(k, b, a));
        tests(r, "&<", "overleft", (k, a, b) -> any(a, b) && k.compare(last(a).high(), last(b).high()) <= 0);
        tests(r, "&>", "overright", (k, a, b) -> any(a, b) && k.compare(first(a).low(), first(b).low()) >= 0);
        tests(r, "-|-", "adjacent", RangeOperators::adjacent);
        for (Type t : List.of(RangeTypes.ANYRANGE, RangeTypes.ANYMULTIRANGE)) {
            String name = t == RangeTypes.ANYRANGE ? "range" : "multirange";
            element(r, "@>", name + "_contains_elem", 0, t, PgTypes.ANYELEMENT);
            element(r, "<@", "elem_contained_by_" + name, 1, PgTypes.ANYELEMENT, t);
            comparisons(r, name, t);
        }
    }

    // --- tests ----------------------------------------------------------------------------------------------------

    private static Range first(List<Range> a) {
        return a.get(0);
    }

    private static Range last(List<Range> a) {
        return a.get(a.size() - 1);
    }

    private static boolean any(List<Range> a, List<Range> b) {
        return !a.isEmpty() && !b.isEmpty();
    }

    private static boolean before(RangeKind k, List<Range> a, List<Range> b) {
        return any(a, b) && k.compare(last(a).high(), first(b).low()) < 0;
    }

    private static boolean adjacent(RangeKind k, List<Range> a, List<Range> b) {
        return any(a, b) && (k.adjacent(last(a).high(), first(b).low()) || k.adjacent(last(b).high(), first(a).low()));
    }

    private static boolean overlap(RangeKind k, List<Range> a, List<Range> b) {
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            if (k.compare(a.get(i).high(), b.get(j).low()) < 0) {
                i++;
            } else if (k.compare(b.get(j).high(), a.get(i).low()) < 0) {
                j++;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Whether each of {@code b} lies within one of {@code a}. */
    private static boolean contains(RangeKind k, List<Range> a, List<Range> b) {
        int i = 0;
        for (Range r : b) {
            while (i < a.size() && k.compare(a.get(i).high(), r.high()) < 0) {
                i++;
            }
            if (i == a.size() || k.compare(a.get(i).low(), r.low()) > 0) {
                return false;
            }
        }
        return true;
    }

    private static void tests(Registry r, String operator, String name, Test test) {
        Type range = RangeTypes.ANYRANGE;
        Type multirange = RangeTypes.ANYMULTIRANGE;
        test(r, operator, "range_" + name, test, range, range);
        test(r, operator, "range_" + name + "_multirange", test, range, multirange);
        test(r, operator, "multirange_" + name + "_range", test, multirange, range);
        test(r, operator, "multirange_" + name + "_multirange", test, multirange, multirange);
    }

    private static void test(Registry r, String operator, String name, Test test, Type left, Type right) {
        Registry.Maker maker = (a, t) -> {
            Type x = a.get(0).type();
            Type y = a.get(1).type();
            RangeKind k = RangeTypes.kind(x);
            return Functions.call(
                    Functions.sharedStrict(
                            name + "_" + k.rangeName(),
                            2,
                            (in, out) -> out.putLong(
                                    test.of(
                                                    k,
                                                    RangeValues.ranges(x, in.getText(0)),
                                                    RangeValues.ranges(y, in.getText(1)))
                                            ? 1
                                            : 0)),
                    t,
                    a);
        };
        r.operator(operator, maker, PgTypes.BOOL, left, right);
        r.function(name, maker, PgTypes.BOOL, left, right);
    }

    /** Whether a value lies within a range, or one of a multirange. */
    private static void element(Registry r, String operator, String name, int at, Type left, Type right) {
        Registry.Maker maker = (a, t) -> {
            Type of = a.get(at).type();
            RangeKind k = RangeTypes.kind(of);
            return Functions.call(
                    Functions.sharedStrict(name + "_" + k.rangeName(), 2, (in, out) -> {
                        Object v = RangeValues.element(k, in, 1 - at);
                        boolean within =
                                RangeValues.ranges(of, in.getText(at)).stream().anyMatch(x -> contains(k, x, v));
                        out.putLong(within ? 1 : 0);
                    }),
                    t,
                    a);
        };
        r.operator(operator, maker, PgTypes.BOOL, left, right);
        r.function(name, maker, PgTypes.BOOL, left, right);
    }

    private static boolean contains(RangeKind k, Range r, Object v) {
        return k.compare(r.low(), new Range.Bound(v, true, true)) <= 0
                && k.compare(r.high(), new Range.Bound(v, true, false)) >= 0;
    }

    // --- comparisons ----------------------------------------------------------------------------------------------

    private static void comparisons(Registry r, String name, Type t) {
        equality(r, "=", name + "_eq", Operation.EQUAL, t);
        equality(r, "<>", name + "_ne", Operation.NOT_EQUAL, t);
        comparison(r, name + "_lt", t, c -> c < 0);
        comparison(r, name + "_le", t, c -> c <= 0);
        comparison(r, name + "_gt", t, c -> c > 0);
        comparison(r, name + "_ge", t, c -> c >= 0);
        r.function(
                name + "_cmp",
                (a, x) -> {
                    Type of = a.get(0).type();
                    ScalarFunction f = Functions.sharedStrict(
                            name + "_cmp_" + of.name(),
                            2,
                            (in, out) -> out.putLong(compared(of, in.getText(0), in.getText(1))));
                    return Functions.call(f, x, a);
                },
                PgTypes.INT4,
                t,
                t);
    }

    /** The texts themselves are compared where they are equal as the values are: an index of the storage serves that. */
    private static void equality(Registry r, String operator, String name, Operation operation, Type t) {
        Registry.Maker maker = (a, x) -> {
            boolean itself = RangeTypes.equalsItself(a.get(0).type());
            BoundExpression left = itself ? a.get(0) : Keys.of(a.get(0));
            BoundExpression right = itself ? a.get(1) : Keys.of(a.get(1));
            return Functions.operation(operation, x, left, right);
        };
        r.operator(operator, maker, PgTypes.BOOL, t, t);
        r.function(name, maker, PgTypes.BOOL, t, t);
    }

    private static void comparison(Registry r, String name, Type t, IntPredicate test) {
        r.function(
                name,
                (a, x) -> {
                    Type of = a.get(0).type();
                    ScalarFunction f = Functions.sharedStrict(
                            name + "_" + of.name(),
                            2,
                            (in, out) -> out.putLong(test.test(compared(of, in.getText(0), in.getText(1))) ? 1 : 0));
                    return Functions.call(f, x, a);
                },
                PgTypes.BOOL,
                t,
                t);
    }

    private static int compared(Type of, String a, String b) {
        RangeKind k = RangeTypes.kind(of);
        return RangeTypes.isMultirange(of)
                ? k.compare(RangeValues.storedAll(k, a), RangeValues.storedAll(k, b))
                : k.compare(RangeValues.stored(k, a), RangeValues.stored(k, b));
    }
}
