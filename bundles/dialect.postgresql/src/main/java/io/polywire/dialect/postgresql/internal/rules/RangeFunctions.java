package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.value.MultirangeLiteral;
import io.polywire.api.value.Range;
import io.polywire.api.value.RangeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What is in ranges and multiranges, and what they are together: lower, upper, +, *, -, range_merge, unnest (9.20). */
final class RangeFunctions {
    /** Makes a range of two. */
    interface Both {
        Range of(RangeKind k, Range a, Range b);
    }

    /** Makes a multirange of two. */
    interface All {
        List<Range> of(RangeKind k, List<Range> a, List<Range> b);
    }

    private RangeFunctions() {}

    static void register(Registry r) {
        bound(r, "lower", RangeFunctions::first, Range::lower);
        bound(r, "upper", RangeFunctions::last, Range::upper);
        question(r, "isempty", List::isEmpty);
        question(r, "lower_inc", a -> !a.isEmpty() && first(a).lowerInclusive());
        question(r, "upper_inc", a -> !a.isEmpty() && last(a).upperInclusive());
        question(r, "lower_inf", a -> !a.isEmpty() && first(a).lower() == null);
        question(r, "upper_inf", a -> !a.isEmpty() && last(a).upper() == null);
        ranges(r, "+", "range_union", RangeFunctions::union);
        ranges(r, "*", "range_intersect", RangeFunctions::intersection);
        ranges(r, "-", "range_minus", RangeFunctions::difference);
        ranges(r, null, "range_merge", RangeKind::merged);
        multiranges(r, "+", "multirange_union", RangeFunctions::union);
        multiranges(r, "*", "multirange_intersect", RangeFunctions::intersection);
        multiranges(r, "-", "multirange_minus", RangeFunctions::difference);
        r.function(
                "range_merge",
                (a, t) -> {
                    RangeKind k = RangeTypes.kind(t);
                    return Functions.call(
                            Functions.sharedStrict("multirange_merge_" + k.rangeName(), 1, (in, out) -> {
                                List<Range> all = RangeValues.storedAll(k, in.getText(0));
                                out.putText(RangeValues.write(
                                        k, all.isEmpty() ? Range.EMPTY : k.merged(first(all), last(all))));
                            }),
                            t,
                            a);
                },
                RangeTypes.ANYRANGE,
                RangeTypes.ANYMULTIRANGE);
        r.rows(
                RowsFunction.strict(
                        "unnest_multirange",
                        1,
                        (in, out) -> MultirangeLiteral.read(in.getText(0)).forEach(out::row)),
                "unnest",
                RangeTypes.ANYMULTIRANGE);
    }

    private static Range first(List<Range> a) {
        return a.get(0);
    }

    private static Range last(List<Range> a) {
        return a.get(a.size() - 1);
    }

    // --- parts ----------------------------------------------------------------------------------------------------

    private static void bound(
            Registry r, String name, Function<List<Range>, Range> which, Function<Range, Object> part) {
        for (Type declared : List.of(RangeTypes.ANYRANGE, RangeTypes.ANYMULTIRANGE)) {
            r.function(
                    name,
                    (a, t) -> {
                        Type of = a.get(0).type();
                        return Functions.call(
                                Functions.sharedStrict("range_" + name + "_" + of.name(), 1, (in, out) -> {
                                    List<Range> all = RangeValues.ranges(of, in.getText(0));
                                    Registry.put(out, all.isEmpty() ? null : part.apply(which.apply(all)));
                                }),
                                t,
                                a);
                    },
                    PgTypes.ANYELEMENT,
                    declared);
        }
    }

    private static void question(Registry r, String name, Predicate<List<Range>> test) {
        for (Type declared : List.of(RangeTypes.ANYRANGE, RangeTypes.ANYMULTIRANGE)) {
            r.function(
                    name,
                    (a, t) -> {
                        Type of = a.get(0).type();
                        return Functions.call(
                                Functions.sharedStrict(
                                        "range_" + name + "_" + of.name(),
                                        1,
                                        (in, out) ->
                                                out.putLong(test.test(RangeValues.ranges(of, in.getText(0))) ? 1 : 0)),
                                t,
                                a);
                    },
                    PgTypes.BOOL,
                    declared);
        }
    }

    // --- two ranges -----------------------------------------------------------------------------------------------

