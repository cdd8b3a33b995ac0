package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.AutoWrite;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A database by its name. Sessions hold on to it; whether its file is open at the moment is not their affair: one that
 * was closed for another opens again with the next lease.
 */
final class SqliteDatabase implements Database {
    /** Whose it is: another one after a change of the configuration. */
    private volatile SqliteStorage storage;

    private final String name;
    private final AtomicLong schemaVersion = new AtomicLong(1);

    private volatile Engine engine;
    /** Why it could not be opened the last time; null if it could. */
    private volatile SqlFailure failure;

    private volatile boolean dropped;

    SqliteDatabase(SqliteStorage storage, String name) {
        this.storage = storage;
        this.name = name;
    }

    synchronized void moveTo(SqliteStorage other) {
        storage = other;
        // The old storage has stopped it.
        engine = null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long schemaVersion() {
        return schemaVersion.get();
    }

    void schemaChanged() {
        schemaVersion.incrementAndGet();
    }

    @Override
    public Lease tryAcquire(LeaseKind kind) {
        Engine e = engine;
        return e == null ? null : e.tryAcquire(kind);
    }

    @Override
    public void acquire(LeaseKind kind, long timeoutNanos, Reply<Lease> reply) {
        Engine e = engine;
        if (e == null || e.isEnding()) {
            acquireOpened(kind, timeoutNanos, reply);
            return;
        }
        e.acquire(kind, timeoutNanos, new Reply<>() {
            @Override
            public void done(Lease lease) {
                reply.done(lease);
            }

            @Override
            public void failed(SqlFailure f) {
                // Closed at this moment to make room for another database: it opens again.
                if (f.kind() == FailureKind.UNAVAILABLE && e.isEnding() && !storage.isClosed()) {
                    acquireOpened(kind, timeoutNanos, reply);
                } else {
                    reply.failed(f);
                }
            }
        });
    }

    private void acquireOpened(LeaseKind kind, long timeoutNanos, Reply<Lease> reply) {
        boolean accepted = !storage.isClosed()
                && storage.workers().execute(() -> {
                    Engine opened;
                    try {
                        opened = storage.open(this);
                    } catch (SqlFailure f) {
                        reply.failed(f);
                        return;
                    }
                    opened.acquire(kind, timeoutNanos, reply);
                });
        if (!accepted) {
            reply.failed(SqliteConnection.unavailable());
        }
    }

    @Override
    public void write(AutoWrite write, long timeoutNanos) {
        Engine e = engine;
        if (e == null || e.isEnding()) {
            // A lease opens the file (again); the next write finds it open.
            write.alone();
        } else {
            e.write(write, timeoutNanos);
        }
    }

    // ---- the open file ---------------------------------------------------------------------------------------------

    /**
     * Opens the file, or finds that it is open.
     *
     * @param file as it is now; another one than is open takes its place
     */
    synchronized Engine open(DatabaseFile file) {
        Engine e = engine;
        if (dropped || file == null) {
            close();
            throw SqlFailure.of(FailureKind.UNDEFINED_DATABASE, "database \"" + name + "\" does not exist");
        }
        if (e != null && !e.isEnding()) {
            if (e.file().path().equals(file.path()) && Objects.equals(e.file().key(), file.key())) {
                return e;
            }
            // Somebody has put another file in its place. Who reads the old one may finish.
            close();
        }
        try {
            e = new Engine(this, file, storage.settings(), storage.workers(), storage);
        } catch (SqlFailure f) {
            failure = f;
            throw f;
        }
        failure = null;
        schemaChanged();
        metrics().opened.increment();
        engine = e;
        return e;
    }

    /** Closes the file once nobody uses it. */
    synchronized Engine close() {
        Engine e = engine;
        engine = null;
        if (e != null) {
            e.retire();
        }
        return e;
    }

    Engine engine() {
        return engine;
    }

    SqlFailure failure() {
        return failure;
    }

    void dropped(boolean gone) {
        dropped = gone;
    }

    Metrics metrics() {
        return storage.metrics();
    }

    long tick() {
        return storage.tick();
    }
}
