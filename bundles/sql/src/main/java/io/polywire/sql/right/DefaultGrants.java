package io.polywire.sql.right;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.right.GrantRow.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rights that objects get when they are made, where ALTER DEFAULT PRIVILEGES has said something of them. Immutable; any
 * thread. An entry without a schema is the whole of what new objects of a role get; one of a schema comes on top of it
 * (PostgreSQL 15, src/backend/catalog/aclchk.c, get_user_default_acl).
 *
 * <p>An entry's rows have the role as their grantor and the schema as their object. A row of the role itself is always among
 * those of an entry without a schema, if need be with no rights: the entry says that there are none.
 */
public final class DefaultGrants {
    /** The schema of entries for everywhere. */
    public static final int EVERYWHERE = 0;

    /**
     * What there is one entry for.
     *
     * @param kind of its rows
     * @param role whose new objects
     * @param schema where they are made; {@link #EVERYWHERE} for anywhere
     */
    public record Key(Kind kind, long role, int schema) {}

    private static final Comparator<Key> ORDER =
            Comparator.comparingLong(Key::role).thenComparingInt(Key::schema).thenComparing(Key::kind);

    /** As PostgreSQL sorts them (aclitemComparator): everybody first. */
    private static final Comparator<GrantRow> BY_GRANTEE = Comparator.comparingLong(GrantRow::grantee);

    private final Map<Key, List<GrantRow>> entries = new TreeMap<>(ORDER);

    DefaultGrants(Collection<GrantRow> rows) {
        for (GrantRow r : rows) {
            entries.computeIfAbsent(new Key(r.kind(), r.grantor(), r.object()), k -> new ArrayList<>(2))
                    .add(r);
        }
        entries.values().forEach(e -> e.sort(BY_GRANTEE));
    }

    /** All entries by role, schema and kind. */
    public Map<Key, List<GrantRow>> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** Those without the ones of schemas that were dropped, which are kept until the next change. */
    public Map<Key, List<GrantRow>> entries(CatalogSnapshot catalog) {
        Map<Key, List<GrantRow>> there = new TreeMap<>(ORDER);
        there.putAll(entries);
        there.keySet()
                .removeIf(k ->
                        k.schema() != EVERYWHERE && catalog.schemas().stream().noneMatch(s -> s.id() == k.schema()));
        return there;
    }

    /** Whether something was said of a role's objects. */
    public boolean has(long role) {
        return entries.keySet().stream().anyMatch(k -> k.role() == role);
    }

    /** The rows of an entry; what it begins with if nothing was said. */
    public List<GrantRow> of(Key key) {
        List<GrantRow> said = entries.get(key);
        return said == null ? initial(key) : List.copyOf(said);
    }

    /** What an entry begins with: all to the role itself, what is usual to everybody; nothing for what comes on top of that. */
    public static List<GrantRow> initial(Key key) {
        if (key.schema() != EVERYWHERE) {
            return List.of();
        }
        Kind made = key.kind().made();
        GrantRow own = row(key, key.role(), Grants.all(made));
        int everybody = Grants.everybody(made);
        return everybody == 0 ? List.of(own) : List.of(row(key, GrantRow.PUBLIC, everybody), own);
    }

    private static GrantRow row(Key key, long grantee, int rights) {
        return new GrantRow(key.kind(), key.schema(), 0, grantee, key.role(), rights, 0);
    }

    /**
     * The rights of an object that is made now.
     *
     * @param kind that new objects of this kind are spoken of by
     * @param as under which kind the rights on the object are kept
     * @param object its number
     * @param owner who has made it
     * @param schema where; {@link #EVERYWHERE} for what lies in none
     * @return its rows; none if it gets what is usual
     */
    public List<GrantRow> forNew(Kind kind, Kind as, int object, long owner, int schema) {
        Key everywhere = new Key(kind, owner, EVERYWHERE);
        List<GrantRow> merged = new ArrayList<>(of(everywhere));
        if (schema != EVERYWHERE) {
            for (GrantRow more : of(new Key(kind, owner, schema))) {
                GrantRow there = merged.stream()
                        .filter(r -> r.grantee() == more.grantee())
                        .findFirst()
                        .orElse(null);
                merged.remove(there);
                merged.add(
                        there == null
                                ? more
                                : there.with(there.rights() | more.rights(), there.options() | more.options()));
            }
        }
        // an entry that leaves nothing gives what is usual, as PostgreSQL has it (aclmerge)
        boolean nothing = merged.stream().allMatch(r -> r.rights() == 0);
        if (nothing || isSame(merged, initial(everywhere))) {
            return List.of();
        }
        merged.sort(BY_GRANTEE);
        return merged.stream()
                .map(r -> new GrantRow(as, object, 0, r.grantee(), owner, r.rights(), r.options()))
                .toList();
    }

    /** Whether two lists give the same rights. */
    public static boolean isSame(List<GrantRow> a, List<GrantRow> b) {
        return given(a).equals(given(b));
    }

    private static HashSet<List<Long>> given(List<GrantRow> rows) {
        HashSet<List<Long>> set = new HashSet<>();
        for (GrantRow r : rows) {
            if (r.rights() != 0) {
                set.add(List.of(r.grantee(), (long) r.rights(), (long) r.options()));
            }
        }
        return set;
    }
}
