package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.Sequences;
import io.polywire.api.session.Reply;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.Dialect;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.SequenceDefinition;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.right.Right;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sequences of a session: what it took last, what it keeps for itself, and what must be written down before what took
 * values is told to be done. A write puts it into its own commit; what only read gets a commit of its own, with room for
 * the next ones. Confined to the session.
 */
final class SessionSequences implements Sequences {
    /** Values that a commit for a query's sake makes room for, as many as PostgreSQL's log (SEQ_LOG_VALS). */
    private static final int AHEAD = 32;

    /** What the session knows of one sequence. */
    private static final class Local {
        /** Whether it has taken a value. */
        boolean defined;

        long last;
        /** Values that it has taken and not given out yet. */
        long left;
        /** What they were taken under. */
        SequenceDefinition of;
    }

    private record Pending(SequenceState state, Relation sequence, long calls) {}

    private record Written(SequenceState state, SequenceState.Mark mark) {}

    private final RouterSession session;
    private final Map<Integer, Local> locals = new HashMap<>();
    private int lastUsed;

    /** What stands in the way of the end of what runs now, by sequence. */
    private final Map<Integer, Pending> pending = new LinkedHashMap<>();

    private List<Written> written = List.of();

    /** Those that the present transaction has made or has set anew, which others see when it is committed. */
    private Map<Integer, SequenceState> own = new HashMap<>();

    private final Set<Integer> gone = new HashSet<>();
    /** {@link #own} as it was at each savepoint. */
    private final List<Map<Integer, SequenceState>> savepoints = new ArrayList<>();

    private CatalogSnapshot catalog;
    /** Sequences that the present change of the schema makes, which the catalog does not have yet. */
    private final Map<Integer, Relation> made = new HashMap<>();

    SessionSequences(RouterSession session) {
        this.session = session;
    }

    // --- around statements ------------------------------------------------------------------------------------------

    /** A statement is about to run. */
    void begin(Plan plan) {
        if (plan.sequences().counts()) {
            catalog = plan.sequences().catalog();
            // a run that follows another one is given the values that were taken then
            if (!session.transaction.isOpen() && !session.functions.isRepeated()) {
                pending.clear();
            }
        }
    }

    /** Whether something has to be written down. */
    boolean isDirty() {
        if (pending.isEmpty()) {
            return false;
        }
        pending.values().removeIf(p -> p.state().covers(p.calls()));
        return !pending.isEmpty();
    }

    /** What has to be written down, in the commit of what took the values; see {@link #kept}. */
    List<StorageStatement> statements(int ahead) {
        if (!isDirty()) {
            written = List.of();
            return List.of();
        }
        Dialect storage = session.desk.planner.dialect(session.found().storage().dialect());
        List<StorageStatement> statements = new ArrayList<>();
        written = new ArrayList<>();
        for (Pending p : pending.values()) {
            SequenceState.Mark m = p.state().mark(p.sequence().sequence(), ahead);
            statements.add(storage.keepSequence(p.sequence().id(), m.value(), m.called()));
            written.add(new Written(p.state(), m));
        }
        return statements;
    }

    /** Writes it down on the lease of what took the values, before its commit. */
    void write(Lease lease) {
        write(lease, 0);
    }

    private void write(Lease lease, int ahead) {
        for (StorageStatement s : statements(ahead)) {
            try (Cursor c = lease.open(s, null)) {
                c.fetch(0, null);
            }
        }
    }

    /** What was written down is on disk. */
    void kept() {
        written.forEach(w -> w.state().kept(w.mark()));
        written = List.of();
        pending.clear();
    }

    /** What ran has failed: outside of a transaction nobody was told of the values that it took. */
    void failed() {
        made.clear();
        if (!session.transaction.isOpen()) {
            ended(false);
        }
    }

