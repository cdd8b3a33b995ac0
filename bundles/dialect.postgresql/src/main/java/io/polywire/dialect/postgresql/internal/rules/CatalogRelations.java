package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.storage.MemoryRelation;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.LiveRelation;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The relations of pg_catalog and information_schema: rows that every database has, rows for what the database holds, and
 * views over them. A table of the catalog of which we have no fact is empty.
 */
final class CatalogRelations {
    static final long PG_CATALOG = 11;
    static final long PUBLIC = 2200;

    private static final Set<String> DYNAMIC = Set.of(
            "pg_attrdef",
            "pg_attribute",
            "pg_class",
            "pg_constraint",
            "pg_default_acl",
            "pg_depend",
            "pg_description",
            "pg_enum",
            "pg_index",
            "pg_namespace",
            "pg_proc",
            "pg_rewrite",
            "pg_sequence",
            "pg_type");

    /** Columns by which rows are looked up: the first decides, the others narrow. */
    private static final Map<String, List<List<String>>> KEYS = Map.ofEntries(
            Map.entry("pg_amop", List.of(List.of("oid"), List.of("amopfamily"))),
            Map.entry("pg_amproc", List.of(List.of("oid"), List.of("amprocfamily"))),
            Map.entry("pg_opclass", List.of(List.of("oid"), List.of("opcfamily"))),
            Map.entry("pg_inherits", List.of(List.of("inhrelid"), List.of("inhparent"))),
            Map.entry("pg_trigger", List.of(List.of("oid"), List.of("tgrelid"))),
            Map.entry("pg_policy", List.of(List.of("oid"), List.of("polrelid"))),
            Map.entry("pg_attribute", List.of(List.of("attrelid", "attnum"))),
            Map.entry("pg_attrdef", List.of(List.of("oid"), List.of("adrelid", "adnum"))),
            Map.entry(
                    "pg_class",
                    List.of(List.of("oid"), List.of("relname", "relnamespace"), List.of("relkind", "relnamespace"))),
            Map.entry(
                    "pg_constraint",
                    List.of(
                            List.of("oid"),
                            List.of("conrelid", "contype"),
                            List.of("confrelid"),
                            List.of("contypid"),
                            List.of("conindid"),
                            List.of("conname"))),
            Map.entry(
                    "pg_depend",
                    List.of(List.of("objid", "classid", "objsubid"), List.of("refobjid", "refclassid", "refobjsubid"))),
            Map.entry("pg_description", List.of(List.of("objoid", "classoid", "objsubid"))),
            Map.entry("pg_enum", List.of(List.of("oid"), List.of("enumtypid", "enumsortorder"))),
            Map.entry("pg_index", List.of(List.of("indexrelid"), List.of("indrelid"))),
            Map.entry("pg_namespace", List.of(List.of("oid"), List.of("nspname"))),
            Map.entry("pg_operator", List.of(List.of("oid"), List.of("oprname"))),
            Map.entry("pg_proc", List.of(List.of("oid"), List.of("proname", "pronamespace"), List.of("pronamespace"))),
            Map.entry("pg_range", List.of(List.of("rngtypid"), List.of("rngmultitypid"))),
            Map.entry("pg_rewrite", List.of(List.of("oid"), List.of("ev_class"))),
            Map.entry("pg_sequence", List.of(List.of("seqrelid"))),
            Map.entry(
                    "pg_type",
                    List.of(
                            List.of("oid"),
                            List.of("typname", "typnamespace"),
                            List.of("typtype", "typnamespace"),
                            List.of("typrelid"),
                            List.of("typelem"),
                            List.of("typarray"))));

    /** Columns that are NULL in nearly all rows, whose few others are asked for. */
    private static final Map<String, List<String>> SPARSE = Map.of("pg_attribute", List.of("attacl"));

    private static final String NAMES_OF = "names of ";
    /** Names of types by number, and numbers by name. */
    static final String NAMES_OF_TYPES = NAMES_OF + "regtype";

