package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which storage serves which database, as storages come and go. Thread-safe. */
final class DatabaseRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseRegistry.class);

    /** A database that was found, for as long as the set of storages stays as it is. */
    record Found(Storage storage, Database database, int epoch) {}

    private volatile Storage[] storages = {};
    private volatile int epoch;

    synchronized void add(Storage s) {
        Storage[] next = Arrays.copyOf(storages, storages.length + 1);
        next[storages.length] = s;
        storages = next;
        epoch++;
    }

    synchronized void remove(Storage s) {
        storages = Arrays.stream(storages).filter(x -> x != s).toArray(Storage[]::new);
        epoch++;
    }

    /** Changes when storages come or go: what was found before must be looked up again. */
    int epoch() {
        return epoch;
    }

    /**
     * Finds a database. May touch a disk.
     *
     * @return null if there is none of that name
     * @throws SqlFailure 57P03 if there is no storage at all; what the storage says of a database that it cannot open;
     *     F0000 if two storages have it
     */
    Found find(String name) {
        int seen = epoch;
        Storage[] all = storages;
        if (all.length == 0) {
            throw unavailable("no storage is there");
        }
        Found found = null;
        for (Storage s : all) {
            Database d = s.database(name);
            if (d == null) {
                continue;
            }
            if (found != null) {
                throw SqlFailure.of(
                        FailureKind.CONFIGURATION,
                        "database \"" + name + "\" is in storage " + found.storage.name() + " and in storage "
                                + s.name());
            }
            found = new Found(s, d, seen);
        }
        return found;
    }

    /** Names of all databases that can be reached now, sorted. May touch a disk. */
    List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        for (Storage s : storages) {
            try {
                names.addAll(s.databases());
            } catch (SqlFailure f) {
                LOG.warn("storage {} cannot list its databases", s.name(), f);
            }
        }
        return List.copyOf(names);
    }

    /** The storage that new databases go to: the first that can make one. */
    Storage creator() {
        for (Storage s : storages) {
            if (s.capabilities().contains(Capability.CREATE_DATABASE)) {
                return s;
            }
        }
        throw SqlFailure.unsupported("CREATE DATABASE on the storages that are there");
    }

    static SqlFailure unavailable(String what) {
        return SqlFailure.build(FailureKind.UNAVAILABLE, what + " at the moment")
                .hint("The connection stays; try again.")
                .build();
    }

    /** A name that a client made up may be as long as a message. */
    static String shorten(String name) {
        return name.length() <= 128 ? name : name.substring(0, 128) + "...";
    }

    SqlFailure undefined(String name) {
        List<String> names = names();
        return SqlFailure.build(FailureKind.UNDEFINED_DATABASE, "database \"" + shorten(name) + "\" does not exist")
                .hint(names.isEmpty() ? null : "There are: " + String.join(", ", names) + ".")
                .build();
    }
}
