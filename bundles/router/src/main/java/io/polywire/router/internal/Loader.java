package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.LoadReply;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSource;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.sql.plan.Plan;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Executes a statement for each row of a source, as one unit; waits for rows without a thread. */
final class Loader {
    private static final String UNIT = "pwload";

    /** After so many rows it is looked whether the load was cancelled, and at the clock: both cost as much as a value. */
    private static final int LOOK_EACH = 64;

    /** A row that took more gives it back once it is executed. */
    private static final int KEEP_BYTES = 64 * 1024;

    private static final Parameters NOTHING_HIDDEN = new Parameters();

    private final RouterSession session;
    private final SessionPrepared prepared;
    private final SessionTransaction transaction;
    private final RowSource source;
    private final LoadReply reply;
    /** Rows that the storage may have asked for; which of them a row has is its number, round and round. */
    private final Parameters[] rows = new Parameters[Lease.MOST_AHEAD];
    /** The same with the values that the session adds, where it adds any. */
    private final Parameters[] whole = new Parameters[Lease.MOST_AHEAD];

    /** What the source has said last. */
    private RowSource.Next last;

    private Lease lease;
    private boolean own;
    private boolean marked;
    /** When the run of that row began, or that of one a little before it. */
    private long rowStarted;

    /** Rows that were executed. */
    private long index;
    /** Rows that the storage was given. */
    private long given;

    private long affected;
    private long lastInsertId;
    private long started;

    Loader(
            RouterSession session,
            SessionPrepared prepared,
            SessionTransaction transaction,
            RowSource source,
            LoadReply reply) {
        this.session = session;
        this.prepared = prepared;
        this.transaction = transaction;
        this.source = source;
        this.reply = reply;
    }

    void start() {
        started = System.nanoTime();
        session.runs(prepared.text);
        session.onWorker(this::begin, f -> fail(-1, f));
    }

    private void begin() {
        try {
            Plan plan = prepared.plan;
            if (statement(plan) == null || plan.tree().access() != Access.WRITE) {
                throw SqlFailure.unsupported("a batch of "
                        + (plan.tree().command().isEmpty()
                                ? "an empty statement"
                                : plan.tree().command()));
            }
            if (plan.returnsRows()) {
                throw SqlFailure.unsupported("a batch of a statement that returns rows");
            }
            transaction.refuseIfFailed();
            Reply<Lease> then = new Reply<>() {
                @Override
                public void done(Lease l) {
                    lease = l;
                    try {
                        prepareUnit();
                    } catch (RuntimeException | Error e) {
                        if (!waits()) {
                            fail(-1, Failures.of(e));
                        }
                        return;
                    }
                    rows();
                }

                @Override
                public void failed(SqlFailure failure) {
                    fail(-1, failure);
                }
            };
            boolean ofTemporary = plan.temporary() == TemporaryUse.CHANGED;
            if (!transaction.isOpen() && session.readsOnly() && !ofTemporary) {
                throw SqlFailure.of(
                        FailureKind.READ_ONLY, "cannot execute " + prepared.command() + " in a read-only transaction");
            }
            if (!transaction.isOpen() && session.inUnit()) {
                transaction.beginImplicit();
            }
            if (transaction.isOpen()) {
                transaction.lease(Access.WRITE, plan, true, then);
            } else {
                own = true;
                session.temporary.alone(plan, Access.WRITE, session.lockTimeoutNanos(), then);
            }
        } catch (RuntimeException | Error e) {
            fail(-1, Failures.of(e));
        }
    }

    private static StorageStatement statement(Plan p) {
        return p.keyed() == null ? p.statement() : p.keyed().statement();
    }

    private static List<Object> hidden(Plan p) {
        return p.keyed() == null ? p.hidden() : p.keyed().hidden();
    }

    private void prepareUnit() {
        session.running(lease);
        if (own) {
            lease.begin(TransactionMode.DEFAULT);
        } else {
            lease.savepoint(UNIT);
            marked = true;
        }
        Plan before = prepared.plan;
        prepared.refresh(transaction, lease);
        if (prepared.plan.temporary() != before.temporary()) {
            throw SqlFailure.of(
                    FailureKind.STALE_PLAN, "the table means another one than when the statement was prepared");
        }
        session.rights.check(prepared.plan, lease);
        RowGuard.check(session, prepared.plan, lease);
        if (!own) {
            transaction.changes(prepared.plan.target(), OnLoop.MOST_CHANGES);
        }
        session.sequences.begin(prepared.plan);
    }

