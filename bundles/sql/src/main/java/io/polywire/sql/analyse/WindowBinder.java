package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundSort;
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
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds out what calls over windows mean. */
final class WindowBinder {
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
            BoundWindow window = window(merged(e.over(), named), scope);
            if (!aggregate) {
                return rules.windowFunction(name, arguments, window, at);
            }
            BoundExpression value = rules.aggregate(name, arguments, e.star(), false, filter, at);
            if (!(value instanceof AggregateValue a)) {
                throw at.unsupported("aggregate " + name + " over a window");
            }
            return new WindowValue(
                    new WindowFunction.Aggregated(a.aggregate()), a.arguments(), a.filter(), window, a.type());
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

    private BoundWindow window(WindowSpecification w, Scope scope) {
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
            return w.frame() == null ? new BoundWindow(partition, order, null) : frame(w, partition, order, key, scope);
        } finally {
            within = around;
        }
    }

    // --- frames ---------------------------------------------------------------------------------------------------

    private BoundWindow frame(
            WindowSpecification w,
            List<BoundExpression> partition,
            List<BoundSort> order,
            BoundExpression key,
            Scope scope) {
        WindowFrame f = w.frame();
        BoundWindow.Unit unit = BoundWindow.Unit.valueOf(f.unit().name());
        boolean offsets = f.fromOffset() != null || f.toOffset() != null;
        if (unit == BoundWindow.Unit.RANGE && offsets && order.size() != 1) {
            throw failure("RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column", w);
        }
        if (unit == BoundWindow.Unit.GROUPS && order.isEmpty()) {
            throw failure("GROUPS mode requires an ORDER BY clause", w);
        }
        BoundExpression from = value(f.fromOffset(), unit, scope);
        BoundExpression to = value(f.toOffset(), unit, scope);
        BoundExpression by = key;
        List<BoundSort> sorted = order;
        if (unit == BoundWindow.Unit.RANGE && offsets) {
            by = rules.frameKey(
                    key,
                    Stream.of(from, to).filter(Objects::nonNull).toList(),
                    analysis.at(w.orderBy().get(0).expression()));
            sorted = by == key
                    ? order
                    : List.of(analysis.queries().order().sort(w.orderBy().get(0), by));
        }
        WindowFrame.Bound end = f.to() == null ? WindowFrame.Bound.CURRENT_ROW : f.to();
        return new BoundWindow(
                partition,
                sorted,
                new BoundWindow.Frame(
                        unit,
                        BoundWindow.Bound.valueOf(f.from().name()),
                        offset(f.fromOffset(), from, unit, by, key, true),
                        BoundWindow.Bound.valueOf(end.name()),
                        offset(f.toOffset(), to, unit, by, key, false),
                        BoundWindow.Exclusion.valueOf(f.exclusion().name())));
    }

    /** A distance as it is written; null if there is none. */
    private BoundExpression value(Expression e, BoundWindow.Unit unit, Scope scope) {
        if (e == null) {
            return null;
        }
        Place at = analysis.at(e);
        BoundExpression value = analysis.expressions().plain(e, scope, unit.name());
        Columns.each(value, x -> false, c -> {
            if (analysis.isLocal(scope, c)) {
                throw at.build(FailureKind.SEMANTIC, "argument of " + unit + " must not contain variables")
                        .sqlState("42P10")
                        .build();
            }
            throw at.unsupported("a column of a query around in a frame");
        });
        if (Columns.hasQuery(value)) {
            throw at.unsupported("a sub-query in a frame");
        }
        return value;
    }

    private BoundExpression offset(
            Expression e,
            BoundExpression value,
            BoundWindow.Unit unit,
            BoundExpression key,
            BoundExpression column,
            boolean first) {
        if (e == null) {
            return null;
        }
        Place at = analysis.at(e);
        boolean range = unit == BoundWindow.Unit.RANGE;
        BoundExpression own = range ? rules.frameOffset(key, column.type(), value, first, at) : null;
        BoundExpression offset =
                own != null ? own : rules.coerce(value, range ? distance(key, at) : rules.rowCountType(), at);
        if (offset instanceof BoundParameter) {
            return offset;
        }
        if (!(offset instanceof BoundConstant c)) {
            throw at.unsupported("an expression in a frame");
        }
        if (c.isNull()) {
            throw SqlFailure.build(
                            FailureKind.DATA, "frame " + (first ? "starting" : "ending") + " offset must not be null")
                    .sqlState("22004")
                    .build();
        }
        if (!(((Number) c.value()).doubleValue() >= 0)) {
            throw SqlFailure.build(
                            FailureKind.DATA,
                            range
                                    ? "invalid preceding or following size in window function"
                                    : "frame " + (first ? "starting" : "ending") + " offset must not be negative")
                    .sqlState("22013")
                    .build();
        }
        return offset;
    }

    private Type distance(BoundExpression key, Place at) {
        return switch (key.type().kind()) {
            case INT16, INT32, INT64 -> rules.rowCountType();
            case FLOAT32, FLOAT64 -> key.type();
            case DECIMAL, DATE, TIME, TIME_TZ, TIMESTAMP, TIMESTAMP_TZ, INTERVAL ->
                throw at.unsupported("RANGE with an offset over " + rules.display(key.type()));
            default ->
                throw at.failure(
                        FailureKind.UNSUPPORTED,
                        "RANGE with offset PRECEDING/FOLLOWING is not supported for column type "
                                + rules.display(key.type()));
        };
    }
}
