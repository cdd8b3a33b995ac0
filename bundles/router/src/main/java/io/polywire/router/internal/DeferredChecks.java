package io.polywire.router.internal;

import io.polywire.api.storage.Lease;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.tree.Assignment;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Delete;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.Update;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a transaction has said about the time at which its constraints are checked, and which of its statements have changed
 * rows since the checks of a key were made last: what those have left to the end of the transaction.
 */
final class DeferredChecks {
    /** In place of the number of a table: some that are not known. */
    private static final int ANY = 0;

    /**
     * The last statements of each kind that have changed rows of a table, by their numbers; 0 for none.
     *
     * @param maybe those of which it is not known what they did
     * @param updated by the names of the columns that they have set
     */
    private record Changes(long inserted, long deleted, long maybe, Map<String, Long> updated) {
        static final Changes NONE = new Changes(0, 0, 0, Map.of());

        Changes updated(Set<String> columns, long now) {
            Map<String, Long> all = new HashMap<>(updated);
            columns.forEach(c -> all.put(c, now));
            return new Changes(inserted, deleted, maybe, Map.copyOf(all));
        }
    }

    private final Set<Integer> said = new HashSet<>();
    private final Map<Integer, Changes> changes = new HashMap<>();
    /** Until which statement keys have been checked, by their numbers. */
    private final Map<Integer, Long> checked = new HashMap<>();

    private boolean storageDefers;
    private long statements;

    /** What SET CONSTRAINTS has said, as {@link ConstraintModes} notes it, which may change it. */
    Set<Integer> said() {
        return said;
    }

    /** Whether the storage puts all foreign keys off until the transaction ends. */
    boolean storageDefers() {
        return storageDefers;
    }

    /**
     * Has the storage put all foreign keys off, and those that are not deferred looked at behind each statement.
     *
     * @param lease of the transaction; null if it has none so far
     */
    void storageDefers(Lease lease) {
        storageDefers = true;
        begun(lease);
    }

    /** The transaction has begun on a lease. */
    void begun(Lease lease) {
        if (storageDefers && lease != null) {
            lease.deferKeys();
        }
    }

    /** Whether each key is checked when the storage checks it. */
    boolean areTheStorages() {
        return said.isEmpty() && !storageDefers;
    }

    void clear() {
        said.clear();
        changes.clear();
        checked.clear();
        storageDefers = false;
    }

    DeferredChecks copy() {
        DeferredChecks c = new DeferredChecks();
        c.backTo(this);
        return c;
    }

    /** Becomes what another one is; what the storage does stays. */
    void backTo(DeferredChecks other) {
        said.clear();
        said.addAll(other.said);
        changes.clear();
        changes.putAll(other.changes);
        checked.clear();
        checked.putAll(other.checked);
        statements = Math.max(statements, other.statements);
    }

    /** A key has been checked, as after each statement so far. */
    void checked(int key) {
        checked.put(key, statements);
    }

    /** A statement has run that has changed some rows. */
    void changed(Plan plan) {
        long now = ++statements;
        Relation target = plan.target();
        boolean whole = plan.steps().isEmpty() || plan.keyed() != null;
        if (target == null || !whole || !(plan.tree() instanceof ParsedStatement p)) {
            changes.merge(ANY, new Changes(0, 0, now, Map.of()), (a, b) -> b);
            return;
        }
        Changes before = changes.getOrDefault(target.id(), Changes.NONE);
        changes.put(target.id(), after(before, p.body(), target, now));
    }

    private static Changes after(Changes before, StatementBody body, Relation target, long now) {
        if (body instanceof Insert i
                && (i.onConflict() == null || i.onConflict().assignments().isEmpty())) {
            return new Changes(now, before.deleted(), before.maybe(), before.updated());
        }
        if (body instanceof Delete) {
            return new Changes(before.inserted(), now, before.maybe(), before.updated());
        }
        Set<String> set = body instanceof Update u ? columns(u, target) : null;
        return set == null
                ? new Changes(before.inserted(), before.deleted(), now, before.updated())
                : before.updated(set, now);
    }

    /** Names of the columns that are set; null where they are others than those of the table. */
    private static Set<String> columns(Update u, Relation target) {
        Set<String> names = new HashSet<>();
        for (Assignment a : u.assignments()) {
            for (Expression e : a.targets()) {
                String name = e instanceof ColumnReference c ? c.parts().get(0).name() : null;
                if (name == null || target.index(name) < 0) {
                    return null;
                }
                names.add(name);
            }
        }
        return names;
    }

    // --- what is left ---------------------------------------------------------------------------------------------

    /** Whether anything has changed rows. */
    boolean isEmpty() {
        return changes.isEmpty();
    }

    private boolean since(int key, long statement) {
        return statement > checked.getOrDefault(key, 0L);
    }

    /** Whether rows have come into a table since a key was checked. */
    boolean inserted(int table, int key) {
        return since(key, changes.getOrDefault(table, Changes.NONE).inserted());
    }

    /** Whether rows have gone from a table since a key was checked. */
    boolean deleted(int table, int key) {
        return since(key, changes.getOrDefault(table, Changes.NONE).deleted());
    }

    /** Whether some of a table's columns may have got other values since a key was checked, or its rows may be others. */
    boolean maybe(int table, int key, List<String> columns) {
        Changes of = changes.getOrDefault(table, Changes.NONE);
        return since(key, of.maybe())
                || since(key, changes.getOrDefault(ANY, Changes.NONE).maybe())
                || columns.stream().anyMatch(c -> since(key, of.updated().getOrDefault(c, 0L)));
    }
}
