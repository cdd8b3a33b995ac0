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
import java.util.IdentityHashMap;
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

    /** More statements that set columns are not told apart. */
    private static final int MOST_UPDATES = 16;

    /**
     * The last statements of each kind that have changed rows of a table, by their numbers; 0 for none.
     *
     * @param maybe those of which it is not known what they did
     * @param updates those that have set columns, the last one apart, which is likely to run again
     */
    private record Changes(
            long inserted, long deleted, long maybe, Update last, long lastNumber, Map<Update, Long> updates) {
        static final Changes NONE = new Changes(0, 0, 0, null, 0, Map.of());

        Changes updated(Update u, long now) {
            if (last == u || last == null) {
                return new Changes(inserted, deleted, maybe, u, now, updates);
            }
            if (updates.size() >= MOST_UPDATES) {
                return new Changes(inserted, deleted, now, null, 0, Map.of());
            }
            Map<Update, Long> all = new IdentityHashMap<>(updates);
            all.put(last, lastNumber);
            all.remove(u);
            return new Changes(inserted, deleted, maybe, u, now, all);
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
            changes.put(ANY, new Changes(0, 0, now, null, 0, Map.of()));
            return;
        }
        Changes before = changes.getOrDefault(target.id(), Changes.NONE);
        changes.put(target.id(), after(before, p.body(), now));
    }

    private static Changes after(Changes b, StatementBody body, long now) {
        if (body instanceof Insert i
                && (i.onConflict() == null || i.onConflict().assignments().isEmpty())) {
            return new Changes(now, b.deleted(), b.maybe(), b.last(), b.lastNumber(), b.updates());
        }
        if (body instanceof Delete) {
            return new Changes(b.inserted(), now, b.maybe(), b.last(), b.lastNumber(), b.updates());
        }
        return body instanceof Update u
                ? b.updated(u, now)
                : new Changes(b.inserted(), b.deleted(), now, b.last(), b.lastNumber(), b.updates());
    }

    /** Whether a statement may have set some of these columns: one through a view has other names for them. */
    private static boolean sets(Update u, Relation table, List<String> columns) {
        for (Assignment a : u.assignments()) {
            for (Expression e : a.targets()) {
                String name = e instanceof ColumnReference c ? c.parts().get(0).name() : null;
                if (name == null || table.index(name) < 0 || columns.contains(name)) {
                    return true;
                }
            }
        }
        return false;
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
    boolean maybe(Relation table, int key, List<String> columns) {
        Changes of = changes.getOrDefault(table.id(), Changes.NONE);
        return since(key, of.maybe())
                || since(key, changes.getOrDefault(ANY, Changes.NONE).maybe())
                || of.last() != null && since(key, of.lastNumber()) && sets(of.last(), table, columns)
                || of.updates().entrySet().stream()
                        .anyMatch(u -> since(key, u.getValue()) && sets(u.getKey(), table, columns));
    }
}
