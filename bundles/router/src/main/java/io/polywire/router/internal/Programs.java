package io.polywire.router.internal;

import io.polywire.api.auth.RoleChange;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.plan.ProgramStep;
import io.polywire.sql.plan.Step;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.tree.OwnedObjects;
import io.polywire.sql.tree.StatementBody;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs what takes several statements of the storage to be one of the client's: all of them or none, in the transaction that
 * there is or in one of their own. On a worker.
 */
final class Programs {
    /** The savepoint to which the steps of a statement go back. */
    private static final String STEPS = "polywire_steps";

    /**
     * What came of it.
     *
     * @param rows how many it counts
     * @param command the words that tell of it; null for the statement's own
     * @param shown what it returns; null for nothing
     */
    record Ran(long rows, String command, RowBuffer shown) {}

    private final RouterSession session;
    private final SessionTransaction transaction;
    private final Lease lease;
    private final boolean own;

    /** @param own whether the lease is the statement's, and what runs a transaction of its own */
    Programs(RouterSession session, SessionTransaction transaction, Lease lease, boolean own) {
        this.session = session;
        this.transaction = transaction;
        this.lease = lease;
        this.own = own;
    }

    /** GRANT, REVOKE and the like. */
    Ran grant(StatementBody g) {
        if (own) {
            lease.begin(TransactionMode.DEFAULT);
        } else {
            transaction.schemaChanged();
        }
        session.rights.keep(lease, GrantStatement.run(session, g, lease));
        List<RoleChange> noted = g instanceof OwnedObjects o ? Databases.reassigned(session, o) : List.of();
        if (own) {
            DatabaseWork.apply(session.desk, noted, lease::commit);
        } else if (!noted.isEmpty()) {
            session.roles.change(noted, true);
        }
        return new Ran(0, null, null);
    }

    /** The steps of a change of rows; what they return is shown when all are done. */
    Ran steps(SessionPrepared prepared, Parameters parameters) {
        Plan plan = prepared.plan;
        session.sequences.begin(plan);
        if (own) {
            lease.begin(TransactionMode.DEFAULT);
        } else {
            lease.savepoint(STEPS);
        }
        int most = session.desk.settings().returningMaxBytes();
        RowBuffer shown = plan.returnsRows() ? new RowBuffer(most) : null;
        long counted;
        try {
            counted = steps(prepared, parameters, shown, most);
        } catch (RuntimeException | Error e) {
            if (!own && lease.inTransaction()) {
                lease.rollbackTo(STEPS);
                lease.release(STEPS);
            }
            throw e;
        }
        if (own) {
            commit();
        } else {
            lease.release(STEPS);
        }
        return new Ran(counted, null, shown);
    }

    /** Looks at the deferrable keys that what a plan has done, row by row, may have broken. */
    void keys(Plan plan) {
        if (plan.keyed() == null) {
            return;
        }
        // they take the client's parameters, and look at none
        Parameters none = new Parameters();
        none.extend(plan.parameters().size());
        for (Step s : plan.steps()) {
            if (s.key() != null && (own || !ConstraintModes.puts(transaction, s.key()))) {
                ConstraintModes.look(s, HiddenValues.of(plan, s.hidden(), none, session, Map.of()), session, lease);
            }
        }
    }

    private long steps(SessionPrepared prepared, Parameters parameters, RowBuffer shown, int most) {
        Plan plan = prepared.plan;
        Map<Integer, String> captured = new HashMap<>();
        long counted = 0;
        for (Step s : plan.steps()) {
            if (s.key() != null && !own && ConstraintModes.puts(transaction, s.key())) {
                continue;
            }
            session.running(lease);
            Parameters values = HiddenValues.of(plan, s.hidden(), parameters, session, captured);
            CapturingSink kept = s.slot() < 0 ? null : new CapturingSink(s.carriers(), most);
            RowSink to = kept == null ? new CountingSink() : kept;
            int calls = session.functions.calls();
            long started = System.nanoTime();
            try (Cursor c = lease.open(s.statement(), values)) {
                c.fetch(0, s.shown() && shown != null ? shown : to);
                if (s.counted()) {
                    counted += s.statement().access() == Access.READ ? c.rows() : c.changes();
                }
            } catch (SqlFailure f) {
                if (s.key() != null) {
                    throw ConstraintModes.told(f, s.key(), session, lease);
                }
                // before what earlier steps have done is undone
                throw Inquest.told(
                        prepared,
                        transaction,
                        lease,
                        () -> new Inquest.Failed(s.statement(), values, calls, started, false),
                        f);
            }
            if (kept != null) {
                captured.put(s.slot(), kept.toString());
            }
        }
        return counted;
    }

