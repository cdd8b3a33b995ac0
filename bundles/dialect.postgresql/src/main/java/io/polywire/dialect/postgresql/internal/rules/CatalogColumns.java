package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.dialect.postgresql.internal.rules.CatalogRows.Row;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.right.GrantRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of pg_attribute. */
final class CatalogColumns {
    static final long UNKNOWN = 705;
    /** An enumeration's value is kept as an oid is. */
    private static final long OID = 26;
    /** Arrays of all types without a collation are kept alike. */
    private static final long INT4_ARRAY = 1007;

    /** Names of columns that every table has beside its own. */
    static final Set<String> SYSTEM = Set.of("tableoid", "ctid", "xmin", "cmin", "xmax", "cmax");

    private CatalogColumns() {}

    /** What PostgreSQL keeps of a type for reading its values. */
    record Physical(
            Object length,
            Object byValue,
            Object align,
            Object storage,
            Object collation,
            Object output,
            Object send) {}

    private static final Map<Long, Physical> PHYSICAL = new HashMap<>();

    static {
        CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_type");
        for (Object[] t : CatalogData.rows("pg_type")) {
            PHYSICAL.put(
                    (Long) t[0],
                    new Physical(
                            t[d.index("typlen")],
                            t[d.index("typbyval")],
                            t[d.index("typalign")],
                            t[d.index("typstorage")],
                            t[d.index("typcollation")],
                            t[d.index("typoutput")],
                            t[d.index("typsend")]));
        }
    }

    /** The columns of the system relations and of their indexes. */
    static void ofSystem(CatalogData.Definition d, List<Object[]> rows) {
        rows.addAll(OfSystem.rows(d));
    }

    /** System columns, of no table yet. */
    private static final class SystemOnes {
        private static List<Object[]> made;

        /** Of every table, from tableoid on. */
        static synchronized List<Object[]> rows(CatalogData.Definition d) {
            if (made == null) {
                made = List.of(
                        system(d, "tableoid", -6, 26),
                        system(d, "cmax", -5, 29),
                        system(d, "xmax", -4, 28),
                        system(d, "cmin", -3, 29),
                        system(d, "xmin", -2, 28),
                        system(d, "ctid", -1, 27));
            }
            return made;
        }

        private static Object[] system(CatalogData.Definition d, String name, int number, long type) {
            return attribute(d, 0, name, number, type, -1, true)
                    .set("attstattarget", 0L)
                    .values();
        }
    }

    /** Made when first asked for. */
    private static final class OfSystem {
        private static List<Object[]> made;

        static synchronized List<Object[]> rows(CatalogData.Definition d) {
            if (made == null) {
                List<Object[]> rows = new ArrayList<>();
                addSystem(d, rows);
                made = rows;
            }
            return made;
        }
    }

    private static void addSystem(CatalogData.Definition d, List<Object[]> rows) {
        List<Object[]> keys = new ArrayList<>();
        systemIndexColumns(keys);
        for (Object[] k : keys) {
            CatalogData.Column c = (CatalogData.Column) k[3];
            // names are kept in an index as they compare
            long type = c.type() == 19 ? 2275 : c.type();
            rows.add(attribute(d, (Long) k[0], c.name(), (int) (long) k[1], type, -1, false)
                    .set("attndims", c.dimensions())
                    .set("attcollation", c.collation())
                    .values());
        }
        Map<String, String> rights = new HashMap<>();
        CatalogData.lines("column_rights").forEach(f -> rights.put(f[0] + "." + f[1], f[2]));
        CatalogData.Definition relations = CatalogData.definition("pg_catalog", "pg_class");
        Set<Object> tables = new java.util.HashSet<>();
        for (Object[] r : CatalogData.rows("pg_class")) {
            if ("r".equals(r[relations.index("relkind")])) {
                tables.add(r[0]);
            }
        }
        for (CatalogData.Definition r : CatalogData.definitions()) {
            if (tables.contains(r.oid())) {
                system(d, r.oid(), rows);
            }
            int n = 0;
            for (CatalogData.Column c : r.columns()) {
                rows.add(attribute(d, r.oid(), c.name(), ++n, c.type(), c.modifier(), c.notNull())
                        .set("attndims", c.dimensions())
                        .set("attcollation", c.collation())
                        .set("attacl", rights.get(r.oid() + "." + n))
                        .values());
            }
        }
    }

