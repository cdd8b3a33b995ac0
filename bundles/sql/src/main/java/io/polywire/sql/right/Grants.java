package io.polywire.sql.right;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.right.GrantRow.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All rights that were given in a database, at one moment. Immutable; any thread.
 *
 * <p>An object about which nothing was said has the rights that PostgreSQL gives by default (acldefault): all to its owner,
 * USAGE of the schema {@code public} and of types, EXECUTE of functions, and CONNECT and TEMPORARY of the database, to everybody.
 */
public final class Grants {
    /** Nothing was said. */
    public static final Grants NONE = new Grants(List.of());

    private record Key(Kind kind, int object) {}

    private final Map<Key, List<GrantRow>> rows = new HashMap<>();
    private final Map<Integer, Long> owners = new HashMap<>();
    private final DefaultGrants defaults;

    /** A snapshot of these. */
    public Grants(Collection<GrantRow> all) {
        List<GrantRow> onNew = new ArrayList<>();
        for (GrantRow r : all) {
            if (r.kind().isOnNew()) {
                onNew.add(r);
            } else if (r.kind() == Kind.OWNER) {
                owners.put(r.object(), r.grantee());
            } else {
                rows.computeIfAbsent(new Key(r.kind(), r.object()), k -> new ArrayList<>(2))
                        .add(r);
            }
        }
        defaults = new DefaultGrants(onNew);
    }

    /** What new objects get. */
    public DefaultGrants defaults() {
        return defaults;
    }

    /** Id of the role that owns an object; the schema {@code public} is its database's owner's. */
    public long owner(int object) {
        Long said = owners.get(object);
        if (said == null && object == CatalogSnapshot.PUBLIC_ID) {
            said = owners.get(GrantRow.DATABASE);
        }
        return said == null ? GrantRow.INSTALLATION : said;
    }

    /** Whether something was said about it, so that {@link #of} is not the default. */
    public boolean isExplicit(Kind kind, int object) {
        return rows.containsKey(new Key(kind, object));
    }

    /** The rights on an object and its columns; the default ones if nothing was said. */
    public List<GrantRow> of(Kind kind, int object) {
        List<GrantRow> said = rows.get(new Key(kind, object));
        if (said != null) {
            return List.copyOf(said);
        }
        long owner = owner(object);
        GrantRow own = new GrantRow(kind, object, 0, owner, owner, all(kind), 0);
        int everybody =
                kind == Kind.SCHEMA && object == CatalogSnapshot.PUBLIC_ID ? Right.USAGE.bit() : everybody(kind);
        return everybody == 0
                ? List.of(own)
                : List.of(new GrantRow(kind, object, 0, GrantRow.PUBLIC, owner, everybody, 0), own);
    }

    /** What everybody has on each object of a kind of which nothing was said. */
    public static int everybody(Kind kind) {
        return switch (kind) {
            case DATABASE -> Right.CONNECT.bit() | Right.TEMPORARY.bit();
            case ROUTINE -> Right.EXECUTE.bit();
            case TYPE -> Right.USAGE.bit();
            default -> 0;
        };
    }

    /**
     * The rights that roles have together.
     *
     * @param column number of a column: what it was given itself; 0 for what the object was given
     * @param roles whose rights count; everybody's do in any case
     */
    public int held(Kind kind, int object, int column, Set<Long> roles) {
        int mask = 0;
        for (GrantRow r : of(kind, object)) {
            if (r.column() == column && (r.grantee() == GrantRow.PUBLIC || roles.contains(r.grantee()))) {
                mask |= r.rights();
            }
        }
        return mask;
    }

    /** The rights that roles may give on; an owner may give all. */
    public int giveable(Kind kind, int object, int column, Set<Long> roles) {
        if (roles.contains(owner(object))) {
            return all(kind);
        }
        int mask = 0;
        for (GrantRow r : of(kind, object)) {
            if ((r.column() == 0 || r.column() == column) && roles.contains(r.grantee())) {
                mask |= r.options();
            }
        }
        return mask;
    }

    /** All rights that there are on an object of a kind. */
    public static int all(Kind kind) {
        return switch (kind) {
            case RELATION -> Right.ON_RELATION;
            case SEQUENCE -> Right.ON_SEQUENCE;
            case SCHEMA -> Right.ON_SCHEMA;
            case ROUTINE -> Right.ON_ROUTINE;
            case TYPE -> Right.ON_TYPE;
            case DATABASE -> Right.ON_DATABASE;
            case OWNER -> 0;
            case NEW_RELATION, NEW_SEQUENCE, NEW_SCHEMA, NEW_ROUTINE, NEW_TYPE -> all(kind.made());
        };
    }

    /** Whether nothing was said about anything. */
    public boolean isEmpty() {
        return rows.isEmpty() && owners.isEmpty() && defaults.entries().isEmpty();
    }

    /** Numbers of all objects about which something was said. */
    public Set<Integer> objects() {
        Set<Integer> all = new TreeSet<>(owners.keySet());
        rows.keySet().forEach(k -> all.add(k.object()));
        defaults.entries().keySet().forEach(k -> all.add(k.schema()));
        return all;
    }

    /** Every row that says something. */
    public List<GrantRow> explicit() {
        return rows.values().stream().flatMap(List::stream).toList();
    }

    /** Whether a role has, gave or owns anything here. */
    public boolean names(long role) {
        return owners.containsValue(role)
                || defaults.entries().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(r -> r.grantee() == role && r.rights() != 0 || r.grantor() == role)
                || rows.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(r -> r.grantee() == role && r.rights() != 0 || r.grantor() == role);
    }

    /** Numbers of what a role owns. */
    public List<Integer> owned(long role) {
        return owners.entrySet().stream()
                .filter(e -> e.getValue() == role)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
