package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.tree.Alias;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.FunctionTable;
import io.polywire.sql.tree.Identifier;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Functions of users in FROM that give rows: their queries stand in place of the calls. */
final class RoutineTables {
    private final Analysis analysis;
    private final Scope query;
    /** What a function in FROM sees. */
    private final Supplier<Scope> seen;

    private final Map<FunctionTable, RoutineCalls.Rows> known = new IdentityHashMap<>();

    /** Names of the only columns of calls that give one value. */
    private final Map<FunctionTable, String> named = new IdentityHashMap<>();

    RoutineTables(Analysis analysis, Scope query, Supplier<Scope> seen) {
        this.analysis = analysis;
        this.query = query;
        this.seen = seen;
    }

    /** The rows of a call; null if it is of another function. */
    RoutineCalls.Rows rows(FunctionTable t) {
        if (known.containsKey(t)) {
            return known.get(t);
        }
        RoutineCalls.Rows rows = null;
        if (t.functions().size() == 1 && t.functions().get(0).call() instanceof FunctionCall f) {
            RoutineCall call = defined(t, analysis.expressions().calls().ofUser(f, seen.get()), analysis.at(f.name()));
            RoutineCalls.Rows fields = call == null || call.routine().rows()
                    ? null
                    : new RoutineCalls(analysis).fields(call, analysis.at(f.name()));
            if (fields != null) {
                rows = t.ordinality() ? numbered(fields, analysis.at(f.name())) : fields;
            } else if (call != null && !call.routine().rows()) {
                call.routine().outputs().stream().filter(p -> p.name() != null).forEach(p -> named.put(t, p.name()));
            } else if (call != null) {
                Place at = analysis.at(f.name());
                rows = new RoutineCalls(analysis).rows(call, at);
                rows = t.ordinality() ? numbered(rows, at) : rows;
            }
        }
        known.put(t, rows);
        return rows;
    }

    /** A call with the columns that a list behind it says, where that is needed. */
    private RoutineCall defined(FunctionTable t, RoutineCall call, Place at) {
        if (call == null || !call.routine().isRecord()) {
            if (call != null) {
                refuseExtras(t, at);
            }
            return call;
        }
        if (t.ordinality() && !t.columns().isEmpty()) {
            throw analysis.at(t.columns().get(0))
                    .build(FailureKind.SYNTAX, "WITH ORDINALITY cannot be used with a column definition list")
                    .hint("Put the column definition list inside ROWS FROM().")
                    .build();
        }
        List<ColumnDefinition> list =
                t.columns().isEmpty() ? t.functions().get(0).columns() : t.columns();
        if (list.isEmpty()) {
            throw at.failure(
                    FailureKind.SYNTAX, "a column definition list is required for functions returning \"record\"");
        }
        return new RoutineCalls(analysis).defined(call, list, at);
    }

    /** The same rows with their numbers behind them. */
    private RoutineCalls.Rows numbered(RoutineCalls.Rows rows, Place at) {
        int source = analysis.newSource(null);
        List<BoundOutput> outputs = new ArrayList<>();
        List<String> names = new ArrayList<>(rows.names());
        for (int i = 0; i < rows.query().outputs().size(); i++) {
            BoundOutput o = rows.query().outputs().get(i);
            outputs.add(new BoundOutput(
                    o.name(),
                    new BoundColumn(source, QueryBinder.columnOf(i), o.value().type(), true)));
        }
        names.add("ordinality");
        outputs.add(new BoundOutput(
                "ordinality",
                analysis.rules()
                        .windowFunction("row_number", List.of(), new BoundWindow(List.of(), List.of(), null), at)));
        BoundBody around = new BoundBody.Select(
                false, outputs, new BoundSource.Derived(source, rows.query(), true), null, false, List.of(), null);
        return new RoutineCalls.Rows(
                new BoundQuery(around, List.of(), null, null), names, rows.arguments(), false, null);
    }

    private static void refuseExtras(FunctionTable t, Place at) {
        if (!t.columns().isEmpty() || !t.functions().get(0).columns().isEmpty()) {
            throw at.failure(
                    FailureKind.SYNTAX, "a column definition list is only allowed for functions returning \"record\"");
        }
    }

    /** The rows of a call whose arguments are columns of what stands before it in FROM; null for any other. */
    RoutineCalls.Rows dependent(FunctionTable t) {
        RoutineCalls.Rows rows = rows(t);
        return rows != null && rows.arguments().stream().anyMatch(this::isDependent) ? rows : null;
    }

    private boolean isDependent(BoundExpression argument) {
        boolean[] local = {false};
        Columns.each(argument, x -> false, c -> local[0] |= analysis.isLocal(query, c));
        return local[0];
    }

    /** Such rows beside those that their arguments are of; null where they have to be collected for each of those. */
    BoundSource join(FunctionTable t, BoundSource.Kind kind, BoundSource left, Scope into) {
        RoutineCalls.Rows rows = dependent(t);
        if (t.ordinality()) {
            throw analysis.at(t).unsupported("LATERAL with a function of users WITH ORDINALITY");
        }
        if (rows.query().body() instanceof BoundBody.Select s
                && s.from() instanceof BoundSource.Derived d
                && d.view() == null) {
            return null;
        }
        List<String> names = names(t, rows);
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            outputs.add(
                    new BoundOutput(names.get(i), rows.query().outputs().get(i).value()));
        }
        BoundQuery q = rows.query();
        if (q.body() instanceof BoundBody.Select s) {
            BoundBody named = new BoundBody.Select(
                    s.distinct(), outputs, s.from(), s.where(), s.grouped(), s.groupBy(), s.having());
            q = new BoundQuery(named, q.orderBy(), q.limit(), q.offset());
        }
        Identifier alias = new Identifier(alias(t), false, t.start(), t.end());
        BoundSource both = new Lateral(analysis, query)
                .join(kind, left, q, new Alias(alias, aliases(t), t.start(), t.end()), into);
        if (both != null) {
            show(t, rows, into);
        }
        return both;
    }

    /** The name of the one value that a call gives; null if it has none of its own. */
    String name(FunctionTable t) {
        return named.get(t);
    }

    /** A row of one column that is no relation's is that column; others are of the function's type. */
    void show(FunctionTable t, RoutineCalls.Rows rows, Scope into) {
        if (rows.row() != null) {
            into.rowType(alias(t), rows.row());
        }
        if (rows.scalar()) {
            into.rowIs(alias(t), into.ownTable(alias(t)).get(0).value());
        }
    }

    /** What a call is called. */
    String alias(FunctionTable t) {
        return t.alias() == null || t.alias().name() == null
                ? analysis.rules().columnName(t.functions().get(0).call())
                : t.alias().name().name();
    }

    static List<Identifier> aliases(FunctionTable t) {
        return t.alias() == null ? List.of() : t.alias().columns();
    }

    /** Names of the columns. */
    List<String> names(FunctionTable t, RoutineCalls.Rows rows) {
        return rows.names().stream().map(n -> n == null ? alias(t) : n).toList();
    }
}
