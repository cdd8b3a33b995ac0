package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.MemoryRelation;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The relations of pg_catalog: rows that every database has, and rows for what the database holds. A table of the catalog
 * of which we have no fact is empty; one whose facts are not brought in yet is refused by name, as are views.
 */
final class CatalogRelations {
    static final long PG_CATALOG = 11;
    static final long PUBLIC = 2200;

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

    private static final Set<String> DYNAMIC = Set.of(
            "pg_attrdef",
            "pg_attribute",
            "pg_class",
            "pg_constraint",
            "pg_description",
            "pg_enum",
            "pg_index",
            "pg_namespace",
            "pg_sequence",
            "pg_type");

    /** Columns by which rows are looked up. */
    private static final Set<String> KEYS = Set.of(
            "oid",
            "relname",
            "attrelid",
            "indrelid",
            "indexrelid",
            "conrelid",
            "typname",
            "nspname",
            "proname",
            "objoid");

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
                : BUILT_IN.computeIfAbsent(name, n -> of(d, () -> CatalogData.rows(name)));
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

    /** All rows of a relation that depends on what the database holds. */
    static List<Object[]> rows(CatalogData.Definition d, CatalogSnapshot catalog) {
        List<Object[]> rows = new ArrayList<>(CatalogData.rows(d.name()));
        CatalogRows.add(d, catalog, rows);
        return rows;
    }

    // --- look-ups of our own --------------------------------------------------------------------------------------

    /** Names of objects by number: oid, name; as the output function of a type such as regclass writes them. */
    static SystemRelation names(String type, CatalogSnapshot catalog) {
        String key = "names of " + type;
        Supplier<List<Object[]>> rows = () -> nameRows(type, catalog);
        return type.equals("regproc")
                ? BUILT_IN.computeIfAbsent(key, k -> pairs(k, "name", rows))
                : catalog.derived(key, SystemRelation.class, () -> pairs(key, "name", rows));
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
            case "regclass" -> qualified("pg_class", rows, catalog);
            case "regtype" -> {
                for (Object[] r : CatalogData.rows("pg_type")) {
                    rows.add(new Object[] {r[0], CatalogFunctions.formatted((Long) r[0], -1)});
                }
                for (UserType t : catalog.types()) {
                    String name = CatalogFunctions.quoted(t.name());
                    boolean seen = catalog.path().contains(t.schema());
                    rows.add(new Object[] {(long) t.id(), seen ? name : CatalogFunctions.quoted(t.schema()) + "." + name
                    });
                }
            }
            case "regnamespace" -> {
                for (Object[] r : rows(CatalogData.definition("pg_catalog", "pg_namespace"), catalog)) {
                    rows.add(new Object[] {r[0], CatalogFunctions.quoted((String) r[1])});
                }
            }
            case "owner" -> CatalogRows.owners(catalog).forEach((name, oid) -> rows.add(new Object[] {oid, name}));
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

    /** Names with their schema where the search path does not find them. */
    private static void qualified(String relation, List<Object[]> rows, CatalogSnapshot catalog) {
        Map<Object, String> schemas = new HashMap<>();
        for (Object[] n : rows(CatalogData.definition("pg_catalog", "pg_namespace"), catalog)) {
            schemas.put(n[0], (String) n[1]);
        }
        for (Object[] r : rows(CatalogData.definition("pg_catalog", relation), catalog)) {
            String name = CatalogFunctions.quoted((String) r[1]);
            String schema = schemas.get(r[2]);
            boolean seen = schema.equals("pg_catalog") || catalog.path().contains(schema);
            rows.add(new Object[] {r[0], seen ? name : CatalogFunctions.quoted(schema) + "." + name});
        }
    }

    /** Definitions of indexes or constraints by number: oid, definition. */
    static SystemRelation definitions(boolean constraints, CatalogSnapshot catalog) {
        String key = constraints ? "definitions of constraints" : "definitions of indexes";
        return catalog.derived(
                key,
                SystemRelation.class,
                () -> pairs(key, "definition", () -> {
                    List<Object[]> rows =
                            new ArrayList<>(CatalogData.texts(constraints ? "constraintdef" : "indexdef"));
                    for (Relation r : catalog.relations()) {
                        if (constraints) {
                            r.constraints()
                                    .forEach(c -> rows.add(
                                            new Object[] {(long) c.id(), Definitions.constraint(c, r, catalog)}));
                        } else {
                            CatalogRows.indexes(r)
                                    .forEach(i -> rows.add(new Object[] {(long) i.id(), Definitions.index(i, r)}));
                        }
                    }
                    return rows;
                }));
    }
}
