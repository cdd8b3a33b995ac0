package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.bound.WindowFunction;
import io.polywire.sql.bound.WindowValue;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.NamedWindow;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.WindowFrame;
import io.polywire.sql.tree.WindowSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Finds out what calls over windows mean. */
final class WindowBinder {
    /** The frame where none is written. */
    private static final BoundWindow.Frame STANDARD = new BoundWindow.Frame(
            BoundWindow.Unit.RANGE,
            BoundWindow.Bound.UNBOUNDED_PRECEDING,
            null,
            BoundWindow.Bound.CURRENT_ROW,
            null,
            BoundWindow.Exclusion.NO_OTHERS);

    private final Analysis analysis;
    private final TypeRules rules;
    /** The windows with a name of the query that is bound now. */
    private Map<String, WindowSpecification> named = Map.of();

    /** Why a call over a window is refused here, as a part of another one; null elsewhere. */
    private String within;

    WindowBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    /** Binds a query within an expression: it has windows of its own. */
    <T> T inner(Supplier<T> what) {
        return with(Map.of(), what);
    }

    /** Binds a query with a WINDOW clause. */
    <T> T with(List<NamedWindow> windows, Supplier<T> what) {
        Map<String, WindowSpecification> names = new LinkedHashMap<>();
        for (NamedWindow w : windows) {
            if (names.containsKey(w.name().name())) {
                throw failure("window \"" + w.name().name() + "\" is already defined", w);
            }
            names.put(w.name().name(), merged(w.window(), names));
        }
        return with(names, what);
    }

    private <T> T with(Map<String, WindowSpecification> names, Supplier<T> what) {
        Map<String, WindowSpecification> before = named;
        String around = within;
        named = names;
        within = null;
        try {
            return what.get();
        } finally {
            named = before;
            within = around;
        }
    }

    /** Whether this is a part of a call over a window. */
    boolean isWithin() {
        return within != null;
    }

    /** Checks the windows that no call names. */
    void check(Scope scope) {
        named.values().forEach(w -> window(w, scope));
    }

    private SqlFailure failure(String message, Part at) {
        return analysis.at(at)
                .build(FailureKind.SEMANTIC, message)
                .sqlState("42P20")
                .build();
    }

    BoundExpression bind(FunctionCall e, String name, Scope scope, Place at) {
        CallBinder calls = analysis.expressions().calls();
        if (calls.inAggregate()) {
            throw at.build(FailureKind.SEMANTIC, "aggregate function calls cannot contain window function calls")
                    .sqlState("42803")
                    .build();
        }
        if (calls.noWindows() != null) {
            throw failure("window functions are not allowed in " + CallBinder.shown(calls.noWindows()), e.name());
        }
        boolean aggregate = !rules.isWindowFunction(name);
        if (aggregate && !rules.isAggregate(name)) {
            throw at.build(
                            FailureKind.SEMANTIC,
                            "OVER specified, but " + name + " is not a window function nor an aggregate function")
                    .sqlState("42809")
                    .build();
        }
        if (e.distinct()) {
            throw at.failure(FailureKind.UNSUPPORTED, "DISTINCT is not implemented for window functions");
        }
        if (!e.orderBy().isEmpty()) {
            throw at.failure(FailureKind.UNSUPPORTED, "aggregate ORDER BY is not implemented for window functions");
        }
        if (e.filter() != null && !aggregate) {
            throw at.failure(FailureKind.UNSUPPORTED, "FILTER is not implemented for non-aggregate window functions");
        }
        if (e.arguments().stream().anyMatch(a -> a.name() != null || a.variadic())) {
            throw at.unsupported("a named or variadic argument of a window function");
        }
        if (within != null) {
            throw failure(within, e.name());
        }
        within = "window function calls cannot be nested";
        try {
            List<BoundExpression> arguments = calls.arguments(e, scope);
            BoundExpression filter = e.filter() == null
                    ? null
                    : rules.condition(
                            analysis.expressions().bind(e.filter(), scope), "FILTER", analysis.at(e.filter()));
            Windowed over = window(merged(e.over(), named), scope);
            if (!aggregate) {
                return over.counted(rules.windowFunction(name, arguments, over.window(), at), at);
            }
            BoundExpression value = rules.aggregate(name, arguments, e.star(), false, filter, at);
            if (!(value instanceof AggregateValue a)) {
                throw at.unsupported("aggregate " + name + " over a window");
            }
            return over.counted(
                    new WindowValue(
                            new WindowFunction.Aggregated(a.aggregate()),
                            a.arguments(),
                            a.filter(),
                            over.window(),
                            a.type()),
                    at);
        } finally {
            within = null;
        }
    }

    /** A window with what it takes over from the one that it names (transformWindowDefinitions). */
    private WindowSpecification merged(WindowSpecification w, Map<String, WindowSpecification> names) {
        if (w.name() == null) {
            return w;
        }
        String name = w.name().name();
        WindowSpecification base = names.get(name);
        if (base == null) {
            throw analysis.at(w.name())
                    .build(FailureKind.SEMANTIC, "window \"" + name + "\" does not exist")
                    .sqlState("42704")
                    .build();
        }
        if (w.reference()) {
            return base;
        }
        if (!w.partitionBy().isEmpty()) {
            throw failure("cannot override PARTITION BY clause of window \"" + name + "\"", w);
        }
        if (!w.orderBy().isEmpty() && !base.orderBy().isEmpty()) {
            throw failure("cannot override ORDER BY clause of window \"" + name + "\"", w);
        }
        if (base.frame() != null) {
            SqlFailure.Builder copy = analysis.at(w)
                    .build(FailureKind.SEMANTIC, "cannot copy window \"" + name + "\" because it has a frame clause")
                    .sqlState("42P20");
            boolean bare = w.orderBy().isEmpty() && w.frame() == null;
            throw (bare ? copy.hint("Omit the parentheses in this OVER clause.") : copy).build();
        }
        return new WindowSpecification(
                null,
                false,
                base.partitionBy(),
                base.orderBy().isEmpty() ? w.orderBy() : base.orderBy(),
                w.frame(),
                w.start(),
                w.end());
    }

