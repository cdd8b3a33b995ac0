package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.Grants;
import io.polywire.sql.right.Right;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has_*_privilege look up: the rights that were given on each object, those that are there from the start too. */
final class GivenRights {
    private static final long PG_SUBSCRIPTION = 6100;

    /** Stands in place of the owner of tables of the catalogs. */
    static final String CATALOG = "-";

    /** Rows of built-in relations and functions. */
    private static final List<Object[]> BUILT_IN = new ArrayList<>();

    /** Whether everybody may read a built-in relation, by its number. */
    private static final Map<Long, Boolean> READ_BY_ALL = new HashMap<>();

    static {
        CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_class");
        for (Object[] r : CatalogData.rows("pg_class")) {
            String acl = (String) r[d.index("relacl")];
            int all = acl == null ? 0 : ofEverybody(acl);
            READ_BY_ALL.put((Long) r[0], (all & Right.SELECT.bit()) != 0);
            String mark = "v".equals(r[d.index("relkind")]) ? "0" : CATALOG;
            BUILT_IN.add(new Object[] {r[0], 0L, null, mark + everybody(all).substring(1)});
            if ((Long) r[0] != PG_SUBSCRIPTION) {
                BUILT_IN.add(new Object[] {r[0], -1L, null, ""});
            }
        }
        int any = 0;
        for (String[] f : CatalogData.lines("column_rights")) {
            int all = ofEverybody(f[2]);
            any |= all;
            List<CatalogData.Column> columns =
                    CatalogData.definition("pg_catalog", "pg_subscription").columns();
            int number = Integer.parseInt(f[1]);
            BUILT_IN.add(new Object[] {
                Long.valueOf(f[0]), (long) number, columns.get(number - 1).name(), everybody(all)
            });
        }
        BUILT_IN.add(new Object[] {PG_SUBSCRIPTION, -1L, null, everybody(any)});
        CatalogData.Definition p = CatalogData.definition("pg_catalog", "pg_proc");
        for (Object[] r : CatalogData.rows("pg_proc")) {
            String acl = (String) r[p.index("proacl")];
            if (acl != null) {
                // of the functions without a list nothing was said: everybody may call them
                BUILT_IN.add(new Object[] {r[0], 0L, null, everybody(ofEverybody(acl))});
            }
        }
    }

    private GivenRights() {}

    /** Whether everybody may read a built-in relation. */
    static boolean isReadByAll(long relation) {
        return READ_BY_ALL.getOrDefault(relation, true);
    }

    /** The rights that an access list gives to everybody; roles that are there from the start have no members here. */
    private static int ofEverybody(String acl) {
        int rights = 0;
        for (String item : acl.substring(1, acl.length() - 1).split(",")) {
            for (Right r : item.startsWith("=") ? Right.values() : new Right[0]) {
                rights |= item.substring(1, item.indexOf('/')).indexOf(r.letter()) >= 0 ? r.bit() : 0;
            }
        }
        return rights;
    }

    private static String everybody(int rights) {
        return rights == 0 ? "0" : "0;-1:" + rights + ":0";
    }

    /** The column under which the rights on types are: their numbers may be those of relations too. */
    static final long OF_TYPES = -2;

    /** The rows of {@link CatalogRelations#given}. */
    static List<Object[]> rows(CatalogSnapshot catalog) {
        List<Object[]> rows = new ArrayList<>();
        Grants grants = catalog.grants();
        rows.addAll(BUILT_IN);
        for (Object[] r : CatalogData.rows("pg_namespace")) {
            if ((Long) r[0] != CatalogRelations.PUBLIC) {
                rows.add(new Object[] {r[0], 0L, null, "0;-1:" + Right.USAGE.bit() + ":0"});
            }
        }
        for (Object[] r : CatalogData.rows("pg_type")) {
            rows.add(new Object[] {r[0], OF_TYPES, null, "0;-1:" + Right.USAGE.bit() + ":0"});
        }
        for (UserType t : catalog.types()) {
            String given = text(t.id(), GrantRow.Kind.TYPE, 0, grants);
            rows.add(new Object[] {(long) t.id(), OF_TYPES, null, given});
            long arrays = t.id() + 1L;
            rows.add(new Object[] {arrays, OF_TYPES, null, given});
        }
        for (Relation r : catalog.relations()) {
            if (r.sequence() == null) {
                String given = text(r.id(), GrantRow.Kind.TYPE, 0, grants);
                rows.add(new Object[] {CatalogRows.rowType(r), OF_TYPES, null, given});
                rows.add(new Object[] {CatalogRows.arrayType(r.id()), OF_TYPES, null, given});
            }
        }
        int database = GrantRow.DATABASE;
        rows.add(new Object[] {(long) database, 0L, null, text(database, GrantRow.Kind.DATABASE, 0, grants)});
        for (Schema s : catalog.schemas()) {
            rows.add(new Object[] {(long) s.id(), 0L, null, text(s.id(), GrantRow.Kind.SCHEMA, 0, grants)});
        }
        for (Routine f : catalog.routines()) {
            rows.add(new Object[] {(long) f.id(), 0L, null, text(f.id(), GrantRow.Kind.ROUTINE, 0, grants)});
        }
        for (Relation r : catalog.relations()) {
            var kind = r.sequence() == null ? GrantRow.Kind.RELATION : GrantRow.Kind.SEQUENCE;
            rows.add(new Object[] {(long) r.id(), 0L, null, text(r.id(), kind, 0, grants)});
            rows.add(new Object[] {(long) r.id(), -1L, null, text(r.id(), kind, -1, grants)});
            r.columns()
                    .forEach(c -> rows.add(new Object[] {
                        (long) r.id(), (long) c.number(), c.name(), text(r.id(), kind, c.number(), grants)
                    }));
            r.indexes().forEach(i -> {
                rows.add(new Object[] {(long) i.id(), 0L, null, text(r.id(), kind, 0, grants)});
                rows.add(new Object[] {(long) i.id(), -1L, null, ""});
            });
        }
        return rows;
    }

    private static String text(int object, GrantRow.Kind kind, int column, Grants grants) {
        StringBuilder s = new StringBuilder().append(grants.owner(object));
        for (GrantRow g : grants.of(kind, object)) {
            if (column < 0 ? g.column() > 0 : g.column() == column) {
                s.append(';')
                        .append(g.grantee())
                        .append(':')
                        .append(g.rights())
                        .append(':')
                        .append(g.options());
            }
        }
        return s.toString();
    }
}
