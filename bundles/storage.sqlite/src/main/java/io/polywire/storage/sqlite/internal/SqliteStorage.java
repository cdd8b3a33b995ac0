package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.session.Reply;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusSource;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The databases of one configuration. Needs no OSGi. */
final class SqliteStorage implements Storage, StatusSource, MetricSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStorage.class);

    /** How long the start may look into databases; the rest is looked into when it has been answered. */
    private static final long START_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Settings settings;
    private final Workers workers;
    private final DatabaseFiles files;
    private final Creation creation;
    private final MemoryRelations relations;
    private final KeptAnswers answers;
    private final Metrics metrics = new Metrics();
    private final Map<String, SqliteDatabase> databases = new ConcurrentHashMap<>();
    private volatile long tick;
    private final MemoryWatch memory;
    private volatile boolean closed;

    SqliteStorage(Settings settings) {
        this(settings, null);
    }

    /**
     * A storage in the place of one that was closed.
     *
     * @param before whose databases sessions still hold on to; they belong to this one from now on. May be null
     */
    SqliteStorage(Settings settings, SqliteStorage before) {
        this.settings = settings;
        this.files = new DatabaseFiles(settings.directory(), settings.files(), settings.places());
        this.workers = new Workers(settings.name(), settings.workers());
        this.relations = new MemoryRelations(settings.limits().relationsMib() * 1024L * 1024);
        this.answers = new KeptAnswers(settings.limits().answersMib() * 1024L * 1024);
        this.memory = new MemoryWatch(settings.limits().memoryMib());
        this.creation = new Creation(this);
        if (before != null) {
            before.databases.forEach((name, d) -> {
                d.moveTo(this);
                databases.put(name, d);
            });
        }
        try {
            if (settings.nativeDirectory() != null) {
                NativeLibrary.load(settings.nativeDirectory());
            }
            creation.makeDirectory();
            for (String name : settings.create()) {
                creation.createMissing(name);
            }
            lookIntoDatabases();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        workers.timer()
                .scheduleWithFixedDelay(
                        this::onTick,
                        settings.snapshotIdleMillis(),
                        settings.snapshotIdleMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Opens what is there, so that the start shows what cannot be. */
    private void lookIntoDatabases() {
        long until = System.nanoTime() + START_LOOK_NANOS;
        int room = settings.openDatabases();
        for (String name : databases()) {
            if (room-- == 0) {
                return;
            }
            if (System.nanoTime() < until) {
                lookInto(name);
            } else if (!workers.execute(() -> lookInto(name))) {
                return;
            }
        }
    }

    private void lookInto(String name) {
        try {
            database(name);
        } catch (SqlFailure f) {
            LOG.error("Database {} cannot be opened: {}", name, f.getMessage(), f.getCause());
        }
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String dialect() {
        return "sqlite";
    }

    @Override
    public Set<Capability> capabilities() {
        return settings.capabilities();
    }

    @Override
    public List<String> databases() {
        return new ArrayList<>(files.list().files().keySet());
    }

    @Override
    public Database database(String name) {
        requireOpen();
        DatabaseFile file = files.find(name);
        SqliteDatabase d = databases.get(name == null ? "" : name);
        if (file == null) {
            if (d != null) {
                d.close();
                databases.remove(name, d);
            }
            return null;
        }
        if (d == null) {
            d = databases.computeIfAbsent(name, n -> new SqliteDatabase(this, n));
        }
        open(d, file);
        return d;
    }

    /** Opens a database again. */
    Engine open(SqliteDatabase d) {
        requireOpen();
        return open(d, files.find(d.name()));
    }

    private Engine open(SqliteDatabase d, DatabaseFile file) {
        Engine e = d.engine();
        if (e == null) {
            makeRoom();
        }
        e = d.open(file);
        if (closed) {
            // A stop may have gone through the databases before this one was open.
            e.stop();
            throw SqliteConnection.unavailable();
        }
        return e;
    }

    private synchronized void makeRoom() {
        while (true) {
            int open = 0;
            SqliteDatabase oldest = null;
            long oldestUse = Long.MAX_VALUE;
            for (SqliteDatabase d : databases.values()) {
                Engine e = d.engine();
                if (e == null) {
                    continue;
                }
                open++;
                if (e.lastUse() < oldestUse && e.isIdle()) {
                    oldestUse = e.lastUse();
                    oldest = d;
                }
            }
            if (open < settings.openDatabases()) {
                return;
            }
            if (oldest == null) {
                throw SqlFailure.of(FailureKind.TOO_MANY_CONNECTIONS, "too many databases are in use");
            }
            oldest.close();
        }
    }

    @Override
    public void create(String name, Map<String, String> options, Reply<Void> reply) {
        run(() -> creation.create(name, options), reply);
    }

    @Override
    public void drop(String name, Reply<Void> reply) {
        run(() -> creation.drop(name), reply);
    }

    @Override
    public void rename(String name, String newName, Reply<Void> reply) {
        run(() -> creation.rename(name, newName), reply);
    }

    private void run(Runnable job, Reply<Void> reply) {
        boolean accepted = !closed
                && workers.execute(() -> {
                    try {
                        job.run();
                    } catch (SqlFailure f) {
                        reply.failed(f);
                        return;
                    } catch (RuntimeException e) {
                        LOG.error("Creating, renaming or dropping a database failed", e);
                        reply.failed(SqlFailure.build(FailureKind.INTERNAL, "internal error")
                                .cause(e)
                                .build());
                        return;
                    }
                    reply.done(null);
                });
        if (!accepted) {
            reply.failed(SqliteConnection.unavailable());
        }
    }

    private void onTick() {
        tick++;
        memory.tick(
                tick,
                () -> databases.values().stream()
                        .map(SqliteDatabase::engine)
                        .filter(Objects::nonNull)
                        .flatMap(e -> e.openConnections().stream())
                        .iterator());
        for (SqliteDatabase d : databases.values()) {
            Engine e = d.engine();
            if (e != null) {
                try {
                    e.tick(tick);
                } catch (RuntimeException x) {
                    LOG.error("The regular work on database {} failed", d.name(), x);
                }
            }
        }
    }

    // ---- status and figures ----------------------------------------------------------------------------------------

    @Override
    public List<StatusEntry> entries() {
        return new Status(this).entries();
    }

    @Override
    public void collect(Collector collector) {
        metrics.collect(settings.name(), collector);
        int open = 0;
        int waiting = 0;
        for (SqliteDatabase d : databases.values()) {
            Engine e = d.engine();
            if (e != null) {
                open++;
                waiting += e.readers().waiting()
                        + e.pinned().waiting()
                        + e.writer().waiting()
                        + e.groups().waiting();
            }
        }
        collector.gauge("storage.databases.open", "Databases that are open", open, "storage", settings.name());
        collector.gauge("storage.waiting", "Sessions that wait for a lease", waiting, "storage", settings.name());
    }

    // ---- end
    // ---------------------------------------------------------------------------------------------------------

    private void requireOpen() {
        if (closed) {
            throw SqliteConnection.unavailable();
        }
    }

    /**
     * Ends it: what runs is interrupted, later calls on leases fail with 57P03, files and threads are closed. What has not
     * come back by the deadline closes its connection when it does.
     */
    @Override
    public void close() {
        closed = true;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.stopTimeoutMillis());
        List<Engine> engines = new ArrayList<>();
        for (SqliteDatabase d : databases.values()) {
            Engine e = d.engine();
            if (e != null) {
                engines.add(e);
                e.stop();
            }
        }
        try {
            for (Engine e : engines) {
                if (!e.awaitStopped(deadline)) {
                    LOG.warn(
                            "Database {} is still in use; it closes when the last statement ends",
                            e.file().name());
                }
            }
            workers.stop(deadline);
            relations.close();
        } catch (InterruptedException e) {
            LOG.warn("The stop of storage {} was interrupted", settings.name());
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosed() {
        return closed;
    }

    MemoryRelations relations() {
        return relations;
    }

    KeptAnswers answers() {
        return answers;
    }

    Settings settings() {
        return settings;
    }

    Workers workers() {
        return workers;
    }

    DatabaseFiles files() {
        return files;
    }

    Metrics metrics() {
        return metrics;
    }

    long tick() {
        return tick;
    }

    /** The handle of a database, if there was one asked for. */
    SqliteDatabase handle(String name) {
        return databases.get(name);
    }

    void forget(SqliteDatabase d) {
        databases.remove(d.name(), d);
    }
}
