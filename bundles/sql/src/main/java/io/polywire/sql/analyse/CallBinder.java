package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.StandardFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Finds out what calls of functions and aggregates mean. */
final class CallBinder {
    private final Analysis analysis;
    private final TypeRules rules;
    /** Why aggregates are refused here; null where they are allowed. */
    private String noAggregates = "this place";

    private boolean inAggregate;
    private boolean sawAggregate;

    CallBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    /** Binds with aggregates refused, as the clause's ("WHERE"), or allowed for null. */
    <T> T within(String clause, Supplier<T> what) {
        String before = noAggregates;
        noAggregates = clause;
        try {
            return what.get();
        } finally {
            noAggregates = before;
        }
    }

    /** Binds a query within an expression. */
    <T> T inner(Supplier<T> what) {
        String before = noAggregates;
        boolean aggregate = inAggregate;
        inAggregate = false;
        try {
            return what.get();
        } finally {
            noAggregates = before;
            inAggregate = aggregate;
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
        if (e.name().parts().size() > 1) {
            throw unsupported("a function with a schema", e.name());
        }
        if (e.over() != null) {
            throw unsupported("a window function", e);
        }
        if (!e.orderBy().isEmpty() || !e.withinGroup().isEmpty()) {
            throw unsupported("an ordered aggregate", e);
        }
        Place at = analysis.at(e.name());
        List<String> names = names(e);
        boolean variadic = e.arguments().stream().anyMatch(Argument::variadic);
        if (rules.isAggregate(name)) {
            if (!names.isEmpty() || variadic) {
                throw unsupported("a named or variadic argument of an aggregate", e);
            }
            return aggregate(e, name, scope, at);
        }
        if (e.distinct() || e.filter() != null || e.star()) {
            throw at.build(FailureKind.SEMANTIC, name + " is not an aggregate function")
                    .sqlState("42809")
                    .build();
        }
        return rules.call(name, arguments(e, scope), names, variadic, at);
    }

    /** Names of the arguments, null for those without one; empty if none has one. */
    private List<String> names(FunctionCall e) {
        List<String> names = new ArrayList<>();
        boolean named = false;
        for (Argument a : e.arguments()) {
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

    private List<BoundExpression> arguments(FunctionCall e, Scope scope) {
        List<BoundExpression> arguments = new ArrayList<>();
        for (Argument a : e.arguments()) {
            arguments.add(value(a.value(), scope));
        }
        return arguments;
    }

    private BoundExpression aggregate(FunctionCall e, String name, Scope scope, Place at) {
        if (inAggregate) {
            throw at.build(FailureKind.SEMANTIC, "aggregate function calls cannot be nested")
                    .sqlState("42803")
                    .build();
        }
        if (noAggregates != null) {
            throw at.build(FailureKind.SEMANTIC, "aggregate functions are not allowed in " + noAggregates)
                    .sqlState("42803")
                    .build();
        }
        inAggregate = true;
        BoundExpression value;
        try {
            List<BoundExpression> arguments = arguments(e, scope);
            BoundExpression filter = e.filter() == null
                    ? null
                    : rules.condition(value(e.filter(), scope), "FILTER", analysis.at(e.filter()));
            value = rules.aggregate(name, arguments, e.star(), e.distinct(), filter, at);
        } finally {
            inAggregate = false;
        }
        refuseOuterArguments(value, scope, at);
        sawAggregate = true;
        return value;
    }

    /** An aggregate over columns of a query around belongs to that query, which is not done yet. */
    private void refuseOuterArguments(BoundExpression value, Scope scope, Place at) {
        Columns.each(value, x -> false, c -> {
            if (!analysis.isLocal(scope, c)) {
                throw at.unsupported("an aggregate over columns of a query around it");
            }
        });
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
                arguments.add(value(a, scope));
            }
        }
        return rules.standard(e.kind(), arguments, analysis.at(e));
    }
}
