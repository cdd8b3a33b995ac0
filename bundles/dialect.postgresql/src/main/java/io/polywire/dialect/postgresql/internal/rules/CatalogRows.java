package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.LiveRelation;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.SequenceDefinition;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.right.GrantRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The rows of pg_class and its kin for what a database holds. */
final class CatalogRows {
    private static final long OWNER = 10;
    private static final long HEAP = 2;

    private CatalogRows() {}

    /** Adds the rows of one relation. */
    static void add(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        switch (d.name()) {
            case "pg_namespace" -> namespaces(d, catalog, rows);
            case "pg_type" -> {
                types(d, catalog, rows);
                rowTypes(d, catalog, rows);
            }
            case "pg_default_acl" -> AccessLists.ofNew(d, catalog, rows);
            case "pg_enum" -> labels(d, catalog, rows);
            case "pg_description" -> descriptions(d, catalog, rows);
            case "pg_attribute" -> CatalogColumns.ofSystem(d, rows);
            case "pg_constraint" -> ofDomains(d, catalog, rows);
            case "pg_depend" -> {
                CatalogDependencies.ofViews(d, catalog, rows);
                CatalogRoutines.dependencies(d, catalog, rows);
            }
            case "pg_proc" -> CatalogRoutines.rows(d, catalog, rows);
            default -> {
                // has to do with relations only
            }
        }
        CatalogComposites.add(d, catalog, rows);
        for (Relation r : catalog.relations()) {
            switch (d.name()) {
                case "pg_class" -> classes(d, r, catalog, rows);
                case "pg_attribute" -> CatalogColumns.of(d, r, catalog, rows);
                case "pg_depend" -> CatalogDependencies.add(d, r, catalog, rows);
                case "pg_attrdef" -> defaults(d, r, catalog, rows);
                case "pg_index" -> indexes(d, r, catalog, rows);
                case "pg_constraint" -> constraints(d, r, catalog, rows);
                case "pg_sequence" -> sequence(d, r, rows);
                case "pg_rewrite" -> rule(d, r, catalog, rows);
                default -> {
                    // has nothing to do with relations
                }
            }
        }
    }

    /** A row under construction: values by the names of columns, 0, false or "" where nothing is said. */
    static final class Row {
        private final CatalogData.Definition definition;
        private final Object[] values;

        Row(CatalogData.Definition definition) {
            this.definition = definition;
            this.values = definition.blank();
        }

        Row set(String column, Object value) {
            values[definition.index(column)] = value;
            return this;
        }

        Row set(String column, boolean value) {
            return set(column, value ? (Object) 1L : 0L);
        }

        Object[] values() {
            return values;
        }
    }

    // --- owners, schemas, types, comments -------------------------------------------------------------------------

    /** The number of an object's owner; what has none that is known belongs to the role that the installation began with. */
    static long owner(int object, CatalogSnapshot catalog) {
        return role(catalog.grants().owner(object), catalog);
    }

    /** The number of a role by its id. */
    static long role(long id, CatalogSnapshot catalog) {
        return id == GrantRow.INSTALLATION || id == catalog.firstRole() ? OWNER : LiveRelation.roleNumber(id);
    }

    static long schema(String name, CatalogSnapshot catalog) {
        return catalog.schema(name) == null
                ? CatalogRelations.PUBLIC
                : catalog.schema(name).id();
    }

    private static void namespaces(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        if (catalog.grants().isExplicit(GrantRow.Kind.SCHEMA, CatalogSnapshot.PUBLIC_ID)) {
            for (int i = 0; i < rows.size(); i++) {
                if ((Long) rows.get(i)[0] == CatalogSnapshot.PUBLIC_ID) {
                    Object[] row = rows.get(i).clone();
                    row[d.index("nspacl")] =
                            AccessLists.of(GrantRow.Kind.SCHEMA, CatalogSnapshot.PUBLIC_ID, 0, catalog);
                    rows.set(i, row);
                }
            }
        }
        for (Schema s : catalog.schemas()) {
            if (s.id() != CatalogSnapshot.PUBLIC_ID) {
                rows.add(new Row(d)
                        .set("oid", (long) s.id())
                        .set("nspname", s.name())
                        .set("nspowner", owner(s.id(), catalog))
                        .set("nspacl", AccessLists.of(GrantRow.Kind.SCHEMA, s.id(), 0, catalog))
                        .values());
            }
        }
    }

