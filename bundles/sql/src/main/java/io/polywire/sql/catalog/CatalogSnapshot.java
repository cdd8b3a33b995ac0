package io.polywire.sql.catalog;

import io.polywire.sql.right.Grants;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schema of a database at one version. Immutable; shared by all sessions, each of which sees it along its own
 * {@linkplain #along search path}.
 *
 * <p>Names are compared as they are: folding is the front dialect's.
 */
public final class CatalogSnapshot {
    /** Numbers of what Polywire makes begin here, as other servers' do for what users make. */
    public static final int FIRST_ID = 16384;

    /** Numbers of what other programs made begin here: a hash of the name. */
    public static final int FIRST_FOREIGN_ID = 0x4000_0000;

    /** Numbers of a session's temporary objects begin here. */
    public static final int FIRST_TEMPORARY_ID = 0x2000_0000;

    /** The number of the schema {@code public}. */
    public static final int PUBLIC_ID = 2200;

    /** As many search paths of one version are kept ready. */
    private static final int MOST_PATHS = 64;

    private final Map<Object, Object> derived = new java.util.concurrent.ConcurrentHashMap<>();
    /** The same along other search paths. */
    private final Map<List<Object>, CatalogSnapshot> seen;

    /** What was worked out of single relations; goes on to the snapshots that are made of this one. */
    private Map<Object, Map<Integer, OfRelation>> ofRelations = new java.util.concurrent.ConcurrentHashMap<>();

    private record OfRelation(Relation relation, Object value) {}

    private final long version;
    private final Grants grants;
    private final boolean kept;
    private final int nextId;
    private final List<String> path;
    private final Map<String, Schema> schemas;
    private final Map<String, Map<String, Relation>> relations;
    private final Map<Integer, Relation> relationsById;
    private final Map<Integer, Routine> routinesById;
    private final Map<String, Map<String, List<Routine>>> routines;
    private final Map<String, Map<String, UserType>> types;
    private final Map<Integer, UserType> typesById;
    private final Map<Integer, Relation> indexOwners;
    private final boolean foreign;
    private final Map<String, Map<String, TableIndex>> indexes;
    private final List<Dependency> dependencies;
    private final Map<String, Relation> visible;
    /** The same for who asks for many; made when somebody does. */
    private volatile Map<String, Relation> visibleByHash;

    private final long firstRole;
    /** Of the session whose view this is; null if it has none. */
    private final TemporaryObjects temporary;

    /**
     * A snapshot of a file without metadata of ours.
     *
     * @param version the {@link io.polywire.api.storage.Database#schemaVersion} that it holds for
     * @param relations all tables and views
     */
    public CatalogSnapshot(long version, Collection<Relation> relations) {
        this(
                version,
                false,
                FIRST_ID,
                List.of(new Schema(PUBLIC_ID, Schema.PUBLIC, null, "standard public schema")),
                relations,
                List.of(),
                List.of(),
                List.of(),
                Grants.NONE);
    }

    /**
     * A snapshot.
     *
     * @param version the {@link io.polywire.api.storage.Database#schemaVersion} that it holds for
     * @param kept whether the file has metadata of ours
     * @param nextId the next number that nothing has had yet
     * @param schemas all schemas
     * @param relations all tables, views and sequences
     * @param types what users made
     * @param routines functions of users
     * @param dependencies which relations need which objects
     * @param grants who owns what, and who may do what with it
     */
    public CatalogSnapshot(
            long version,
            boolean kept,
            int nextId,
            Collection<Schema> schemas,
            Collection<Relation> relations,
            Collection<UserType> types,
            Collection<Routine> routines,
            Collection<Dependency> dependencies,
            Grants grants) {
        this(version, kept, nextId, schemas, new ChangedRelations(relations), types, routines, dependencies, grants);
    }

    /** The same of relations that are partly those of another one. */
    CatalogSnapshot(
            long version,
            boolean kept,
            int nextId,
            Collection<Schema> schemas,
            ChangedRelations relations,
            Collection<UserType> types,
            Collection<Routine> routines,
            Collection<Dependency> dependencies,
            Grants grants) {
        this.version = version;
        this.grants = grants;
        this.kept = kept;
        this.nextId = nextId;
        this.path = List.of(Schema.PUBLIC);
        this.schemas = new TreeMap<>();
        schemas.forEach(s -> this.schemas.put(s.name(), s));
        this.relations = relations.named();
        this.relationsById = relations.numbered();
        this.indexOwners = relations.indexOwners();
        this.indexes = relations.indexes();
        this.foreign = relations.hasForeign();
        this.types = new HashMap<>();
        this.typesById = new HashMap<>();
        for (UserType t : types) {
            this.types.computeIfAbsent(t.schema(), s -> new TreeMap<>()).put(t.name(), t);
            this.typesById.put(t.id(), t);
        }
        this.routines = new HashMap<>();
        this.routinesById = new TreeMap<>();
        for (Routine r : routines) {
            this.routinesById.put(r.id(), r);
            this.routines
                    .computeIfAbsent(r.schema(), s -> new HashMap<>())
                    .computeIfAbsent(r.name(), n -> new java.util.ArrayList<>(1))
                    .add(r);
        }
        this.dependencies = List.copyOf(dependencies);
        this.seen = new java.util.concurrent.ConcurrentHashMap<>();
        this.firstRole = 0;
        this.temporary = null;
        this.visible = seen(path);
    }

    private CatalogSnapshot(CatalogSnapshot other, List<String> path, long firstRole) {
        this.version = other.version;
        this.grants = other.grants;
        this.kept = other.kept;
        this.nextId = other.nextId;
        this.schemas = other.schemas;
        this.relations = other.relations;
        this.relationsById = other.relationsById;
        this.types = other.types;
        this.typesById = other.typesById;
        this.routines = other.routines;
        this.routinesById = other.routinesById;
        this.indexOwners = other.indexOwners;
        this.foreign = other.foreign;
        this.indexes = other.indexes;
        this.dependencies = other.dependencies;
        this.seen = other.seen;
        this.ofRelations = other.ofRelations;
        this.path = List.copyOf(path);
        this.firstRole = firstRole;
        this.temporary = other.temporary;
        this.visible = seen(path);
    }

    private CatalogSnapshot(CatalogSnapshot other, TemporaryObjects temporary) {
        this.version = other.version;
        this.grants = other.grants;
        this.kept = other.kept;
        this.nextId = other.nextId;
        this.schemas = new TreeMap<>(other.schemas);
        this.relations = new HashMap<>(other.relations);
        this.relationsById = new HashMap<>(other.relationsById);
        this.types = other.types;
        this.typesById = other.typesById;
        this.routines = other.routines;
        this.routinesById = other.routinesById;
        this.indexOwners = new HashMap<>(other.indexOwners);
        this.foreign = other.foreign || temporary.relations().stream().anyMatch(r -> !r.own());
        this.indexes = new HashMap<>(other.indexes);
        this.dependencies = new java.util.ArrayList<>(other.dependencies);
        this.dependencies.addAll(temporary.dependencies());
        String schema = temporary.schema().name();
        this.schemas.put(schema, temporary.schema());
        Map<String, Relation> named = new TreeMap<>();
        Map<String, TableIndex> namedIndexes = new TreeMap<>();
        for (Relation r : temporary.relations()) {
            named.put(r.name(), r);
            this.relationsById.put(r.id(), r);
            for (TableIndex i : r.indexes()) {
                this.indexOwners.put(i.id(), r);
                namedIndexes.put(i.name(), i);
            }
        }
        for (String name : List.of(schema, Schema.TEMPORARY)) {
            this.relations.put(name, named);
            this.indexes.put(name, namedIndexes);
        }
        this.seen = new java.util.concurrent.ConcurrentHashMap<>();
        this.ofRelations = other.ofRelations;
        this.path = other.path;
        this.firstRole = other.firstRole;
        this.temporary = temporary;
        this.visible = seen(path);
    }

    /** The same with the temporary objects of a session: what the session sees. */
    public CatalogSnapshot with(TemporaryObjects objects) {
        return new CatalogSnapshot(this, objects);
    }

    /** Whether a number is that of a temporary object of the session. */
    public static boolean isTemporary(int id) {
        return id >= FIRST_TEMPORARY_ID && id < FIRST_FOREIGN_ID;
    }

    private Map<String, Relation> seen(List<String> along) {
        if (along.size() == 1) {
            return relations.getOrDefault(along.get(0), Map.of());
        }
        Map<String, Relation> found = new TreeMap<>();
        for (String s : along) {
            relations.getOrDefault(s, Map.of()).forEach(found::putIfAbsent);
        }
        return found;
    }

    /** The same as seen along a search path: names of schemas, those that are not there left out by the caller or not. */
    public CatalogSnapshot along(List<String> searchPath) {
        if (searchPath.equals(path)) {
            return this;
        }
        List<Object> key = List.of(searchPath, firstRole);
        CatalogSnapshot known = seen.get(key);
        if (known != null) {
            return known;
        }
        if (seen.size() >= MOST_PATHS) {
            seen.clear();
        }
        CatalogSnapshot made = new CatalogSnapshot(this, List.copyOf(searchPath), firstRole);
        seen.put(key, made);
        return made;
    }

    /** The same with the role that the installation began with: what has no owner that is known is its. */
    public CatalogSnapshot of(long role) {
        return role == firstRole ? this : new CatalogSnapshot(this, path, role);
    }

    /** Id of the role that the installation began with; 0 if that is not known. */
    public long firstRole() {
        return firstRole;
    }

    /**
     * The same after a change of the schema.
     *
     * @param next the version that it then holds for
     * @return null if what comes of the change is known by reading only
     */
    public CatalogSnapshot after(CatalogChange change, long next) {
        CatalogSnapshot made = change.applied(this, next);
        // what was worked out of a relation holds as long as the types do
        if (made != null && made.typesById.equals(typesById)) {
            made.ofRelations = ofRelations;
            for (int id : change.removed()) {
                if (!made.relationsById.containsKey(id)) {
                    ofRelations.values().forEach(m -> m.remove(id));
                }
            }
        }
        return made;
    }

    /** The same where it is known to hold for another version. */
    public CatalogSnapshot at(long otherVersion) {
        if (otherVersion == version) {
            return this;
        }
        CatalogSnapshot made = new CatalogSnapshot(
                otherVersion,
                kept,
                nextId,
                schemas.values(),
                new ChangedRelations(this),
                typesById.values(),
                routinesById.values(),
                dependencies,
                grants);
        made.ofRelations = ofRelations;
        return made.of(firstRole);
    }

    /**
     * What somebody works out of a relation, and of nothing else but types; once, also for the snapshots that come after this
     * one as long as the relation is the same.
     *
     * @param key whose, and what
     */
    @SuppressWarnings("unchecked")
    public <T> T derived(Object key, Relation r, java.util.function.Supplier<T> make) {
        Map<Integer, OfRelation> known =
                ofRelations.computeIfAbsent(key, k -> new java.util.concurrent.ConcurrentHashMap<>());
        OfRelation of = known.get(r.id());
        if (of == null || of.relation() != r) {
            of = new OfRelation(r, make.get());
            known.put(r.id(), of);
        }
        return (T) of.value();
    }

    /** Who owns what, and who may do what with it. */
    public Grants grants() {
        return grants;
    }

    /** The search path: schemas in which names without one are looked for, in order. */
    public List<String> path() {
        return path;
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

    /** Whether the file has metadata of ours. */
    public boolean isKept() {
        return kept;
    }

    /** The next number that nothing has had yet. */
    public int nextId() {
        return nextId;
    }

    /** The next number for an object that is temporary or not. */
    public int nextId(boolean ofTemporary) {
        return !ofTemporary ? nextId : temporary == null ? FIRST_TEMPORARY_ID + 1 : temporary.nextId();
    }

    /** The session's temporary relations. */
    public Collection<Relation> temporaryRelations() {
        return temporary == null ? List.of() : temporary.relations();
    }

    /** The name of the session's schema of temporary objects; the one that all have for it if it has none yet. */
    public String temporarySchema() {
        return temporary == null ? Schema.TEMPORARY : temporary.schema().name();
    }

    /** Whether a name is that of the session's schema of temporary objects, also before there is one. */
    public boolean isTemporarySchema(String name) {
        return name.equals(Schema.TEMPORARY) || name.equals(temporarySchema());
    }

    // --- schemas --------------------------------------------------------------------------------------------------

    /** All schemas, by name. */
    public Collection<Schema> schemas() {
        return Collections.unmodifiableCollection(schemas.values());
    }

    /** A schema by its name, or null. */
    public Schema schema(String name) {
        return schemas.get(name.equals(Schema.TEMPORARY) ? temporarySchema() : name);
    }

    // --- relations ------------------------------------------------------------------------------------------------

    /** A relation by its name along the search path, or null. */
    public Relation relation(String name) {
        return visible.get(name);
    }

    /** {@link #relation(String)} for who asks for many. */
    public Map<String, Relation> visibleRelations() {
        Map<String, Relation> all = visibleByHash;
        if (all == null) {
            all = Collections.unmodifiableMap(new HashMap<>(visible));
            visibleByHash = all;
        }
        return all;
    }

    /** A relation by its schema and name, or null. */
    public Relation relation(String schema, String name) {
        return relations.getOrDefault(schema, Map.of()).get(name);
    }

    /** A relation by its number, or null. */
    public Relation relation(int id) {
        return relationsById.get(id);
    }

    /** Whether other programs made any of them. */
    boolean hasForeign() {
        return foreign;
    }

    /** All maps of relations and their indexes, for a snapshot that has most of them too. */
    Map<String, Map<String, Relation>> named() {
        return relations;
    }

    Map<Integer, Relation> numbered() {
        return relationsById;
    }

    Map<Integer, Relation> indexOwners() {
        return indexOwners;
    }

    Map<String, Map<String, TableIndex>> indexes() {
        return indexes;
    }

    /** All relations, of all schemas. */
    public Collection<Relation> relations() {
        return Collections.unmodifiableCollection(relationsById.values());
    }

    /** Sequences that columns of a table own; of one column only unless {@code column} is 0. */
    public List<Relation> ownedSequences(int table, int column) {
        return relationsById.values().stream()
                .filter(r -> r.sequence() != null
                        && r.sequence().ownerId() == table
                        && (column == 0 || r.sequence().ownerColumn() == column))
                .toList();
    }

    /** An index by its schema and name, or null. */
    public TableIndex index(String schema, String name) {
        return indexes.getOrDefault(schema, Map.of()).get(name);
    }

    /** The table of an index by the index's number, or null. */
    public Relation tableOf(int indexId) {
        return indexOwners.get(indexId);
    }

    /** Whether a name is taken in a schema by a relation or an index. */
    public boolean isTaken(String schema, String name) {
        return relation(schema, name) != null || index(schema, name) != null;
    }

    // --- types ----------------------------------------------------------------------------------------------------

    /** A type that users made by its name along the search path, or null. */
    public UserType type(String name) {
        for (String s : path) {
            UserType t = type(s, name);
            if (t != null) {
                return t;
            }
        }
        return null;
    }

    /** A type that users made by its schema and name, or null. */
    public UserType type(String schema, String name) {
        return types.getOrDefault(schema, Map.of()).get(name);
    }

    /** A type that users made by its number, or null. */
    public UserType type(int id) {
        return typesById.get(id);
    }

    /** All types that users made. */
    public Collection<UserType> types() {
        return Collections.unmodifiableCollection(typesById.values());
    }

    // --- functions ------------------------------------------------------------------------------------------------

    /** Functions of users of a name in a schema. */
    public List<Routine> routines(String schema, String name) {
        return Collections.unmodifiableList(
                routines.getOrDefault(schema, Map.of()).getOrDefault(name, List.of()));
    }

    /** A function of users by its number, or null. */
    public Routine routine(int id) {
        return routinesById.get(id);
    }

    /** All functions of users, by their numbers. */
    public Collection<Routine> routines() {
        return Collections.unmodifiableCollection(routinesById.values());
    }

    /** Whether a relation, a type, a function or a schema has this number. */
    public boolean has(int object) {
        return relationsById.containsKey(object)
                || routinesById.containsKey(object)
                || typesById.containsKey(object)
                || schemas.values().stream().anyMatch(s -> s.id() == object);
    }

    // --- what needs what ------------------------------------------------------------------------------------------

    /** Which relations need which objects, beyond what columns and constraints say themselves. */
    public List<Dependency> dependencies() {
        return dependencies;
    }
}