    /** Columns of the indexes of system relations: oid of the index, number from 1, name, and the column. */
    static void systemIndexColumns(List<Object[]> rows) {
        CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_index");
        Map<Long, CatalogData.Definition> relations = new HashMap<>();
        CatalogData.definitions().forEach(r -> relations.put(r.oid(), r));
        for (Object[] i : CatalogData.rows("pg_index")) {
            CatalogData.Definition r = relations.get((Long) i[d.index("indrelid")]);
            String[] keys = ((String) i[d.index("indkey")]).split(" ");
            for (int k = 0; r != null && k < keys.length; k++) {
                int n = Integer.parseInt(keys[k]);
                if (n > 0) {
                    rows.add(new Object[] {
                        i[0],
                        k + 1L,
                        CatalogFunctions.quoted(r.columns().get(n - 1).name()),
                        r.columns().get(n - 1)
                    });
                }
            }
        }
    }

    /** What rows of a relation are kept by as long as it stays the same. */
    private static final Object KEPT = "rows of pg_attribute";

    /** The columns of a relation and of its indexes. */
    static void of(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        List<Object[]> all = catalog.derived(KEPT, r, () -> {
            List<Object[]> made = new ArrayList<>();
            add(d, r, catalog, made);
            return made;
        });
        if (!hasGrants(r, catalog)) {
            rows.addAll(all);
            return;
        }
        int relation = d.index("attrelid");
        int number = d.index("attnum");
        int acl = d.index("attacl");
        for (Object[] row : all) {
            String list = (Long) row[relation] != r.id()
                    ? null
                    : AccessLists.of(GrantRow.Kind.RELATION, r.id(), (int) (long) row[number], catalog);
            Object[] shown = list == null ? row : row.clone();
            shown[acl] = list;
            rows.add(shown);
        }
    }

    /** Whether a right was given on one of its columns. */
    private static boolean hasGrants(Relation r, CatalogSnapshot catalog) {
        return r.sequence() == null
                && catalog.grants().of(GrantRow.Kind.RELATION, r.id()).stream().anyMatch(g -> g.column() > 0);
    }

    private static void add(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        if (r.sequence() != null) {
            rows.add(attribute(d, r.id(), "last_value", 1, 20, -1, true).values());
            rows.add(attribute(d, r.id(), "log_cnt", 2, 20, -1, true).values());
            rows.add(attribute(d, r.id(), "is_called", 3, 16, -1, true).values());
            system(d, r.id(), rows);
            return;
        }
        if (r.kind() != Relation.Kind.VIEW) {
            system(d, r.id(), rows);
        }
        int next = 1;
        for (RelationColumn c : ViewDomains.columns(r, catalog)) {
            // what was dropped keeps its number; clients count on numbers without gaps (pg_dump)
            for (; next < c.number(); next++) {
                rows.add(attribute(d, r.id(), "........pg.dropped." + next + "........", next, 0, -1, false)
                        .set("attstattarget", 0L)
                        .set("attisdropped", true)
                        .values());
            }
            next = c.number() + 1;
            rows.add(CatalogOptions.column(attribute(d, r.id(), c, c.number(), catalog), r, c.number())
                    .set("atthasdef", CatalogRows.hasExpression(c, catalog))
                    .set(
                            "attidentity",
                            switch (c.identity()) {
                                case NONE -> "";
                                case ALWAYS -> "a";
                                case BY_DEFAULT -> "d";
                            })
                    .set("attgenerated", c.generated() ? "s" : "")
                    // how many dimensions were written is not kept, and PostgreSQL makes nothing of it
                    .set("attndims", r.kind() == Relation.Kind.TABLE && hasArrays(c, catalog))
                    .values());
        }
        for (TableIndex i : CatalogRows.indexes(r)) {
            int n = 0;
            Set<String> names = new java.util.HashSet<>();
            for (TableIndex.Key k : i.keys()) {
                n++;
                Row row = k.column() == 0
                        ? attribute(d, i.id(), "", n, IndexKeys.type(k, r, catalog), -1, false)
                        : ofKey(d, i, r.column(k.column()), n, r, catalog);
                String name = k.column() == 0
                        ? r.own() ? ColumnNames.ofKey(k.expression()) : "expr"
                        : r.column(k.column()).name();
                rows.add(keptAs(row, IndexClasses.keyType(i, k, r, catalog))
                        .set("attname", only(name, names))
                        .values());
            }
            for (int column : i.include()) {
                rows.add(ofKey(d, i, r.column(column), ++n, r, catalog)
                        .set("attname", only(r.column(column).name(), names))
                        // nothing is sought by it
                        .set("attcollation", 0L)
                        .values());
            }
        }
    }

