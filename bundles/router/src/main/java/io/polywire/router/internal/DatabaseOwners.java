package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.sql.right.GrantRow;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;

/** Who owns which database: each database keeps it, and is asked again when its schema has changed. Any thread. */
final class DatabaseOwners {
    private record Known(Database database, long version, long owner) {}

    private final Desk desk;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    DatabaseOwners(Desk desk) {
        this.desk = desk;
    }

    /**
     * Shows each database with the id of the role that owns it; the installation's where it cannot be read or keeps none.
     * May touch a disk.
     */
    void each(ObjLongConsumer<String> to) {
        Set<String> keeping = new HashSet<>(desk.registry.creatable());
        known.keySet().retainAll(keeping);
        for (String name : desk.registry.names()) {
            to.accept(name, keeping.contains(name) ? owner(name) : GrantRow.INSTALLATION);
        }
    }

    private long owner(String name) {
        Known before = known.get(name);
        try {
            DatabaseRegistry.Found found = desk.registry.find(name);
            if (found == null) {
                return GrantRow.INSTALLATION;
            }
            long version = found.database().schemaVersion();
            if (before != null && before.database == found.database() && before.version == version) {
                return before.owner;
            }
            try (Lease lease = found.database().tryAcquire(LeaseKind.READ)) {
                if (lease != null) {
                    long owner =
                            desk.planner.catalog(found, lease, null).grants().owner(GrantRow.DATABASE);
                    known.put(name, new Known(found.database(), found.database().schemaVersion(), owner));
                    return owner;
                }
            }
        } catch (SqlFailure unreadable) {
            // a list of databases also has those that are damaged; whoever opens one is told
        }
        return before == null ? GrantRow.INSTALLATION : before.owner;
    }
}
