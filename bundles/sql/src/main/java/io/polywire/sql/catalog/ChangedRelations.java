package io.polywire.sql.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The relations of a catalog by their names and numbers on the way to the next catalog. What does not change is taken over as
 * it is; a map is copied when the first of its entries changes, and a copy of a sorted map is made without comparing names, so
 * that a change beside many tables costs little more than one beside few.
 */
final class ChangedRelations {
    private Map<String, Map<String, Relation>> named;
    private Map<Integer, Relation> numbered;
    private Map<Integer, Relation> indexOwners;
    private Map<String, Map<String, TableIndex>> indexes;

    /** Whether the maps are those of a snapshot still. */
    private boolean shared;

    /** Schemas whose maps are copies, "named" and "indexes" apart. */
    private final Set<String> ownNamed = new HashSet<>();

    private final Set<String> ownIndexes = new HashSet<>();
    private boolean foreign;

    /** Those of a snapshot. */
    ChangedRelations(CatalogSnapshot before) {
        named = before.named();
        numbered = before.numbered();
        indexOwners = before.indexOwners();
        indexes = before.indexes();
        foreign = before.hasForeign();
        shared = true;
    }

    /** These. */
    ChangedRelations(Collection<Relation> all) {
        named = new HashMap<>();
        numbered = new HashMap<>();
        indexOwners = new HashMap<>();
        indexes = new HashMap<>();
        // names stay found where two have one number, as those of other programs' tables may
        all.forEach(this::add);
    }

    Relation get(int id) {
        return numbered.get(id);
    }

    /** A relation is this from now on. */
    void put(Relation r) {
        remove(r.id());
        own();
        add(r);
    }

    private void add(Relation r) {
        foreign |= !r.own();
        named(r.schema()).put(r.name(), r);
        numbered.put(r.id(), r);
        for (TableIndex i : r.indexes()) {
            indexOwners.put(i.id(), r);
            indexes(r.schema()).put(i.name(), i);
        }
    }

    /** A relation is gone; its name may be another one's by now. */
    void remove(int id) {
        Relation r = numbered.get(id);
        if (r == null) {
            return;
        }
        own();
        numbered.remove(id);
        unless(named(r.schema()), r.name(), r);
        for (TableIndex i : r.indexes()) {
            unless(indexOwners, i.id(), r);
            unless(indexes(r.schema()), i.name(), i);
        }
    }

    /** Takes out what is there, unless something else has come in its place. */
    private static <K, V> void unless(Map<K, V> from, K key, V value) {
        if (from.get(key) == value) {
            from.remove(key);
        }
    }

    private void own() {
        if (shared) {
            named = new HashMap<>(named);
            numbered = new HashMap<>(numbered);
            indexOwners = new HashMap<>(indexOwners);
            indexes = new HashMap<>(indexes);
            shared = false;
        }
    }

    private Map<String, Relation> named(String schema) {
        return own(schema, named, ownNamed);
    }

    private Map<String, TableIndex> indexes(String schema) {
        return own(schema, indexes, ownIndexes);
    }

    private static <T> Map<String, T> own(String schema, Map<String, Map<String, T>> all, Set<String> own) {
        if (own.add(schema)) {
            Map<String, T> before = all.get(schema);
            all.put(
                    schema,
                    before == null
                            ? new TreeMap<>()
                            : before instanceof SortedMap<String, T> sorted
                                    ? new TreeMap<>(sorted)
                                    : new TreeMap<>(before));
        }
        return all.get(schema);
    }

    /** By schema and name; not changed any more. */
    Map<String, Map<String, Relation>> named() {
        return named;
    }

    /** By number. */
    Map<Integer, Relation> numbered() {
        return numbered;
    }

    /** Tables by the numbers of their indexes. */
    Map<Integer, Relation> indexOwners() {
        return indexOwners;
    }

    /** Indexes by schema and name. */
    Map<String, Map<String, TableIndex>> indexes() {
        return indexes;
    }

    /** Whether any is of another program; said of some that are gone too. */
    boolean hasForeign() {
        return foreign;
    }
}
