package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.plan.Step;
import io.polywire.sql.right.Need;
import io.polywire.sql.right.Needs;
import io.polywire.sql.right.Right;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.SetConstraints;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * SET CONSTRAINTS. A storage checks a foreign key that is INITIALLY DEFERRED at the end of a transaction, and every other with
 * each statement, so that IMMEDIATE looks at the rows, and again when a statement has changed some, until the keys are
 * DEFERRED again. Where a foreign key that is INITIALLY IMMEDIATE is to be deferred, the storage puts all of them off until the
 * transaction ends, and those that stay immediate are looked at in the same way. Of deferrable unique keys the storage keeps
 * account, and each statement looks there while they are immediate.
 *
 * <p>A transaction keeps what was said as numbers: those of the keys that are immediate, and with their sign changed of those
 * that are deferred; {@link #ALL} or {@link #ALL_DEFERRED} for all others, those to come included.
 */
final class ConstraintModes {
    /** Stands for all keys. */
    private static final int ALL = 0;

    /** Stands for all keys being deferred. */
    private static final int ALL_DEFERRED = Integer.MIN_VALUE;

    private final RouterSession session;
    private final SessionTransaction transaction;
    private final SetConstraints set;
    private final Reply<Void> then;

    ConstraintModes(RouterSession session, SessionTransaction transaction, SetConstraints set, Reply<Void> then) {
        this.session = session;
        this.transaction = transaction;
        this.set = set;
        this.then = then;
    }

    void run() {
        if (!transaction.isOpen()) {
            session.warn("25P01", "SET CONSTRAINTS can only be used in transaction blocks");
        }
        Lease own = transaction.lease();
        if (own != null) {
            set(session.rights.catalog(own));
            then.done(null);
            return;
        }
        // nothing was changed yet, and the transaction's snapshot need not begin here
        session.acquire(LeaseKind.READ, new Reply<>() {
            @Override
            public void done(Lease l) {
                try (l) {
                    set(session.rights.catalog(l));
                } catch (RuntimeException | Error e) {
                    then.failed(Failures.of(e));
                    return;
                }
                then.done(null);
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        });
    }

    private void set(CatalogSnapshot catalog) {
        List<TableConstraint> meant = new ArrayList<>();
        if (set.names().isEmpty()) {
            for (Relation r : catalog.relations()) {
                r.constraints().stream().filter(TableConstraint::deferrable).forEach(meant::add);
            }
        }
        for (QualifiedName name : set.names()) {
            meant.addAll(named(name, set.deferred(), catalog));
        }
        if (!transaction.isOpen()) {
            return;
        }
        DeferredChecks checks = transaction.checks();
        Set<Integer> said = checks.said();
        Set<Integer> unchecked = new HashSet<>();
        boolean all = false;
        for (TableConstraint c : meant) {
            all |= set.deferred() && c.reference() != null && !c.deferred();
            if (!isImmediate(said, c)) {
                unchecked.add(c.id());
            }
        }
        if (all && !checks.storageDefers()) {
            refuseRestrict(catalog);
            checks.storageDefers(transaction.lease());
        }
        if (!set.deferred() && transaction.lease() != null) {
            Inquest.check(transaction, catalog, unchecked, reached(transaction.changed(), catalog));
            unchecked.retainAll(transaction.broken());
            checkKeys(transaction, unchecked, catalog);
        }
        for (TableConstraint c : meant) {
            if (!set.deferred() || isImmediate(said, c)) {
                checks.checked(c.id());
            }
        }
        if (set.names().isEmpty()) {
            said.clear();
            said.add(set.deferred() ? ALL_DEFERRED : ALL);
            return;
        }
        for (TableConstraint c : meant) {
            said.remove(c.id());
            said.remove(-c.id());
            said.add(set.deferred() ? -c.id() : c.id());
        }
    }

    /** RESTRICT looks at each row, which a storage that puts all keys off does not. */
    private static void refuseRestrict(CatalogSnapshot catalog) {
        for (Relation r : catalog.relations()) {
            for (TableConstraint c : r.constraints()) {
                if (c.reference() != null
                        && (c.reference().onDelete() == TableConstraint.Action.RESTRICT
                                || c.reference().onUpdate() == TableConstraint.Action.RESTRICT)) {
                    throw SqlFailure.unsupported("SET CONSTRAINTS DEFERRED of what is INITIALLY IMMEDIATE, beside"
                            + " constraint \"" + c.name() + "\" of table \"" + r.name() + "\", which is RESTRICT,");
                }
            }
        }
    }

    static boolean isImmediate(Set<Integer> said, TableConstraint c) {
        if (!c.deferrable()) {
            return true;
        }
        if (said.contains(c.id()) || said.contains(-c.id())) {
            return said.contains(c.id());
        }
        return said.contains(ALL) || !said.contains(ALL_DEFERRED) && !c.deferred();
    }

    /** The foreign keys that are immediate and that the storage takes for deferred. */
    private static Set<Integer> immediate(DeferredChecks checks, CatalogSnapshot catalog) {
        Set<Integer> keys = new HashSet<>();
        for (Relation r : catalog.relations()) {
            for (TableConstraint c : r.constraints()) {
                if ((c.deferred() || checks.storageDefers())
                        && c.reference() != null
                        && isImmediate(checks.said(), c)) {
                    keys.add(c.id());
                }
            }
        }
        return keys;
    }

    /** Whether a look at a unique key is put off, which a statement may have broken. */
    static boolean puts(SessionTransaction transaction, TableConstraint key) {
        if (!transaction.isOpen() || isImmediate(transaction.checks().said(), key)) {
            return false;
        }
        transaction.broken().add(key.id());
        return true;
    }

    /** Looks at the unique keys that were put off, before the transaction is to end. */
    static void checkKeys(SessionTransaction transaction) {
        if (!transaction.broken().isEmpty() && transaction.lease() != null) {
            checkKeys(
                    transaction,
                    transaction.broken(),
                    transaction.session().rights.catalog(transaction.lease()));
        }
    }

    static void checkKeys(SessionTransaction transaction, Set<Integer> keys, CatalogSnapshot catalog) {
        if (keys.isEmpty()) {
            return;
        }
        RouterSession session = transaction.session();
        Analysed look = session.desk.planner.dialect(session.dialect()).checkOfKeys(keys, catalog);
        session.running(transaction.lease());
        for (Step s : session.desk.planner.rendered(look, session.found()).steps()) {
            look(s, HiddenValues.of(0, s.hidden(), null, session), session, transaction.lease());
        }
    }

    /** Runs a look at a unique key. */
    static void look(Step s, Parameters values, RouterSession session, Lease lease) {
        try (Cursor c = lease.open(s.statement(), values)) {
            c.fetch(1, new CountingSink());
        } catch (SqlFailure f) {
            throw told(f, s.key(), session, lease);
        }
    }

    /** A failure of a look at a unique key; its values are told to those who may read them (BuildIndexValueDescription). */
    static SqlFailure told(SqlFailure f, TableConstraint key, RouterSession session, Lease lease) {
        if (f.kind() != FailureKind.UNIQUE) {
            return f;
        }
        CatalogSnapshot catalog = session.rights.catalog(lease);
        for (Relation r : catalog.relations()) {
            if (r.constraints().stream().anyMatch(c -> c.id() == key.id())) {
                Need read = new Need(r, Right.SELECT, Set.copyOf(r.names(key.columns())));
                return session.rights.allows(() -> new Needs(List.of(read), List.of(), catalog.grants()))
                        ? f
                        : f.but().detail(null).build();
            }
        }
        return f;
    }

    /**
     * Looks whether a statement that has run has broken keys that are immediate. A change of the schema breaks none: what it
     * does to rows it looks at by itself.
     *
     * @param rows how many it has changed
     * @throws SqlFailure 23503; the statement is still to be undone
     */
    static void check(SessionTransaction transaction, Plan plan, long rows) {
        if (plan.tree().access() != Access.WRITE || !transaction.isSound() || transaction.lease() == null) {
            return;
        }
        DeferredChecks checks = transaction.checks();
        if (rows > 0 || plan.target() == null) {
            checks.changed(plan);
        }
        if (checks.areTheStorages()) {
            return;
        }
        CatalogSnapshot catalog = transaction.session().rights.catalog(transaction.lease());
        Set<Integer> keys = immediate(checks, catalog);
        if (keys.isEmpty()) {
            return;
        }
        // of a series of steps it is not known which tables they change
        Set<Integer> changed = new HashSet<>();
        if (plan.target() != null && plan.steps().isEmpty()) {
            changed.add(plan.target().id());
        } else {
            catalog.relations().forEach(r -> changed.add(r.id()));
        }
        Inquest.check(transaction, catalog, keys, reached(changed, catalog));
    }

    /** As {@link #check}, telling what is broken; false if nothing is. */
    static boolean breaks(SessionTransaction transaction, Plan plan, long rows, Consumer<SqlFailure> broken) {
        try {
            check(transaction, plan, rows);
            return false;
        } catch (RuntimeException | Error e) {
            broken.accept(Failures.of(e));
            return true;
        }
    }

    /** The tables of which rows may have been changed, also by what keys do to rows that refer to others. */
    static Set<Integer> reached(Set<Integer> changed, CatalogSnapshot catalog) {
        Set<Integer> reached = new HashSet<>(changed);
        boolean more = true;
        while (more) {
            more = false;
            for (Relation r : catalog.relations()) {
                for (TableConstraint c : r.constraints()) {
                    more |= c.reference() != null
                            && reached.contains(c.reference().tableId())
                            && (acts(c.reference().onDelete())
                                    || acts(c.reference().onUpdate()))
                            && reached.add(r.id());
                }
            }
        }
        return reached;
    }

    private static boolean acts(TableConstraint.Action a) {
        return a != TableConstraint.Action.NO_ACTION && a != TableConstraint.Action.RESTRICT;
    }

    /**
     * Those of a name in the first schema that has one (AfterTriggerSetState of trigger.c).
     *
     * @param deferred whether they are to be deferred, which all of them have to allow
     */
    private static List<TableConstraint> named(QualifiedName name, boolean deferred, CatalogSnapshot catalog) {
        List<Identifier> parts = name.parts();
        String bare = name.last().name();
        String schema = parts.size() == 1 ? null : parts.get(parts.size() - 2).name();
        if (schema != null && catalog.schema(schema) == null) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "schema \"" + schema + "\" does not exist")
                    .sqlState("3F000")
                    .build();
        }
        for (String in : schema == null ? catalog.path() : List.of(schema)) {
            List<TableConstraint> found = new ArrayList<>();
            for (Relation r : catalog.relations()) {
                if (r.schema().equals(in)) {
                    r.constraints().stream().filter(c -> c.name().equals(bare)).forEach(found::add);
                }
            }
            if (!found.isEmpty() && (!deferred || found.stream().allMatch(TableConstraint::deferrable))) {
                return found.stream().filter(TableConstraint::deferrable).toList();
            }
            if (!found.isEmpty()) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "constraint \"" + bare + "\" is not deferrable")
                        .sqlState("42809")
                        .build();
            }
        }
        throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "constraint \"" + bare + "\" does not exist");
    }
}