    /** Columns by which rows of all others are looked up. */
    private static final List<String> KEY = List.of("oid");
    /** A name in quotes that needs none but for being a keyword. */
    private static final Pattern KEYWORD = Pattern.compile("\"([a-z_][a-z0-9_]*)\"");

    private static final Map<String, SystemRelation> BUILT_IN = new ConcurrentHashMap<>();

    private CatalogRelations() {}

    /** A relation, or null. */
    static SystemRelation find(String schema, String name, CatalogSnapshot catalog) {
        if (CatalogViews.LIVE.equals(schema) && name.equals("database_rights")) {
            return databaseRights(catalog);
        }
        if (CatalogViews.LIVE.equals(schema) && name.equals("dependents")) {
            return SharedDependencies.relation(catalog);
        }
        if (CatalogViews.LIVE.equals(schema)) {
            return CatalogViews.live(name);
        }
        if (schema != null && !schema.equals("pg_catalog") && !schema.equals("information_schema")) {
            return null;
        }
        CatalogData.Definition d = CatalogData.definition(schema == null ? "pg_catalog" : schema, name);
        if (d == null) {
            return null;
        }
        if (CatalogViews.has(d)) {
            return CatalogViews.find(d);
        }
        // functions change seldom and are many
        boolean same = name.equals("pg_proc") && catalog.routines().isEmpty();
        return DYNAMIC.contains(name) && !same
                ? catalog.derived(d, SystemRelation.class, () -> of(d, new RememberedRows(() -> rows(d, catalog))))
                : BUILT_IN.computeIfAbsent(name, n -> of(d, () -> CatalogData.rows(name)));
    }

    private static SystemRelation of(CatalogData.Definition d, Supplier<List<Object[]>> rows) {
        boolean numbered = d.columns().stream().anyMatch(c -> c.name().equals("oid"));
        List<List<Integer>> indexes = KEYS.getOrDefault(d.name(), numbered ? List.of(KEY) : List.of()).stream()
                .map(key -> key.stream().map(d::index).toList())
                .toList();
        List<SystemRelation.Column> columns = CatalogData.columns(d);
        return new SystemRelation(
                d.name(),
                columns,
                d.oid(),
                new MemoryRelation(
                        d.name(),
                        columns.stream().map(SystemRelation.Column::name).toList(),
                        indexes,
                        SPARSE.getOrDefault(d.name(), List.of()).stream()
                                .map(d::index)
                                .toList(),
                        rows),
                null,
                null);
    }

    /** All rows of a relation that depends on what the database holds. */
    static List<Object[]> rows(CatalogData.Definition d, CatalogSnapshot catalog) {
        List<Object[]> rows = new ArrayList<>(CatalogData.rows(d.name()));
        CatalogRows.add(d, catalog, rows);
        return rows;
    }

    // --- look-ups of our own --------------------------------------------------------------------------------------

    /** Names of objects by number: oid, name; as the output function of a type such as regclass writes them. */
    static SystemRelation names(String type, CatalogSnapshot catalog) {
        String key = NAMES_OF + type;
        Supplier<List<Object[]>> rows = () -> nameRows(type, catalog);
        boolean ofRoutines = type.startsWith("regproc") && !catalog.routines().isEmpty();
        return !ofRoutines && !type.equals("regclass") && !type.equals("regtype") && !type.equals("regnamespace")
                ? BUILT_IN.computeIfAbsent(key, k -> pairs(k, "name", rows))
                : catalog.derived(key, SystemRelation.class, () -> pairs(key, "name", rows));
    }

    /** Numbers of objects by all names that find them: name, oid. */
    static SystemRelation numbers(String type, CatalogSnapshot catalog) {
        String key = "numbers of " + type;
        return catalog.derived(
                key,
                SystemRelation.class,
                () -> own(
                        key,
                        List.of(column("name", PgTypes.TEXT), column("oid", PgTypes.OID)),
                        1,
                        () -> numberRows(type, catalog)));
    }

