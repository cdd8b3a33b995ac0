package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.sql.bound.BoundWindow.Bound;
import io.polywire.sql.bound.BoundWindow.Exclusion;
import io.polywire.sql.bound.BoundWindow.Unit;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a partition in their order, and the value over the frame of one after the other (nodeWindowAgg.c). Where a frame
 * begins and ends is never looked for before where the last one did, so that all of them take as many steps as there are
 * rows; an aggregate goes on where rows only come in, and takes rows out if it can.
 */
final class FramedRows implements AggregateFunction.Accumulator {
    // what it is given: what is the same for all rows, then the row's own
    private static final int SHAPE = 0;
    private static final int FROM = 1;
    private static final int TO = 2;
    private static final int STYLE = 3;
    private static final int COUNTS = 4;
    private static final int KEY = 5;
    private static final int ORDER = 6;

    /** Characters of a partition. */
    private static final long MOST = 64L << 20;

    private static final int VALUE = 16;

    /**
     * A row.
     *
     * @param counts whether FILTER lets it through
     * @param key whose distances are counted
     * @param group number of its peers
     */
    private record Row(boolean counts, Object key, Object[] order, int group, ArgumentValues values) {}

    private final AggregateFunction of;
    private final FramedFunction.Pick pick;
    private final List<Row> rows = new ArrayList<>();
    /** Where groups of peers begin. */
    private final List<Integer> groups = new ArrayList<>();

    private FrameShape shape;
    private InRange range;
    private Object from;
    private Object to;
    private long size;

    /** The row that is asked about. */
    private int current;

    private int head;
    private int tail;
    /** What the aggregate has seen. */
    private AggregateFunction.Accumulator state;

    private int begun;
    private int ended;

    FramedRows(AggregateFunction of, FramedFunction.Pick pick) {
        this.of = of;
        this.pick = pick;
    }

    // --- rows come in ---------------------------------------------------------------------------------------------

    @Override
    public void add(FunctionArguments in) {
        if (shape == null) {
            begin(in);
        }
        Object[] order = new Object[shape.keys()];
        for (int i = 0; i < order.length; i++) {
            order[i] = kept(in, ORDER + i);
        }
        boolean peer = !rows.isEmpty() && equal(rows.get(rows.size() - 1).order(), order);
        if (!peer) {
            groups.add(rows.size());
        }
        int first = ORDER + order.length;
        Object[] values = new Object[in.size() - first];
        for (int i = 0; i < values.length; i++) {
            values[i] = kept(in, first + i);
        }
        Object key = range == null ? null : range.key(kept(in, KEY));
        rows.add(new Row(in.getLong(COUNTS) != 0, key, order, groups.size() - 1, new ArgumentValues(values)));
    }

    private void begin(FunctionArguments in) {
        shape = FrameShape.of(in.getText(SHAPE));
        range = shape.unit() == Unit.RANGE
                ? new InRange(
                        shape.kind(),
                        in.isNull(STYLE) ? null : SessionStyle.of(in, STYLE).zone())
                : null;
        from = offset(in, FROM, shape.from(), true);
        to = offset(in, TO, shape.to(), false);
    }

    private Object offset(FunctionArguments in, int i, Bound bound, boolean first) {
        if (!isOffset(bound)) {
            return null;
        }
        if (in.isNull(i)) {
            throw FrameOffsets.missing(first);
        }
        Object value = Casts.value(in, i);
        if (range != null) {
            return range.distance(value);
        }
        if ((Long) value < 0) {
            throw FrameOffsets.negative(first);
        }
        return value;
    }

    private static boolean isOffset(Bound b) {
        return b == Bound.OFFSET_PRECEDING || b == Bound.OFFSET_FOLLOWING;
    }

    private Object kept(FunctionArguments in, int i) {
        Object v = Casts.value(in, i);
        size += VALUE + (v instanceof String s ? s.length() : v instanceof byte[] b ? b.length : 0);
        if (size > MOST) {
            throw SqlFailure.build(FailureKind.LIMIT, "the rows of a window's partition take too much room")
                    .sqlState("54000")
                    .build();
        }
        return v;
    }

    private static boolean equal(Object[] a, Object[] b) {
        for (int i = 0; i < a.length; i++) {
            if (!(a[i] == null ? b[i] == null : b[i] != null && SlidingAggregates.compare(a[i], b[i]) == 0)) {
                return false;
            }
        }
        return true;
    }

    // --- values go out --------------------------------------------------------------------------------------------

    @Override
    public void result(FunctionResult out) {
        begins();
        ends();
        int end = Math.max(head, tail);
        if (pick == null) {
            aggregate(head, end, out);
        } else if (pick == FramedFunction.Pick.NONE) {
            out.putLong(1);
        } else {
            picked(head, end, out);
        }
        current++;
    }

    private boolean excluded(int i) {
        return switch (shape.exclusion()) {
            case NO_OTHERS -> false;
            case CURRENT_ROW -> i == current;
            case GROUP -> rows.get(i).group() == rows.get(current).group();
            case TIES ->
                i != current && rows.get(i).group() == rows.get(current).group();
        };
    }