    /** A change of temporary objects that the storage knows nothing of. */
    Ran names(Plan plan) {
        boolean readOnly = transaction.isOpen() ? transaction.mode().readOnly() : session.readsOnly();
        if (readOnly) {
            throw SqlFailure.of(
                    FailureKind.READ_ONLY, "cannot execute " + plan.tree().command() + " in a read-only transaction");
        }
        session.temporary.requireRoom(plan);
        session.sequences.changing(plan);
        Upkeep.tell(session, plan);
        session.sequences.changed();
        session.temporary.changed(plan.temporaryChanges());
        return new Ran(0, null, null);
    }

    /** A change of the schema; what fails undoes what came before it with the transaction that they are in. */
    Ran program(Plan plan, Parameters parameters, Access access) {
        // what is temporary is nobody else's affair
        boolean schema = access == Access.SCHEMA && plan.temporary() != TemporaryUse.CHANGED;
        session.temporary.requireRoom(plan);
        if (own) {
            lease.begin(TransactionMode.DEFAULT);
        }
        session.sequences.begin(plan);
        session.sequences.changing(plan);
        Upkeep.tell(session, plan);
        int next = schema ? session.rights.nextId(lease, plan.tree()) : 0;
        List<GrantRow> ended = schema ? session.rights.ofDroppedColumns(lease, plan.tree()) : List.of();
        CatalogSnapshot known = schema ? known() : null;
        Database database = session.found().database();
        long before = database.schemaVersion();
        int changes = 0;
        if (schema && !own) {
            transaction.schemaChanged();
        }
        Ran ran = new Ran(0, null, null);
        for (ProgramStep s : plan.program()) {
            Parameters values = s.statement().parameterCount() == 0
                    ? null
                    : HiddenValues.of(plan.parameters().size(), s.hidden(), parameters, session);
            try (Cursor c = lease.open(s.statement(), values)) {
                c.fetch(0, null);
                changes += s.statement().access() == Access.SCHEMA ? 1 : 0;
                if (s.counted()) {
                    ran = new Ran(c.changes(), "SELECT", null);
                }
            }
        }
        CatalogSnapshot after = null;
        if (schema) {
            // each statement of it has raised the version once; if it has come further, others have changed the schema
            // too
            long now = database.schemaVersion();
            after = known != null && plan.change() != null && known.version() == before && now - before == changes
                    ? known.after(plan.change(), now)
                    : null;
            if (session.rights.created(lease, next, plan.tree(), after) || !ended.isEmpty()) {
                after = null;
            }
            session.rights.keep(lease, ended);
        }
        if (own) {
            long last = database.schemaVersion();
            commit();
            keep(session, last, after);
        } else if (schema) {
            transaction.ownCatalog().knows(after);
        }
        session.sequences.changed();
        session.temporary.changed(plan.temporaryChanges());
        return ran;
    }

    /** What the database holds before this change of its schema, if that is known without reading it. */
    private CatalogSnapshot known() {
        TransactionCatalog of = own ? null : transaction.ownCatalog();
        return of == null ? session.desk.planner.known(session.found()) : of.known();
    }

    private void commit() {
        session.sequences.write(lease);
        lease.commit();
        session.sequences.kept();
    }

    /**
     * After a commit that changed the schema: all see what it made. Its end raises the version once; if it has come further,
     * somebody else has changed the schema since, and it is read.
     *
     * @param before the version before the commit
     * @param after what it made; null if that is not known
     */
    static void keep(RouterSession session, long before, CatalogSnapshot after) {
        DatabaseRegistry.Found found = session.found();
        if (after != null && found.database().schemaVersion() == before + 1) {
            session.desk.planner.changed(found, after.at(before + 1));
        }
    }
}
