package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Aggregates by name and type of argument (pg_aggregate of PostgreSQL 15, as far as they are served). */
final class Aggregates {
    /** All that PostgreSQL 15 calls so; those that are not served are refused by name. */
    private static final Set<String> NAMES = Set.of(
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "bool_and",
            "bool_or",
            "every",
            "string_agg",
            "array_agg",
            "json_agg",
            "jsonb_agg",
            "json_object_agg",
            "jsonb_object_agg",
            "bit_and",
            "bit_or",
            "bit_xor",
            "stddev",
            "stddev_pop",
            "stddev_samp",
            "variance",
            "var_pop",
            "var_samp",
            "corr",
            "covar_pop",
            "covar_samp",
            "mode",
            "percentile_cont",
            "percentile_disc",
            "regr_avgx",
            "regr_avgy",
            "regr_count",
            "regr_intercept",
            "regr_r2",
            "regr_slope",
            "regr_sxx",
            "regr_sxy",
            "regr_syy",
            "any_value",
            "xmlagg",
            "range_agg",
            "range_intersect_agg");

    private Aggregates() {}

    static boolean has(String name) {
        return NAMES.contains(name);
    }

    static BoundExpression call(
            String name, List<BoundExpression> in, boolean star, boolean distinct, BoundExpression filter, Place at) {
        if (star) {
            if (!name.equals("count")) {
                throw at.build(FailureKind.UNDEFINED_FUNCTION, "function " + name + "() does not exist")
                        .hint("No function matches the given name and argument types. You might need to add explicit"
                                + " type casts.")
                        .build();
            }
            return new AggregateValue(Aggregate.Standard.COUNT, List.of(), false, filter, PgTypes.INT8);
        }
        List<BoundExpression> arguments = new ArrayList<>();
        for (BoundExpression a : in) {
            arguments.add(PgTypes.isUnknown(a.type()) ? Coercions.implicit(a, PgTypes.TEXT, at) : a);
        }
        Registry.AggregateImplementation own = find(name, arguments);
        if (own == null) {
            throw at.unsupported("aggregate " + name + "(" + FunctionCalls.types(in) + ")");
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (!isAny(own.takes().get(i))) {
                arguments.set(
                        i, Coercions.implicit(arguments.get(i), own.takes().get(i), at));
            }
        }
        if (distinct) {
            boolean key = name.equals("count") && arguments.size() == 1;
            if (key) {
                arguments.set(0, Keys.of(arguments.get(0)));
            } else if (arguments.size() != 1 || !Keys.isOwn(arguments.get(0).type())) {
                throw at.unsupported(name + "(DISTINCT " + FunctionCalls.types(in) + ")");
            }
        }
        Registry.AggregateParts parts = own.maker().make(arguments, own.result());
        return new AggregateValue(parts.aggregate(), parts.arguments(), distinct, filter, own.result());
    }

    private static boolean isAny(Type t) {
        return t == PgTypes.ANY;
    }

    /** The one whose types are those of the arguments; one of text also takes what becomes text by itself. */
    private static Registry.AggregateImplementation find(String name, List<BoundExpression> arguments) {
        for (Registry.AggregateImplementation a : Registry.all().aggregates(name)) {
            boolean fits = a.takes().size() == arguments.size();
            for (int i = 0; fits && i < arguments.size(); i++) {
                Type has = arguments.get(i).type();
                Type takes = a.takes().get(i);
                fits = isAny(takes) || has.name().equals(takes.name()) || takes == PgTypes.TEXT && PgTypes.isText(has);
            }
            if (fits) {
                return a;
            }
        }
        return null;
    }
}