    /** Begins again when rows that others have locked are free; false if that is not what it failed for. */
    private boolean waits() {
        LockManager.Request wanted = session.locks.takeWanted();
        if (wanted == null) {
            return false;
        }
        try {
            if (own) {
                lease.close();
            } else {
                lease.rollbackTo(UNIT);
                lease.release(UNIT);
                marked = false;
                transaction.lend();
            }
            lease = null;
            own = false;
            session.locks.await(wanted, session.lockTimeoutNanos(), new Reply<>() {
                @Override
                public void done(Void value) {
                    session.onWorker(Loader.this::begin, f -> fail(-1, f));
                }

                @Override
                public void failed(SqlFailure failure) {
                    session.onWorker(() -> fail(-1, failure), f -> fail(-1, f));
                }
            });
        } catch (RuntimeException | Error e) {
            fail(-1, Failures.of(e));
        }
        return true;
    }

    private void rows() {
        try {
            session.running(lease);
            rowStarted = System.nanoTime();
            long id = lease.load(statement(prepared.plan), this::next, this::executed);
            if (id != 0) {
                lastInsertId = id;
            }
            if (last == RowSource.Next.WAIT) {
                AtomicBoolean once = new AtomicBoolean();
                Runnable go = () -> {
                    if (once.compareAndSet(false, true)) {
                        session.goOn(this::rows, f -> fail(index, f));
                    }
                };
                // a cancel does not wait for a client that sends nothing
                session.writing(go);
                source.whenReady(go);
                return;
            }
        } catch (RuntimeException | Error e) {
            fail(index, Failures.of(e));
            return;
        }
        end();
    }

    /** The parameters of the next execution; null if there are none now. */
    private Parameters next() {
        if (given % LOOK_EACH == 0) {
            session.running(lease);
            rowStarted = System.nanoTime();
        }
        int at = (int) (given % rows.length);
        Parameters row = rows[at] == null ? rows[at] = new Parameters() : rows[at];
        last = source.next(row);
        if (last != RowSource.Next.ROW) {
            return null;
        }
        int want = prepared.wanted();
        if (row.size() != want) {
            throw SqlFailure.of(
                    FailureKind.PROTOCOL,
                    "the statement has " + want + " parameters, " + row.size() + " values were given");
        }
        if (whole[at] == null) {
            whole[at] = hidden(prepared.plan).isEmpty() ? NOTHING_HIDDEN : new Parameters();
        }
        Parameters all =
                HiddenValues.of(prepared.plan, hidden(prepared.plan), prepared.values(row), session, whole[at]);
        session.functions.rowBegins();
        given++;
        return all;
    }

    private void executed(long changed) {
        affected += changed;
        reply.row(changed);
        int at = (int) (index % rows.length);
        shrink(rows[at]);
        if (whole[at] != NOTHING_HIDDEN) {
            shrink(whole[at]);
        }
        index++;
    }

    private static void shrink(Parameters row) {
        if (row.bytes() > KEEP_BYTES) {
            row.reset(0);
        }
    }

    /** The values of the row that has failed; null if that was none. */
    private Parameters running() {
        if (given == index) {
            return null;
        }
        int at = (int) (index % rows.length);
        return whole[at] == NOTHING_HIDDEN ? prepared.values(rows[at]) : whole[at];
    }

    private void end() {
        try {
            new Programs(session, transaction, lease, own).keys(prepared.plan);
            if (own) {
                session.sequences.write(lease);
                lease.commit();
                session.sequences.kept();
                lease.close();
            } else {
                ConstraintModes.check(transaction, prepared.plan, affected);
                lease.release(UNIT);
            }
        } catch (RuntimeException | Error e) {
            fail(-1, Failures.of(e));
            return;
        }
        session.desk.metrics.statements.add(index);
        session.audit.completed(prepared.plan.tree(), prepared.text, affected);
        session.desk.metrics.rows.add(affected);
        session.desk.metrics.nanos.add(System.nanoTime() - started);
        source.close();
        session.locks.runEnded(transaction.isOpen());
        session.leave();
        reply.completed(affected, lastInsertId);
    }

    private Inquest.Failed failed() {
        Parameters running = running();
        return running == null ? null : new Inquest.Failed(statement(prepared.plan), running, 0, rowStarted, own);
    }

    private void fail(long at, SqlFailure failure) {
        SqlFailure f = session.reason(Inquest.told(prepared, transaction, lease, this::failed, failure));
        try {
            if (own && lease != null) {
                lease.close();
            } else if (marked && lease.inTransaction()) {
                lease.rollbackTo(UNIT);
                lease.release(UNIT);
            }
        } catch (SqlFailure second) {
            f = SqlFailure.build(FailureKind.INTERNAL, "a failed batch could not be undone")
                    .cause(second)
                    .build();
        }
        transaction.statementFailed();
        session.told(f, prepared.text);
        source.close();
        session.locks.runEnded(transaction.isOpen());
        session.leave();
        reply.failed(at, f);
    }
}
