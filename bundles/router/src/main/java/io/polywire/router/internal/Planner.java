package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.storage.Description;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.Dialect;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.tree.OpaqueStatement;
import io.polywire.sql.tree.ShowDatabases;
import io.polywire.sql.tree.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes plans with the dialects that are there. Thread-safe. */
final class Planner {
    private final Map<String, Dialect> dialects = new ConcurrentHashMap<>();

    /** Those that were ever there: one of them may come back, another will not. */
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    void add(Dialect d) {
        dialects.put(d.name(), d);
        seen.add(d.name());
    }

    boolean mayComeBack(String name) {
        return seen.contains(name);
    }

    void remove(Dialect d) {
        dialects.remove(d.name(), d);
    }

    boolean has(String name) {
        return dialects.containsKey(name);
    }

    /** Names of the dialects that are there, sorted. */
    List<String> names() {
        return dialects.keySet().stream().sorted().toList();
    }

    /**
     * A dialect.
     *
     * @throws SqlFailure 57P03 if it is not there now
     */
    Dialect dialect(String name) {
        Dialect d = dialects.get(name);
        if (d == null) {
            throw DatabaseRegistry.unavailable("dialect " + name + " is not there");
        }
        return d;
    }

    /** The plan of a statement that needs no storage to be planned, or null. */
    Plan sessionPlan(Statement tree) {
        if (tree instanceof OpaqueStatement) {
            return null;
        }
        List<Column> columns =
                tree instanceof ShowDatabases ? List.of(Column.of("name", Type.of(TypeKind.TEXT, "text"))) : List.of();
        return new Plan(tree, null, columns, !columns.isEmpty(), List.of(), false, 0);
    }

    /**
     * The plan of a statement that a storage runs.
     *
     * @param lease asked what the statement returns
     */
    Plan storagePlan(Statement tree, String front, DatabaseRegistry.Found found, List<Type> declared, Lease lease) {
        String back = found.storage().dialect();
        if (tree instanceof OpaqueStatement && !front.equals(back)) {
            throw SqlFailure.unsupported(tree.command() + " in dialect " + front + " on a storage of dialect " + back);
        }
        StorageStatement statement = dialect(back).render(tree, found.storage().capabilities());
        Description d = lease.describe(statement);
        if (declared.size() > statement.parameterCount()) {
            throw SqlFailure.of(
                    FailureKind.PROTOCOL,
                    declared.size() + " parameter types for " + statement.parameterCount() + " parameters");
        }
        Type[] parameters =
                Collections.nCopies(statement.parameterCount(), Type.UNKNOWN).toArray(Type[]::new);
        for (int i = 0; i < declared.size(); i++) {
            parameters[i] = declared.get(i);
        }
        return new Plan(
                tree,
                statement,
                d.columns(),
                !d.columns().isEmpty(),
                List.of(parameters),
                d.pointLookup(),
                d.schemaVersion());
    }
}
