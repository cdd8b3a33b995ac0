package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.AggregateFunction;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.WindowFunction;
import io.polywire.sql.bound.WindowValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A function over frames that no storage can count: those of RANGE whose distances are months, days of a zone with summer
 * time, decimals, or only known when the statement runs. It is called over the whole partition in the window's order, and
 * counts the frame of each row itself ({@link FramedRows}).
 *
 * @param name of it
 * @param of the aggregate; null for what gives the value of one row
 * @param pick which row's value is given; null for an aggregate
 */
record FramedFunction(String name, AggregateFunction of, Pick pick) implements AggregateFunction {
    /** The row of the frame whose value is given. */
    enum Pick {
        FIRST,
        LAST,
        NTH,
        /** None: whether there are frames at all. */
        NONE
    }

    private static final Map<String, FramedFunction> MADE = new ConcurrentHashMap<>();

    private static final BoundWindow.Frame WHOLE = new BoundWindow.Frame(
            BoundWindow.Unit.ROWS,
            BoundWindow.Bound.UNBOUNDED_PRECEDING,
            null,
            BoundWindow.Bound.UNBOUNDED_FOLLOWING,
            null,
            BoundWindow.Exclusion.NO_OTHERS);

    @Override
    public int arity() {
        return -1;
    }

    @Override
    public boolean countsFrames() {
        return true;
    }

    @Override
    public Accumulator begin() {
        return new FramedRows(of, pick);
    }

    /** The call that counts a frame; what it is given stands in the order that {@link FramedRows} reads it. */
    static BoundExpression call(WindowValue value, BoundWindow.Frame frame, BoundExpression key, Place at) {
        return call(function(value.function(), at), value, frame, key);
    }

    /** The call that is true for each row, and fails where a frame cannot be counted. */
    static BoundExpression check(BoundWindow window, BoundWindow.Frame frame, BoundExpression key) {
        WindowValue none = new WindowValue(WindowFunction.Standard.ROW_NUMBER, List.of(), null, window, PgTypes.BOOL);
        return call(picked(Pick.NONE), none, frame, key);
    }

    private static FramedFunction picked(Pick pick) {
        return MADE.computeIfAbsent("pw_pg_framed_" + pick, n -> new FramedFunction(n, null, pick));
    }

    private static BoundExpression call(
            FramedFunction function, WindowValue value, BoundWindow.Frame frame, BoundExpression key) {
        List<BoundSort> order = value.window().orderBy();
        TypeKind kind = key == null ? TypeKind.OTHER : key.type().kind();
        BoundSort first = order.isEmpty() ? null : order.get(0);
        FrameShape shape = new FrameShape(
                frame.unit(),
                frame.from(),
                frame.to(),
                frame.exclusion(),
                kind,
                first != null && first.descending(),
                first != null && first.nullsFirst(),
                order.size());
        BoundExpression none = new BoundConstant(null, PgTypes.TEXT);
        List<BoundExpression> all = new ArrayList<>();
        all.add(new BoundConstant(shape.text(), PgTypes.TEXT));
        all.add(frame.fromOffset() == null ? none : frame.fromOffset());
        all.add(frame.toOffset() == null ? none : frame.toOffset());
        all.add(kind == TypeKind.TIMESTAMP_TZ ? SessionStyle.style() : none);
        all.add(
                value.filter() == null
                        ? new BoundConstant(1L, PgTypes.INT4)
                        : new BoundCase(
                                List.of(value.filter()),
                                List.of(new BoundConstant(1L, PgTypes.INT4)),
                                new BoundConstant(0L, PgTypes.INT4),
                                PgTypes.INT4));
        all.add(key == null ? none : key);
        order.forEach(s -> all.add(s.key()));
        for (BoundExpression a : value.arguments()) {
            all.add(guarded(a, value.filter()));
        }
        if (function.pick() == Pick.NTH) {
            // the check of the number says nothing of NULL
            all.set(all.size() - 1, number(value));
        }
        return new WindowValue(
                new WindowFunction.Aggregated(new Aggregate.Own(function)),
                all,
                null,
                new BoundWindow(value.window().partitionBy(), order, WHOLE),
                value.type());
    }

    /** Which row of the frame nth_value gives, as it was written. */
    static BoundExpression number(WindowValue nth) {
        return ((FunctionValue) nth.arguments().get(1)).arguments().get(0);
    }

    /** What FILTER keeps away is not worked out. */
    private static BoundExpression guarded(BoundExpression a, BoundExpression filter) {
        return filter == null || a instanceof BoundColumn || a instanceof BoundConstant
                ? a
                : new BoundCase(List.of(filter), List.of(a), new BoundConstant(null, a.type()), a.type());
    }

    private static FramedFunction function(WindowFunction f, Place at) {
        if (f instanceof WindowFunction.Standard s) {
            Pick pick = switch (s) {
                case FIRST_VALUE -> Pick.FIRST;
                case LAST_VALUE -> Pick.LAST;
                case NTH_VALUE -> Pick.NTH;
                default -> throw at.unsupported(s + " over a frame");
            };
            return picked(pick);
        }
        Aggregate a = ((WindowFunction.Aggregated) f).aggregate();
        AggregateFunction of =
                a instanceof Aggregate.Own own ? own.function() : SlidingAggregates.of((Aggregate.Standard) a, at);
        return MADE.computeIfAbsent(of.name() + "_framed", n -> new FramedFunction(n, of, null));
    }
}
