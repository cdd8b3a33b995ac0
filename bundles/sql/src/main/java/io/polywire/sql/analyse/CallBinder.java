package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Parameter;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.SortItem;
import io.polywire.sql.tree.StandardFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Finds out what calls of functions and aggregates mean. */
final class CallBinder {
    private static final Set<String> HYPOTHETICAL = Set.of("rank", "dense_rank", "percent_rank", "cume_dist");

    private final Analysis analysis;
    private final TypeRules rules;
    private final RowsBinder rows;
    private final WindowBinder windows;
    private final QueryLevels levels;
    /** Why aggregates are refused here; null where they are allowed. */
    private String noAggregates = "this place";

    /** Why window functions are refused here; null where they are allowed. */
    private String noWindows = "this place";

    private boolean inAggregate;
    private boolean sawAggregate;

    CallBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.rows = new RowsBinder(analysis);
        this.windows = new WindowBinder(analysis);
        this.levels = new QueryLevels(analysis);
    }

    /** Binds with aggregates and window functions refused, as the clause's ("WHERE"), or allowed for null. */
    <T> T within(String clause, Supplier<T> what) {
        return within(clause, clause, what);
    }

    /** Binds with aggregates refused as those of one clause, window functions as those of another; null allows them. */
    <T> T within(String aggregates, String windowed, Supplier<T> what) {
        String before = noAggregates;
        String windowsBefore = noWindows;
        noAggregates = aggregates;
        noWindows = windowed;
        try {
            return what.get();
        } finally {
            noAggregates = before;
            noWindows = windowsBefore;
        }
    }

    /** Why window functions are refused here; null where they are allowed. */
    String noWindows() {
        return noWindows;
    }

    /** Whether this is an argument of an aggregate. */
    boolean inAggregate() {
        return inAggregate;
    }

    /** The windows of calls. */
    WindowBinder windows() {
        return windows;
    }

    /** Binds a query within an expression. */
    <T> T inner(Supplier<T> what) {
        String before = noAggregates;
        String windowsBefore = noWindows;
        try {
            return analysis.barred().in("a subquery", () -> windows.inner(what));
        } finally {
            noAggregates = before;
            noWindows = windowsBefore;
        }
    }

    /** Binds a query within another, or one at the top for null. */
    <T> T below(Scope around, Supplier<T> what) {
        boolean aggregate = inAggregate;
        Object before = levels.begun(around, noAggregates, aggregate);
        inAggregate = false;
        try {
            return what.get();
        } finally {
            inAggregate = aggregate;
            levels.ended(around, before);
        }
    }

    /** Starts to look for aggregates, for one query. */
    boolean startQuery() {
        boolean before = sawAggregate;
        sawAggregate = false;
        return before;
    }

    /** Whether aggregates were met since; goes back to the query around. */
    boolean endQuery(boolean before) {
        boolean saw = sawAggregate;
        sawAggregate = before;
        return saw;
    }

    private BoundExpression value(Expression e, Scope scope) {
        return analysis.expressions().bind(e, scope);
    }

    private SqlFailure unsupported(String what, Part p) {
        return analysis.at(p).unsupported(what);
    }

    BoundExpression bind(FunctionCall e, Scope scope) {
        String name = e.name().last().name();
        boolean own = e.name().parts().size() == 2
                && rules.isFunction(e.name().parts().get(0).name(), name);
        Place at = analysis.at(e.name());
        if (e.name().parts().size() > 1 && !own) {
            return ofSchema(e, scope, at);
        }
        checkWithinGroup(e, name, scope, at);
        if (e.over() != null) {
            return windows.bind(e, name, scope, at);
        }
        if (rules.isWindowFunction(name)) {
            if (!e.withinGroup().isEmpty()) {
                if (!HYPOTHETICAL.contains(name)) {
                    throw at.unsupported("hypothetical-set aggregate " + name);
                }
                return aggregate(e, name, scope, at);
            }
            throw at.build(FailureKind.SEMANTIC, "window function " + name + " requires an OVER clause")
                    .sqlState("42809")
                    .build();
        }
        List<String> names = names(e);
        boolean variadic = isVariadic(e);
        if (rules.isAggregate(name)) {
            if (!names.isEmpty() || variadic) {
                throw unsupported("a named or variadic argument of an aggregate", e);
            }
            return aggregate(e, name, scope, at);
        }
        if (e.distinct() || e.filter() != null || e.star() || !e.orderBy().isEmpty()) {
            requireThere(e, name, scope, at);
            throw at.build(
                            FailureKind.SEMANTIC,
                            (e.distinct() ? "DISTINCT specified, but " : "")
                                    + (!e.distinct()
                                                    && !e.star()
                                                    && !e.orderBy().isEmpty()
                                            ? "ORDER BY specified, but "
                                            : "")
                                    + (!e.distinct() && !e.star() && e.orderBy().isEmpty() && e.filter() != null
                                            ? "FILTER specified, but "
                                            : "")
                                    + (e.star() ? name + "(*) specified, but " : "")
                                    + name
                                    + " is not an aggregate function")
                    .sqlState("42809")
                    .build();
        }
        List<BoundExpression> arguments = analysis.expressions().cased(() -> arguments(e, scope));
        if (rules.arrays().givesRows(name)) {
            RowsCall call = rules.arrays().rows(name, arguments, names, variadic, at);
            if (call != null) {
                return rows.value(e, call, at);
            }
        }
        RoutineCall user =
                own || analysis.isWritten() ? null : rules.routine(null, name, arguments, names, variadic, at);
        if (user != null) {
            return routine(e, user, scope, at);
        }
        try {
            return rules.call(name, arguments, names, variadic, at);
        } catch (SqlFailure f) {
            // a field of a row can be written as a function of it (ParseFuncOrColumn of parse_func.c)
            boolean field = f.kind() == FailureKind.UNDEFINED_FUNCTION
                    && arguments.size() == 1
                    && names.isEmpty()
                    && arguments.get(0).type().fields() != null
                    && arguments.get(0).type().fields().stream()
                            .anyMatch(x -> x.name().equals(name));
            if (field) {
                return rules.field(arguments.get(0), name, at);
            }
            throw f;
        }
    }

    /** A function of users of a row alone, written as a field of it; null if there is none. */
    BoundExpression ofRow(String name, Supplier<BoundExpression> row, Place at) {
        boolean may = !analysis.isWritten()
                && analysis.viewText() == null
                && analysis.catalog().path().stream()
                        .anyMatch(s -> !analysis.catalog().routines(s, name).isEmpty());
        RoutineCall call = may ? rules.routine(null, name, List.of(row.get()), List.of(), false, at) : null;
        return call == null ? null : new RoutineCalls(analysis).value(call, at);
    }

    // --- functions of users ---------------------------------------------------------------------------------------

    /** A call of a function of users by its schema and name. */
    private BoundExpression ofSchema(FunctionCall e, Scope scope, Place at) {
        boolean plain = !e.distinct()
                && e.filter() == null
                && !e.star()
                && e.orderBy().isEmpty()
                && e.withinGroup().isEmpty()
                && e.over() == null;
        if (!plain) {
            throw unsupported("an aggregate or window function of another schema", e.name());
        }
        List<BoundExpression> arguments = analysis.expressions().cased(() -> arguments(e, scope));
        String name = e.name().last().name();
        boolean built = e.name().parts().size() == 2
                && e.name().parts().get(0).name().equals(Schema.PUBLIC)
                && rules.isOfExtension(name)
                && analysis.catalog().routines(Schema.PUBLIC, name).isEmpty();
        return built
                ? rules.call(name, arguments, names(e), isVariadic(e), at)
                : routine(e, ofSchema(e, arguments, at), scope, at);
    }

    private static boolean isVariadic(FunctionCall e) {
        return e.arguments().stream().anyMatch(Argument::variadic);
    }

    private RoutineCall ofSchema(FunctionCall e, List<BoundExpression> arguments, Place at) {
        if (e.name().parts().size() > 2) {
            throw unsupported("a function of another database", e.name());
        }
        String schema = e.name().parts().get(0).name();
        if (analysis.catalog().schema(schema) == null && !rules.isReservedSchema(schema)) {
            throw at.build(FailureKind.SEMANTIC, "schema \"" + schema + "\" does not exist")
                    .sqlState("3F000")
                    .build();
        }
        String name = e.name().last().name();
        RoutineCall user = rules.routine(schema, name, arguments, names(e), isVariadic(e), at);
        if (user == null) {
            String types = String.join(
                    ", ", arguments.stream().map(a -> rules.display(a.type())).toList());
            throw at.build(
                            FailureKind.UNDEFINED_FUNCTION,
                            "function " + schema + "." + name + "(" + types + ") does not exist")
                    .hint("No function matches the given name and argument types. You might need to add explicit type"
                            + " casts.")
                    .build();
        }
        return user;
    }

    private BoundExpression routine(FunctionCall e, RoutineCall found, Scope scope, Place at) {
        note(e, found, scope, at);
        RoutineCalls users = new RoutineCalls(analysis);
        RoutineCall call = users.described(found, at);
        if (scope.kept() != null) {
            return KeptRoutines.kept(call.routine().rows() ? null : users.value(call, at), call, scope, at);
        }
        return call.routine().rows() && rows.allows(e, call.arguments())
                ? rows.value(e, users.collected(call, at), users.rowOf(call.routine()), at)
                : users.value(call, at);
    }

    private void note(FunctionCall e, RoutineCall call, Scope scope, Place at) {
        if (scope.kept() != null && !scope.hasRoutines()) {
            throw at.unsupported("a function of users in a " + scope.kept());
        }
        if (analysis.viewText() != null) {
            analysis.viewText().routine(e.name(), call.routine());
        }
    }

    /** A call in FROM of a function of users; null for any other function. */
    RoutineCall ofUser(FunctionCall e, Scope scope) {
        String name = e.name().last().name();
        List<String> schemas = e.name().parts().size() == 2
                ? List.of(e.name().parts().get(0).name())
                : analysis.isWritten() ? List.of() : analysis.catalog().path();
        boolean may = e.over() == null
                && schemas.stream()
                        .anyMatch(s -> !analysis.catalog().routines(s, name).isEmpty());
        if (!may) {
            return null;
        }
        Place at = analysis.at(e.name());
        List<BoundExpression> arguments = within("functions in FROM", () -> arguments(e, scope));
        RoutineCall call = e.name().parts().size() == 2
                ? ofSchema(e, arguments, at)
                : rules.routine(null, name, arguments, names(e), isVariadic(e), at);
        if (call != null) {
            note(e, call, scope, at);
        }
        return call;
    }

    /** A field of the rows of a function among the outputs; null if the function gives none. */
    BoundExpression field(FunctionCall e, String field, Scope scope) {
        RowsCall call = rows(e, scope);
        return call == null || call.types().size() < 2 ? null : rows.field(e, call, field, analysis.at(e.name()));
    }

    /** Functions that give rows among the outputs. */
    RowsBinder rows() {
        return rows;
    }

    /** A call in FROM of a function that gives rows; null for any other function. */
    RowsCall rows(FunctionCall e, Scope scope) {
        String name = e.name().last().name();
        boolean own = e.name().parts().size() == 1
                || e.name().parts().size() == 2
                        && rules.isFunction(e.name().parts().get(0).name(), name);
        if (!own || !rules.arrays().givesRows(name)) {
            return null;
        }
        boolean variadic = isVariadic(e);
        List<BoundExpression> arguments = within("functions in FROM", () -> arguments(e, scope));
        return rules.arrays().rows(name, arguments, names(e), variadic, analysis.at(e.name()));
    }

    private void checkWithinGroup(FunctionCall e, String name, Scope scope, Place at) {
        boolean ordered = rules.isOrderedSetAggregate(name);
        if (e.withinGroup().isEmpty() == !ordered) {
            if (ordered && e.over() != null) {
                throw at.failure(FailureKind.UNSUPPORTED, "OVER is not supported for ordered-set aggregate " + name);
            }
            if (ordered && e.distinct()) {
                throw at.failure(FailureKind.SYNTAX, "cannot use DISTINCT with WITHIN GROUP");
            }
            return;
        }
        if (ordered) {
            if (e.over() == null && !rules.isWindowFunction(name)) {
                throw at.build(FailureKind.SEMANTIC, "WITHIN GROUP is required for ordered-set aggregate " + name)
                        .sqlState("42809")
                        .build();
            }
            return;
        }
        if (!rules.isAggregate(name)) {
            requireThere(e, name, scope, at);
            throw at.build(
                            FailureKind.SEMANTIC,
                            "WITHIN GROUP specified, but " + name + " is not an aggregate function")
                    .sqlState("42809")
                    .build();
        }
    }

    /** What is no function at all is said to be none, before it is said to be no aggregate (ParseFuncOrColumn of parse_func.c). */
    private void requireThere(FunctionCall e, String name, Scope scope, Place at) {
        List<BoundExpression> arguments = new ArrayList<>(analysis.expressions().cased(() -> arguments(e, scope)));
        for (SortItem s : e.withinGroup()) {
            arguments.add(value(s.expression(), scope));
        }
        if (!rules.arrays().givesRows(name)
                && rules.routine(null, name, arguments, names(e), isVariadic(e), at) == null) {
            rules.call(name, arguments, names(e), isVariadic(e), at);
        }
    }

    /** Names of the arguments, null for those without one; empty if none has one. */
    private List<String> names(FunctionCall e) {
        List<String> names = new ArrayList<>();
        boolean named = false;
        for (Argument a : given(e)) {
            if (a.name() == null && named) {
                throw analysis.at(a).failure(FailureKind.SYNTAX, "positional argument cannot follow named argument");
            }
            String name = a.name() == null ? null : a.name().name();
            if (name != null && names.contains(name)) {
                throw analysis.at(a).failure(FailureKind.SYNTAX, "argument name \"" + name + "\" used more than once");
            }
            named |= name != null;
            names.add(name);
        }
        return named ? names : List.of();
    }

    List<BoundExpression> arguments(FunctionCall e, Scope scope) {
        List<BoundExpression> arguments = new ArrayList<>();
        for (Argument a : given(e)) {
            arguments.add(value(a.value(), scope));
        }
        return arguments;
    }

    /** The arguments without the parameters that stand for what a called function gives, as JDBC's calls have them. */
    private List<Argument> given(FunctionCall e) {
        boolean all = !e.withinGroup().isEmpty() || e.arguments().stream().noneMatch(this::isResult);
        return all
                ? e.arguments()
                : e.arguments().stream().filter(a -> !isResult(a)).toList();
    }

    private boolean isResult(Argument a) {
        return a.value() instanceof Parameter p
                && p.number() <= analysis.parameters().count()
                && rules.isResultOnly(analysis.parameters().get(p.number()));
    }

    /** A clause as errors about what stands in it name it. */
    static String shown(String clause) {
        return clause.equals("JOIN/ON") ? "JOIN conditions" : clause;
    }

    /** The condition of FILTER, in which there may be no aggregates of the same query. */
    private BoundExpression filter(Expression condition, boolean nested, Scope scope) {
        String before = noAggregates;
        boolean within = inAggregate;
        if (!nested) {
            noAggregates = "FILTER";
            inAggregate = false;
        }
        try {
            return rules.condition(value(condition, scope), "FILTER", analysis.at(condition));
        } finally {
            noAggregates = before;
            inAggregate = within;
        }
    }

    private BoundExpression aggregate(FunctionCall e, String name, Scope scope, Place at) {
        boolean nested = inAggregate;
        inAggregate = true;
        BoundExpression value;
        try {
            List<BoundExpression> arguments = arguments(e, scope);
            arguments.forEach(a -> refuseRows(a, e));
            for (int i = 0; e.distinct() && i < arguments.size(); i++) {
                // that its values can be told apart
                rules.orderKey(
                        arguments.get(i), analysis.leftmost(e.arguments().get(i).value()));
            }
            for (SortItem item : e.withinGroup()) {
                arguments.add(value(item.expression(), scope));
            }
            BoundExpression filter = e.filter() == null ? null : filter(e.filter(), nested, scope);
            if (HYPOTHETICAL.contains(name) && !e.withinGroup().isEmpty()) {
                int direct = arguments.size() - e.withinGroup().size();
                value = new HypotheticalSets(
                                analysis,
                                e,
                                name,
                                arguments.subList(0, direct),
                                arguments.subList(direct, arguments.size()),
                                filter)
                        .value(name);
                return placed(value, nested, scope, at);
            }
            BoundExpression found = rules.aggregate(name, arguments, e.star(), e.distinct(), filter, at);
            if (!e.withinGroup().isEmpty() && !rules.isOrderedSetAggregate(name)) {
                throw at.build(
                                FailureKind.SEMANTIC,
                                name + " is not an ordered-set aggregate, so it cannot have WITHIN GROUP")
                        .sqlState("42809")
                        .build();
            }
            value = ordered(found, e, scope);
        } finally {
            inAggregate = nested;
        }
        return placed(value, nested, scope, at);
    }

    private BoundExpression placed(BoundExpression value, boolean nested, Scope scope, Place at) {
        BoundExpression placed = levels.placed(value, scope, noAggregates, nested, "aggregate functions", at);
        sawAggregate |= placed == value;
        return placed;
    }

    /** Direct arguments of an ordered-set aggregate are the same for all rows of a group. */
    private void refuseRows(BoundExpression direct, FunctionCall e) {
        if (!e.withinGroup().isEmpty()) {
            Columns.each(direct, x -> false, c -> {
                throw unsupported("a direct argument of an ordered-set aggregate that names a column", e);
            });
        }
    }

    /** DISTINCT sorts what it sees, and an order of its own must be of what it sees. */
    private BoundExpression ordered(BoundExpression value, FunctionCall e, Scope scope) {
        if (!e.withinGroup().isEmpty() && value instanceof AggregateValue a) {
            List<BoundSort> order = new ArrayList<>();
            int first = a.arguments().size() - e.withinGroup().size();
            for (int i = 0; i < e.withinGroup().size(); i++) {
                order.add(analysis.queries()
                        .order()
                        .sort(e.withinGroup().get(i), a.arguments().get(first + i)));
            }
            return new AggregateValue(a.aggregate(), a.arguments(), false, a.filter(), order, a.type());
        }
        if (e.orderBy().isEmpty() && !(e.distinct() && value instanceof AggregateValue a && sees(a))) {
            return value;
        }
        if (!(value instanceof AggregateValue a)) {
            throw unsupported("ORDER BY in this aggregate", e);
        }
        List<BoundSort> order = new ArrayList<>();
        for (SortItem item : e.orderBy()) {
            BoundExpression key = analysis.settled(value(item.expression(), scope), item.expression());
            BoundExpression of = e.distinct() ? argument(a, key, e, item, scope) : key;
            if (of == null) {
                throw analysis.at(item)
                        .build(
                                FailureKind.SEMANTIC,
                                "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list")
                        .sqlState("42P10")
                        .build();
            }
            order.add(analysis.queries().order().sort(item, of));
        }
        if (order.isEmpty()) {
            Place at = analysis.at(e);
            for (BoundExpression argument : a.arguments()) {
                order.add(new BoundSort(rules.orderKey(argument, at), false, rules.nullsFirst(false)));
            }
        }
        return new AggregateValue(a.aggregate(), a.arguments(), a.distinct(), a.filter(), order, a.type());
    }

    /**
     * The argument that an expression is, as the aggregate takes it or before it was coerced for it; null for none. A cast that
     * is written makes it another (findTargetlistEntrySQL99 of parse_clause.c looks behind implicit ones alone).
     */
    private BoundExpression argument(
            AggregateValue a, BoundExpression key, FunctionCall e, SortItem item, Scope scope) {
        BoundExpression found = null;
        for (int i = 0; i < a.arguments().size(); i++) {
            BoundExpression argument = a.arguments().get(i);
            Expression written = i < e.arguments().size() ? e.arguments().get(i).value() : item.expression();
            boolean cast = written instanceof Cast != item.expression() instanceof Cast;
            if (cast && !value(written, scope).equals(key)) {
                continue;
            }
            if (argument.equals(key)) {
                return argument;
            }
            if (found == null && argument.equals(coerced(key, argument.type(), analysis.at(item)))) {
                found = argument;
            }
        }
        return found;
    }

    private BoundExpression coerced(BoundExpression key, Type to, Place at) {
        try {
            return rules.coerce(key, to, at);
        } catch (SqlFailure none) {
            // of another type altogether: it is another argument, or none
            return key;
        }
    }

    /** Whether the order in which it sees the rows can show. */
    private static boolean sees(AggregateValue a) {
        return a.aggregate() instanceof Aggregate.Own;
    }

    BoundExpression bind(StandardFunction e, Scope scope) {
        List<BoundExpression> arguments = new ArrayList<>();
        if (e.kind() == StandardFunction.Kind.EXTRACT) {
            arguments.add(rules.literal(new Literal(Literal.Kind.STRING, e.word(), e.start(), e.end())));
        }
        for (Expression a : e.arguments()) {
            if (e.kind() == StandardFunction.Kind.OVERLAPS && a instanceof RowExpression row) {
                row.fields().forEach(f -> arguments.add(value(f, scope)));
            } else {
                BoundExpression argument = value(a, scope);
                arguments.add(argument instanceof BoundRow ? analysis.settled(argument, a) : argument);
            }
        }
        if (e.kind() == StandardFunction.Kind.GROUPING) {
            for (int i = 0; i < arguments.size(); i++) {
                analysis.literals().note(arguments.get(i), e.arguments().get(i).start());
            }
            BoundExpression asked = GroupBinder.grouping(arguments, rules);
            BoundExpression placed =
                    levels.placed(asked, scope, noAggregates, inAggregate, "grouping operations", analysis.at(e));
            sawAggregate |= placed == asked;
            return placed;
        }
        if (e.kind() == StandardFunction.Kind.NORMALIZE && e.word() != null) {
            arguments.add(rules.literal(new Literal(Literal.Kind.STRING, e.word(), e.start(), e.end())));
        }
        if (e.kind() == StandardFunction.Kind.COALESCE
                || e.kind() == StandardFunction.Kind.GREATEST
                || e.kind() == StandardFunction.Kind.LEAST) {
            for (int i = 0; i < arguments.size(); i++) {
                analysis.literals()
                        .note(arguments.get(i), Leftmost.of(e.arguments().get(i)));
            }
        }
        return rules.standard(e.kind(), arguments, analysis.at(e));
    }
}
