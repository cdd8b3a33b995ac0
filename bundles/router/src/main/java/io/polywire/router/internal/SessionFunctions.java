package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.function.Sequences;
import io.polywire.api.lock.Locks;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.setting.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * A session as the functions of its statements see it, and the waits that they ask for. A wait ends the run; the run that
 * follows it passes the sleeps that are over and gets the values that {@link #once} has kept.
 */
final class SessionFunctions implements FunctionContext {
    /** Of one statement; more make no wait possible. */
    private static final int MOST_KEPT = 100_000;

    private record Kept(String kind, long value) {}

    private final RouterSession session;

    /** Of the statement, over all its runs: */
    private final List<Kept> kept = new ArrayList<>(0);

    private int slept;

    /** Of the present run: */
    private int next;

    private int sleeps;
    /** Whether nothing of it stays. */
    private boolean repeating;

    private int repeatedFrom;
    /** Whether it is not the first of its statement. */
    private boolean repeated;

    private int wantedBy;
    private long wanted = -1;
    /** Whether it has changed something that ends with it, since it is a transaction of its own. */
    private boolean alone;

    /** Of the present transaction; 0 if it has none yet. Others look at it. */
    private volatile long transactionId;

    /** The row that the present statement has updated last, of which table; none if that is negative. */
    private long updatedIn = -1;

    private long updated;

    /** Null until it is seeded. */
    private SeededRandom random;

    SessionFunctions(RouterSession session) {
        this.session = session;
    }

    /** Whether a statement may ask for a wait. */
    static boolean mayWait(StorageStatement statement) {
        for (var f : statement.functions()) {
            if (f instanceof ScalarFunction s && s.mayWait()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void updating(long source, long row) {
        updatedIn = source;
        updated = row;
    }

    @Override
    public boolean isUpdating(long source, long row) {
        return updatedIn == source && updated == row;
    }

    // --- around a run -----------------------------------------------------------------------------------------------

    /** A run begins: the first of its statement, or another one after a wait. */
    void runBegins(boolean again) {
        repeated = again;
        next = 0;
        sleeps = 0;
        wanted = -1;
        if (!again) {
            slept = 0;
            alone = false;
            if (!inTransaction()) {
                transactionId = 0;
            }
            if (!kept.isEmpty()) {
                kept.clear();
            }
        }
    }

    /** Whether the present run follows another one of the same statement. */
    boolean isRepeated() {
        return repeated;
    }

    /** How many calls of the present run have been {@link #once}; negative if not all that they gave is known. */
    int calls() {
        return kept.size() < MOST_KEPT ? next : -1;
    }

    /**
     * Runs something of which nothing stays: its calls are given what those after the first {@code calls} were given, and
     * those that come behind them the same once more, without an effect: a storage may work a row out for a trigger and for
     * the table, and rows behind the one that fails.
     */
    void repeat(int calls, Runnable run) {
        next = calls;
        repeatedFrom = calls;
        repeating = true;
        try {
            run.run();
        } finally {
            repeating = false;
        }
    }

    /** A row of many begins, of which none is run again after a wait. */
    void rowBegins() {
        next = 0;
        if (!kept.isEmpty()) {
            kept.clear();
        }
    }

    /** The statement is over, for better or worse; it may have been a transaction of its own. */
    void statementEnded(boolean kept) {
        if (alone) {
            alone = false;
            session.settings.ended(kept, session::settingTable);
            session.notifications.ended(kept);
        }
    }

    /** The transaction is over, or another unit begins. */
    void transactionEnded() {
        transactionId = 0;
    }

    private boolean inTransaction() {
        return session.transaction.isOpen() || session.inUnit();
    }

    /** Whether what a function changes ends with its statement. */
    boolean isAlone() {
        return alone;
    }

    /** How long the run that failed wants to wait; negative if that is not why it failed. */
    long takeWanted() {
        long w = wanted;
        wanted = -1;
        return w;
    }

    /** Waits for a sleep that a run asked for. */
    void await(long nanos, Reply<Void> then) {
        Future<?>[] end = new Future<?>[1];
        Wait<Void> wait = new Wait<>(session, late -> {}, new Reply<>() {
            @Override
            public void done(Void value) {
                slept = wantedBy + 1;
                then.done(null);
            }

            @Override
            public void failed(SqlFailure failure) {
                if (end[0] != null) {
                    end[0].cancel(false);
                }
                then.failed(failure);
            }
        });
        session.wait(wait);
        end[0] = session.desk.after(nanos, () -> wait.done(null));
        wait.returned();
    }

    // --- as functions see it ----------------------------------------------------------------------------------------

    @Override
    public String setting(String name) {
        Setting s = session.settingTable().find(name);
        return s == null ? null : session.statements.shown(s);
    }

    @Override
    public String set(String name, String value, boolean local) {
        Setting s = session.settingTable().find(name);
        if (s == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + '"');
        }
        alone |= !inTransaction();
        session.statements.change(
                s, value == null ? null : session.settingTable().split(s, value), local);
        String now = session.statements.shown(s);
        return now == null ? "" : now;
    }

    @Override
    public void warn(String sqlState, String message) {
        session.warn(sqlState, message);
    }

    @Override
    public List<String> channels() {
        return session.notifications.channels();
    }

    @Override
    public void notify(String channel, String payload) {
        once("notification", () -> {
            alone |= !inTransaction();
            session.statements.send(channel, payload);
            return 0;
        });
    }

    @Override
    public Sequences sequences() {
        return session.sequences;
    }

    @Override
    public Locks locks() {
        return session.locks;
    }

    @Override
    public void sleep(long nanos) {
        int i = sleeps++;
        if (i < slept || nanos <= 0) {
            return;
        }
        wanted = nanos;
        wantedBy = i;
        throw SqlFailure.of(FailureKind.LOCK_TIMEOUT, "the statement sleeps");
    }

    @Override
    public long random() {
        return random == null ? ThreadLocalRandom.current().nextLong() : random.next();
    }

    @Override
    public void seedRandom(long seed) {
        random = new SeededRandom(seed);
    }

    @Override
    public long once(String kind, LongSupplier value) {
        int i = next++;
        if (i < kept.size()) {
            if (kept.get(i).kind().equals(kind)) {
                return kept.get(i).value();
            }
            if (repeating) {
                throw SqlFailure.of(FailureKind.INTERNAL, "the statement goes another way than before");
            }
            // it goes another way than before
            kept.subList(i, kept.size()).clear();
        }
        if (repeating) {
            int given = kept.size() - repeatedFrom;
            return given <= 0
                    ? 0
                    : kept.get(repeatedFrom + (i - repeatedFrom) % given).value();
        }
        long v = value.getAsLong();
        if (i == kept.size() && i < MOST_KEPT) {
            kept.add(new Kept(kind, v));
        }
        return v;
    }

    @Override
    public long transactionId() {
        if (transactionId == 0) {
            transactionId = session.desk.nextTransactionId();
        }
        return transactionId;
    }

    /** The number of the session's transaction as another session sees it; 0 if it has none. */
    long numbered() {
        return transactionId;
    }

    @Override
    public long lastTransactionId() {
        return session.desk.lastTransactionId();
    }

    @Override
    public List<Integer> blockers(long of) {
        return session.desk.all().stream()
                .filter(s -> s.id() == of)
                .findFirst()
                .map(s -> s.locks.blockers())
                .orElse(List.of());
    }

    @Override
    public long assignedTransactionId() {
        Lease lease = session.transaction.lease();
        return lease != null && lease.kind() == LeaseKind.WRITE ? transactionId() : transactionId;
    }

    @Override
    public boolean signal(long id, boolean end) {
        return session.desk.signal(session, id, end);
    }

    /** Whether a role may stop what another one's session does: pg_signal_backend of signalfuncs.c. */
    static void checkSignal(RouterSession from, RouterSession to, boolean end) {
        Principal who = from.roles.current();
        Principal of = to.principal();
        if (who.superuser()) {
            return;
        }
        String verb = end ? "terminate" : "cancel";
        if (of.superuser()) {
            throw SqlFailure.of(
                    FailureKind.PRIVILEGE,
                    "must be a superuser to " + verb + (end ? " superuser process" : " superuser query"));
        }
        if (who.id() != of.id() && !from.roles.all().isMember(who.id(), of.id())) {
            throw SqlFailure.of(
                    FailureKind.PRIVILEGE,
                    "must be a member of the role whose "
                            + (end ? "process is being terminated" : "query is being canceled")
                            + " or member of pg_signal_backend");
        }
    }
}
