package io.polywire.api.storage;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where databases live; one service for each configuration, with the property {@value #NAME}. Thread-safe. When the
 * service goes, its leases fail with 57P03 from then on; sessions keep their sockets and ask for the database by name
 * again when they need it next.
 */
@ConsumerType
public interface Storage {
    /** Service property: the name of this instance. */
    String NAME = "polywire.storage";

    /** The name of this instance. */
    String name();

    /** Name of the dialect that its statements are written in: who renders for it. */
    String dialect();

    /** What it can do. */
    Set<Capability> capabilities();

    /** Names of the databases that are there now, sorted. Looks where they live, so it does not belong on an event loop. */
    List<String> databases();

    /**
     * A database, opened if need be. May touch the disk: not for an event loop.
     *
     * @return null if there is none of that name
     * @throws SqlFailure if it is there and cannot be opened (damaged, not a database, no right)
     */
    Database database(String name);

    /** Creates a database. 42P04 if there is one, 42602 for a name that cannot be one. */
    void create(String name, Map<String, String> options, Reply<Void> reply);

    /** Drops a database with all that is in it. 3D000 if there is none, 55006 if it is in use. */
    void drop(String name, Reply<Void> reply);

    /**
     * Gives a database another name. 3D000 if there is none, 42P04 if there is one of the other name, 42602 for a name that
     * cannot be one, 55006 if it is in use.
     */
    default void rename(String name, String newName, Reply<Void> reply) {
        reply.failed(SqlFailure.unsupported("renaming a database of storage " + name()));
    }
}