    private static List<Object[]> numberRows(String type, CatalogSnapshot catalog) {
        Map<String, Object> all = new java.util.LinkedHashMap<>();
        for (Object[] r : nameRows(type, catalog)) {
            String name = (String) r[1];
            // a type's name in lower case needs no quotes, keyword or not
            all.putIfAbsent(type.equals("regtype") ? KEYWORD.matcher(name).replaceAll("$1") : name, r[0]);
        }
        all.remove("-");
        if (!type.equals("regnamespace")) {
            String relation = type.equals("regclass") ? "pg_class" : "pg_type";
            CatalogData.Definition d = CatalogData.definition("pg_catalog", relation);
            Map<Object, String> schemas = new HashMap<>();
            for (Object[] n : rows(CatalogData.definition("pg_catalog", "pg_namespace"), catalog)) {
                schemas.put(n[0], CatalogFunctions.quoted((String) n[1]));
            }
            for (Object[] r : rows(d, catalog)) {
                String schema = schemas.get(r[2]);
                String raw = (String) r[1];
                boolean ofType = type.equals("regtype");
                // a type's name in lower case needs no quotes, keyword or not
                String name = ofType && CatalogFunctions.isPlain(raw) ? raw : CatalogFunctions.quoted(raw);
                all.putIfAbsent(schema + "." + name, r[0]);
                if (catalog.isTemporarySchema(schema)) {
                    all.putIfAbsent(io.polywire.sql.catalog.Schema.TEMPORARY + "." + name, r[0]);
                }
                if ("pg_catalog".equals(schema)) {
                    all.putIfAbsent(name, r[0]);
                    if (ofType && raw.startsWith("_")) {
                        all.putIfAbsent(raw.substring(1) + "[]", r[0]);
                    }
                }
            }
            if (type.equals("regtype")) {
                Map.of("int", "int4", "decimal", "numeric", "dec", "numeric", "float", "float8", "char", "bpchar")
                        .forEach((alias, name) -> {
                            all.put(alias, all.get(name));
                            all.put(alias + "[]", all.get(name + "[]"));
                        });
            }
        }
        List<Object[]> rows = new ArrayList<>();
        all.forEach((name, oid) -> rows.add(new Object[] {name, oid}));
        return rows;
    }

    private static SystemRelation pairs(String name, String value, Supplier<List<Object[]>> rows) {
        return new SystemRelation(
                name,
                List.of(
                        new SystemRelation.Column("oid", PgTypes.OID, false),
                        new SystemRelation.Column(value, PgTypes.TEXT, false)),
                new MemoryRelation(
                        name,
                        List.of("oid", value),
                        name.equals(NAMES_OF_TYPES) ? List.of(List.of(0), List.of(1)) : List.of(List.of(0)),
                        rows));
    }

