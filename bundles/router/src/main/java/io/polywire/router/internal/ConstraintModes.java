package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.SetConstraints;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * SET CONSTRAINTS. A storage checks a key that is INITIALLY DEFERRED at the end of a transaction, and every other with each
 * statement, so that IMMEDIATE looks at the rows, and again when a statement has changed some, until the keys are DEFERRED
 * again; a key that is INITIALLY IMMEDIATE cannot be deferred.
 *
 * <p>A transaction keeps what was said as numbers: those of the keys that are immediate; {@link #ALL} if all deferred keys
 * are, those to come included, and then with their sign changed the numbers of those that are not.
 */
final class ConstraintModes {
    /** Stands for all keys. */
    private static final int ALL = 0;

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
            meant.addAll(named(name, catalog));
        }
        if (!transaction.isOpen()) {
            return;
        }
        Set<Integer> deferred = new HashSet<>();
        for (TableConstraint c : meant) {
            if (c.deferred()) {
                deferred.add(c.id());
            } else if (set.deferred()) {
                throw SqlFailure.unsupported(
                        "SET CONSTRAINTS DEFERRED of constraint \"" + c.name() + "\", which is INITIALLY IMMEDIATE,");
            }
        }
        Set<Integer> said = transaction.immediate();
        if (!set.deferred() && transaction.lease() != null) {
            Set<Integer> unchecked = new HashSet<>(deferred);
            unchecked.removeAll(immediate(said, catalog));
            Inquest.check(transaction, catalog, unchecked, reached(transaction.changed(), catalog));
        }
        if (set.names().isEmpty()) {
            said.clear();
            if (!set.deferred()) {
                said.add(ALL);
            }
            return;
        }
        for (int key : deferred) {
            said.remove(set.deferred() ? key : -key);
            if (said.contains(ALL) == set.deferred()) {
                said.add(set.deferred() ? -key : key);
            }
        }
    }

    /** The deferred keys that are immediate. */
    private static Set<Integer> immediate(Set<Integer> said, CatalogSnapshot catalog) {
        if (!said.contains(ALL)) {
            return said;
        }
        Set<Integer> keys = new HashSet<>();
        for (Relation r : catalog.relations()) {
            for (TableConstraint c : r.constraints()) {
                if (c.deferred() && !said.contains(-c.id())) {
                    keys.add(c.id());
                }
            }
        }
        return keys;
    }

    /**
     * Looks whether a statement that has run has broken keys that are immediate. A change of the schema breaks none: what it
     * does to rows it looks at by itself.
     *
     * @throws SqlFailure 23503; the statement is still to be undone
     */
    static void check(SessionTransaction transaction, Plan plan) {
        if (transaction.immediate().isEmpty()
                || plan.tree().access() != Access.WRITE
                || !transaction.isSound()
                || transaction.lease() == null) {
            return;
        }
        CatalogSnapshot catalog = transaction.session().rights.catalog(transaction.lease());
        Set<Integer> keys = immediate(transaction.immediate(), catalog);
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
    static boolean breaks(SessionTransaction transaction, Plan plan, Consumer<SqlFailure> broken) {
        try {
            check(transaction, plan);
            return false;
        } catch (RuntimeException | Error e) {
            broken.accept(Failures.of(e));
            return true;
        }
    }

    /** The tables of which rows may have been changed, also by what keys do to rows that refer to others. */
    private static Set<Integer> reached(Set<Integer> changed, CatalogSnapshot catalog) {
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

    /** Those of a name in the first schema that has one (AfterTriggerSetState of trigger.c). */
    private static List<TableConstraint> named(QualifiedName name, CatalogSnapshot catalog) {
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
            if (found.stream().anyMatch(TableConstraint::deferrable)) {
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
