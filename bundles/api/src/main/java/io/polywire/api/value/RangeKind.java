package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The range types of PostgreSQL, each with its multirange: how ranges are made of bounds, and how they compare
 * (rangetypes.c and multirangetypes.c of PostgreSQL 15). Values of ranges and multiranges travel inside as their text over
 * the bounds' text in {@link TextStyle#DEFAULT}, always in the one form that {@link #of} and {@link #normalized} make.
 */
public enum RangeKind {
    /** Of integers of 32 bits. */
    INT4("int4range", "int4multirange", "int4", Integer.MAX_VALUE, "integer out of range", "22003"),
    /** Of integers of 64 bits. */
    INT8("int8range", "int8multirange", "int8", Long.MAX_VALUE, "bigint out of range", "22003"),
    /** Of decimals. */
    NUM("numrange", "nummultirange", "numeric", 0, null, null),
    /** Of days. */
    DATE("daterange", "datemultirange", "date", 2_145_042_905L, "date out of range", "22008"),
    /** Of local times. */
    TS("tsrange", "tsmultirange", "timestamp", 0, null, null),
    /** Of moments. */
    TSTZ("tstzrange", "tstzmultirange", "timestamptz", 0, null, null);

    private final String range;
    private final String multirange;
    private final String element;
    private final long last;
    private final String overflow;
    private final String overflowState;

    RangeKind(String range, String multirange, String element, long last, String overflow, String overflowState) {
        this.range = range;
        this.multirange = multirange;
        this.element = element;
        this.last = last;
        this.overflow = overflow;
        this.overflowState = overflowState;
    }

    /** Name of the type of ranges. */
    public String rangeName() {
        return range;
    }

    /** Name of the type of their multiranges. */
    public String multirangeName() {
        return multirange;
    }

    /** Name of the type of the bounds. */
    public String elementName() {
        return element;
    }

    /** Whether there is a next value to each, so that all ranges are written with the same brackets. */
    public boolean isDiscrete() {
        return overflow != null;
    }

    /** Whether values are equal exactly where their texts inside are; not where 1 and 1.0 are. */
    public boolean equalsAsText() {
        return this != NUM;
    }

    /** The kind of a range type's name, or null. */
    public static RangeKind ofRange(String name) {
        for (RangeKind k : values()) {
            if (k.range.equals(name)) {
                return k;
            }
        }
        return null;
    }

    /** The kind of a multirange type's name, or null. */
    public static RangeKind ofMultirange(String name) {
        for (RangeKind k : values()) {
            if (k.multirange.equals(name)) {
                return k;
            }
        }
        return null;
    }

    // --- order ----------------------------------------------------------------------------------------------------

    /** Compares two values of the bounds' type; neither is null. */
    public int compareValues(Object a, Object b) {
        if (this != NUM) {
            return Long.compare((Long) a, (Long) b);
        }
        String x = (String) a;
        String y = (String) b;
        int p = special(x);
        int q = special(y);
        return p != 0 || q != 0 ? Integer.compare(p, q) : new BigDecimal(x).compareTo(new BigDecimal(y));
    }

    /** NaN behind the infinities, and these around the numbers. */
    private static int special(String s) {
        if (s.endsWith("N")) {
            return 2;
        }
        return s.endsWith("y") ? s.charAt(0) == '-' ? -1 : 1 : 0;
    }

    /** range_cmp_bound_values: without a look at the brackets. */
    private int comparePlaces(Range.Bound a, Range.Bound b) {
        if (a.isInfinite() || b.isInfinite()) {
            return Integer.compare(end(a), end(b));
        }
        return compareValues(a.value(), b.value());
    }

    private static int end(Range.Bound b) {
        return !b.isInfinite() ? 0 : b.isLower() ? -1 : 1;
    }

    /** range_cmp_bounds. */
    public int compare(Range.Bound a, Range.Bound b) {
        int places = comparePlaces(a, b);
        return places != 0 || a.isInfinite() ? places : Integer.compare(beside(a), beside(b));
    }

    /** Whether the values lie behind (1) or before (-1) the bound's own, which is then not one of them. */
    private static int beside(Range.Bound b) {
        return b.inclusive() ? 0 : b.isLower() ? 1 : -1;
    }