    /** One behind the other without a gap, or 22000. */
    private static Range union(RangeKind k, Range a, Range b) {
        if (!a.isEmpty() && !b.isEmpty()) {
            boolean gap = k.compare(a.high(), b.low()) < 0 && !k.adjacent(a.high(), b.low())
                    || k.compare(b.high(), a.low()) < 0 && !k.adjacent(b.high(), a.low());
            if (gap) {
                throw RangeKind.failure("result of range union would not be contiguous");
            }
        }
        return k.merged(a, b);
    }

    /** What lies in both. */
    static Range intersection(RangeKind k, Range a, Range b) {
        boolean apart =
                a.isEmpty() || b.isEmpty() || k.compare(a.high(), b.low()) < 0 || k.compare(b.high(), a.low()) < 0;
        if (apart) {
            return Range.EMPTY;
        }
        return k.of(
                k.compare(a.low(), b.low()) >= 0 ? a.low() : b.low(),
                k.compare(a.high(), b.high()) <= 0 ? a.high() : b.high());
    }

    /** What lies in the first alone; 22000 where this is two ranges. */
    private static Range difference(RangeKind k, Range a, Range b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a;
        }
        List<Range> left = difference(k, List.of(a), List.of(b));
        if (left.size() > 1) {
            throw RangeKind.failure("result of range difference would not be contiguous");
        }
        return left.isEmpty() ? Range.EMPTY : left.get(0);
    }

    private static void ranges(Registry r, String operator, String name, Both both) {
        Registry.Maker maker = (a, t) -> {
            RangeKind k = RangeTypes.kind(t);
            return Functions.call(
                    Functions.sharedStrict(
                            name + "_" + k.rangeName(),
                            2,
                            (in, out) -> out.putText(RangeValues.write(
                                    k,
                                    both.of(
                                            k,
                                            RangeValues.stored(k, in.getText(0)),
                                            RangeValues.stored(k, in.getText(1)))))),
                    t,
                    a);
        };
        register(r, operator, name, maker, RangeTypes.ANYRANGE);
    }

    // --- two multiranges ------------------------------------------------------------------------------------------

    private static List<Range> union(RangeKind k, List<Range> a, List<Range> b) {
        List<Range> all = new ArrayList<>(a);
        all.addAll(b);
        return k.normalized(all);
    }

    /** What lies in both. */
    static List<Range> intersection(RangeKind k, List<Range> a, List<Range> b) {
        List<Range> all = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            all.add(intersection(k, a.get(i), b.get(j)));
            // the one that ends first meets no further one
            if (k.compare(a.get(i).high(), b.get(j).high()) < 0) {
                i++;
            } else {
                j++;
            }
        }
        return k.normalized(all);
    }

    /** What lies in the first alone. */
    private static List<Range> difference(RangeKind k, List<Range> a, List<Range> b) {
        List<Range> all = new ArrayList<>();
        int from = 0;
        for (Range r : a) {
            while (from < b.size() && k.compare(b.get(from).high(), r.low()) < 0) {
                from++;
            }
            Range rest = r;
            for (int j = from; j < b.size() && !rest.isEmpty(); j++) {
                Range cut = b.get(j);
                if (k.compare(cut.low(), rest.high()) > 0) {
                    break;
                }
                if (k.compare(rest.low(), cut.low()) < 0) {
                    all.add(k.of(rest.low(), cut.low().flipped()));
                }
                rest = k.compare(rest.high(), cut.high()) > 0 ? k.of(cut.high().flipped(), rest.high()) : Range.EMPTY;
            }
            all.add(rest);
        }
        return k.normalized(all);
    }

    private static void multiranges(Registry r, String operator, String name, All all) {
        Registry.Maker maker = (a, t) -> {
            RangeKind k = RangeTypes.kind(t);
            return Functions.call(
                    Functions.sharedStrict(
                            name + "_" + k.rangeName(),
                            2,
                            (in, out) -> out.putText(RangeValues.writeAll(
                                    k,
                                    all.of(
                                            k,
                                            RangeValues.storedAll(k, in.getText(0)),
                                            RangeValues.storedAll(k, in.getText(1)))))),
                    t,
                    a);
        };
        register(r, operator, name, maker, RangeTypes.ANYMULTIRANGE);
    }

    private static void register(Registry r, String operator, String name, Registry.Maker maker, Type t) {
        if (operator != null) {
            r.operator(operator, maker, t, t, t);
        }
        r.function(name, maker, t, t, t);
    }
}