    private static Row ofKey(
            CatalogData.Definition d, TableIndex i, RelationColumn c, int number, Relation r, CatalogSnapshot catalog) {
        Object storage = CatalogOptions.column(attribute(d, r.id(), c, c.number(), catalog), r, c.number())
                .values()[d.index("attstorage")];
        return attribute(d, i.id(), c, number, catalog).set("attnotnull", false).set("attstorage", storage);
    }

    /** ChooseIndexColumnNames: a name that was there before has a number behind it. */
    private static String only(String name, Set<String> names) {
        String free = name;
        for (int n = 1; !names.add(free); n++) {
            free = name + n;
        }
        return free;
    }

    /** A key that an index keeps as a value of another type. */
    private static Row keptAs(Row row, long type) {
        if (type == 0) {
            return row;
        }
        Physical p = physical(type);
        return row.set("atttypid", type)
                .set("attlen", p.length())
                .set("attbyval", p.byValue())
                .set("attalign", p.align())
                .set("attstorage", p.storage());
    }

    /** The columns that every table has beside its own. */
    private static void system(CatalogData.Definition d, long relation, List<Object[]> rows) {
        for (Object[] model : SystemOnes.rows(d)) {
            Object[] row = model.clone();
            row[d.index("attrelid")] = relation;
            rows.add(row);
        }
    }

    private static boolean hasArrays(RelationColumn c, CatalogSnapshot catalog) {
        if (c.typeId() != 0) {
            return isArray(c, catalog.type(c.typeId()));
        }
        Type t = PgTypeRules.INSTANCE.stored(c);
        return t != null && t.kind() == io.polywire.api.type.TypeKind.ARRAY;
    }

    private static Row attribute(
            CatalogData.Definition d, long relation, RelationColumn c, int number, CatalogSnapshot catalog) {
        if (c.typeId() != 0) {
            UserType own = catalog.type(c.typeId());
            boolean array = isArray(c, own);
            Row row = attribute(d, relation, c.name(), number, typeNumber(c, own), -1, c.notNull());
            if (own == null || own.isComposite()) {
                return kept(row, ROWS);
            }
            return kept(row, array ? physical(INT4_ARRAY) : physical(own, catalog));
        }
        Type t = PgTypeRules.INSTANCE.stored(c);
        // of a column that cannot be served the type is unknown, as it is to us
        return t == null
                ? attribute(d, relation, c.name(), number, UNKNOWN, -1, c.notNull())
                : attribute(d, relation, c.name(), number, t.id(), modifier(t), c.notNull());
    }

    /** Rows, and arrays of rows, are kept alike. */
    private static final Physical ROWS = new Physical(-1L, 0L, "d", "x", 0L, null, null);

