package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.right.DefaultGrants;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What pg_shdepend is made of: the roles that own an object of the database or have rights on it. The role that the
 * installation began with is needed by everything, which PostgreSQL does not note either; indexes go with their tables.
 */
final class SharedDependencies {
    private static final long FIRST_ROLE = 10;
    private static final long DATABASE = 1262;
    private static final long DEFAULT_ACL = 826;

    private final CatalogSnapshot catalog;
    private final List<Object[]> rows = new ArrayList<>();

    private SharedDependencies(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** Catalog, object, column, role and kind of the dependency; whether the object is the database itself. */
    static SystemRelation relation(CatalogSnapshot catalog) {
        return catalog.derived(
                "dependents of roles",
                SystemRelation.class,
                () -> CatalogRelations.own(
                        "dependents",
                        List.of(
                                CatalogRelations.column("objid", PgTypes.OID),
                                CatalogRelations.column("classid", PgTypes.OID),
                                CatalogRelations.column("objsubid", PgTypes.INT4),
                                CatalogRelations.column("refobjid", PgTypes.OID),
                                CatalogRelations.column("deptype", PgTypes.CHAR),
                                CatalogRelations.column("shared", PgTypes.BOOL)),
                        1,
                        () -> new SharedDependencies(catalog).rows()));
    }

    private List<Object[]> rows() {
        for (Relation r : catalog.relations()) {
            if (!r.temporary()) {
                Kind kind = r.sequence() == null ? Kind.RELATION : Kind.SEQUENCE;
                object(kind, r.id(), number("pg_class"), r.id(), false);
            }
        }
        for (Schema s : catalog.schemas()) {
            object(Kind.SCHEMA, s.id(), number("pg_namespace"), s.id(), false);
        }
        for (UserType t : catalog.types()) {
            object(Kind.TYPE, t.id(), number("pg_type"), t.id(), false);
        }
        for (Routine f : catalog.routines()) {
            object(Kind.ROUTINE, f.id(), number("pg_proc"), f.id(), false);
        }
        object(Kind.DATABASE, GrantRow.DATABASE, DATABASE, 0, true);
        long of = AccessLists.FIRST_OF_NEW;
        for (Map.Entry<DefaultGrants.Key, List<GrantRow>> e :
                catalog.grants().defaults().entries(catalog).entrySet()) {
            long owner = CatalogRows.role(e.getKey().role(), catalog);
            row(DEFAULT_ACL, of, 0, owner, "o", false);
            members(e.getValue(), owner, DEFAULT_ACL, of--, false);
        }
        return rows;
    }

    private static long number(String name) {
        return CatalogData.definition("pg_catalog", name).oid();
    }

    private void object(Kind kind, int id, long in, long number, boolean shared) {
        long owner = CatalogRows.owner(id, catalog);
        row(in, number, 0, owner, "o", shared);
        if (catalog.grants().isExplicit(kind, id)) {
            members(catalog.grants().of(kind, id), owner, in, number, shared);
        }
    }

    /** Those who have or gave something, but for the owner. */
    private void members(List<GrantRow> given, long owner, long in, long number, boolean shared) {
        Map<Integer, TreeSet<Long>> roles = new TreeMap<>();
        for (GrantRow g : given) {
            if (g.rights() != 0) {
                TreeSet<Long> of = roles.computeIfAbsent(g.column(), c -> new TreeSet<>());
                if (g.grantee() != GrantRow.PUBLIC) {
                    of.add(CatalogRows.role(g.grantee(), catalog));
                }
                of.add(CatalogRows.role(g.grantor(), catalog));
            }
        }
        roles.forEach((column, all) ->
                all.stream().filter(r -> r != owner).forEach(r -> row(in, number, column, r, "a", shared)));
    }

    private void row(long in, long number, int column, long role, String kind, boolean shared) {
        if (role != FIRST_ROLE) {
            rows.add(new Object[] {number, in, (long) column, role, kind, shared ? 1L : 0L});
        }
    }
}
