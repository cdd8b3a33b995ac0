package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the bare name of an object finds it along the search path, or another one in an earlier schema (RelationIsVisible and
 * TypeIsVisible of PostgreSQL's namespace.c). pg_catalog comes first where the path does not name it.
 */
final class Visibility {
    static final String SYSTEM = "pg_catalog";

    private Visibility() {}

    static boolean of(Relation r, CatalogSnapshot catalog) {
        return catalog.path().contains(r.schema())
                && catalog.relation(r.name()) == r
                && (r.temporary() || !hasSystem(r.name()) || isBeforeSystem(r, catalog));
    }

    /** Those of the user's relations that their bare names do not find, and those of the system's that they hide. */
    static Hidden hidden(CatalogSnapshot catalog) {
        return catalog.derived(Hidden.class, Hidden.class, () -> {
            Map<String, Relation> visible = catalog.visibleRelations();
            List<Long> all = new ArrayList<>();
            for (Relation r : catalog.relations()) {
                boolean system = hasSystem(r.name());
                boolean seen = visible.get(r.name()) == r
                        && catalog.path().contains(r.schema())
                        && (r.temporary() || !system || isBeforeSystem(r, catalog));
                if (!seen) {
                    all.add((long) r.id());
                }
                if (system && hiding(r.name(), catalog) == r) {
                    all.add(CatalogData.definition(SYSTEM, r.name()).oid());
                }
            }
            return new Hidden(all, new HashSet<>(all));
        });
    }

    /**
     * Relations by their numbers.
     *
     * @param inOrder in the order in which the catalog has those who are hidden or hide
     */
    record Hidden(List<Long> inOrder, Set<Long> all) {
        boolean has(long number) {
            return all.contains(number);
        }
    }

    static boolean of(UserType t, CatalogSnapshot catalog) {
        return catalog.path().contains(t.schema()) && catalog.type(t.name()) == t;
    }

    /** The user's relation that hides one of the system's of its name, which the path names later; null if none does. */
    static Relation hiding(String name, CatalogSnapshot catalog) {
        Relation r = hasSystem(name) ? catalog.relation(name) : null;
        return r != null && (r.temporary() || isBeforeSystem(r, catalog)) ? r : null;
    }

    private static boolean hasSystem(String name) {
        return CatalogData.definition(SYSTEM, name) != null;
    }

    private static boolean isBeforeSystem(Relation r, CatalogSnapshot catalog) {
        int system = catalog.path().indexOf(SYSTEM);
        return system >= 0 && catalog.path().indexOf(r.schema()) < system;
    }
}
