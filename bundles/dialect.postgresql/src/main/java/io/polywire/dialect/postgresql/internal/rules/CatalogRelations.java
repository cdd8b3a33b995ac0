package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.MemoryRelation;
import io.polywire.api.type.Type;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.SystemRelation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The relations of pg_catalog: rows that every database has, and rows for what the database holds. A table of the catalog
 * of which we have no fact is empty; one whose facts are not brought in yet is refused by name, as are views.
 */
final class CatalogRelations {
    static final long PG_CATALOG = 11;
    static final long PUBLIC = 2200;
    private static final long INFORMATION_SCHEMA = 13207;
    private static final long OWNER = 10;
    private static final long BTREE = 403;
    private static final long HEAP = 2;

    /** Tables whose facts the server has and these relations have not. */
    private static final Set<String> REFUSED = Set.of(
            "pg_authid",
            "pg_auth_members",
            "pg_database",
            "pg_db_role_setting",
            "pg_default_acl",
            "pg_depend",
            "pg_init_privs",
            "pg_rewrite",
            "pg_shdepend",
            "pg_shdescription",
            "pg_trigger");

    private static final Set<String> DYNAMIC = Set.of("pg_attribute", "pg_class", "pg_constraint", "pg_index");

    /** Columns by which rows are looked up. */
    private static final Set<String> KEYS = Set.of(
            "oid", "relname", "attrelid", "indrelid", "indexrelid", "conrelid", "typname", "nspname", "proname", "objoid");

    private static final Map<String, SystemRelation> BUILT_IN = new ConcurrentHashMap<>();

    private CatalogRelations() {}

    /** A relation, or null. */
    static SystemRelation find(String schema, String name, CatalogSnapshot catalog) {
        if (schema != null && !schema.equals("pg_catalog") && !schema.equals("information_schema")) {
            return null;
        }
        CatalogData.Definition d = CatalogData.definition(schema == null ? "pg_catalog" : schema, name);
        if (d == null) {
            return null;
        }
        if (d.kind() != 'r' || !d.schema().equals("pg_catalog") || REFUSED.contains(name)) {
            throw SqlFailure.unsupported("system relation " + d.schema() + "." + name);
        }
        return DYNAMIC.contains(name)
                ? catalog.derived(d, SystemRelation.class, () -> of(d, () -> rows(d, catalog)))
                : BUILT_IN.computeIfAbsent(name, n -> of(d, () -> builtIn(d)));
    }

    private static SystemRelation of(CatalogData.Definition d, Supplier<List<Object[]>> rows) {
        List<List<Integer>> indexes = new ArrayList<>();
        for (int i = 0; i < d.columns().size(); i++) {
            if (KEYS.contains(d.columns().get(i).name())) {
                indexes.add(List.of(i));
            }
        }
        List<SystemRelation.Column> columns = CatalogData.columns(d);
        return new SystemRelation(
                d.name(),
                columns,
                new MemoryRelation(
                        d.name(),
                        columns.stream().map(SystemRelation.Column::name).toList(),
                        indexes,
                        rows));
    }

    private static List<Object[]> builtIn(CatalogData.Definition d) {
        if (d.name().equals("pg_description")) {
            List<Object[]> one = new ArrayList<>();
            one.add(new Object[] {PUBLIC, 2615L, 0L, "standard public schema"});
            return one;
        }
        return CatalogData.rows(d.name());
    }

    private static List<Object[]> rows(CatalogData.Definition d, CatalogSnapshot catalog) {
        List<Object[]> rows = new ArrayList<>(CatalogData.rows(d.name()));
        if (d.name().equals("pg_attribute")) {
            Attributes.ofSystem(d, rows);
        }
        for (Relation r : catalog.relations()) {
            switch (d.name()) {
                case "pg_class" -> classes(d, r, rows);
                case "pg_attribute" -> Attributes.of(d, r, rows);
                case "pg_index" -> index(d, r, rows);
                default -> constraint(d, r, rows);
            }
        }
        return rows;
    }

    // --- rows -----------------------------------------------------------------------------------------------------

    /** A row under construction: values by the names of columns, 0, false or "" where nothing is said. */
    static final class Row {
        private final CatalogData.Definition definition;
        private final Object[] values;

        Row(CatalogData.Definition definition) {
            this.definition = definition;
            this.values = new Object[definition.columns().size()];
            for (int i = 0; i < values.length; i++) {
                CatalogData.Column c = definition.columns().get(i);
                if (c.notNull()) {
                    String type = CatalogData.typeName(c.type());
                    values[i] = type.equals("char") || type.equals("name") || type.equals("text")
                            ? ""
                            : type.startsWith("float") ? (Object) 0.0 : (Object) 0L;
                }
            }
        }