    /**
     * A window, and its frame.
     *
     * @param window as a storage sees it
     * @param frame as the dialect counts it
     * @param key the column whose distances it counts; null for none
     * @param stored whether a storage counts it
     */
    private record Windowed(
            BoundWindow window, BoundWindow.Frame frame, BoundExpression key, boolean stored, FrameRules rules) {
        BoundExpression counted(BoundExpression value, Place at) {
            if (value instanceof WindowValue w && seesFrame(w.function())) {
                return stored && !rules.counts(w) ? w : rules.counted(w, frame, key, at);
            }
            boolean right = stored
                    && !(frame.fromOffset() instanceof BoundParameter)
                    && !(frame.toOffset() instanceof BoundParameter);
            return right ? value : rules.checked(value, window, frame, key);
        }

        private static boolean seesFrame(WindowFunction f) {
            return f instanceof WindowFunction.Aggregated
                    || f == WindowFunction.Standard.FIRST_VALUE
                    || f == WindowFunction.Standard.LAST_VALUE
                    || f == WindowFunction.Standard.NTH_VALUE;
        }
    }

    private Windowed window(WindowSpecification w, Scope scope) {
        String around = within;
        within = "window functions are not allowed in window definitions";
        try {
            List<BoundExpression> partition = new ArrayList<>();
            for (Expression e : w.partitionBy()) {
                BoundExpression value = analysis.settled(analysis.expressions().bind(e, scope), e);
                partition.add(rules.orderKey(value, analysis.at(e)));
            }
            List<BoundSort> order = new ArrayList<>();
            BoundExpression key = null;
            for (SortItem item : w.orderBy()) {
                key = analysis.settled(analysis.expressions().bind(item.expression(), scope), item.expression());
                order.add(analysis.queries().order().sort(item, key));
            }
            return w.frame() == null
                    ? new Windowed(new BoundWindow(partition, order, null), STANDARD, null, true, rules.frames())
                    : frame(w, partition, order, key, scope);
        } finally {
            within = around;
        }
    }

    // --- frames ---------------------------------------------------------------------------------------------------

    private Windowed frame(
            WindowSpecification w,
            List<BoundExpression> partition,
            List<BoundSort> order,
            BoundExpression key,
            Scope scope) {
        WindowFrame f = w.frame();
        BoundWindow.Unit unit = BoundWindow.Unit.valueOf(f.unit().name());
        boolean distances = unit == BoundWindow.Unit.RANGE && (f.fromOffset() != null || f.toOffset() != null);
        if (distances && order.size() != 1) {
            throw failure("RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column", w);
        }
        if (unit == BoundWindow.Unit.GROUPS && order.isEmpty()) {
            throw failure("GROUPS mode requires an ORDER BY clause", w);
        }
        BoundExpression by = distances ? key : null;
        BoundExpression from = distance(f.fromOffset(), unit, by, true, scope);
        BoundExpression to = distance(f.toOffset(), unit, by, false, scope);
        WindowFrame.Bound end = f.to() == null ? WindowFrame.Bound.CURRENT_ROW : f.to();
        BoundWindow.Frame frame = new BoundWindow.Frame(
                unit,
                BoundWindow.Bound.valueOf(f.from().name()),
                from,
                BoundWindow.Bound.valueOf(end.name()),
                to,
                BoundWindow.Exclusion.valueOf(f.exclusion().name()));
        FrameRules frames = rules.frames();
        if (from == null && to == null) {
            return new Windowed(new BoundWindow(partition, order, frame), frame, null, true, frames);
        }
        BoundWindow.Frame storable = frames.storable(frame, by);
        if (storable != null) {
            return new Windowed(new BoundWindow(partition, order, storable), frame, by, true, frames);
        }
        BoundWindow.Frame counted =
                new BoundWindow.Frame(unit, frame.from(), once(from), frame.to(), once(to), frame.exclusion());
        return new Windowed(new BoundWindow(partition, order, null), counted, by, false, frames);
    }

    /** A distance that is one value for all rows: what differs from call to call is a query, which a storage works out once. */
    private static BoundExpression once(BoundExpression distance) {
        return distance == null || !Columns.isVolatile(distance)
                ? distance
                : new BoundSubquery(
                        false,
                        ReturningJoined.plain(
                                ReturningJoined.select(List.of(new BoundOutput("", distance)), null, null)),
                        distance.type());
    }

    /** A distance; null if there is none. */
    private BoundExpression distance(
            Expression e, BoundWindow.Unit unit, BoundExpression key, boolean first, Scope scope) {
        if (e == null) {
            return null;
        }
        Place at = analysis.at(e);
        BoundExpression value = analysis.expressions().plain(e, scope, "window " + unit.name());
        Columns.each(value, x -> false, c -> {
            if (analysis.isLocal(scope, c)) {
                throw at.build(FailureKind.SEMANTIC, "argument of " + unit + " must not contain variables")
                        .sqlState("42P10")
                        .build();
            }
        });
        return rules.frames().distance(unit, key, value, first, at);
    }
}
