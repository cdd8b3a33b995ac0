package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StepLimitExceeded;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a transaction has read on its snapshot, so that it can write although others have committed since. SQLite lets a
 * transaction write that sees the newest state, and no other. Whoever has the right to write looks at the newest state whether
 * all that was read is there as it was; then it makes no difference to anybody whether the transaction had its snapshot then or
 * has it now, and it gets the newest. Otherwise the write fails (40001).
 *
 * <pre>
 *   reads, each with its rows ─▶ right to write ─┬─ nobody has committed ────────────────────────────────▶ writes
 *                                                ├─ read again by the writer's connection: the same ─▶ new snapshot ─▶ writes
 *                                                └─ another, or not to be read again ────────────────────▶ 40001
 * </pre>
 *
 * What is kept is bounded, and so is the time for which others wait while it is read again. Under the thread rule of its
 * lease.
 */
final class SnapshotReads {
    /** The most statements that are read again. */
    private static final int MOST_READS = 64;
    /** The most that their rows and parameters take in memory. */
    private static final int MOST_BYTES = 256 * 1024;
    /** So long they may have taken in all. */
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Units of SQLite's work after which one is given up that has no row yet. */
    private static final int MOST_STEPS = 1_000_000;

    private static final RowSink NOBODY = new Nobody();

    private final CommitWatch watch;
    /** The newest commit before the snapshot began. */
    private final long[] since = new long[CommitWatch.WORDS];

    private final List<Read> reads = new ArrayList<>();
    private final List<String> savepoints = new ArrayList<>();
    private int bytes;
    private long nanos;
    /** Whether more was read than is kept, or what cannot be read again. */
    private boolean incomplete;
    /** Whether any was read: there may be a snapshot. */
    private boolean any;

    /** Where the transaction begins, and before its snapshot does. */
    SnapshotReads(CommitWatch watch) {
        this.watch = watch;
        watch.note(since);
    }

    /** One statement with the rows that it has given. */
    final class Read {
        private final StorageStatement statement;
        private final Parameters parameters = new Parameters();
        private final KeptAnswer.Writer rows = new KeptAnswer.Writer(MOST_BYTES - bytes);
        private long count;
        private boolean ended;
        /** When the fetch that runs began; 0 if none does. */
        private long from;

        private Read(StorageStatement statement, Parameters given) {
            this.statement = statement;
            if (given != null) {
                parameters.copyFrom(given);
            }
        }

        /** A fetch begins; gives where the rows go. */
        RowSink to(RowSink sink) {
            from = System.nanoTime();
            return rows.to(sink == null ? NOBODY : sink);
        }

        /** A fetch has come to its end. */
        void fetched() {
            nanos += sinceBegin();
            from = 0;
        }

        /** How long the fetch has taken that runs; 0 if none does. */
        private long sinceBegin() {
            return from == 0 ? 0 : System.nanoTime() - from;
        }

        /** It is over, after so many rows. */
        void over(long all, boolean toTheEnd) {
            count = all;
            ended = toTheEnd;
            bytes += rows.size();
            incomplete |= rows.isFull() || nanos + sinceBegin() > MOST_NANOS;
            if (incomplete) {
                reads.clear();
            } else if (count > 0 || ended) {
                reads.add(this);
            }
        }

        /** It has failed, which may be the rows' fault. */
        void failed() {
            incomplete = true;
            reads.clear();
        }

        /** Whether it gives the same on another lease. */
        private boolean isSame(SqliteLease on) {
            KeptAnswer.Writer again = new KeptAnswer.Writer(MOST_BYTES);
            try (Cursor c = on.open(statement, parameters)) {
                if (!(c instanceof SqliteCursor s) || !s.isRepeatable()) {
                    return false;
                }
                boolean end = c.fetch(ended ? 0 : count, again.to(NOBODY));
                return (end || !ended) && c.rows() == count && again.isSame(rows);
            }
        }
    }

    /** A statement is about to read; null if what it reads is not needed. */
    Read read(StorageStatement statement, Parameters parameters) {
        any = true;
        if (incomplete || !statement.permanent()) {
            return null;
        }
        long more = parameters == null ? 0 : parameters.bytes();
        if (reads.size() == MOST_READS || bytes + more >= MOST_BYTES || statement.temporary() != TemporaryUse.NONE) {
            incomplete = true;
            reads.clear();
            return null;
        }
        bytes += (int) more;
        return new Read(statement, parameters);
    }

    /** A savepoint was set, released or gone back to. */
    void savepoint(String command, String name) {
        if (command.startsWith("SAVEPOINT")) {
            savepoints.add(name);
            return;
        }
        int i = savepoints.lastIndexOf(name);
        int kept = command.startsWith("RELEASE") ? i : i + 1;
        savepoints.subList(Math.max(kept, 0), savepoints.size()).clear();
    }

    /**
     * Gives a transaction that has the right to write, and is about to write for the first time, the newest snapshot, if that
     * makes no difference to what it has read. If it does, all stays as it is, and SQLite refuses the write.
     *
     * @throws SqlFailure if the transaction is lost: another program has committed at that very moment, or has the file locked
     */
    void follow(SqliteLease lease, Engine engine) {
        SqliteConnection c = lease.connection();
        if (!any || incomplete || watch.isNewest(since) || c.activeCursors > 0 || lease.hosts()) {
            return;
        }
        long[] now = new long[CommitWatch.WORDS];
        watch.note(now);
        if (!isSame(engine)) {
            return;
        }
        long schema = c.queryLong("PRAGMA schema_version");
        lease.doubt();
        c.run("COMMIT");
        c.begin(true);
        for (String name : savepoints) {
            c.runOnce("SAVEPOINT " + SqliteLease.quote(name));
        }
        if (!watch.isNewest(now) || c.queryLong("PRAGMA schema_version") != schema) {
            c.rollback();
            throw SqlFailure.of(
                    FailureKind.SERIALIZATION, "could not serialize access: another program committed meanwhile");
        }
        engine.database().metrics().snapshotsMoved.increment();
    }

    /** Reads all again on the writer's connection, which is the holder's while it has the right. */
    private boolean isSame(Engine engine) {
        SqliteConnection shared = engine.writer().sharedOrOpened();
        SqliteLease again = new SqliteLease(engine, shared, LeaseKind.WRITE);
        again.limitSteps(MOST_STEPS);
        try {
            for (Read r : reads) {
                if (!r.isSame(again)) {
                    return false;
                }
            }
            return true;
        } catch (SqlFailure | StepLimitExceeded notToBeHad) {
            // what it was the first time cannot be had again
            return false;
        } finally {
            again.limitSteps(0);
            shared.user(null);
        }
    }

    /** Takes rows and has no use for them. */
    private static final class Nobody implements RowSink {
        @Override
        public void startRow() {
            // the writer has it
        }

        @Override
        public void putNull() {
            // as above
        }

        @Override
        public void putLong(long value) {
            // as above
        }

        @Override
        public void putDouble(double value) {
            // as above
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            // as above
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            // as above
        }

        @Override
        public boolean endRow() {
            return true;
        }
    }
}
