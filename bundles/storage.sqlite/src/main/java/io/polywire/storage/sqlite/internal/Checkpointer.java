package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the log into the file, by a worker and never in a commit. A passive checkpoint meets nobody. It cannot make the
 * log start again while readers always hold some snapshot, so a log that grows past several times its bound, and one
 * that is left when nobody writes, is emptied: with the right to write, and while no reader holds its snapshot. Its file
 * is made short when it has become very long, and some time after the last commit.
 */
final class Checkpointer {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

    /** At how many times the bound the log is emptied rather than copied. */
    private static final int EMPTY_AT = 4;
    /** For so long nobody has written when the rest is emptied. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
    /**
     * For so many ticks more an emptied log keeps its length. A commit that makes the file longer takes the disk half as
     * long again as one that writes over it, and who has paused is likely to write again.
     */
    private static final int KEPT_TICKS = 400;
    /**
     * So long emptying waits for reads that began before, and with it everybody who wants to write. Reads that begin
     * meanwhile are not in its way: all they need is in the file by then.
     */
    private static final int PATIENCE_MILLIS = 50;

    private final Engine engine;
    private final LogIndex log;
    private final int bound;
    /** A log that is longer is cut when it is emptied, a shorter one keeps its length. */
    private final long keptBytes;

    private final AtomicBoolean scheduled = new AtomicBoolean();
    /** Pages in the log after the last checkpoint. */
    private volatile long pagesThen;

    /** Pages in the log when it could not be emptied; far below nothing if that has not been so. */
    private volatile long pagesAtFailure = Long.MIN_VALUE / 2;

    private volatile boolean emptying;
    private volatile boolean dirty;
    /** Confined to the timer: when the log was emptied for want of commits; 0 if it has been cut since, or written to. */
    private long emptiedAt;
    /** Whether the log is to lose its length when it is emptied the next time. */
    private volatile boolean cut;

    private volatile long lastCommit;
    /** Counted by the holder of the right to write. */
    private long commits;

    private volatile boolean retired;
    /** Used by the one scheduled worker, closed by retire. */
    private volatile SqliteConnection connection;

    Checkpointer(Engine engine) {
        this.engine = engine;
        this.log = engine.logIndex();
        this.bound = engine.settings().checkpointPages();
        // Two times what it grows to where nothing is in the way; the page is taken for a common one.
        this.keptBytes =
                Math.min(2L * EMPTY_AT * bound, engine.settings().limits().logPages()) * 4096;
    }

    /** Whether readers must not hold snapshots for the moment. */
    boolean isEmptyingLog() {
        return emptying;
    }

    /** After a commit; looks at one number. */
    void committed() {
        dirty = true;
        lastCommit = System.nanoTime();
        if (log == null) {
            // How long the log is cannot be seen; a commit is a page or more.
            if (engine.isWal() && ++commits % bound == 0) {
                schedule(false);
            }
            return;
        }
        long pages = log.pages();
        if (pages >= bound && (pages < pagesThen || pages >= pagesThen + bound)) {
            // A long read has it fail, and is not to stall the writers again at once.
            boolean empty = pages >= (long) bound * EMPTY_AT
                    && (pages < pagesAtFailure || pages >= pagesAtFailure + (long) bound * EMPTY_AT);
            schedule(empty);
        }
    }

    void tick(long tick) {
        if (log == null || log.pages() == 0 || !quiet()) {
            return;
        }
        if (dirty) {
            if (schedule(true)) {
                dirty = false;
                emptiedAt = tick;
            }
        } else if (emptiedAt != 0 && tick - emptiedAt >= KEPT_TICKS) {
            cut = true;
            if (schedule(true)) {
                emptiedAt = 0;
            }
        }
    }

    /** Has the log emptied now, unless that is under way. */
    void emptyNow() {
        schedule(true);
    }

    /** False if something is under way already. */
    private boolean schedule(boolean empty) {
        if (retired || !scheduled.compareAndSet(false, true)) {
            return false;
        }
        if (empty) {
            engine.writer().ask(TimeUnit.SECONDS.toNanos(60), new RightToEmpty());
        } else if (!engine.workers().execute(this::copy)) {
            scheduled.set(false);
        }
        return true;
    }

    private void copy() {
        try {
            checkpoint("PASSIVE");
        } finally {
            scheduled.set(false);
        }
    }

    private final class RightToEmpty extends Waiter {
        @Override
        void granted() {
            if (!engine.workers().executeWrite(this::empty)) {
                engine.writer().give();
                scheduled.set(false);
            }
        }

        private void empty() {
            emptying = true;
            try {
                engine.readers().releaseFreeSnapshots();
                // A log that keeps its length is written over: the disk then has less to do for each commit.
                boolean all = cut || logBytes() > keptBytes;
                cut = false;
                checkpoint(all ? "TRUNCATE" : "RESTART");
            } finally {
                emptying = false;
                engine.writer().give();
                scheduled.set(false);
            }
        }

        @Override
        void refused(SqlFailure failure) {
            scheduled.set(false);
            if (failure.kind() == FailureKind.LOCK_TIMEOUT) {
                LOG.info(
                        "The log of database {} could not be emptied: a transaction writes",
                        engine.file().name());
            }
        }
    }

    private boolean quiet() {
        return System.nanoTime() - lastCommit > QUIET_NANOS;
    }

    private long logBytes() {
        try {
            Path wal = engine.file().beside("-wal");
            return Files.exists(wal) ? Files.size(wal) : 0;
        } catch (IOException e) {
            // To be on the safe side it is cut.
            return Long.MAX_VALUE;
        }
    }

    private void checkpoint(String mode) {
        if (retired) {
            return;
        }
        try {
            SqliteConnection c = connection();
            c.enter();
            try {
                c.raw().busyTimeout(PATIENCE_MILLIS);
                long busy = c.queryLong("PRAGMA wal_checkpoint(" + mode + ")");
                engine.database().metrics().checkpoints.increment();
                if (busy != 0) {
                    pagesAtFailure = log == null ? pagesAtFailure : log.pages();
                    LOG.debug(
                            "The log of database {} is in use: {} checkpoint ended early",
                            engine.file().name(),
                            mode);
                }
            } finally {
                c.leave();
            }
        } catch (SqlFailure f) {
            if (!retired && f.kind() != FailureKind.UNAVAILABLE) {
                LOG.warn(
                        "The log of database {} could not be copied into its file",
                        engine.file().name(),
                        f);
            }
        } finally {
            if (log != null) {
                pagesThen = log.pages();
            }
        }
    }

    private SqliteConnection connection() {
        SqliteConnection c = connection;
        if (c != null && c.isSpoilt()) {
            c.requestClose();
            c = null;
        }
        if (c == null) {
            c = engine.openWriter();
            connection = c;
            if (retired) {
                c.requestClose();
            }
        }
        return c;
    }

    /** Takes no new work; what runs may come to its end. */
    void retire() {
        retired = true;
        SqliteConnection c = connection;
        if (c != null) {
            c.requestClose();
        }
    }
}
