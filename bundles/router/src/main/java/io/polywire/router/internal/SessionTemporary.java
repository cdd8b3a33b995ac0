package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.LogCategory;
import io.polywire.api.session.Reply;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TemporaryChanges;
import io.polywire.sql.catalog.TemporaryObjects;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.plan.PlanKey;
import io.polywire.sql.plan.ProgramStep;
import io.polywire.sql.plan.Rendered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The temporary tables, views and sequences of a session. What they are is kept here, laid over the catalog that all
 * sessions share; what they hold lies on a connection that the session keeps as long as it has a temporary table. Only
 * statements that touch one run there, the others go on as if there were none, and so does the connection between two
 * statements: it holds neither a snapshot nor the right to write. Confined to the session.
 */
final class SessionTemporary {
    /** Plans that are the session's own, at most. */
    private static final int PLANS = 256;

    private final RouterSession session;
    private final TemporaryObjects none;
    private TemporaryObjects objects;

    /** As they were when the present transaction first changed them; null if it has not. */
    private TemporaryObjects before;

    private final List<TemporaryObjects> savepoints = new ArrayList<>(0);

    /** The connection with the tables; null if there is none. */
    private Lease home;

    private Database homeOf;

    /** Which part of what the session may hold they may have. */
    private static final int PLANS_PART = 8;
    /** Bytes of a temporary relation in the catalog. */
    private static final int RELATION = 8 * 1024;