    /** Writes it down by itself. */
    void writeAlone(Reply<Void> then) {
        session.acquire(LeaseKind.WRITE, new Reply<>() {
            @Override
            public void done(Lease lease) {
                try (lease) {
                    session.running(lease);
                    lease.begin(TransactionMode.DEFAULT);
                    write(lease, AHEAD);
                    lease.commit();
                } catch (RuntimeException | Error e) {
                    then.failed(Failures.of(e));
                    return;
                }
                kept();
                then.done(null);
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        });
    }

    /** A change of the schema is about to run: what it makes and sets is the transaction's own. */
    void changing(Plan plan) {
        plan.sequences().made().forEach(r -> made.put(r.id(), r));
        for (SchemaStep.SetsSequence s : plan.sequences().set()) {
            locals.computeIfPresent(s.id(), (id, l) -> forgotten(l));
            own.put(s.id(), new SequenceState(s.value(), s.called()));
        }
        gone.addAll(plan.sequences().dropped());
    }

    /** It has run; outside of a transaction it is committed. */
    void changed() {
        made.clear();
        if (!session.transaction.isOpen()) {
            ended(true);
        }
    }

    private static Local forgotten(Local l) {
        l.left = 0;
        return l;
    }

    /** A transaction is over. */
    void ended(boolean committed) {
        if (!own.isEmpty() || !gone.isEmpty()) {
            if (committed) {
                own.forEach((id, state) -> session.desk.sequences.put(owner(id), id, state));
                gone.forEach(id -> session.desk.sequences.remove(owner(id), id));
            } else {
                // their numbers may be given to others
                own.keySet().forEach(locals::remove);
            }
            own = new HashMap<>();
            gone.clear();
        }
        pending.clear();
        savepoints.clear();
    }

    void savepoint() {
        savepoints.add(Map.copyOf(own));
    }

    void release(int from) {
        savepoints.subList(from, savepoints.size()).clear();
    }

    void backTo(int index) {
        own = new HashMap<>(savepoints.get(index));
        savepoints.subList(index + 1, savepoints.size()).clear();
    }

    /** DISCARD SEQUENCES. */
    void discard() {
        locals.clear();
        lastUsed = 0;
    }

    // --- as functions see it ----------------------------------------------------------------------------------------

    private Relation sequence(long id) {
        Relation r = made.get((int) id);
        if (r == null && catalog != null) {
            r = catalog.relation((int) id);
        }
        if (r == null) {
            throw SqlFailure.of(FailureKind.INTERNAL, "could not open relation with OID " + id);
        }
        if (r.sequence() == null) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + r.name() + "\" is not a sequence")
                    .sqlState("42809")
                    .build();
        }
        return r;
    }

    private SequenceState state(Relation r) {
        SequenceState mine = own.get(r.id());
        return mine != null ? mine : session.desk.sequences.of(owner(r.id()), r);
    }

    /** Whose a sequence is: the database's, or the session's own. */
    private Object owner(int id) {
        return CatalogSnapshot.isTemporary(id)
                ? session.temporary
                : session.found().database();
    }

    /** The session's own are gone, all of them. */
    void forgetTemporary() {
        locals.keySet().removeIf(CatalogSnapshot::isTemporary);
        own.keySet().removeIf(CatalogSnapshot::isTemporary);
        gone.removeIf(CatalogSnapshot::isTemporary);
        session.desk.sequences.forget(session.temporary);
    }

    private Local local(Relation r) {
        return locals.computeIfAbsent(r.id(), id -> new Local());
    }

    private void refuseReading(String function) {
        boolean readOnly =
                session.transaction.isOpen() ? session.transaction.mode().readOnly() : session.readsOnly();
        if (readOnly) {
            throw SqlFailure.of(FailureKind.READ_ONLY, "cannot execute " + function + " in a read-only transaction");
        }
    }

    /** Asks for one of some rights on a sequence; of one that the present statement makes its maker is not asked. */
    private void require(Relation r, Right... rights) {
        if (catalog != null && !made.containsKey(r.id()) && !session.rights.hasAny(r, catalog.grants(), rights)) {
            throw SessionRights.denied(r);
        }
    }

    @Override
    public long next(long id) {
        Relation r = sequence(id);
        if (!r.sequence().internal()) {
            // an identity's is asked for by its table
            require(r, Right.USAGE, Right.UPDATE);
        }
        if (!r.temporary()) {
            refuseReading("nextval()");
        }
        return session.functions.once("nextval of " + r.id(), () -> taken(r));
    }

    private long taken(Relation r) {
        Local l = local(r);
        SequenceDefinition d = r.sequence();
        if (l.left > 0 && sameSteps(l.of, d)) {
            l.last += d.increment();
            l.left--;
        } else {
            SequenceState state = state(r);
            SequenceState.Taken t = state.take(r.name(), d);
            l.last = t.first();
            l.left = t.count() - 1;
            l.of = d;
            if (!r.temporary()) {
                pending.put(r.id(), new Pending(state, r, t.calls()));
            }
        }
        l.defined = true;
        lastUsed = r.id();
        return l.last;
    }

    private static boolean sameSteps(SequenceDefinition a, SequenceDefinition b) {
        return a.increment() == b.increment()
                && a.minimum() == b.minimum()
                && a.maximum() == b.maximum()
                && a.cache() == b.cache()
                && a.cycle() == b.cycle();
    }

    @Override
    public long current(long id) {
        Relation r = sequence(id);
        require(r, Right.USAGE, Right.SELECT);
        Local l = locals.get(r.id());
        if (l == null || !l.defined) {
            throw undefined("currval of sequence \"" + r.name() + "\"");
        }
        return l.last;
    }

    @Override
    public long last() {
        Local l = locals.get(lastUsed);
        if (l == null || !l.defined || catalog != null && catalog.relation(lastUsed) == null) {
            throw undefined("lastval");
        }
        if (catalog != null) {
            require(catalog.relation(lastUsed), Right.USAGE, Right.SELECT);
        }
        return l.last;
    }

    private static SqlFailure undefined(String what) {
        return SqlFailure.build(FailureKind.TRANSACTION_STATE, what + " is not yet defined in this session")
                .sqlState("55000")
                .build();
    }

    @Override
    public void set(long id, long value, boolean called) {
        Relation r = sequence(id);
        require(r, Right.UPDATE);
        if (!r.temporary()) {
            refuseReading("setval()");
        }
        SequenceDefinition d = r.sequence();
        if (value < d.minimum() || value > d.maximum()) {
            throw SqlFailure.of(
                    FailureKind.OUT_OF_RANGE,
                    "setval: value " + value + " is out of bounds for sequence \"" + r.name() + "\" (" + d.minimum()
                            + ".." + d.maximum() + ")");
        }
        SequenceState state = state(r);
        session.functions.once("setval of " + r.id(), () -> {
            long calls = state.set(value, called);
            if (!r.temporary()) {
                pending.put(r.id(), new Pending(state, r, calls));
            }
            return 0;
        });
        Local l = local(r);
        l.left = 0;
        if (called) {
            l.defined = true;
            l.last = value;
        }
    }

    @Override
    public long value(long id) {
        return state(sequence(id)).value();
    }

    @Override
    public boolean isCalled(long id) {
        return state(sequence(id)).isCalled();
    }
}