    /** The number of the type of a relation's whole rows. */
    static int rowTypeOf(Relation r) {
        return r.id() + ROW_TYPES;
    }

    /** The number of the relation whose rows a type is, if that is what its number is of. */
    static int relationOf(int rowType) {
        return rowType - ROW_TYPES;
    }

    /** The number of the arrays of a type that users made, or of a relation's rows. */
    static int arraysOf(int type) {
        return type > 0 && type < CatalogSnapshot.FIRST_TEMPORARY_ID ? type + 1 : (int) arrayType(relationOf(type));
    }

    /** Relations' numbers stay below. */
    private static final int ROW_TYPES = 1 << 30;

    /** The number of the type of a relation's whole rows as the catalogs have it. */
    static long rowType(Relation r) {
        return rowTypeOf(r) & 0xFFFF_FFFFL;
    }

    /** Numbers of the arrays of temporary tables' rows: those of no other type are both above this and of this form. */
    private static final long TEMPORARY_ARRAYS = 0x8000_0000L + 2044;

    /** The number of the arrays of a type that the schema has none for. */
    static long arrayType(int of) {
        return CatalogSnapshot.isTemporary(of)
                ? TEMPORARY_ARRAYS + (long) (of - CatalogSnapshot.FIRST_TEMPORARY_ID) * 2048 & 0xFFFF_FFFFL
                : (long) of * 2048 + 2045 & 0xFFFF_FFFFL;
    }

    /** The number of the relation whose rows' arrays have a number; 0 if it is not of that kind. */
    static int relationOfArray(int type) {
        long number = type & 0xFFFF_FFFFL;
        long of = number >= TEMPORARY_ARRAYS && (number & 2047) == 2044
                ? CatalogSnapshot.FIRST_TEMPORARY_ID + (number - TEMPORARY_ARRAYS) / 2048
                : (number - 2045) / 2048;
        return of > 0 && arrayType((int) of) == number ? (int) of : 0;
    }

    private static void rowTypes(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        ArrayNames names = ArrayNames.of(catalog);
        for (Relation r : catalog.relations()) {
            if (r.sequence() == null) {
                String acl = AccessLists.of(GrantRow.Kind.TYPE, r.id(), 0, catalog);
                List<?> on = Arrays.asList(
                        schema(r.schema(), catalog), owner(r.id(), catalog), acl, names.name(arrayType(r.id())));
                KeptRows.add("pg_type", r, catalog, on, made -> rowTypes(d, r, acl, names, catalog, made), rows);
            }
        }
    }

    private static void rowTypes(
            CatalogData.Definition d,
            Relation r,
            String acl,
            ArrayNames names,
            CatalogSnapshot catalog,
            List<Object[]> rows) {
        rows.add(io(new Row(d), "record", "record")
                .set("oid", rowType(r))
                .set("typname", r.name())
                .set("typnamespace", schema(r.schema(), catalog))
                .set("typowner", owner(r.id(), catalog))
                .set("typtype", "c")
                .set("typcategory", "C")
                .set("typisdefined", true)
                .set("typdelim", ",")
                .set("typlen", -1L)
                .set("typrelid", (long) r.id())
                .set("typarray", arrayType(r.id()))
                .set("typalign", "d")
                .set("typstorage", "x")
                .set("typtypmod", -1L)
                .set("typacl", acl)
                .values());
        rows.add(array(d, names, r.schema(), r.id(), rowType(r), arrayType(r.id()), "d", catalog));
    }

    private static Object[] array(
            CatalogData.Definition d,
            ArrayNames names,
            String schema,
            int object,
            long element,
            long number,
            String align,
            CatalogSnapshot catalog) {
        return io(new Row(d), "array", "array")
                .set("typsubscript", function("array_subscript_handler"))
                .set("typanalyze", function("array_typanalyze"))
                .set("oid", number)
                .set("typname", names.name(number))
                .set("typnamespace", schema(schema, catalog))
                .set("typowner", owner(object, catalog))
                .set("typtype", "b")
                .set("typcategory", "A")
                .set("typisdefined", true)
                .set("typdelim", ",")
                .set("typlen", -1L)
                .set("typelem", element)
                .set("typalign", align)
                .set("typstorage", "x")
                .set("typtypmod", -1L)
                .values();
    }

