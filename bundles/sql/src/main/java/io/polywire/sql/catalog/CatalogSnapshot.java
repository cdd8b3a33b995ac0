package io.polywire.sql.catalog;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schema of a database at one version. Immutable; shared by all sessions.
 *
 * <p>Names are compared as they are: folding is the front dialect's.
 */
public final class CatalogSnapshot {
    private final Map<Object, Object> derived = new java.util.concurrent.ConcurrentHashMap<>();
    private final long version;
    private final Map<String, Relation> relations = new TreeMap<>();

    /**
     * A snapshot.
     *
     * @param version the {@link io.polywire.api.storage.Database#schemaVersion} that it holds for
     * @param relations all tables and views
     */
    public CatalogSnapshot(long version, Collection<Relation> relations) {
        this.version = version;
        for (Relation r : relations) {
            this.relations.put(r.name(), r);
        }
    }

    /**
     * What somebody works out of it, once.
     *
     * @param key whose, and what; the same key always means the same class
     * @param make works it out; must not ask for another one
     */
    public <T> T derived(Object key, Class<T> type, java.util.function.Supplier<T> make) {
        return type.cast(derived.computeIfAbsent(key, k -> make.get()));
    }

    /** The version of the schema that it holds for. */
    public long version() {
        return version;
    }

    /** A relation by its name, or null. */
    public Relation relation(String name) {
        return relations.get(name);
    }

    /** All relations, by name. */
    public Collection<Relation> relations() {
        return java.util.Collections.unmodifiableCollection(relations.values());
    }
}
