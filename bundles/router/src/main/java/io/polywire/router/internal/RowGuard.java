package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.lock.LockKey;
import io.polywire.api.lock.LockMode;
import io.polywire.api.lock.LockScope;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.right.Need;
import io.polywire.sql.right.Right;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.Locking;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.Truncate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps statements away from the rows of tables that others have locked rows of, without having the right to write any more
 * ({@link LockedTables}). It looks at tables, not rows: what PostgreSQL lets through beside a locked row of the same table
 * waits here; nothing goes on that would wait there.
 *
 * <pre>
 *   UPDATE, DELETE, ON CONFLICT DO UPDATE, MERGE   the tables, and those that refer to them by foreign keys
 *   INSERT                                         the tables that it refers to
 *   FOR UPDATE, FOR SHARE                          the tables of the query
 *   TRUNCATE, ALTER, DROP                          the tables; what drops other objects with CASCADE: any
 * </pre>
 */
final class RowGuard {
    /** What no table depends on. */
    private static final Set<ObjectKind> VIEWS =
            EnumSet.of(ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.INDEX);

    private final CatalogSnapshot catalog;
    private final Map<String, LockMode> touched = new LinkedHashMap<>();

    private RowGuard(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /**
     * Has the session wait for those who have locked rows that a statement is about to touch. On a worker, with the
     * statement's lease, under which nobody else begins to lock rows.
     *
     * @throws SqlFailure of kind LOCK_TIMEOUT: for {@link SessionLocks#takeWanted}, or for the client with NOWAIT
     */
    static void check(RouterSession session, Plan plan, Lease lease) {
        if (plan.tree().access() == Access.READ || !session.desk.locks.hasRows(session.database())) {
            return;
        }
        List<String> others = session.locks.rowsOfOthers();
        if (others.isEmpty()) {
            return;
        }
        RowGuard guard = new RowGuard(session.rights.catalog(lease));
        boolean any = guard.touch(plan);
        for (String table : others) {
            LockMode mode = any ? LockMode.EXCLUSIVE : guard.touched.get(table);
            if (mode == null) {
                continue;
            }
            if (!RowLocks.waits(plan.tree())
                    && !session.locks.tryLock(LockKey.rows(table), mode, LockScope.TRANSACTION)) {
                throw SqlFailure.of(
                        FailureKind.LOCK_TIMEOUT, "could not obtain lock on row in relation \"" + table + "\"");
            }
            session.locks.lock(LockKey.rows(table), mode, LockScope.TRANSACTION);
        }
    }

    /** Whether a statement locks rows and changes none. */
    static boolean onlyLocks(Plan plan) {
        return plan.tree().access() == Access.WRITE
                && plan.analysed()
                && plan.statement() != null
                && plan.target() == null
                && RowLocks.only(plan.tree());
    }

    /** The tables of which a query locks rows, by the names that the storage knows them by: all that it could be. */
    static Set<String> locked(Plan query) {
        Set<String> tables = new LinkedHashSet<>();
        for (Need n : query.needs().list()) {
            if (n.right() == Right.UPDATE && isShared(n.relation())) {
                tables.add(n.relation().stored());
            }
        }
        return tables;
    }

    private static boolean isShared(Relation r) {
        return r.kind() == Relation.Kind.TABLE && !r.temporary();
    }

    /** How strongly a query locks rows. */
    static LockMode mode(Plan query) {
        Locking.Strength most = RowLocks.strength(query.tree());
        return most == Locking.Strength.KEY_SHARE || most == Locking.Strength.SHARE
                ? LockMode.SHARE
                : LockMode.EXCLUSIVE;
    }

    /** Finds out what a statement touches; true if that may be anything. */
    private boolean touch(Plan plan) {
        if (!plan.analysed() || !(plan.tree() instanceof ParsedStatement p)) {
            return true;
        }
        if (p.body() instanceof Truncate t) {
            t.tables().forEach(each -> emptied(each.name()));
            return false;
        }
        if (plan.tree().access() != Access.WRITE
                && definition(p.body(), plan.tree().command())) {
            return true;
        }
        if (onlyLocks(plan)) {
            locked(plan).forEach(t -> touch(t, mode(plan)));
            return false;
        }
        Collection<Relation> changed = new LinkedHashSet<>();
        Collection<Relation> filled = new LinkedHashSet<>();
        for (Need n : plan.needs().list()) {
            if (n.right() == Right.INSERT) {
                filled.add(n.relation());
            } else if (n.right() == Right.UPDATE || n.right() == Right.DELETE || n.right() == Right.TRUNCATE) {
                changed.add(n.relation());
            }
        }
        if (plan.target() != null && (filled.isEmpty() || conflicts(p.body()))) {
            changed.add(plan.target());
        }
        changed.forEach(this::changed);
        filled.forEach(this::referred);
        changed.forEach(this::referred);
        return false;
    }

    /** Whether an INSERT may change rows that are there. */
    private static boolean conflicts(StatementBody body) {
        return !(body instanceof Insert i) || i.onConflict() != null;
    }

    /** What a change of the schema touches; true if that may be anything. */
    private boolean definition(StatementBody body, String command) {
        if (body instanceof AlterTable a) {
            return touch(a.table().name());
        }
        if (body instanceof Rename r) {
            return touch(r.object().name());
        }
        if (body instanceof Drop d && d.kind() == ObjectKind.TABLE) {
            // with CASCADE the tables that refer to it lose their foreign keys
            d.objects().forEach(o -> emptied(o.name()));
            return false;
        }
        if (body instanceof Drop d && (d.behavior() != Behavior.CASCADE || VIEWS.contains(d.kind()))) {
            return false;
        }
        return !command.startsWith("CREATE")
                && !command.startsWith("COMMENT")
                && !command.startsWith("GRANT")
                && !command.startsWith("REVOKE");
    }

    private Relation find(QualifiedName name) {
        int n = name.parts().size();
        return n == 1
                ? catalog.relation(name.last().name())
                : catalog.relation(name.parts().get(n - 2).name(), name.last().name());
    }

    private boolean touch(QualifiedName name) {
        Relation r = find(name);
        if (r != null) {
            touch(r.stored(), LockMode.EXCLUSIVE);
        }
        return false;
    }

    private void emptied(QualifiedName name) {
        Relation r = find(name);
        if (r != null) {
            changed(r);
        }
    }

    private void touch(String table, LockMode mode) {
        touched.merge(table, mode, (a, b) -> a == LockMode.EXCLUSIVE ? a : b);
    }

    /** Rows of it are changed, and where foreign keys act those of the tables that refer to it. */
    private void changed(Relation r) {
        if (touched.put(r.stored(), LockMode.EXCLUSIVE) == LockMode.EXCLUSIVE) {
            return;
        }
        for (Relation other : referring().getOrDefault(r.id(), Set.of())) {
            changed(other);
        }
    }

    private Map<Integer, Set<Relation>> referring;

    private Map<Integer, Set<Relation>> referring() {
        if (referring == null) {
            referring = new HashMap<>();
            for (Relation r : catalog.relations()) {
                for (TableConstraint c : r.constraints()) {
                    if (c.reference() != null) {
                        referring
                                .computeIfAbsent(c.reference().tableId(), id -> new LinkedHashSet<>())
                                .add(r);
                    }
                }
            }
        }
        return referring;
    }

    /** The rows that it refers to must stay. */
    private void referred(Relation r) {
        for (TableConstraint c : r.constraints()) {
            Relation to = c.reference() == null
                    ? null
                    : catalog.relation(c.reference().tableId());
            if (to != null) {
                touch(to.stored(), LockMode.SHARE);
            }
        }
    }
}