    private static void types(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        ArrayNames names = ArrayNames.of(catalog);
        for (UserType t : catalog.types()) {
            boolean enumeration = t.isEnumeration();
            Row row = new Row(d)
                    .set("oid", (long) t.id())
                    .set("typname", t.name())
                    .set("typnamespace", schema(t.schema(), catalog))
                    .set("typowner", owner(t.id(), catalog))
                    .set("typtype", enumeration ? "e" : "d")
                    .set("typcategory", enumeration ? "E" : "U")
                    .set("typisdefined", true)
                    .set("typdelim", ",")
                    .set("typlen", enumeration ? 4L : -1L)
                    .set("typbyval", enumeration)
                    .set("typalign", "i")
                    .set("typstorage", enumeration ? "p" : "x")
                    .set("typnotnull", t.notNull())
                    .set("typacl", AccessLists.of(GrantRow.Kind.TYPE, t.id(), 0, catalog))
                    .set("typtypmod", -1L);
            if (t.isComposite()) {
                CatalogComposites.type(row, t);
                rows.add(array(d, names, t.schema(), t.id(), t.id(), t.id() + 1L, "d", catalog));
            }
            if (t.isDomain()) {
                Type base = base(t, catalog);
                if (base != null) {
                    row.set("typbasetype", baseNumber(t, base))
                            .set("typtypmod", ofDomain(t, catalog) ? -1L : (long) CatalogColumns.modifier(base))
                            .set("typcategory", String.valueOf(ServerCatalog.category(base)))
                            .set("typarray", t.id() + 1L)
                            .set("typinput", function("domain_in"))
                            .set("typreceive", function("domain_recv"));
                    if (base.kind() == TypeKind.ARRAY) {
                        boolean itself = !ofDomain(t, catalog);
                        row.set("typndims", itself ? 1L : 0L).set("typanalyze", function("array_typanalyze"));
                    }
                    CatalogColumns.Physical p = CatalogColumns.physical(base);
                    if (p != null) {
                        row.set("typoutput", p.output())
                                .set("typsend", p.send())
                                .set("typlen", p.length())
                                .set("typbyval", p.byValue())
                                .set("typalign", p.align())
                                .set("typstorage", p.storage())
                                .set("typcollation", p.collation());
                    }
                    Object[] arrays = array(
                            d,
                            names,
                            t.schema(),
                            t.id(),
                            t.id(),
                            t.id() + 1L,
                            p != null && "d".equals(p.align()) ? "d" : "i",
                            catalog);
                    if (p != null) {
                        arrays[d.index("typcollation")] = p.collation();
                    }
                    rows.add(arrays);
                    if (t.defaultSource() != null) {
                        String text = Deparser.value(t.defaultSource(), base, catalog);
                        row.set("typdefault", Deparser.form(text, false)).set("typdefaultbin", text);
                    }
                }
            }
            if (enumeration) {
                row.set("typarray", t.id() + 1L);
                io(row, "enum", "enum");
                rows.add(array(d, names, t.schema(), t.id(), t.id(), t.id() + 1L, "i", catalog));
            }
            rows.add(row.values());
        }
    }

    /** Whether a domain is over another one, whose length it then leaves to it. */
    private static boolean ofDomain(UserType t, CatalogSnapshot catalog) {
        UserType base = t.baseId() == 0 ? null : catalog.type(t.baseId());
        return base != null && base.isDomain();
    }

    /** The functions that read and write a type, by what their names begin with. */
    static Row io(Row row, String text, String binary) {
        return row.set("typinput", function(text + "_in"))
                .set("typoutput", function(text + "_out"))
                .set("typreceive", function(binary + "_recv"))
                .set("typsend", function(binary + "_send"));
    }

    /** The number of the only function of a name. */
    private static Long function(String name) {
        return FUNCTIONS.get(name);
    }

    private static final Map<String, Long> FUNCTIONS = new HashMap<>();

    static {
        CatalogData.rows("pg_proc").forEach(p -> FUNCTIONS.put((String) p[1], (Long) p[0]));
    }

    private static void labels(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        for (UserType t : catalog.types()) {
            for (int i = 0; t.isEnumeration() && i < t.labels().size(); i++) {
                rows.add(new Row(d)
                        .set("oid", ((long) t.id() << 10) + i & 0xFFFF_FFFFL)
                        .set("enumtypid", (long) t.id())
                        .set("enumsortorder", t.order(i))
                        .set("enumlabel", t.labels().get(i))
                        .values());
            }
        }
    }

