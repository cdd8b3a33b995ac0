package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableConstraint.Action;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.Truncate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tables with checks of constraints that are left to the end of the transaction cannot be changed by other statements than
 * those that change rows ({@code CheckTableNotInUse} in src/backend/commands/tablecmds.c). Where it is not known whether a
 * statement has changed a key (an UPDATE may set the value that is there), the rows are looked at, and the table can be changed
 * if they obey.
 */
final class PendingChecks {
    private final SessionTransaction transaction;
    private final DeferredChecks checks;
    private final CatalogSnapshot catalog;

    private PendingChecks(SessionTransaction transaction, CatalogSnapshot catalog) {
        this.transaction = transaction;
        this.checks = transaction.checks();
        this.catalog = catalog;
    }

    /** Refuses a statement that changes a table, or drops it, whose rows are still to be checked. */
    static void refuse(SessionTransaction transaction, Plan plan) {
        if (transaction.checks().isEmpty() && transaction.broken().isEmpty()
                || transaction.lease() == null
                || !(plan.tree() instanceof ParsedStatement p)) {
            return;
        }
        StatementBody body = p.body();
        if (!(body instanceof AlterTable a && a.kind() == ObjectKind.TABLE
                || body instanceof Drop
                || body instanceof Truncate
                || body instanceof CreateIndex)) {
            return;
        }
        CatalogSnapshot catalog = transaction.session().rights.catalog(transaction.lease());
        new PendingChecks(transaction, catalog).refuse(plan, body);
    }

    private void refuse(Plan plan, StatementBody body) {
        Map<Relation, String> changed = changed(plan, body);
        int named = CursorUse.names(body).size();
        int looked = 0;
        for (Map.Entry<Relation, String> e : changed.entrySet()) {
            looked++;
            Relation r = e.getKey();
            if (isPending(r)) {
                // what it cascades to is told before it is done, of TRUNCATE table by table
                plan.notices().stream()
                        .limit(body instanceof Truncate ? Math.max(0, looked - named) : Long.MAX_VALUE)
                        .forEach(transaction.session()::notice);
                throw SqlFailure.of(
                        FailureKind.OBJECT_IN_USE,
                        "cannot " + e.getValue() + " \"" + r.name() + "\" because it has pending trigger events");
            }
        }
    }

    /** The tables that a statement changes, in the order in which they are looked at, with what is done to them. */
    private Map<Relation, String> changed(Plan plan, StatementBody body) {
        String command = body instanceof Truncate ? "TRUNCATE" : body.command();
        Map<Relation, String> changed = new LinkedHashMap<>();
        CatalogSnapshot after = plan.change() == null ? null : catalog.after(plan.change(), catalog.version());
        if (!(body instanceof Drop)) {
            for (Relation r : CursorUse.relations(body, catalog)) {
                changed.put(r, command);
                if (body instanceof AlterTable && after != null) {
                    unreferred(r, after.relation(r.id()), changed);
                }
            }
            return changed;
        }
        for (Relation r : catalog.relations()) {
            if (r.kind() == Relation.Kind.TABLE && after != null && after.relation(r.id()) == null) {
                changed.put(r, "DROP TABLE");
            }
        }
        return changed;
    }

    /** Adds the tables that foreign keys refer to which go. */
    private void unreferred(Relation before, Relation after, Map<Relation, String> changed) {
        for (TableConstraint c : before.constraints()) {
            if (c.reference() != null
                    && (after == null || after.constraints().stream().noneMatch(k -> k.id() == c.id()))) {
                Relation other = catalog.relation(c.reference().tableId());
                if (other != null) {
                    changed.putIfAbsent(other, "ALTER TABLE");
                }
            }
        }
    }

    private boolean isPending(Relation r) {
        Set<Integer> doubtful = new HashSet<>();
        for (TableConstraint c : r.constraints()) {
            if (isDeferred(c)) {
                if (checks.inserted(r.id(), c.id())) {
                    return true;
                }
                if (checks.maybe(r, c.id(), r.names(c.columns()))) {
                    doubtful.add(c.id());
                }
            }
        }
        for (Relation other : catalog.relations()) {
            for (TableConstraint c : other.constraints()) {
                if (isDeferred(c) && c.reference().tableId() == r.id()) {
                    if (c.reference().onDelete() == Action.NO_ACTION && checks.deleted(r.id(), c.id())) {
                        return true;
                    }
                    if (c.reference().onUpdate() == Action.NO_ACTION
                            && checks.maybe(r, c.id(), r.names(c.reference().columns()))) {
                        doubtful.add(c.id());
                    }
                }
            }
        }
        if (!doubtful.isEmpty()
                && fails(
                        FailureKind.FOREIGN_KEY, () -> Inquest.check(transaction, catalog, doubtful, Set.of(r.id())))) {
            return true;
        }
        Set<Integer> keys = new HashSet<>();
        r.constraints().stream()
                .filter(c -> c.hasIndex() && transaction.broken().contains(c.id()))
                .forEach(c -> keys.add(c.id()));
        return !keys.isEmpty()
                && fails(FailureKind.UNIQUE, () -> ConstraintModes.checkKeys(transaction, keys, catalog));
    }

    private boolean isDeferred(TableConstraint c) {
        return c.reference() != null && !ConstraintModes.isImmediate(checks.said(), c);
    }

    private static boolean fails(FailureKind kind, Runnable look) {
        try {
            look.run();
            return false;
        } catch (SqlFailure f) {
            if (f.kind() != kind) {
                throw f;
            }
            return true;
        }
    }
}