        Row set(String column, Object value) {
            values[definition.index(column)] = value;
            return this;
        }

        Object[] values() {
            return values;
        }
    }

    private static Row classRow(CatalogData.Definition d, long oid, String name, String kind, int columns) {
        return new Row(d)
                .set("oid", oid)
                .set("relname", name)
                .set("relnamespace", PUBLIC)
                .set("relowner", OWNER)
                .set("reltuples", -1.0)
                .set("relpersistence", "p")
                .set("relkind", kind)
                .set("relnatts", (long) columns)
                .set("relispopulated", 1L)
                .set("relreplident", "n");
    }

    private static void classes(CatalogData.Definition d, Relation r, List<Object[]> rows) {
        boolean table = r.kind() == Relation.Kind.TABLE;
        boolean key = !r.primaryKey().isEmpty();
        rows.add(classRow(d, r.id(), r.name(), table ? "r" : "v", r.columns().size())
                .set("relam", table ? HEAP : 0L)
                .set("relreplident", table ? "d" : "n")
                .set("relhasindex", key ? 1L : 0L)
                .values());
        if (key) {
            rows.add(classRow(d, keyId(r), keyName(r), "i", r.primaryKey().size())
                    .set("relam", BTREE)
                    .values());
        }
    }

    /** Number of the index of a table's primary key, and of its constraint. */
    static long keyId(Relation r) {
        return r.id() | 0x4000_0000L;
    }

    static String keyName(Relation r) {
        return r.name() + "_pkey";
    }

    private static List<Integer> keyColumns(Relation r) {
        return r.primaryKey().stream()
                .map(c -> r.columns().get(r.index(c)).number())
                .toList();
    }

    private static String list(List<?> values, String separator) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    private static void index(CatalogData.Definition d, Relation r, List<Object[]> rows) {
        if (r.primaryKey().isEmpty()) {
            return;
        }
        List<Integer> columns = keyColumns(r);
        List<Long> zeros = columns.stream().map(c -> 0L).toList();
        rows.add(new Row(d)
                .set("indexrelid", keyId(r))
                .set("indrelid", (long) r.id())
                .set("indnatts", (long) columns.size())
                .set("indnkeyatts", (long) columns.size())
                .set("indisunique", 1L)
                .set("indisprimary", 1L)
                .set("indimmediate", 1L)
                .set("indisvalid", 1L)
                .set("indisready", 1L)
                .set("indislive", 1L)
                .set("indkey", list(columns, " "))
                .set("indcollation", list(zeros, " "))
                .set("indclass", list(zeros, " "))
                .set("indoption", list(zeros, " "))
                .values());
    }

    private static void constraint(CatalogData.Definition d, Relation r, List<Object[]> rows) {
        if (r.primaryKey().isEmpty()) {
            return;
        }
        rows.add(new Row(d)
                .set("oid", keyId(r))
                .set("conname", keyName(r))
                .set("connamespace", PUBLIC)
                .set("contype", "p")
                .set("convalidated", 1L)
                .set("conrelid", (long) r.id())
                .set("conindid", keyId(r))
                .set("confupdtype", " ")
                .set("confdeltype", " ")
                .set("confmatchtype", " ")
                .set("conislocal", 1L)
                .set("connoinherit", 1L)
                .set("conkey", "{" + list(keyColumns(r), ",") + "}")
                .values());
    }