    static List<Object[]> nameRows(String type, CatalogSnapshot catalog) {
        List<Object[]> rows = new ArrayList<>();
        rows.add(new Object[] {0L, type.startsWith("regoper") ? "0" : "-"});
        switch (type) {
            case "regclass" -> qualified("pg_class", rows, catalog);
            case "regtype" -> {
                for (Object[] r : CatalogData.rows("pg_type")) {
                    rows.add(new Object[] {r[0], CatalogFunctions.formatted((Long) r[0], -1)});
                }
                for (UserType t : catalog.types()) {
                    String name = CatalogFunctions.quoted(t.name());
                    boolean seen = Visibility.of(t, catalog);
                    String full = seen ? name : CatalogFunctions.quoted(t.schema()) + "." + name;
                    rows.add(new Object[] {(long) t.id(), full});
                    rows.add(new Object[] {t.id() + 1L, full + "[]"});
                }
                for (Relation r : catalog.relations()) {
                    if (r.sequence() == null) {
                        String name = CatalogFunctions.quoted(r.name());
                        boolean seen = Visibility.of(r, catalog);
                        String full = seen ? name : CatalogFunctions.quoted(r.schema()) + "." + name;
                        rows.add(new Object[] {CatalogRows.rowType(r), full});
                        rows.add(new Object[] {CatalogRows.arrayType(r.id()), full + "[]"});
                    }
                }
            }
            case "regnamespace" -> {
                for (Object[] r : rows(CatalogData.definition("pg_catalog", "pg_namespace"), catalog)) {
                    rows.add(new Object[] {r[0], CatalogFunctions.quoted((String) r[1])});
                }
            }
            case "regoper", "regoperator" -> operators(type.equals("regoperator"), rows);
            case "regprocedure" -> {
                CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_proc");
                for (Object[] r : CatalogData.rows("pg_proc")) {
                    rows.add(new Object[] {
                        r[0],
                        CatalogFunctions.quoted((String) r[1]) + "(" + types((String) r[d.index("proargtypes")]) + ")"
                    });
                }
                CatalogRoutines.names(true, catalog, rows);
            }
            case "regcollation" -> named("pg_collation", rows);
            case "regconfig" -> named("pg_ts_config", rows);
            case "regdictionary" -> named("pg_ts_dict", rows);
            default -> {
                Map<Object, Integer> count = new HashMap<>();
                CatalogData.rows("pg_proc").forEach(r -> count.merge(r[1], 1, Integer::sum));
                for (Object[] r : CatalogData.rows("pg_proc")) {
                    String name = CatalogFunctions.quoted((String) r[1]);
                    rows.add(new Object[] {r[0], count.get(r[1]) > 1 ? "pg_catalog." + name : name});
                }
                CatalogRoutines.names(false, catalog, rows);
            }
        }
        return rows;
    }

    private static void named(String relation, List<Object[]> rows) {
        for (Object[] r : CatalogData.rows(relation)) {
            rows.add(new Object[] {r[0], CatalogFunctions.quoted((String) r[1])});
        }
    }

    private static String types(String vector) {
        List<String> names = new ArrayList<>();
        for (String oid : vector.isEmpty() ? new String[0] : vector.split(" ")) {
            names.add(CatalogFunctions.formatted(Long.parseLong(oid), -1));
        }
        return String.join(",", names);
    }

    /** Operators are named with their operands, or, of those that share their name with others, with their schema. */
    private static void operators(boolean operands, List<Object[]> rows) {
        CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_operator");
        Map<Object, Integer> count = new HashMap<>();
        CatalogData.rows("pg_operator").forEach(r -> count.merge(r[1], 1, Integer::sum));
        for (Object[] r : CatalogData.rows("pg_operator")) {
            String name = (String) r[1];
            if (operands) {
                long left = (Long) r[d.index("oprleft")];
                rows.add(new Object[] {
                    r[0],
                    name + "(" + (left == 0 ? "NONE" : CatalogFunctions.formatted(left, -1)) + ","
                            + CatalogFunctions.formatted((Long) r[d.index("oprright")], -1) + ")"
                });
            } else {
                rows.add(new Object[] {r[0], count.get(name) > 1 ? "pg_catalog." + name : name});
            }
        }
    }

    /** Names with their schema where the search path does not find them. */
    private static void qualified(String relation, List<Object[]> rows, CatalogSnapshot catalog) {
        Map<Object, String> schemas = new HashMap<>();
        for (Object[] n : rows(CatalogData.definition("pg_catalog", "pg_namespace"), catalog)) {
            schemas.put(n[0], (String) n[1]);
        }
        Map<String, Relation> visible = catalog.visibleRelations();
        for (Object[] r : find("pg_catalog", relation, catalog).rows().rows()) {
            String name = CatalogFunctions.quoted((String) r[1]);
            String schema = schemas.get(r[2]);
            Relation hiding = Visibility.hiding((String) r[1], catalog);
            Relation first = hiding == null ? visible.get((String) r[1]) : hiding;
            boolean hidden = schema.equals(Visibility.SYSTEM)
                    ? hiding != null
                    : first != null
                            && !r[0].equals((long) first.id())
                            && catalog.path().indexOf(first.schema())
                                    <= catalog.path().indexOf(schema);
            boolean system = hiding == null && CatalogData.definition(Visibility.SYSTEM, (String) r[1]) != null;
            boolean seen =
                    schema.equals(Visibility.SYSTEM) ? !hidden : catalog.path().contains(schema) && !hidden && !system;
            rows.add(new Object[] {r[0], seen ? name : CatalogFunctions.quoted(schema) + "." + name});
        }
    }