    private static void descriptions(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        int object = d.index("objoid");
        // what is said of the schema that is there without being made is the database's to say
        rows.removeIf(r -> Long.valueOf(CatalogRelations.PUBLIC).equals(r[object]));
        for (Schema s : catalog.schemas()) {
            describe(d, s.id(), "pg_namespace", 0, s.comment(), rows);
        }
        for (UserType t : catalog.types()) {
            describe(d, t.id(), "pg_type", 0, t.comment(), rows);
            t.checks().forEach(c -> describe(d, c.id(), "pg_constraint", 0, c.comment(), rows));
        }
        catalog.routines().forEach(f -> describe(d, f.id(), "pg_proc", 0, f.comment(), rows));
        for (Relation r : catalog.relations()) {
            describe(d, r.id(), "pg_class", 0, r.comment(), rows);
            r.columns().forEach(c -> describe(d, r.id(), "pg_class", c.number(), c.comment(), rows));
            r.indexes().forEach(i -> describe(d, i.id(), "pg_class", 0, i.comment(), rows));
            r.constraints().forEach(c -> describe(d, c.id(), "pg_constraint", 0, c.comment(), rows));
        }
    }

    static void describe(CatalogData.Definition d, int oid, String in, int column, String text, List<Object[]> rows) {
        if (text != null) {
            rows.add(new Row(d)
                    .set("objoid", (long) oid)
                    .set("classoid", CatalogData.definition("pg_catalog", in).oid())
                    .set("objsubid", (long) column)
                    .set("description", text)
                    .values());
        }
    }

    // --- relations ------------------------------------------------------------------------------------------------

    static Row classRow(CatalogData.Definition d, long oid, String name, String kind, int columns) {
        return new Row(d)
                .set("oid", oid)
                .set("relname", name)
                .set("reltuples", -1.0)
                .set("relpersistence", "p")
                .set("relkind", kind)
                .set("relnatts", (long) columns)
                .set("relispopulated", true)
                .set("relreplident", "n");
    }

    private static void classes(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        GrantRow.Kind kind = r.sequence() == null ? GrantRow.Kind.RELATION : GrantRow.Kind.SEQUENCE;
        String acl = AccessLists.of(kind, r.id(), 0, catalog);
        boolean triggers = ReferredTables.concerns(r, catalog);
        List<?> on = Arrays.asList(schema(r.schema(), catalog), owner(r.id(), catalog), acl, triggers);
        KeptRows.add("pg_class", r, catalog, on, made -> classes(d, r, acl, triggers, catalog, made), rows);
    }

    private static void classes(
            CatalogData.Definition d,
            Relation r,
            String acl,
            boolean triggers,
            CatalogSnapshot catalog,
            List<Object[]> rows) {
        boolean table = r.kind() == Relation.Kind.TABLE;
        boolean heap = table || r.kind() == Relation.Kind.MATERIALIZED_VIEW;
        String kind = switch (r.kind()) {
            case TABLE -> "r";
            case VIEW -> "v";
            case MATERIALIZED_VIEW -> "m";
            case SEQUENCE -> "S";
        };
        long schema = schema(r.schema(), catalog);
        List<TableIndex> indexes = indexes(r);
        // numbers of dropped columns count, as they do in PostgreSQL
        int last = r.sequence() != null
                ? 3
                : r.columns().stream().mapToInt(RelationColumn::number).max().orElse(0);
        rows.add(classRow(d, r.id(), r.name(), kind, last)
                .set("relnamespace", schema)
                .set("relowner", owner(r.id(), catalog))
                .set("reltype", r.sequence() == null ? rowType(r) : 0L)
                .set("relpersistence", persistence(r))
                .set("relam", heap ? HEAP : 0L)
                .set("relreplident", heap ? r.options().getOrDefault(Relation.REPLICA_IDENTITY, "d") : "n")
                .set(
                        "relchecks",
                        r.constraints().stream()
                                .filter(c -> c.kind() == TableConstraint.Kind.CHECK)
                                .count())
                .set("relacl", acl)
                .set("reloptions", CatalogOptions.of(r))
                .set("reloftype", CatalogOptions.number(r, Relation.OF_TYPE))
                .set("relispopulated", !"false".equals(r.options().get(Relation.POPULATED)))
                .set("relhasindex", !indexes.isEmpty())
                .set("relhastriggers", triggers)
                .set("relhasrules", r.kind() == Relation.Kind.VIEW || r.kind() == Relation.Kind.MATERIALIZED_VIEW)
                .values());
        for (TableIndex i : indexes) {
            rows.add(classRow(
                            d,
                            i.id(),
                            i.name(),
                            "i",
                            i.keys().size() + i.include().size())
                    .set("relnamespace", schema)
                    .set("relowner", owner(r.id(), catalog))
                    .set("relpersistence", persistence(r))
                    .set("relam", IndexClasses.numberOf(i.method()))
                    .set("reloptions", CatalogOptions.of(i))
                    .values());
        }
    }

