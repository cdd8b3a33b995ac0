package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.Operation;
import java.util.ArrayList;
import java.util.List;

/** Aggregates by name and type of argument (pg_aggregate of PostgreSQL 15, as far as they are served). */
final class Aggregates {
    private Aggregates() {}

    /** Whether a delimiter is so short that there are few of its kind. */
    private static boolean joins(List<BoundExpression> arguments) {
        return arguments.size() == 2
                && arguments.get(1) instanceof BoundConstant c
                && c.value() instanceof String s
                && s.length() <= 2
                && s.chars().allMatch(x -> x < 128);
    }

    static boolean has(String name) {
        return ServerCatalog.all().functions(name).stream().anyMatch(f -> "aoh".indexOf(f.kind()) >= 0);
    }

    static boolean isOrderedSet(String name) {
        return ServerCatalog.all().functions(name).stream().anyMatch(f -> f.kind() == 'o' || f.kind() == 'h');
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
        if (in.isEmpty() && name.equals("count")) {
            throw at.build(FailureKind.SEMANTIC, "count(*) must be used to call a parameterless aggregate function")
                    .sqlState("42809")
                    .build();
        }
        FunctionCalls.Chosen chosen = FunctionCalls.find(name, in, List.of(), false, at);
        Registry.AggregateImplementation own =
                Registry.all().aggregate(name, chosen.row().takes());
        if (own == null) {
            throw at.unsupported("aggregate " + chosen.signature());
        }
        boolean rows = name.equals("count") && !distinct && in.size() == 1;
        if (rows
                && in.get(0) instanceof BoundRow row
                && row.ofTable()
                && !row.fields().isEmpty()) {
            return counted(row, filter);
        }
        List<BoundExpression> arguments = CatalogNames.shown(name, chosen.brought(at), at);
        if (distinct) {
            boolean key = name.equals("count") && arguments.size() == 1;
            if (key) {
                arguments.set(0, Keys.of(arguments.get(0)));
            } else if (name.equals("string_agg") && joins(arguments)) {
                // SQLite's DISTINCT takes one argument
                String between = (String) ((BoundConstant) arguments.get(1)).value();
                return new AggregateValue(
                        new Aggregate.Own(StandardAggregates.joined(between)),
                        arguments.subList(0, 1),
                        true,
                        filter,
                        chosen.result());
            } else if (arguments.size() != 1 || !Keys.isOwn(arguments.get(0).type())) {
                return ofDistinct(name, own.maker().make(arguments, chosen.result()), arguments, chosen, filter, at);
            }
        }
        Type result = chosen.result();
        Registry.AggregateParts parts = own.maker().make(arguments, result);
        if (distinct
                && parts.aggregate() instanceof Aggregate.Own
                && !parts.arguments().equals(arguments)) {
            // what it sees is made of the arguments, which are what has to differ
            return ofDistinct(name, parts, arguments, chosen, filter, at);
        }
        return new AggregateValue(parts.aggregate(), parts.arguments(), distinct, filter, result);
    }

    /** How many rows there are: a row is no NULL, whatever its fields are, and none of its values is needed. */
    private static AggregateValue counted(BoundRow row, BoundExpression filter) {
        // what is never NULL and names a column, that the query is known whose rows are counted
        BoundExpression argument = row.present() == null
                ? Functions.operation(
                        Operation.IS_NULL, PgTypes.BOOL, row.fields().get(0))
                : new BoundCase(
                        List.of(row.present()),
                        List.of(new BoundConstant(1L, PgTypes.INT4)),
                        new BoundConstant(null, PgTypes.INT4),
                        PgTypes.INT4);
        return new AggregateValue(Aggregate.Standard.COUNT, List.of(argument), false, filter, PgTypes.INT8);
    }

    /** The aggregate of the storage knows no keys, nor more than one argument. */
    private static AggregateValue ofDistinct(
            String name,
            Registry.AggregateParts parts,
            List<BoundExpression> arguments,
            FunctionCalls.Chosen chosen,
            BoundExpression filter,
            Place at) {
        boolean plain = parts.arguments().size() == chosen.takes().size();
        if (!plain || !(parts.aggregate() instanceof Aggregate.Own own)) {
            throw at.unsupported(name + "(DISTINCT " + FunctionCalls.types(chosen.arguments()) + ")");
        }
        List<BoundExpression> all = new ArrayList<>();
        for (BoundExpression a : arguments) {
            all.add(Keys.of(a));
        }
        all.addAll(parts.arguments());
        if (!parts.arguments().equals(arguments)) {
            // for an ORDER BY, which names them
            all.addAll(arguments);
        }
        return new AggregateValue(
                new Aggregate.Own(DistinctAggregate.of(own.function(), arguments.size(), all.size())),
                all,
                false,
                filter,
                chosen.result());
    }
}
