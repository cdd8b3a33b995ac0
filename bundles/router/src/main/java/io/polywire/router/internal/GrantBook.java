package io.polywire.router.internal;

import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.sql.Dialect;
import io.polywire.sql.right.Grants;
import java.util.Map;
import java.util.WeakHashMap;

/** The rights that were given in each database that somebody has asked for, in memory. Thread-safe. */
final class GrantBook {
    /** What is known, and how often it was forgotten: what was read before that is not kept. */
    private static final class Page {
        private Grants grants;
        private int forgotten;
    }

    private final Map<Database, Page> pages = new WeakHashMap<>();

    /** What is known without looking, or null. Any thread, never waits. */
    Grants known(Database database) {
        synchronized (pages) {
            Page p = pages.get(database);
            return p == null ? null : p.grants;
        }
    }

    /**
     * Reads them.
     *
     * @param lease one that sees what is committed now
     */
    Grants read(Database database, Dialect storage, Lease lease) {
        int before;
        synchronized (pages) {
            before = pages.computeIfAbsent(database, d -> new Page()).forgotten;
        }
        Grants read = storage.grants(lease);
        synchronized (pages) {
            Page p = pages.computeIfAbsent(database, d -> new Page());
            if (p.forgotten == before) {
                p.grants = read;
            }
        }
        return read;
    }

    /** They have changed. */
    void forget(Database database) {
        synchronized (pages) {
            Page p = pages.computeIfAbsent(database, d -> new Page());
            p.grants = null;
            p.forgotten++;
        }
    }
}
