package io.polywire.sql.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The temporary tables, views and sequences of one session: nobody else sees them, so that they are in no catalog but in
 * the session's memory, and what is in the storage of them lies on the session's own connection. Immutable.
 */
public final class TemporaryObjects {
    /** The number of the temporary schema. */
    private static final int SCHEMA_ID = CatalogSnapshot.FIRST_TEMPORARY_ID;

    private final Schema schema;
    private final Map<Integer, Relation> relations;
    private final Map<Integer, List<Dependency>> dependencies;
    private final int nextId;

    /**
     * None yet.
     *
     * @param schema the name under which the session's catalog has them
     */
    public TemporaryObjects(String schema) {
        this(new Schema(SCHEMA_ID, schema, null, null), Map.of(), Map.of(), SCHEMA_ID + 1);
    }

    private TemporaryObjects(
            Schema schema, Map<Integer, Relation> relations, Map<Integer, List<Dependency>> dependencies, int nextId) {
        this.schema = Objects.requireNonNull(schema, "schema");
        this.relations = relations;
        this.dependencies = dependencies;
        this.nextId = nextId;
    }

    /** They after a change of the schema. */
    public TemporaryObjects with(TemporaryChanges changes) {
        Map<Integer, Relation> all = new LinkedHashMap<>(relations);
        Map<Integer, List<Dependency>> needs = new LinkedHashMap<>(dependencies);
        for (Relation r : changes.put()) {
            all.put(r.id(), r.named(schema.name(), r.name(), r.stored()));
        }
        needs.putAll(changes.needs());
        changes.removed().forEach(id -> {
            all.remove(id);
            needs.remove(id);
        });
        return new TemporaryObjects(schema, all, needs, Math.max(nextId, changes.nextId()));
    }

    /** Where they are. */
    public Schema schema() {
        return schema;
    }

    /** All of them, in the order in which they were made. */
    public Collection<Relation> relations() {
        return relations.values();
    }

    /** One by its number, or null. */
    public Relation relation(int id) {
        return relations.get(id);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return relations.isEmpty();
    }

    /** The number that the next one gets. */
    public int nextId() {
        return nextId;
    }

    /** Which of them need which objects. */
    public List<Dependency> dependencies() {
        List<Dependency> all = new ArrayList<>();
        dependencies.values().forEach(all::addAll);
        return all;
    }
}
