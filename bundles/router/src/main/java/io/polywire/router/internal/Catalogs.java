package io.polywire.router.internal;

import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;

/** The newest known catalog of each database that somebody has asked for. Thread-safe. */
final class Catalogs {
    private static final int TRIES = 5;

    private final Map<Database, CatalogSnapshot> snapshots = new WeakHashMap<>();

    /** Versions of the schema at which a database was seen to have no metadata of ours. */
    private final Map<Database, Long> plain = new WeakHashMap<>();

    private final LongSupplier firstRole;

    /** @param firstRole gives the id of the role that the installation began with, or 0 */
    Catalogs(LongSupplier firstRole) {
        this.firstRole = firstRole;
    }

    /** What a database was last known to hold, or null. */
    CatalogSnapshot known(Database database) {
        synchronized (snapshots) {
            return snapshots.get(database);
        }
    }

    /** What a database holds now is known without reading it. */
    void put(Database database, CatalogSnapshot snapshot) {
        synchronized (snapshots) {
            snapshots.put(database, snapshot);
        }
    }

    /**
     * Whether the storage's dialect has something to say of statements that would run as they stand. Costs nothing as long
     * as the schema stays.
     *
     * @param own what a transaction that has changed the schema knows of it; null where all sessions see the same
     */
    boolean passes(DatabaseRegistry.Found found, Dialect storage, Lease lease, TransactionCatalog own) {
        Database database = found.database();
        long version = database.schemaVersion();
        CatalogSnapshot seen = own == null ? known(database) : own.known();
        if (seen != null && (own != null || seen.version() == version)) {
            return seen.isKept();
        }
        synchronized (plain) {
            Long of = plain.get(database);
            if (own == null && of != null && of == version) {
                return false;
            }
        }
        boolean passes = storage.passes(lease);
        if (!passes && own == null && lease.seesNewestSchema() && database.schemaVersion() == version) {
            synchronized (plain) {
                plain.put(database, version);
            }
        }
        return passes;
    }

    /**
     * What a database holds, as the lease sees it.
     *
     * @param own what a transaction that has changed the schema knows of it; null where all sessions see the same
     */
    CatalogSnapshot get(DatabaseRegistry.Found found, Dialect storage, Lease lease, TransactionCatalog own) {
        Database database = found.database();
        boolean shared = own == null;
        if (!shared && own.known() != null) {
            // nobody else changes it before the transaction ends, whatever version they have come to
            own.knows(own.known().at(database.schemaVersion()));
            return own.known();
        }
        long first = firstRole.getAsLong();
        CatalogSnapshot known;
        synchronized (snapshots) {
            known = snapshots.get(database);
            if (known != null && known != known.of(first)) {
                known = known.of(first);
                snapshots.put(database, known);
            }
        }
        if (shared && known != null && known.version() == database.schemaVersion()) {
            return known;
        }
        CatalogSnapshot read = null;
        for (int i = 0; i < TRIES; i++) {
            long before = database.schemaVersion();
            read = storage.catalog(lease, before, found.storage().capabilities())
                    .of(first);
            if (database.schemaVersion() == before) {
                // asked again: its snapshot may have begun with this
                if (!shared) {
                    own.knows(read);
                } else if (lease.seesNewestSchema()) {
                    put(database, read);
                }
                return read;
            }
        }
        // it changes all the time; whoever plans with this compares the versions once more
        return read;
    }
}