    private void aggregate(int first, int end, FunctionResult out) {
        boolean whole = shape.exclusion() == Exclusion.NO_OTHERS;
        boolean on = state != null && whole && first >= begun && end >= ended && first <= ended;
        if (on && first > begun) {
            on = state instanceof SlidingAggregates.Sliding s && out(s, first);
        }
        if (!on) {
            state = of.begin();
            begun = first;
            ended = first;
        }
        for (; ended < end; ended++) {
            Row r = rows.get(ended);
            if (r.counts() && !excluded(ended)) {
                state.add(r.values());
            }
        }
        state.result(out);
    }

    /** Takes rows out that the frame has no longer; false if that cannot be done. */
    private boolean out(SlidingAggregates.Sliding s, int first) {
        for (; begun < first; begun++) {
            Row r = rows.get(begun);
            if (r.counts() && !s.remove(r.values())) {
                return false;
            }
        }
        return true;
    }

    private void picked(int first, int end, FunctionResult out) {
        long left = 1;
        if (pick == FramedFunction.Pick.NTH) {
            ArgumentValues own = rows.get(current).values();
            if (own.isNull(1)) {
                out.putNull();
                return;
            }
            left = own.getLong(1);
            if (left <= 0) {
                throw SqlFailure.build(FailureKind.DATA, "argument of nth_value must be greater than zero")
                        .sqlState("22016")
                        .build();
            }
        }
        boolean last = pick == FramedFunction.Pick.LAST;
        for (int k = first; k < end; k++) {
            int i = last ? end - 1 - (k - first) : k;
            if (!excluded(i) && --left == 0) {
                put(rows.get(i).values().values()[0], out);
                return;
            }
        }
        out.putNull();
    }

    static void put(Object value, FunctionResult out) {
        if (value == null) {
            out.putNull();
        } else if (value instanceof Long n) {
            out.putLong(n);
        } else if (value instanceof Double d) {
            out.putDouble(d);
        } else if (value instanceof byte[] b) {
            out.putBytes(b);
        } else {
            out.putText((String) value);
        }
    }

    // --- where frames begin and end -------------------------------------------------------------------------------

    private int groupStart(long group) {
        return group < 0 ? 0 : group >= groups.size() ? rows.size() : groups.get((int) group);
    }

    /** A place moved by a distance, which may be beyond all rows. */
    private static long moved(long place, Object distance, Bound bound, int most) {
        long by = Math.min((Long) distance, most + 1L);
        return bound == Bound.OFFSET_PRECEDING ? place - by : place + by;
    }

    private int clipped(long place) {
        return (int) Math.max(0, Math.min(place, rows.size()));
    }

    /** update_frameheadpos. */
    private void begins() {
        int group = rows.get(current).group();
        switch (shape.from()) {
            case UNBOUNDED_PRECEDING -> head = 0;
            case UNBOUNDED_FOLLOWING -> head = rows.size();
            case CURRENT_ROW -> head = shape.unit() == Unit.ROWS ? current : groupStart(group);
            case OFFSET_PRECEDING, OFFSET_FOLLOWING -> {
                switch (shape.unit()) {
                    case ROWS -> head = clipped(moved(current, from, shape.from(), rows.size()));
                    case GROUPS -> head = groupStart(moved(group, from, shape.from(), rows.size()));
                    case RANGE -> {
                        while (head < rows.size() && isBeforeHead(rows.get(head).key())) {
                            head++;
                        }
                    }
                }
            }
        }
    }

    private boolean isBeforeHead(Object key) {
        Object own = rows.get(current).key();
        if (key == null || own == null) {
            return shape.nullsFirst() ? key == null && own != null : key != null && own == null;
        }
        boolean sub = shape.from() == Bound.OFFSET_PRECEDING;
        return !range.test(key, own, from, shape.descending() != sub, shape.descending());
    }

    /** update_frametailpos: the row behind the last one. */
    private void ends() {
        int group = rows.get(current).group();
        switch (shape.to()) {
            case UNBOUNDED_PRECEDING -> tail = 0;
            case UNBOUNDED_FOLLOWING -> tail = rows.size();
            case CURRENT_ROW -> tail = shape.unit() == Unit.ROWS ? current + 1 : groupStart(group + 1L);
            case OFFSET_PRECEDING, OFFSET_FOLLOWING -> {
                switch (shape.unit()) {
                    case ROWS -> tail = clipped(moved(current, to, shape.to(), rows.size()) + 1);
                    case GROUPS -> {
                        long last = moved(group, to, shape.to(), rows.size());
                        tail = last < 0 ? 0 : groupStart(last + 1);
                    }
                    case RANGE -> {
                        while (tail < rows.size()
                                && !isBehindTail(rows.get(tail).key())) {
                            tail++;
                        }
                    }
                }
            }
        }
    }

    private boolean isBehindTail(Object key) {
        Object own = rows.get(current).key();
        if (key == null || own == null) {
            return shape.nullsFirst() ? key != null : own != null;
        }
        boolean sub = shape.to() == Bound.OFFSET_PRECEDING;
        return !range.test(key, own, to, shape.descending() != sub, !shape.descending());
    }
}
