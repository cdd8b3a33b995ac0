package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.UserType;

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

    static boolean of(UserType t, CatalogSnapshot catalog) {
        return catalog.path().contains(t.schema()) && catalog.type(t.name()) == t;
    }

    /** The user's relation that hides one of the system's of its name, which the path names later; null if none does. */
    static Relation hiding(String name, CatalogSnapshot catalog) {
        Relation r = catalog.relation(name);
        return r != null && hasSystem(name) && (r.temporary() || isBeforeSystem(r, catalog)) ? r : null;
    }

    private static boolean hasSystem(String name) {
        return CatalogData.definition(SYSTEM, name) != null;
    }

    private static boolean isBeforeSystem(Relation r, CatalogSnapshot catalog) {
        int system = catalog.path().indexOf(SYSTEM);
        return system >= 0 && catalog.path().indexOf(r.schema()) < system;
    }
}