    /** A relation of our own: a number, and texts; looked up by its first columns. */
    static SystemRelation own(
            String name, List<SystemRelation.Column> columns, int keys, Supplier<List<Object[]>> rows) {
        List<Integer> index = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            index.add(i);
        }
        return new SystemRelation(
                name,
                columns,
                new MemoryRelation(
                        name, columns.stream().map(SystemRelation.Column::name).toList(), List.of(index), rows));
    }

    static SystemRelation.Column column(String name, io.polywire.api.type.Type type) {
        return new SystemRelation.Column(name, type, true);
    }

    /** Definitions of "constraints", "indexes", "views" or "rules" by number: oid, definition, and without needless parentheses. */
    static SystemRelation definitions(String what, CatalogSnapshot catalog) {
        String key = "definitions of " + what;
        return catalog.derived(
                key,
                SystemRelation.class,
                () -> own(
                        key,
                        List.of(
                                column("oid", PgTypes.OID),
                                column("definition", PgTypes.TEXT),
                                column("pretty", PgTypes.TEXT)),
                        1,
                        () -> definitionRows(what, catalog)));
    }

    /** What views pass on: oid, column or 0, the changes as bits. */
    static SystemRelation updatable(CatalogSnapshot catalog) {
        return catalog.derived(
                "updatable views",
                SystemRelation.class,
                () -> own(
                        "updatable views",
                        List.of(
                                column("oid", PgTypes.OID),
                                column("column", PgTypes.INT4),
                                column("events", PgTypes.INT4)),
                        2,
                        () -> UpdatableViews.rows(catalog)));
    }

    private static final Map<String, List<Object[]>> SYSTEM_DEFINITIONS = new ConcurrentHashMap<>();

    private static List<Object[]> definitionRows(String what, CatalogSnapshot catalog) {
        List<Object[]> rows = new ArrayList<>();
        if (what.equals("views")) {
            CatalogViews.shown().forEach((oid, texts) -> rows.add(new Object[] {oid, texts[0], texts[1]}));
            for (Relation r : catalog.relations()) {
                if (r.definition() != null) {
                    String[] texts = ShownQueries.of(r, catalog);
                    rows.add(new Object[] {(long) r.id(), texts[0], texts[1]});
                }
            }
            return rows;
        }
        if (what.equals("rules")) {
            CatalogData.lines("ruledef")
                    .forEach(f -> rows.add(
                            new Object[] {Long.valueOf(f[0]), CatalogData.unescaped(f[1]), CatalogData.unescaped(f[2])
                            }));
            for (Relation r : catalog.relations()) {
                if (r.definition() != null) {
                    rows.add(rule(r, catalog));
                }
            }
            return rows;
        }
        boolean constraints = what.equals("constraints");
        rows.addAll(SYSTEM_DEFINITIONS.computeIfAbsent(constraints ? "constraintdef" : "indexdef", file -> {
            List<Object[]> all = new ArrayList<>();
            for (String[] f : CatalogData.lines(file)) {
                String full = CatalogData.unescaped(f[1]);
                String brief = f.length > 2 ? CatalogData.unescaped(f[2]) : full.replace(" ON pg_catalog.", " ON ");
                all.add(new Object[] {Long.valueOf(f[0]), full, brief});
            }
            return all;
        }));
        for (UserType t : constraints ? catalog.types() : List.<UserType>of()) {
            t.checks()
                    .forEach(c -> rows.add(new Object[] {
                        (long) c.id(),
                        Definitions.constraint(c, t, catalog, false),
                        Definitions.constraint(c, t, catalog, true)
                    }));
        }
        for (Relation r : catalog.relations()) {
            Consumer<List<Object[]>> make = made -> {
                if (constraints) {
                    r.constraints()
                            .forEach(c -> made.add(new Object[] {
                                (long) c.id(),
                                Definitions.constraint(c, r, catalog, false),
                                Definitions.constraint(c, r, catalog, true)
                            }));
                } else {
                    CatalogRows.indexes(r)
                            .forEach(i -> made.add(new Object[] {
                                (long) i.id(),
                                Definitions.index(i, r, catalog, false),
                                Definitions.index(i, r, catalog, true)
                            }));
                }
            };
            KeptRows.Texts texts = KeptRows.texts(r, catalog);
            if (constraints ? texts.checks() : texts.indexes()) {
                make.accept(rows);
            } else {
                KeptRows.add("definitions of " + what, r, catalog, written(r, constraints, catalog), make, rows);
            }
        }
        return rows;
    }

    /** make_ruledef of ruleutils.c, of the rule that a view is. */
    private static Object[] rule(Relation view, CatalogSnapshot catalog) {
        String[] texts = ShownQueries.of(view, catalog);
        String name = CatalogFunctions.quoted(view.name());
        String full = CatalogFunctions.quoted(view.schema()) + "." + name;
        String before = "CREATE RULE \"_RETURN\" AS\n    ON SELECT TO ";
        String seen = Visibility.of(view, catalog) ? name : full;
        return new Object[] {
            CatalogRows.ruleNumber(view),
            before + full + " DO INSTEAD " + texts[0],
            before + seen + " DO INSTEAD " + texts[1]
        };
    }

    /** What else is in the definitions of a table's indexes or constraints: whether its name needs a schema; tables that it refers to. */
    private static List<Object> written(Relation r, boolean constraints, CatalogSnapshot catalog) {
        List<Object> on = new ArrayList<>();
        Visibility.Hidden hidden = Visibility.hidden(catalog);
        if (!constraints) {
            on.add(!hidden.has(r.id()));
        }
        for (TableConstraint c : constraints ? r.constraints() : List.<TableConstraint>of()) {
            Relation other = c.reference() == null
                    ? null
                    : catalog.relation(c.reference().tableId());
            if (other != null) {
                on.add(!hidden.has(other.id()));
                on.add(new KeptRows.Same(other));
            }
        }
        return on;
    }

    /** What indexes are over, column by column: oid, column, definition, and without needless parentheses. */
    static SystemRelation indexColumns(CatalogSnapshot catalog) {
        return catalog.derived(
                "columns of indexes",
                SystemRelation.class,
                () -> own(
                        "columns of indexes",
                        List.of(
                                column("oid", PgTypes.OID),
                                column("column", PgTypes.INT4),
                                column("definition", PgTypes.TEXT),
                                column("pretty", PgTypes.TEXT)),
                        2,
                        () -> {
                            List<Object[]> rows = new ArrayList<>();
                            List<Object[]> keys = new ArrayList<>();
                            CatalogColumns.systemIndexColumns(keys);
                            keys.forEach(k -> rows.add(new Object[] {k[0], k[1], k[2], k[2]}));
                            for (Relation r : catalog.relations()) {
                                if (KeptRows.texts(r, catalog).indexes()) {
                                    indexColumns(r, catalog, rows);
                                } else {
                                    KeptRows.add(
                                            "columns of indexes",
                                            r,
                                            catalog,
                                            List.of(),
                                            made -> indexColumns(r, catalog, made),
                                            rows);
                                }
                            }
                            return rows;
                        }));
    }

    private static void indexColumns(Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        for (io.polywire.sql.catalog.TableIndex i : CatalogRows.indexes(r)) {
            List<String> columns = Definitions.columns(i, r, catalog, false);
            List<String> pretty = Definitions.columns(i, r, catalog, true);
            for (int k = 0; k < columns.size(); k++) {
                rows.add(new Object[] {(long) i.id(), k + 1L, columns.get(k), pretty.get(k)});
            }
        }
    }

    /** Names of the types of users' functions: vector of their numbers, names. */
    static SystemRelation vectors(CatalogSnapshot catalog) {
        return catalog.derived(
                "vectors of types",
                SystemRelation.class,
                () -> own(
                        "vectors of types",
                        List.of(column("vector", PgTypes.TEXT), column("types", PgTypes.TEXT)),
                        1,
                        () -> {
                            Map<Object, Object> names = new HashMap<>();
                            nameRows("regtype", catalog).forEach(r -> names.put(String.valueOf(r[0]), r[1]));
                            CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_proc");
                            List<Object[]> functions = new ArrayList<>();
                            CatalogRoutines.rows(d, catalog, functions);
                            Map<String, String> all = new HashMap<>();
                            for (Object[] f : functions) {
                                String vector = (String) f[d.index("proargtypes")];
                                List<String> types = new ArrayList<>();
                                for (String oid : vector.isEmpty() ? new String[0] : vector.split(" ")) {
                                    types.add(String.valueOf(names.getOrDefault(oid, "???")));
                                }
                                all.put(vector, String.join(", ", types));
                            }
                            List<Object[]> rows = new ArrayList<>();
                            all.forEach((vector, types) -> rows.add(new Object[] {vector, types}));
                            return rows;
                        }));
    }

    /** Sequences that columns own: oid of the table, name of the column, the sequence's name with its schema. */
    static SystemRelation serials(CatalogSnapshot catalog) {
        return catalog.derived(
                "sequences of columns",
                SystemRelation.class,
                () -> own(
                        "sequences of columns",
                        List.of(
                                column("oid", PgTypes.OID),
                                column("column", PgTypes.TEXT),
                                column("sequence", PgTypes.TEXT)),
                        2,
                        () -> {
                            List<Object[]> rows = new ArrayList<>();
                            for (Relation r : catalog.relations()) {
                                Relation table = r.sequence() == null
                                        ? null
                                        : catalog.relation(r.sequence().ownerId());
                                if (table != null) {
                                    rows.add(new Object[] {
                                        (long) table.id(),
                                        table.column(r.sequence().ownerColumn()).name(),
                                        CatalogFunctions.quoted(r.schema()) + "." + CatalogFunctions.quoted(r.name())
                                    });
                                }
                            }
                            return rows;
                        }));
    }

    /**
     * Rights that were given: oid of a relation or schema; column: 0 for what was given on the whole, -1 for what was given on
     * any column; name of the column; and "owner;grantee:rights:options;...", ids and masks of bits.
     */
    static SystemRelation given(CatalogSnapshot catalog) {
        return catalog.derived(
                "rights",
                SystemRelation.class,
                () -> own(
                        "rights",
                        List.of(
                                column("oid", PgTypes.OID),
                                column("column", PgTypes.INT4),
                                column("name", PgTypes.NAME),
                                column("given", PgTypes.TEXT)),
                        2,
                        () -> GivenRights.rows(catalog)));
    }

    /** One row: the access control list of the session's database; NULL if nothing was said about it. */
    private static SystemRelation databaseRights(CatalogSnapshot catalog) {
        return catalog.derived(
                "database rights",
                SystemRelation.class,
                () -> own(
                        "database_rights",
                        List.of(column("acl", PgTypes.arrayOf(PgTypes.ACLITEM))),
                        1,
                        () -> List.<Object[]>of(new Object[] {
                            AccessLists.of(
                                    io.polywire.sql.right.GrantRow.Kind.DATABASE,
                                    io.polywire.sql.right.GrantRow.DATABASE,
                                    0,
                                    catalog)
                        })));
    }

    /** What is there from the start, or, where users made functions, with these. */
    private static SystemRelation ofFunctions(
            String name,
            List<SystemRelation.Column> columns,
            int keys,
            CatalogSnapshot catalog,
            Supplier<List<Object[]>> builtIn,
            java.util.function.BiConsumer<CatalogSnapshot, List<Object[]>> users) {
        if (catalog.routines().isEmpty()) {
            return BUILT_IN.computeIfAbsent(name, n -> own(n, columns, keys, builtIn));
        }
        return catalog.derived(
                name,
                SystemRelation.class,
                () -> own(name, columns, keys, () -> {
                    List<Object[]> rows = new ArrayList<>(builtIn.get());
                    users.accept(catalog, rows);
                    return rows;
                }));
    }

    /** Texts of functions: oid, arguments, identity, result, definition, body. */
    static SystemRelation functions(CatalogSnapshot catalog) {
        return ofFunctions(
                "texts of functions",
                List.of(
                        column("oid", PgTypes.OID),
                        column("arguments", PgTypes.TEXT),
                        column("identity", PgTypes.TEXT),
                        column("result", PgTypes.TEXT),
                        column("definition", PgTypes.TEXT),
                        column("body", PgTypes.TEXT)),
                1,
                catalog,
                () -> {
                    Map<Object, Object> bodies = new HashMap<>();
                    CatalogData.texts("function_bodies").forEach(b -> bodies.put(b[0], b[1]));
                    return numbered("functions").stream()
                            .map(r -> {
                                Object[] row = java.util.Arrays.copyOf(r, 6);
                                row[5] = bodies.get(row[0]);
                                return row;
                            })
                            .toList();
                },
                CatalogRoutines::texts);
    }

    /** How the functions that are there from the start were made: oid, definition. Read when somebody asks. */
    static SystemRelation functionDefinitions() {
        return BUILT_IN.computeIfAbsent(
                "definitions of functions",
                n -> pairs(n, "definition", () -> CatalogData.texts("function_definitions")));
    }

    /** Descriptions of databases: oid, description. */
    static SystemRelation databases() {
        return BUILT_IN.computeIfAbsent(
                "descriptions of databases",
                n -> pairs(
                        n,
                        "description",
                        () -> List.of(
                                new Object[] {1L, "default template for new databases"},
                                new Object[] {4L, "unmodifiable empty database"},
                                new Object[] {
                                    (long) LiveRelation.databaseNumber("postgres"),
                                    "default administrative connection database"
                                })));
    }

    /** What pg_describe_object says: numbers of catalog, object and part, text. */
    static SystemRelation described(CatalogSnapshot catalog) {
        return catalog.derived(
                "described objects",
                SystemRelation.class,
                () -> own(
                        "described objects",
                        List.of(
                                column("object", PgTypes.OID),
                                column("catalog", PgTypes.OID),
                                column("part", PgTypes.INT4),
                                column("text", PgTypes.TEXT)),
                        3,
                        () -> DescribedObjects.rows(catalog)));
    }

    /** Defaults of arguments of functions: oid, argument from 1, text. */
    static SystemRelation functionDefaults(CatalogSnapshot catalog) {
        return ofFunctions(
                "defaults of functions",
                List.of(column("oid", PgTypes.OID), column("argument", PgTypes.INT4), column("text", PgTypes.TEXT)),
                2,
                catalog,
                () -> numbered("function_defaults").stream()
                        .map(r -> new Object[] {r[0], Long.valueOf((String) r[1]), r[2]})
                        .toList(),
                CatalogRoutines::defaults);
    }

    /** Encodings: oid, name, key. */
    static SystemRelation encodings() {
        return BUILT_IN.computeIfAbsent(
                "encodings",
                n -> own(
                        n,
                        List.of(column("oid", PgTypes.INT4), column("name", PgTypes.NAME), column("key", PgTypes.NAME)),
                        1,
                        () -> numbered("encodings").stream()
                                .map(r -> new Object[] {
                                    r[0],
                                    r[1],
                                    ((String) r[1])
                                            .toLowerCase(java.util.Locale.ROOT)
                                            .replaceAll("[^a-z0-9]", "")
                                })
                                .toList()));
    }

    private static List<Object[]> numbered(String file) {
        List<Object[]> rows = new ArrayList<>();
        for (String[] f : CatalogData.lines(file)) {
            Object[] row = CatalogData.nullable(f);
            row[0] = Long.valueOf(f[0]);
            rows.add(row);
        }
        return rows;
    }
}