    private static boolean isArray(RelationColumn c, UserType own) {
        return own == null ? c.declared().startsWith("_") : own.hasArraysIn(c);
    }

    /**
     * The number of the type of a column of a user's type, or of arrays of one.
     *
     * @param own the type; null for rows of a relation
     */
    static long typeNumber(RelationColumn c, UserType own) {
        return (isArray(c, own) ? CatalogRows.arraysOf(c.typeId()) : c.typeId()) & 0xFFFF_FFFFL;
    }

    /** An attribute of a composite type. */
    static Object[] ofType(CatalogData.Definition d, int relation, RelationColumn a, CatalogSnapshot catalog) {
        if (UserType.isDropped(a)) {
            return attribute(d, relation, a.name(), a.number(), 0, -1, false)
                    .set("attstattarget", 0L)
                    .set("attisdropped", true)
                    .values();
        }
        return attribute(d, relation, a, a.number(), catalog).values();
    }

    /** A user's type; null for one that is not known. */
    private static Physical physical(UserType t, CatalogSnapshot catalog) {
        if (t == null) {
            return null;
        }
        if (t.isEnumeration()) {
            return physical(OID);
        }
        Type base = CatalogRows.base(t, catalog);
        return base == null ? null : physical(base);
    }

    /** A type under a domain. */
    static Physical physical(Type base) {
        if (base.labels() != null) {
            return physical(OID);
        }
        Physical known = physical(base.id());
        return known != null ? known : ROWS;
    }

    private static final Set<Long> ARRAYS = new java.util.HashSet<>();

    static {
        CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_type");
        for (Object[] t : CatalogData.rows("pg_type")) {
            if ("A".equals(t[d.index("typcategory")])) {
                ARRAYS.add((Long) t[0]);
            }
        }
    }

    /** Whether a built-in type is one of arrays. */
    static boolean isArray(long type) {
        return ARRAYS.contains(type);
    }

    /** A built-in type, by its number; null for another. */
    static Physical physical(long type) {
        return PHYSICAL.get(type);
    }

    private static Row attribute(
            CatalogData.Definition d, long relation, String name, int number, long type, int mod, boolean notNull) {
        Row row = new Row(d)
                .set("attrelid", relation)
                .set("attname", name)
                .set("atttypid", type)
                .set("attstattarget", -1L)
                .set("attnum", (long) number)
                .set("attcacheoff", -1L)
                .set("atttypmod", (long) mod)
                .set("attnotnull", notNull)
                .set("attislocal", true);
        return kept(row, physical(type));
    }

    private static Row kept(Row row, Physical p) {
        return p == null
                ? row
                : row.set("attlen", p.length())
                        .set("attbyval", p.byValue())
                        .set("attalign", p.align())
                        .set("attstorage", p.storage())
                        .set("attcollation", p.collation());
    }

    /** What pg_attribute.atttypmod has of a type. */
    static int modifier(Type t) {
        return switch (t.kind()) {
            case VARCHAR, CHAR -> t.length() > 0 ? t.length() + 4 : -1;
            case BIT -> t.length() > 0 ? t.length() : -1;
            case DECIMAL -> t.precision() > 0 ? (t.precision() << 16 | t.scale() & 0x7FF) + 4 : -1;
            // 0 stands for none, below it for none behind the point
            case TIME, TIME_TZ, TIMESTAMP, TIMESTAMP_TZ -> t.precision() == 0 ? -1 : Math.max(t.precision(), 0);
            case INTERVAL -> interval(t.length(), t.precision());
            case ARRAY -> modifier(t.element());
            default -> -1;
        };
    }

    /** The fields above the digits, all bits of either for no bound (INTERVAL_TYPMOD of timestamp.h). */
    private static int interval(int fields, int digits) {
        return fields == 0 && digits == 0
                ? -1
                : (fields == 0 ? 0x7FFF : fields) << 16 | (digits == 0 ? 0xFFFF : Math.max(digits, 0));
    }
}
