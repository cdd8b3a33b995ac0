package io.polywire.storage.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One database of the manager. Thread-safe. */
final class RemoteDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteDatabase.class);

    private static final String SCHEMA = "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE name NOT LIKE"
            + " 'sqlite!_%' ESCAPE '!' ORDER BY type, name";

    private final WazuhStorage storage;
    private final String name;
    private final String actor;
    private final boolean writable;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long version = 1;
    private volatile long checked;
    private int seen;
    private boolean any;
    private volatile boolean metadata;

    /**
     * A database.
     *
     * @param actor what stands in front of {@code sql} in its requests
     */
    RemoteDatabase(WazuhStorage storage, String name, String actor, boolean writable) {
        this.storage = storage;
        this.name = name;
        this.actor = actor;
        this.writable = writable;
        checked = System.nanoTime() - 2 * age();
    }

    private long age() {
        return TimeUnit.MILLISECONDS.toNanos(storage.settings().schemaCheckMillis());
    }

    WazuhStorage storage() {
        return storage;
    }

    String actor() {
        return actor;
    }

    @Override
    public String name() {
        return name;
    }

    /** Throws if its rows may not be changed. */
    void requireWritable() {
        if (!writable) {
            throw SqlFailure.build(FailureKind.READ_ONLY, "database \"" + name + "\" is read and not written")
                    .hint("writable = true in the storage's configuration; techniques are never written.")
                    .build();
        }
    }

    /**
     * Throws if it is of another Polywire and has tables that a dialect has made, whose types are kept beside them: the
     * socket shows no such metadata.
     */
    void requireNoMetadata() {
        if (metadata) {
            throw SqlFailure.unsupported("a remote Wazuh-db with tables of PostgreSQL's dialect");
        }
    }

    /** As it was known last; if that is a while ago, it is looked at again beside, since this may be an event loop. */
    @Override
    public long schemaVersion() {
        if (System.nanoTime() - checked >= age() && looking.compareAndSet(false, true)) {
            storage.beside(() -> {
                try {
                    checkSchema();
                } catch (SqlFailure failure) {
                    LOG.debug("the schema of {} could not be looked at", name, failure);
                } finally {
                    looking.set(false);
                }
            });
        }
        return version;
    }

    /** Looks whether the schema has changed. */
    void checkSchema() {
        int hash = 0;
        boolean own = false;
        Pages rows = new Pages(storage.remote(), actor, SCHEMA, 4, () -> false);
        while (rows.hasNext()) {
            for (Object cell : rows.next()) {
                hash = hash * 31 + (cell == null ? 0 : cell.hashCode());
                own |= "_pw_meta".equals(cell);
            }
        }
        synchronized (this) {
            if (any && hash != seen) {
                version++;
            }
            any = true;
            metadata = own;
            seen = hash;
            checked = System.nanoTime();
        }
    }

    @Override
    public void acquire(LeaseKind kind, long timeoutNanos, Reply<Lease> reply) {
        reply.done(new RemoteLease(this, kind));
    }

    @Override
    public Lease tryAcquire(LeaseKind kind) {
        return new RemoteLease(this, kind);
    }
}
