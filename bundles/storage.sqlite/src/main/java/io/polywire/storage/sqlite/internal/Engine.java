package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.AutoWrite;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database that is open: its connections and who may use them. Ends in two ways: {@link #retire} lets those who have a
 * lease finish, {@link #stop} does not.
 */
final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final SqliteDatabase database;
    private final DatabaseFile file;
    private final Settings settings;
    private final Workers workers;
    private final Opener opener;
    private final LogIndex logIndex;
    private final CommitCounter counter = new CommitCounter();
    private final CommitWatch watch;

    private final Set<SqliteConnection> connections = ConcurrentHashMap.newKeySet();
    /** Connections that are open or being opened, and one for the engine itself until it ends. */
    private final AtomicInteger handles = new AtomicInteger(1);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile boolean stopping;
    private final Guard guard;

    private final ReaderPool readers;
    private final PinnedPool pinned;
    private final WriterRight writer;
    private final KeptAnswers answers;
    private final GroupCommit groups;
    private final Checkpointer checkpointer;
    private final EarlySync earlySync;

    /** Tick of the last use. */
    private volatile long used;

    private volatile long schemaCookie;

    /** Opens it. Blocks on the disk. */
    Engine(SqliteDatabase database, DatabaseFile file, Settings settings, Workers workers, SqliteStorage storage) {
        this.database = database;
        this.file = file;
        this.settings = settings;
        this.workers = workers;
        this.opener = new Opener(settings, file, storage.relations());
        this.answers = storage.answers();
        this.guard = new Guard(this);
        SqliteConnection first = open(opener::openFirst);
        LogIndex index = null;
        try {
            first.enter();
            try {
                // A read also has SQLite make and map the index of the log, if it has not yet.
                schemaCookie = first.queryLong("PRAGMA schema_version");
            } finally {
                first.leave();
            }
            if (opener.isWal() && !opener.isReadOnly()) {
                index = LogIndex.open(file.path());
            }
        } catch (IOException e) {
            LOG.warn("The index of the log of database {} cannot be read: snapshots are not held", file.name(), e);
        } catch (RuntimeException e) {
            first.requestClose();
            throw e;
        }
        this.logIndex = index;
        // Without the index nobody would see the log grow under held snapshots.
        this.watch = index == null || settings.detectExternalWriters() ? index : counter;
        this.readers = new ReaderPool(this, settings.readers());
        this.pinned = new PinnedPool(this, settings.pinned(), settings.readers());
        this.writer = new WriterRight(this);
        this.groups = new GroupCommit(this);
        this.checkpointer = new Checkpointer(this);
        this.earlySync = new EarlySync(this);
        guard.checkAfterCrash();
        if (opener.isReadOnly()) {
            readers.add(first);
            return;
        }
        writer.connection(first);
        try {
            readers.add(open(opener::openReader));
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    // ---- leases --------------------------------------------------------------------------------------------------

    Lease tryAcquire(LeaseKind kind) {
        touch();
        return switch (kind) {
            case READ -> readers.tryAcquire();
            case PINNED -> pinned.tryAcquire();
            case WRITE -> opener.isReadOnly() ? null : writer.tryAcquire();
        };
    }

    void acquire(LeaseKind kind, long timeoutNanos, Reply<Lease> reply) {
        touch();
        switch (kind) {
            case READ -> readers.acquire(timeoutNanos, reply);
            case PINNED -> pinned.acquire(timeoutNanos, reply);
            case WRITE -> {
                if (opener.isReadOnly()) {
                    reply.failed(readOnly());
                } else {
                    writer.acquire(timeoutNanos, reply);
                }
            }
        }
    }

    void write(AutoWrite write, long timeoutNanos) {
        touch();
        if (opener.isReadOnly()) {
            write.failed(readOnly());
        } else if (guard.damage() != null) {
            write.failed(guard.damage());
        } else {
            groups.submit(write, timeoutNanos);
        }
    }

    /** Notes the use; on most calls that is a look at two numbers. */
    private void touch() {
        long now = database.tick();
        if (used != now) {
            used = now;
        }
    }

    /** Whether nobody has a lease or waits for one. */
    boolean isIdle() {
        return readers.isIdle() && pinned.isIdle() && writer.isIdle();
    }

    long lastUse() {
        return used;
    }

    // ---- connections -----------------------------------------------------------------------------------------------

    /** How a connection is opened, given what is to run once it is closed. */
    interface Opening {
        SqliteConnection open(Runnable onClosed);
    }

    SqliteConnection openReader() {
        return open(opener::openReader);
    }

    SqliteConnection openWriter() {
        return open(opener::openWriter);
    }

    private SqliteConnection open(Opening how) {
        Handle handle = new Handle();
        handles.incrementAndGet();
        try {
            SqliteConnection c = how.open(handle);
            handle.connection = c;
            connections.add(c);
            // A stop may have gone through the connections before this one was among them.
            if (ended() || stopping) {
                c.requestClose();
                throw SqliteConnection.unavailable();
            }
            return c;
        } catch (RuntimeException e) {
            handle.run();
            throw e;
        }
    }

    /** Counts one connection, once. */
    private final class Handle implements Runnable {
        private final AtomicBoolean counted = new AtomicBoolean();
        private volatile SqliteConnection connection;

        @Override
        public void run() {
            if (counted.compareAndSet(false, true)) {
                SqliteConnection c = connection;
                if (c != null) {
                    connections.remove(c);
                }
                handleClosed();
            }
        }
    }

    private void handleClosed() {
        if (handles.decrementAndGet() != 0) {
            return;
        }
        try {
            if (logIndex != null) {
                logIndex.release();
            }
        } catch (IOException e) {
            LOG.warn("The index of the log of database {} could not be closed", file.name(), e);
        } finally {
            ended.countDown();
        }
    }

    /** Takes no new work; ends by itself once all leases are given back. */
    void retire() {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        SqlFailure gone = SqliteConnection.unavailable();
        readers.retire(gone);
        pinned.retire(gone);
        writer.retire(gone);
        groups.retire(gone);
        checkpointer.retire();
        handleClosed();
    }

    /** Takes no new work and interrupts what runs. */
    void stop() {
        stopping = true;
        retire();
        for (SqliteConnection c : connections) {
            c.requestClose();
        }
    }

    /**
     * Waits for the end of {@link #stop}, interrupting what still runs.
     *
     * @return whether it came
     */
    boolean awaitStopped(long deadlineNanos) throws InterruptedException {
        for (SqliteConnection c : new ArrayList<>(connections)) {
            c.awaitClosed(deadlineNanos);
        }
        return ended.await(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** Waits for the end of {@link #retire}. */
    boolean awaitEnded(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    boolean ended() {
        return ended.getCount() == 0;
    }

    boolean isEnding() {
        return ending.get();
    }

    // ---- commits and schema ---------------------------------------------------------------------------------------

    /** What tells readers of commits; null if each read has to look into the file. */
    CommitWatch watch() {
        return watch;
    }

    /** Whether readers may hold their snapshot between statements now. */
    boolean holdsSnapshots() {
        return watch != null && !checkpointer.isEmptyingLog();
    }

    /** After each commit of ours, before it is acknowledged. */
    void committed() {
        counter.committed();
        database.metrics().commits.increment();
        checkpointer.committed();
    }

    /** After DDL of ours, committed or not, and after its end. */
    void schemaChanged() {
        database.schemaChanged();
    }

    /** After a commit of ours that changed the schema: it is known, nobody has to find it out. */
    void rememberSchema(SqliteConnection c) {
        schemaCookie = c.queryLong("PRAGMA schema_version");
    }

    /**
     * Compares the schema that a connection sees in its transaction with the last one seen.
     *
     * @param c inside, with a snapshot
     */
    void checkSchema(SqliteConnection c) {
        long cookie = c.queryLong("PRAGMA schema_version");
        if (cookie != schemaCookie) {
            schemaCookie = cookie;
            database.schemaChanged();
        }
    }

    /**
     * The same for a transaction whose snapshot may be older than the last change: what it sees then is nobody else's affair.
     *
     * @return whether it sees the newest schema
     */
    boolean checkSchemaOfSnapshot(SqliteConnection c) {
        long cookie = c.queryLong("PRAGMA schema_version");
        if (cookie > schemaCookie) {
            schemaCookie = cookie;
            database.schemaChanged();
        }
        return cookie == schemaCookie;
    }

    // ---- damage --------------------------------------------------------------------------------------------------

    /** @throws SqlFailure if the database was found damaged, or its disk did not take a commit */
    void requireSound() {
        guard.requireSound();
    }

    void noteDamage(SqlFailure f) {
        guard.noteDamage(f);
    }

    void commitFailed(SqlFailure f) {
        guard.commitFailed(f);
    }

    /** Why nothing is written any more; null if it is. */
    SqlFailure damage() {
        return guard.damage();
    }

    // ---- parts ---------------------------------------------------------------------------------------------------

    SqliteDatabase database() {
        return database;
    }

    DatabaseFile file() {
        return file;
    }

    Settings settings() {
        return settings;
    }

    Workers workers() {
        return workers;
    }

    LogIndex logIndex() {
        return logIndex;
    }

    ReaderPool readers() {
        return readers;
    }

    PinnedPool pinned() {
        return pinned;
    }

    Opener opener() {
        return opener;
    }

    KeptAnswers answers() {
        return answers;
    }

    WriterRight writer() {
        return writer;
    }

    GroupCommit groups() {
        return groups;
    }

    Checkpointer checkpointer() {
        return checkpointer;
    }

    EarlySync earlySync() {
        return earlySync;
    }

    boolean isWal() {
        return opener.isWal();
    }

    boolean isUtf8() {
        return opener.isUtf8();
    }

    boolean isReadOnly() {
        return opener.isReadOnly();
    }

    SqlFailure readOnly() {
        return SqlFailure.of(FailureKind.READ_ONLY, "database \"" + file.name() + "\" is read-only");
    }

    /** The regular work of the timer. */
    void tick(long tick) {
        readers.releaseIdleSnapshots(tick);
        readers.sendAwayLongRuns(tick);
        groups.tick();
        guard.tick(tick);
        checkpointer.tick(tick);
        earlySync.tick(tick);
    }

    List<SqliteConnection> openConnections() {
        return List.copyOf(connections);
    }
}