    private long planBytes;
    private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PlanKey, Plan> eldest) {
            boolean leaves = size() > PLANS;
            if (leaves) {
                planBytes -= eldest.getValue().weight(eldest.getKey().text().length());
            }
            return leaves;
        }
    };

    /** What all see, and the same with what only this session sees. */
    private CatalogSnapshot shared;

    private CatalogSnapshot seen;

    SessionTemporary(RouterSession session, int number) {
        this.session = session;
        this.none = new TemporaryObjects(Schema.TEMPORARY + "_" + number);
        this.objects = none;
    }

    // --- what they are ----------------------------------------------------------------------------------------------

    /** What plans of the session depend on beside the schema; the same object as long as that does not change, or null. */
    Object state() {
        return objects == none ? null : objects;
    }

    /** A catalog as the session sees it. */
    CatalogSnapshot over(CatalogSnapshot catalog) {
        if (objects == none) {
            return catalog;
        }
        if (catalog != shared) {
            shared = catalog;
            seen = catalog.with(objects);
        }
        return seen;
    }

    private void become(TemporaryObjects next) {
        if (objects != next) {
            objects = next;
            plans.clear();
            planBytes = 0;
            shared = null;
            seen = null;
        }
    }

    /** A plan of the session's own, or null. */
    Plan plan(PlanKey key, long schemaVersion) {
        Plan plan = plans.get(key);
        return plan != null && plan.schemaVersion() == schemaVersion ? plan : null;
    }

    void keep(PlanKey key, Plan plan) {
        // where there is no room the next run makes the plan again
        int weight = plan.weight(key.text().length());
        if (planBytes + weight <= session.desk.settings().sessionMemory() / PLANS_PART) {
            Plan old = plans.put(key, plan);
            planBytes += weight - (old == null ? 0 : old.weight(key.text().length()));
        }
    }

    /** Bytes of what it holds, roughly; what the tables hold is the storage's. */
    long held() {
        return planBytes + (long) RELATION * objects.relations().size();
    }

    /**
     * Before a change of the schema.
     *
     * @throws SqlFailure 54000 if there are too many of them already
     */
    void requireRoom(Plan plan) {
        int most = session.desk.settings().namesMax();
        if (!plan.temporaryChanges().put().isEmpty() && objects.relations().size() >= most) {
            throw SqlFailure.build(FailureKind.LIMIT, "the session has " + most + " temporary relations already")
                    .hint("Drop some, or raise names.max.")
                    .build();
        }
        if (!plan.temporaryChanges().put().isEmpty()) {
            session.memory.require(RELATION);
        }
    }

    /** A change of the schema has been made; outside of a transaction it is committed. */
    void changed(TemporaryChanges changes) {
        if (changes.isEmpty()) {
            return;
        }
        if (before == null && session.transaction.isOpen()) {
            before = objects;
        }
        become(objects.with(changes));
    }

    void savepoint() {
        savepoints.add(objects);
    }

    void release(int from) {
        savepoints.subList(from, savepoints.size()).clear();
    }

    void backTo(int index) {
        become(savepoints.get(index));
        release(index + 1);
    }

    /** A transaction is over. */
    void ended(boolean committed) {
        savepoints.clear();
        if (before != null) {
            if (!committed) {
                become(before);
            }
            before = null;
        }
        tidy();
    }

    /** Without temporary relations the session is one like others. */
    private void tidy() {
        if (!objects.isEmpty() || session.transaction.isOpen()) {
            return;
        }
        if (objects != none) {
            become(none);
            session.sequences.forgetTemporary();
        }
        leaveHome();
    }

    // --- where they are ---------------------------------------------------------------------------------------------

    /** Whether there are any, or a connection that is kept. */
    boolean isSome() {
        return objects != none || home != null;
    }

    /** Whether a connection is kept. */
    boolean isAtHome() {
        return home != null;
    }

    /** Whether a lease is a use of the session's own connection. */
    boolean isHome(Lease lease) {
        return lease instanceof HomeLease h && h.isOf(home);
    }

    /** A lease for what touches temporary relations; an ordinary one as long as there are none. */
    void lease(LeaseKind kind, long timeoutNanos, Reply<Lease> then) {
        if (home != null && homeOf != session.found().database()) {
            // the storage has been away, and the tables with it
            lose();
        }
        if (home == null) {
            session.acquire(kind, timeoutNanos, then);
            return;
        }
        HomeLease use = new HomeLease(this, home);
        if (kind != LeaseKind.WRITE) {
            then.done(use);
            return;
        }
        session.upgrade(use, timeoutNanos, new Reply<>() {
            @Override
            public void done(Void value) {
                then.done(use);
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        });
    }

    /** A lease for a statement outside of a transaction, or one whose snapshot is its own. */
    void alone(Plan plan, Access access, long timeoutNanos, Reply<Lease> then) {
        boolean reads = access == Access.READ;
        switch (plan.temporary()) {
            case NONE -> session.acquire(reads ? LeaseKind.READ : LeaseKind.WRITE, timeoutNanos, then);
            case READ -> lease(reads ? LeaseKind.PINNED : LeaseKind.WRITE, timeoutNanos, then);
            case CHANGED -> lease(LeaseKind.PINNED, timeoutNanos, then);
        }
    }

    /** Makes the connection of a lease the one that the session keeps; the lease is used as the returned one from now on. */
    Lease settle(Lease lease) {
        if (isHome(lease)) {
            return lease;
        }
        lease.host();
        home = lease;
        homeOf = session.found().database();
        return new HomeLease(this, home);
    }

    /** A use of the connection is over. */
    void givenBack(HomeLease use) {
        if (!use.isOf(home)) {
            return;
        }
        try {
            home.rest();
            if (use.wrote() && !session.transaction.isOpen() && hasActions()) {
                home.begin(TransactionMode.DEFAULT);
                atCommit(home);
                home.commit();
            }
        } catch (SqlFailure f) {
            session.desk.log.log(
                    LogCategory.ERROR,
                    session.connection.id(),
                    "temporary tables of a session are lost: " + f.getMessage(),
                    f);
            lose();
        }
        tidy();
    }

    private void leaveHome() {
        Lease l = home;
        home = null;
        homeOf = null;
        if (l != null) {
            l.close();
        }
    }

    /** The tables are gone. */
    private void lose() {
        if (objects == none && home == null) {
            return;
        }
        before = null;
        become(none);
        session.sequences.forgetTemporary();
        leaveHome();
    }

    /** Drops all of them. On a worker. */
    void discard() {
        if (!session.transaction.isOpen()) {
            lose();
            return;
        }
        if (objects.isEmpty()) {
            return;
        }
        Lease lease = session.transaction.lease();
        if (home != null && !isHome(lease)) {
            throw SqlFailure.unsupported("DISCARD TEMP inside a transaction that has touched no temporary table");
        }
        List<Relation> all = new ArrayList<>(objects.relations());
        Collections.reverse(all);
        perform(all.stream().map(SessionTemporary::dropped).toList(), lease);
    }

    /** The session is over. On a thread that may touch the storage. */
    void close() {
        lose();
    }

    // --- ON COMMIT
    // ----------------------------------------------------------------------------------------------------

    private static String action(Relation r) {
        return r.options().get(Relation.ON_COMMIT);
    }

    private boolean hasActions() {
        return objects.relations().stream().anyMatch(r -> action(r) != null);
    }

    /** What ON COMMIT of a table asks for, before a commit of what ran on a lease (PreCommit_on_commit_actions). */
    void beforeCommit(Lease lease) {
        if (isHome(lease) && hasActions()) {
            atCommit(lease);
        }
    }

    private void atCommit(Lease lease) {
        List<SchemaStep> steps = new ArrayList<>();
        // what refers to another was made after it
        List<Relation> all = new ArrayList<>(objects.relations());
        Collections.reverse(all);
        Set<Integer> gone = new LinkedHashSet<>();
        all.stream().filter(r -> "drop".equals(action(r))).forEach(r -> gone.add(r.id()));
        all.stream().filter(r -> "delete".equals(action(r))).forEach(r -> steps.add(new SchemaStep.Empties(r)));
        requireSame(all);
        if (!gone.isEmpty()) {
            withDependents(gone);
            all.stream().filter(r -> gone.contains(r.id())).forEach(r -> steps.add(dropped(r)));
        }
        perform(steps, lease);
    }

    /** @param lease may be null where the storage has none of what changes */
    private void perform(List<SchemaStep> steps, Lease lease) {
        BoundStatement change = new BoundStatement.ChangesSchema(steps, List.of(), false, CatalogSnapshot.FIRST_ID);
        DatabaseRegistry.Found found = session.found();
        Rendered r = session.desk
                .planner
                .dialect(found.storage().dialect())
                .render(change, 0, found.storage().capabilities());
        for (ProgramStep s : r.program()) {
            try (Cursor c = lease.open(s.statement(), null)) {
                c.fetch(0, null);
            }
        }
        changed(r.temporary());
    }

    private static SchemaStep dropped(Relation r) {
        return switch (r.kind()) {
            case TABLE, MATERIALIZED_VIEW -> new SchemaStep.DropsTable(r);
            case VIEW -> new SchemaStep.Forgets(r);
            case SEQUENCE -> new SchemaStep.DropsSequence(r);
        };
    }

    private void withDependents(Set<Integer> gone) {
        boolean more = true;
        while (more) {
            more = objects.dependencies().stream()
                    .filter(d -> gone.contains(d.on()))
                    .anyMatch(d -> gone.add(d.dependent()));
        }
        objects.relations().stream()
                .filter(r -> r.sequence() != null && gone.contains(r.sequence().ownerId()))
                .forEach(r -> gone.add(r.id()));
    }

    private void requireSame(List<Relation> all) {
        for (Relation from : all) {
            for (TableConstraint c : from.constraints()) {
                Relation to = c.reference() == null
                        ? null
                        : objects.relation(c.reference().tableId());
                if (to != null && action(to) != null && !action(to).equals(action(from))) {
                    throw SqlFailure.build(FailureKind.UNSUPPORTED, "unsupported ON COMMIT and foreign key combination")
                            .detail("Table \"" + from.name() + "\" references \"" + to.name()
                                    + "\", but they do not have the same ON COMMIT setting.")
                            .build();
                }
            }
        }
    }
}
