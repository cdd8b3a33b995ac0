package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after one open database: what keeps the log from being emptied for too long is given up; a file that is damaged,
 * or whose disk did not take a commit, is not written any more, and goes on being read. The other databases are not
 * concerned.
 */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /** How long a snapshot is left alone however long the log is. */
    private static final long LEFT_ALONE_MILLIS = 1000;

    private final Engine engine;
    private final Settings.Limits limits;
    private final int tickMillis;
    /** Whether somebody left the database open when he went, or has it open now. */
    private final boolean logWasThere;

    private volatile SqlFailure damage;
    private long lastGivenUp;
    private long lastLook;

    /** Before the file is opened. */
    Guard(Engine engine) {
        this.engine = engine;
        this.limits = engine.settings().limits();
        this.tickMillis = engine.settings().snapshotIdleMillis();
        this.logWasThere = Files.exists(engine.file().beside("-wal"))
                || Files.exists(engine.file().beside("-journal"));
        String lost = LogInspection.lost(engine.file().beside("-wal"));
        if (lost != null) {
            LOG.error(
                    "The log that was left of database {} is not whole: {}. The database is opened without what comes"
                            + " behind, which may be commits that clients were told of",
                    engine.file().name(),
                    lost);
        }
    }

    // ---- damage ----

    /** Has a database that was not closed in good order looked through, beside its use. */
    void checkAfterCrash() {
        if (logWasThere) {
            engine.workers().executeCheck(this::check);
        }
    }

    private void check() {
        SqliteConnection c;
        try {
            c = engine.openReader();
        } catch (SqlFailure f) {
            noteDamage(f);
            return;
        }
        try {
            c.enter();
            try {
                long t0 = System.nanoTime();
                String found = c.queryText("PRAGMA quick_check(1)");
                if (found.equals("ok")) {
                    LOG.info(
                            "Database {} was not closed the last time; it was looked through in {} ms and is sound",
                            engine.file().name(),
                            (System.nanoTime() - t0) / 1_000_000);
                } else {
                    LOG.error("Database {} is damaged: {}", engine.file().name(), found);
                    damaged();
                }
            } finally {
                c.leave();
            }
        } catch (SqlFailure f) {
            noteDamage(f);
        } finally {
            c.requestClose();
        }
    }

    void noteDamage(SqlFailure f) {
        if (f.kind() == FailureKind.CORRUPT && damage == null) {
            LOG.error("Database {} is damaged", engine.file().name(), f);
            damaged();
        }
    }

    private void damaged() {
        damage = SqlFailure.build(FailureKind.CORRUPT, "the database is damaged and is not written any more")
                .hint("Make a copy of what can be read, and restore the last good backup.")
                .build();
    }

    /** A commit that the disk did not take: what of it is there is known when the file is opened the next time. */
    void commitFailed(SqlFailure f) {
        noteDamage(f);
        if (f.kind() == FailureKind.IO && damage == null) {
            LOG.error(
                    "The disk of database {} did not take a commit",
                    engine.file().name(),
                    f);
            damage = SqlFailure.build(
                            FailureKind.IO, "the disk did not take a commit; the database is not written any more")
                    .hint("When the disk is well again, close the database (or restart the storage).")
                    .build();
        }
    }

    /**
     * SQLite goes on writing to a file that somebody has deleted, moved or replaced, and what it commits there is gone with
     * the last connection. It cannot be known at the moment of a commit; it is looked for at each tick.
     */
    private void watchFile() {
        if (damage != null || engine.file().key() == null || engine.isEnding()) {
            return;
        }
        boolean same;
        try {
            same = engine.file()
                    .key()
                    .equals(Files.readAttributes(engine.file().path(), BasicFileAttributes.class)
                            .fileKey());
        } catch (IOException e) {
            same = false;
        }
        if (!same) {
            LOG.error(
                    "The file of database {} was deleted, moved or replaced under the server",
                    engine.file().name());
            damage = SqlFailure.build(
                            FailureKind.IO, "the database's file was deleted or moved; it is not written any more")
                    .hint("What was committed since then is in no file any more: put the file back, or a copy.")
                    .build();
        }
    }

    SqlFailure damage() {
        return damage;
    }

    void requireSound() {
        SqlFailure f = damage;
        if (f != null) {
            throw f;
        }
    }

    // ---- snapshots ----

    void tick(long tick) {
        watchFile();
        watchTemporaryFiles(tick);
        LogIndex log = engine.logIndex();
        boolean longLog = log != null && log.pages() > limits.logPages();
        if (!longLog && limits.snapshotMillis() == 0) {
            return;
        }
        SqliteConnection oldest = null;
        for (SqliteConnection c : engine.openConnections()) {
            long since = c.snapshotTick();
            if (since == SqliteConnection.NO_SNAPSHOT) {
                continue;
            }
            if (limits.snapshotMillis() > 0 && (tick - since) * tickMillis > limits.snapshotMillis()) {
                giveUp(c, "older than snapshots may be here");
            } else if (oldest == null || since < oldest.snapshotTick()) {
                oldest = c;
            }
        }
        if (longLog
                && oldest != null
                && (tick - oldest.snapshotTick()) * tickMillis > LEFT_ALONE_MILLIS
                && (tick - lastGivenUp) * tickMillis > LEFT_ALONE_MILLIS) {
            lastGivenUp = tick;
            giveUp(oldest, "in the way of a log that has come to its limit");
        }
        if (longLog) {
            engine.checkpointer().emptyNow();
        }
    }

    /** SQLite's temporary files have no bound of their own, nor do they tell whose they are: who runs longest is stopped. */
    private void watchTemporaryFiles(long tick) {
        if (limits.temporaryMib() == 0 || (tick - lastLook) * tickMillis < LEFT_ALONE_MILLIS) {
            return;
        }
        lastLook = tick;
        SqliteConnection longest = null;
        for (SqliteConnection c : engine.openConnections()) {
            long since = c.insideTick();
            if (since != SqliteConnection.NO_SNAPSHOT
                    && (tick - since) * tickMillis > LEFT_ALONE_MILLIS
                    && (longest == null || since < longest.insideTick())) {
                longest = c;
            }
        }
        if (longest == null || TemporaryFiles.bytes() <= limits.temporaryMib() * 1024L * 1024) {
            return;
        }
        LOG.warn(
                "A statement on database {} was stopped: temporary files have come to their limit",
                engine.file().name());
        longest.requestClose(SqlFailure.build(FailureKind.LIMIT, "temporary file size exceeds temporary.mib")
                .sqlState("53400")
                .build());
    }

    private void giveUp(SqliteConnection c, String why) {
        LOG.warn(
                "A snapshot of database {} was given up: it is {}",
                engine.file().name(),
                why);
        engine.database().metrics().snapshotsGivenUp.increment();
        c.requestClose(SqlFailure.build(FailureKind.LIMIT, "snapshot too old: it was " + why)
                .sqlState("72000")
                .hint("Read in shorter transactions, or raise log.max.mib or snapshot.max.s of the storage.")
                .build());
    }
}