    /** Rows of pg_attribute. */
    private static final class Attributes {
        private record Physical(Object length, Object byValue, Object align, Object storage, Object collation) {}

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
                                t[d.index("typcollation")]));
            }
        }

        static void ofSystem(CatalogData.Definition d, List<Object[]> rows) {
            for (CatalogData.Definition r : CatalogData.definitions()) {
                int n = 0;
                for (CatalogData.Column c : r.columns()) {
                    rows.add(row(d, r.oid(), c.name(), ++n, c.type(), c.modifier(), c.notNull())
                            .values());
                }
            }
        }

        static void of(CatalogData.Definition d, Relation r, List<Object[]> rows) {
            for (RelationColumn c : r.columns()) {
                rows.add(row(d, r.id(), c, c.number()).values());
            }
            int n = 0;
            for (String key : r.primaryKey()) {
                rows.add(row(d, keyId(r), r.columns().get(r.index(key)), ++n)
                        .set("attnotnull", 0L)
                        .set("atthasdef", 0L)
                        .values());
            }
        }

        private static Row row(CatalogData.Definition d, long relation, RelationColumn c, int number) {
            Type t = PgTypeRules.INSTANCE.stored(c);
            // of a column that cannot be served the type is unknown, as it is to us
            long oid = t == null ? 705 : t.id();
            return row(d, relation, c.name(), number, oid, t == null ? -1 : modifier(t), c.notNull())
                    .set("atthasdef", c.hasDefault() ? 1L : 0L)
                    .set("attgenerated", c.generated() ? "s" : "");
        }

        private static Row row(
                CatalogData.Definition d, long relation, String name, int number, long type, int mod, boolean notNull) {
            Physical p = PHYSICAL.get(type);
            Row row = new Row(d)
                    .set("attrelid", relation)
                    .set("attname", name)
                    .set("atttypid", type)
                    .set("attstattarget", -1L)
                    .set("attnum", (long) number)
                    .set("attcacheoff", -1L)
                    .set("atttypmod", (long) mod)
                    .set("attnotnull", notNull ? 1L : 0L)
                    .set("attislocal", 1L);
            return p == null
                    ? row
                    : row.set("attlen", p.length())
                            .set("attbyval", p.byValue())
                            .set("attalign", p.align())
                            .set("attstorage", p.storage())
                            .set("attcollation", p.collation());
        }

        private static int modifier(Type t) {
            return switch (t.kind()) {
                case VARCHAR, CHAR -> t.length() > 0 ? t.length() + 4 : -1;
                case BIT -> t.length() > 0 ? t.length() : -1;
                case DECIMAL -> t.precision() > 0 ? (t.precision() << 16 | t.scale() & 0x7FF) + 4 : -1;
                default -> -1;
            };
        }
    }

    // --- look-ups of our own --------------------------------------------------------------------------------------

    /** Names of objects by number: oid, name; as the output function of a type such as regclass writes them. */
    static SystemRelation names(String type, CatalogSnapshot catalog) {
        String key = "names of " + type;
        Supplier<List<Object[]>> rows = () -> nameRows(type, catalog);
        return type.equals("regclass")
                ? catalog.derived(key, SystemRelation.class, () -> pairs(key, "name", rows))
                : BUILT_IN.computeIfAbsent(key, k -> pairs(k, "name", rows));
    }

    private static SystemRelation pairs(String name, String value, Supplier<List<Object[]>> rows) {
        return new SystemRelation(
                name,
                List.of(
                        new SystemRelation.Column("oid", PgTypes.OID, false),
                        new SystemRelation.Column(value, PgTypes.TEXT, false)),
                new MemoryRelation(name, List.of("oid", value), List.of(List.of(0)), rows));
    }

    private static List<Object[]> nameRows(String type, CatalogSnapshot catalog) {
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {0L, "-"});
        switch (type) {
            case "regclass" -> {
                CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_class");
                for (Object[] r : rows(d, catalog)) {
                    String name = CatalogFunctions.quoted((String) r[1]);
                    boolean foreign = r[2].equals(INFORMATION_SCHEMA);
                    rows.add(new Object[] {r[0], foreign ? "information_schema." + name : name});
                }
            }
            case "regtype" -> CatalogData.rows("pg_type")
                    .forEach(r -> rows.add(new Object[] {r[0], CatalogFunctions.formatted((Long) r[0], -1)}));
            case "regnamespace" -> CatalogData.rows("pg_namespace")
                    .forEach(r -> rows.add(new Object[] {r[0], CatalogFunctions.quoted((String) r[1])}));
            default -> {
                Map<Object, Integer> count = new HashMap<>();
                CatalogData.rows("pg_proc").forEach(r -> count.merge(r[1], 1, Integer::sum));
                for (Object[] r : CatalogData.rows("pg_proc")) {
                    String name = CatalogFunctions.quoted((String) r[1]);
                    rows.add(new Object[] {r[0], count.get(r[1]) > 1 ? "pg_catalog." + name : name});
                }
            }
        }
        return rows;
    }

    /** Definitions of indexes or constraints by number: oid, definition. */
    static SystemRelation definitions(boolean constraints, CatalogSnapshot catalog) {
        String key = constraints ? "definitions of constraints" : "definitions of indexes";
        return catalog.derived(key, SystemRelation.class, () -> pairs(key, "definition", () -> {
            List<Object[]> rows = new ArrayList<>(CatalogData.texts(constraints ? "constraintdef" : "indexdef"));
            for (Relation r : catalog.relations()) {
                if (!r.primaryKey().isEmpty()) {
                    String columns = r.primaryKey().stream()
                            .map(CatalogFunctions::quoted)
                            .collect(Collectors.joining(", ", "(", ")"));
                    rows.add(new Object[] {
                        keyId(r),
                        constraints
                                ? "PRIMARY KEY " + columns
                                : "CREATE UNIQUE INDEX " + CatalogFunctions.quoted(keyName(r)) + " ON public."
                                        + CatalogFunctions.quoted(r.name()) + " USING btree " + columns
                    });
                }
            }
            return rows;
        }));
    }
}