    /** range_cmp: the empty one before all others. */
    public int compare(Range a, Range b) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(b.isEmpty(), a.isEmpty());
        }
        int low = compare(a.low(), b.low());
        return low != 0 ? low : compare(a.high(), b.high());
    }

    /** multirange_cmp: of two that begin alike the shorter one first. */
    public int compare(List<Range> a, List<Range> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int c = compare(a.get(i), b.get(i));
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    // --- making ranges --------------------------------------------------------------------------------------------

    /**
     * The range between two ends, in the one form that its values have (make_range).
     *
     * @throws SqlFailure 22000 where they are in the wrong order, 22003 or 22008 where a discrete bound has no next value
     */
    public Range of(Range.Bound low, Range.Bound high) {
        Range r = between(low, high);
        if (r.isEmpty() || !isDiscrete()) {
            return r;
        }
        boolean nextLow = !r.lowerInclusive() && isFinite(r.lower());
        boolean nextHigh = r.upperInclusive() && isFinite(r.upper());
        return between(
                new Range.Bound(nextLow ? next(r.lower()) : r.lower(), nextLow || r.lowerInclusive(), true),
                new Range.Bound(nextHigh ? next(r.upper()) : r.upper(), !nextHigh && r.upperInclusive(), false));
    }

    /** The same of bounds that may be null, with their brackets. */
    public Range of(Object lower, boolean lowerInclusive, Object upper, boolean upperInclusive) {
        return of(new Range.Bound(lower, lowerInclusive, true), new Range.Bound(upper, upperInclusive, false));
    }

    /** Whether it has a next value; the infinities of dates have none. */
    private boolean isFinite(Object v) {
        return v != null && (this != DATE || (Long) v != Long.MAX_VALUE && (Long) v != Long.MIN_VALUE);
    }

    private Object next(Object v) {
        if ((Long) v >= last) {
            throw SqlFailure.build(FailureKind.OUT_OF_RANGE, overflow)
                    .sqlState(overflowState)
                    .build();
        }
        return (Long) v + 1;
    }

    private Range between(Range.Bound low, Range.Bound high) {
        int c = comparePlaces(low, high);
        if (c > 0) {
            throw failure("range lower bound must be less than or equal to range upper bound");
        }
        if (c == 0 && !(low.inclusive() && high.inclusive())) {
            return Range.EMPTY;
        }
        return new Range(
                low.value(),
                low.inclusive() && !low.isInfinite(),
                high.value(),
                high.inclusive() && !high.isInfinite(),
                false);
    }

    /** 22000, as range functions fail. */
    public static SqlFailure failure(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22000").build();
    }

    /** Whether nothing lies between the end of one range and the begin of another (bounds_adjacent). */
    public boolean adjacent(Range.Bound high, Range.Bound low) {
        int c = comparePlaces(high, low);
        if (c < 0) {
            return isDiscrete() && of(high.flipped(), low.flipped()).isEmpty();
        }
        return c == 0 && high.inclusive() != low.inclusive();
    }

    /** The smallest range that has both in it; of equal bounds that are written differently, those of the second. */
    public Range merged(Range a, Range b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return of(
                compare(a.low(), b.low()) < 0 ? a.low() : b.low(),
                compare(a.high(), b.high()) > 0 ? a.high() : b.high());
    }

    /** Ranges as a multirange has them: in order, none empty, none that touch (multirange_canonicalize). */
    public List<Range> normalized(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.removeIf(Range::isEmpty);
        sorted.sort(this::compare);
        List<Range> all = new ArrayList<>();
        for (Range r : sorted) {
            Range before = all.isEmpty() ? null : all.get(all.size() - 1);
            boolean gap = before == null || compare(before.high(), r.low()) < 0 && !adjacent(before.high(), r.low());
            if (gap) {
                all.add(r);
            } else {
                all.set(all.size() - 1, merged(before, r));
            }
        }
        return all;
    }

    // --- texts ----------------------------------------------------------------------------------------------------

    /**
     * Reads a range (range_in).
     *
     * @param bound reads a bound's text
     * @throws SqlFailure 22P02 for what is no range, what {@code bound} throws, and what {@link #of} does
     */
    public Range read(String text, Function<String, Object> bound) {
        RangeLiteral l = RangeLiteral.read(text);
        if (l.isEmpty()) {
            return Range.EMPTY;
        }
        Object lower = l.lower() == null ? null : bound.apply(l.lower());
        Object upper = l.upper() == null ? null : bound.apply(l.upper());
        return of(lower, l.lowerInclusive(), upper, l.upperInclusive());
    }

    /** Reads the text of a range that was written here, of which no bound has a comma, a bracket or a quote in it. */
    public Range stored(String text, Function<String, Object> bound) {
        return stored(text, 0, text.length(), bound);
    }

    private static Range stored(String text, int from, int to, Function<String, Object> bound) {
        char first = text.charAt(from);
        if (first != '[' && first != '(') {
            return Range.EMPTY;
        }
        int comma = text.indexOf(',', from);
        return new Range(
                bound(text, from + 1, comma, bound),
                first == '[',
                bound(text, comma + 1, to - 1, bound),
                text.charAt(to - 1) == ']',
                false);
    }

    private static Object bound(String text, int from, int to, Function<String, Object> bound) {
        if (from == to) {
            return null;
        }
        boolean quoted = text.charAt(from) == '"';
        return bound.apply(quoted ? text.substring(from + 1, to - 1) : text.substring(from, to));
    }

    /** Writes a range (range_out). */
    public String write(Range r, Function<Object, String> bound) {
        return new RangeLiteral(
                        r.isEmpty(),
                        r.lower() == null ? null : bound.apply(r.lower()),
                        r.lowerInclusive(),
                        r.upper() == null ? null : bound.apply(r.upper()),
                        r.upperInclusive())
                .toString();
    }

    /** Reads a multirange (multirange_in); see {@link #read}. */
    public List<Range> readAll(String text, Function<String, Object> bound) {
        List<Range> all = new ArrayList<>();
        MultirangeLiteral.read(text, r -> all.add(read(r, bound)));
        return normalized(all);
    }

    /** Reads the text of a multirange that was written here; see {@link #stored}. */
    public List<Range> storedAll(String text, Function<String, Object> bound) {
        List<Range> all = new ArrayList<>();
        int from = 1;
        for (int at = 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == ')' || c == ']') {
                all.add(stored(text, from, at + 1, bound));
                // behind the comma
                from = at + 2;
            }
        }
        return all;
    }

    /** Writes a multirange whose ranges are {@link #normalized} (multirange_out). */
    public String writeAll(List<Range> ranges, Function<Object, String> bound) {
        return MultirangeLiteral.write(ranges.stream().map(r -> write(r, bound)).toList());
    }
}