    private static String persistence(Relation r) {
        return r.temporary() ? "t" : r.options().containsKey(Relation.UNLOGGED) ? "u" : "p";
    }

    /** The indexes of a table, with those of keys that the storage keeps by itself. */
    static List<TableIndex> indexes(Relation r) {
        List<TableIndex> all = new ArrayList<>(r.indexes());
        for (TableConstraint c : r.constraints()) {
            if (c.isKey() && c.indexId() == 0) {
                List<TableIndex.Key> keys = c.columns().stream()
                        .map(n -> new TableIndex.Key(n, null, false, false))
                        .toList();
                all.add(new TableIndex(
                        c.id(),
                        c.name(),
                        null,
                        true,
                        c.kind() == TableConstraint.Kind.PRIMARY_KEY,
                        "btree",
                        keys,
                        List.of(),
                        null,
                        Map.of(),
                        null));
            }
        }
        return all;
    }

    private static String list(List<?> values, String separator) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(separator));
    }

    private static String array(List<?> values) {
        return "{" + list(values, ",") + "}";
    }

    private static String arrayOrNull(List<?> values) {
        return values.isEmpty() ? null : array(values);
    }

    private static void indexes(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        Consumer<List<Object[]>> make = made -> indexes(r).forEach(i -> made.add(index(d, i, r, catalog)));
        if (KeptRows.texts(r, catalog).indexes()) {
            make.accept(rows);
        } else {
            KeptRows.add("pg_index", r, catalog, List.of(), make, rows);
        }
    }

    private static void constraints(
            CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        Consumer<List<Object[]>> make = made -> r.constraints()
                .forEach(c -> made.add(constraint(d, c, r, catalog).values()));
        if (KeptRows.texts(r, catalog).checks()) {
            make.accept(rows);
        } else {
            List<Object> on = new ArrayList<>();
            on.add(schema(r.schema(), catalog));
            // the types of other tables' columns say how they are compared
            for (TableConstraint c : r.constraints()) {
                Relation other = c.reference() == null
                        ? null
                        : catalog.relation(c.reference().tableId());
                if (other != null) {
                    on.add(new KeptRows.Same(other));
                }
            }
            KeptRows.add("pg_constraint", r, catalog, on, make, rows);
        }
    }

    private static Object[] index(CatalogData.Definition d, TableIndex i, Relation r, CatalogSnapshot catalog) {
        List<Object> columns = new ArrayList<>();
        List<Object> options = new ArrayList<>();
        List<Object> collations = new ArrayList<>();
        List<Object> classes = new ArrayList<>();
        for (TableIndex.Key k : i.keys()) {
            columns.add(k.column());
            options.add((k.descending() ? 1 : 0) + (k.nullsFirst() ? 2 : 0));
            long type = IndexKeys.type(k, r, catalog);
            CatalogColumns.Physical p = CatalogColumns.physical(type);
            collations.add(p == null ? 0L : p.collation());
            classes.add(IndexClasses.number(i.method(), IndexKeys.classType(k, r, catalog), k.operatorClass()));
        }
        columns.addAll(i.include());
        String expressions = Deparser.all(
                i.keys().stream()
                        .map(TableIndex.Key::expression)
                        .filter(Objects::nonNull)
                        .toList(),
                r,
                catalog);
        return new Row(d)
                .set("indexrelid", (long) i.id())
                .set("indrelid", (long) r.id())
                .set("indnatts", (long) columns.size())
                .set("indnkeyatts", (long) i.keys().size())
                .set("indisunique", i.unique())
                .set("indnullsnotdistinct", i.nullsNotDistinct())
                .set("indisprimary", i.primary())
                .set("indisexclusion", r.exclusion(i.id()) != null)
                .set("indisclustered", CatalogOptions.number(r, Relation.CLUSTERED) == i.id())
                .set("indisreplident", CatalogOptions.number(r, Relation.REPLICA_INDEX) == i.id())
                .set("indimmediate", r.deferrableKey(i.id()) == null)
                .set("indisvalid", true)
                .set("indisready", true)
                .set("indislive", true)
                .set("indkey", list(columns, " "))
                .set("indcollation", list(collations, " "))
                .set("indclass", list(classes, " "))
                .set("indoption", list(options, " "))
                .set("indexprs", expressions.isEmpty() ? null : expressions)
                .set("indpred", i.predicate() == null ? null : Deparser.whole(i.predicate(), r, catalog))
                .values();
    }

    private static Row constraint(CatalogData.Definition d, TableConstraint c, Relation r, CatalogSnapshot catalog) {
        boolean foreign = c.reference() != null;
        Row row = new Row(d)
                .set("oid", (long) c.id())
                .set("conname", c.name())
                .set("connamespace", schema(r.schema(), catalog))
                .set(
                        "contype",
                        switch (c.kind()) {
                            case PRIMARY_KEY -> "p";
                            case UNIQUE -> "u";
                            case FOREIGN_KEY -> "f";
                            case CHECK -> "c";
                            case EXCLUSION -> "x";
                        })
                .set("condeferrable", c.deferrable())
                .set("condeferred", c.deferred())
                .set("convalidated", c.validated())
                .set("conrelid", (long) r.id())
                .set("conindid", c.isKey() && c.indexId() == 0 ? (long) c.id() : (long) c.indexId())
                .set("confupdtype", foreign ? action(c.reference().onUpdate()) : " ")
                .set("confdeltype", foreign ? action(c.reference().onDelete()) : " ")
                .set("confmatchtype", foreign ? c.reference().full() ? "f" : "s" : " ")
                .set("conislocal", true)
                .set("connoinherit", c.kind() != TableConstraint.Kind.CHECK || c.noInherit())
                .set("conkey", arrayOrNull(columns(c, r, catalog)))
                .set("conexclop", arrayOrNull(ExclusionOperators.of(c, r, catalog)))
                .set("conbin", c.check() == null ? null : Deparser.whole(c.check(), r, catalog));
        ForeignKeyOperators operators = foreign ? ForeignKeyOperators.of(c, r, catalog) : null;
        if (operators != null) {
            row.set("conpfeqop", array(operators.between()))
                    .set("conppeqop", array(operators.referred()))
                    .set("conffeqop", array(operators.referring()));
        }
        return foreign
                ? row.set("confrelid", (long) c.reference().tableId())
                        .set("confkey", array(c.reference().columns()))
                        .set("confdelsetcols", arrayOrNull(c.reference().onDeleteColumns()))
                : row;
    }

    /** Numbers of its columns; of a condition's as they come in it. */
    private static List<Integer> columns(TableConstraint c, Relation r, CatalogSnapshot catalog) {
        if (!c.operators().isEmpty()) {
            return ExclusionOperators.columns(c, r);
        }
        if (c.check() == null || c.columns().size() < 2 || !r.own()) {
            return c.columns();
        }
        List<Integer> named = List.copyOf(ShownQueries.columns(c.check(), r, catalog));
        return named.size() == c.columns().size() && named.containsAll(c.columns()) ? named : c.columns();
    }

    private static String action(TableConstraint.Action action) {
        return switch (action) {
            case NO_ACTION -> "a";
            case RESTRICT -> "r";
            case CASCADE -> "c";
            case SET_NULL -> "n";
            case SET_DEFAULT -> "d";
        };
    }

    private static void sequence(CatalogData.Definition d, Relation r, List<Object[]> rows) {
        SequenceDefinition s = r.sequence();
        if (s != null) {
            ServerCatalog.TypeRow type = ServerCatalog.all().type(s.type());
            rows.add(new Row(d)
                    .set("seqrelid", (long) r.id())
                    .set("seqtypid", type == null ? 0L : (long) type.oid())
                    .set("seqstart", s.start())
                    .set("seqincrement", s.increment())
                    .set("seqmax", s.maximum())
                    .set("seqmin", s.minimum())
                    .set("seqcache", s.cache())
                    .set("seqcycle", s.cycle())
                    .values());
        }
    }

    // --- defaults and rules ---------------------------------------------------------------------------------------

    /** Whether it has a default, or is worked out; the default of its domain is the domain's. */
    static boolean hasExpression(RelationColumn c, CatalogSnapshot catalog) {
        UserType t = c.typeId() == 0 || c.defaultValue() == null ? null : catalog.type(c.typeId());
        boolean ofDomain =
                t != null && t.isDomain() && c.defaultValue().source().equals(t.defaultSource());
        return c.defaultValue() != null && !ofDomain && !isNull(c, t) || c.generation() != null;
    }

    /**
     * A default of NULL is none (AddRelationNewConstraints of heap.c), but for a type with a length, precision or scale, to
     * which it is brought by a function, and for a domain.
     */
    private static boolean isNull(RelationColumn c, UserType own) {
        if (own != null && own.isDomain()
                || !NULL.matcher(c.defaultValue().source()).matches()) {
            return false;
        }
        Type t = own == null && c.typeId() == 0 ? PgTypeRules.INSTANCE.stored(c) : null;
        return t == null || CatalogColumns.modifier(t) == -1;
    }

    private static final java.util.regex.Pattern NULL =
            java.util.regex.Pattern.compile("\\(*NULL\\)*(::[^:']+)?", java.util.regex.Pattern.CASE_INSENSITIVE);

    static boolean isView(Relation r) {
        return r.kind() == Relation.Kind.VIEW || r.kind() == Relation.Kind.MATERIALIZED_VIEW;
    }

    /** The number of a view's rule, which the schema has none for: that of a default of a column that cannot be. */
    static long ruleNumber(Relation r) {
        return (long) r.id() * 2048 + 2047 & 0xFFFF_FFFFL;
    }

    private static void rule(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        if (isView(r)) {
            rows.add(new Row(d)
                    .set("oid", ruleNumber(r))
                    .set("rulename", "_RETURN")
                    .set("ev_class", (long) r.id())
                    .set("ev_type", "1")
                    .set("ev_enabled", "O")
                    .set("is_instead", true)
                    .set("ev_qual", "<>")
                    .set("ev_action", ViewTrees.of(r, catalog))
                    .values());
        }
    }

    private static void ofDomains(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        for (UserType t : catalog.types()) {
            for (TableConstraint c : t.checks()) {
                rows.add(new Row(d)
                        .set("oid", (long) c.id())
                        .set("conname", c.name())
                        .set("connamespace", schema(t.schema(), catalog))
                        .set("contype", "c")
                        .set("convalidated", c.validated())
                        .set("contypid", (long) t.id())
                        .set("confupdtype", " ")
                        .set("confdeltype", " ")
                        .set("confmatchtype", " ")
                        .set("conislocal", true)
                        .set("conbin", Deparser.ofDomain(c.check(), t, catalog))
                        .values());
            }
        }
    }

    /** The type of a column, or the one under a domain; null if it cannot be served. */
    static Type base(UserType t, CatalogSnapshot catalog) {
        return PgTypeRules.of(catalog).base(t);
    }

    /** The number of the type that a domain is over, which may be a domain. */
    static long baseNumber(UserType t, Type base) {
        boolean itself = t.baseId() == 0 || t.base().startsWith("_");
        return (itself ? base.id() : t.baseId()) & 0xFFFF_FFFFL;
    }

    /** The number of a column's default, which the schema has none for. */
    static long defaultNumber(Relation r, RelationColumn c) {
        return (long) r.id() * 2048 + c.number() & 0xFFFF_FFFFL;
    }

    private static void defaults(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        if (KeptRows.texts(r, catalog).computes()) {
            defaultsOf(d, r, catalog, rows);
        } else {
            KeptRows.add("pg_attrdef", r, catalog, List.of(), made -> defaultsOf(d, r, catalog, made), rows);
        }
    }

    private static void defaultsOf(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        for (RelationColumn c : r.columns()) {
            if (hasExpression(c, catalog)) {
                rows.add(new Row(d)
                        .set("oid", defaultNumber(r, c))
                        .set("adrelid", (long) r.id())
                        .set("adnum", (long) c.number())
                        .set("adbin", expression(r, c, catalog))
                        .values());
            }
        }
    }

    /** Of a table that another program made the text is SQLite's, and of generated values there is none. */
    private static String expression(Relation r, RelationColumn c, CatalogSnapshot catalog) {
        String source = c.generation() != null
                ? c.generation().source()
                : c.defaultValue().source();
        if (!r.own()) {
            return source;
        }
        return c.generation() != null ? Deparser.whole(source, r, catalog) : Deparser.value(source, c, catalog);
    }
}
