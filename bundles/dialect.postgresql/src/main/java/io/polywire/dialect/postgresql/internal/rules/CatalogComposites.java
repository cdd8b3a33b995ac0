package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.UserType;
import java.util.List;

/** What the catalogs have of composite types: a type, its arrays, and a relation with the attributes. */
final class CatalogComposites {
    private static final long CLASS = 1259;
    private static final long TYPE = 1247;
    private static final long NAMESPACE = 2615;

    private CatalogComposites() {}

    /** The number of the relation that has the attributes: the second behind the type's. */
    static int relationOf(UserType t) {
        return t.id() + 2;
    }

    /** Adds the rows of one relation of the catalogs. */
    static void add(CatalogData.Definition d, CatalogSnapshot catalog, List<Object[]> rows) {
        for (UserType t : catalog.types()) {
            if (t.isDomain() && t.baseId() != 0 && d.name().equals("pg_depend")) {
                long base = CatalogRows.baseNumber(t, CatalogRows.base(t, catalog));
                rows.add(CatalogDependencies.row(d, TYPE, t.id(), TYPE, base, 0, "n"));
            }
            if (!t.isComposite()) {
                continue;
            }
            switch (d.name()) {
                case "pg_class" -> rows.add(relation(d, t, catalog));
                case "pg_attribute" ->
                    t.attributes().forEach(a -> rows.add(CatalogColumns.ofType(d, relationOf(t), a, catalog)));
                case "pg_depend" -> dependencies(d, t, catalog, rows);
                case "pg_description" ->
                    t.fields()
                            .forEach(a ->
                                    CatalogRows.describe(d, relationOf(t), "pg_class", a.number(), a.comment(), rows));
                default -> {
                    // has nothing of them
                }
            }
        }
        if (d.name().equals("pg_depend")) {
            for (Relation r : catalog.relations()) {
                KeptRows.add("types of pg_depend", r, catalog, List.of(), made -> ofTypes(d, r, catalog, made), rows);
            }
        }
    }

    private static void ofTypes(CatalogData.Definition d, Relation r, CatalogSnapshot catalog, List<Object[]> rows) {
        if (r.sequence() == null) {
            // the type of a table's rows goes with the table, and the one of its arrays with that
            long type = CatalogRows.rowType(r);
            rows.add(CatalogDependencies.row(d, TYPE, type, CLASS, r.id(), 0, "i"));
            rows.add(CatalogDependencies.row(d, TYPE, CatalogRows.arrayType(r.id()), TYPE, type, 0, "i"));
        }
        if (r.options().containsKey(Relation.OF_TYPE)) {
            long of = CatalogOptions.number(r, Relation.OF_TYPE);
            rows.add(CatalogDependencies.row(d, CLASS, r.id(), TYPE, of, 0, "n"));
        }
        r.columns().forEach(c -> ofType(d, r.id(), c, catalog, rows));
    }

    private static Object[] relation(CatalogData.Definition d, UserType t, CatalogSnapshot catalog) {
        return CatalogRows.classRow(
                        d, relationOf(t), t.name(), "c", t.attributes().size())
                .set("relnamespace", CatalogRows.schema(t.schema(), catalog))
                .set("relowner", CatalogRows.owner(t.id(), catalog))
                .set("reltype", (long) t.id())
                .set("reltuples", 0.0)
                .values();
    }

    private static void dependencies(
            CatalogData.Definition d, UserType t, CatalogSnapshot catalog, List<Object[]> rows) {
        long schema = CatalogRows.schema(t.schema(), catalog);
        rows.add(CatalogDependencies.row(d, TYPE, t.id(), NAMESPACE, schema, 0, "n"));
        rows.add(CatalogDependencies.row(d, CLASS, relationOf(t), TYPE, t.id(), 0, "i"));
        rows.add(CatalogDependencies.row(d, TYPE, t.id() + 1L, TYPE, t.id(), 0, "i"));
        t.fields().forEach(a -> ofType(d, relationOf(t), a, catalog, rows));
    }

    /** A column needs its type. */
    private static void ofType(
            CatalogData.Definition d, int relation, RelationColumn c, CatalogSnapshot catalog, List<Object[]> rows) {
        UserType own = c.typeId() == 0 ? null : catalog.type(c.typeId());
        if (c.typeId() != 0 && (own == null || own.isComposite())) {
            Object[] row = CatalogDependencies.row(d, CLASS, relation, TYPE, CatalogColumns.typeNumber(c, own), 0, "n");
            row[d.index("objsubid")] = (long) c.number();
            rows.add(row);
        }
    }

    /** The row of the type. */
    static CatalogRows.Row type(CatalogRows.Row row, UserType t) {
        return CatalogRows.io(row, "record", "record")
                .set("typtype", "c")
                .set("typcategory", "C")
                .set("typlen", -1L)
                .set("typbyval", false)
                .set("typrelid", (long) relationOf(t))
                .set("typarray", t.id() + 1L)
                .set("typalign", "d")
                .set("typstorage", "x");
    }
}
