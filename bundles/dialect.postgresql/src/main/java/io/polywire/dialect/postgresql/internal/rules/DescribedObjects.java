package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.sql.catalog.CatalogSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What pg_describe_object says of the objects of a database (getObjectDescription of objectaddress.c). */
final class DescribedObjects {
    private static final long CLASS = 1259;
    private static final long TYPE = 1247;
    private static final long PROC = 1255;
    private static final long CONSTRAINT = 2606;
    private static final long DEFAULT = 2604;
    private static final long RULE = 2618;
    private static final long NAMESPACE = 2615;
    private static final long EXTENSION = 3079;
    private static final long LANGUAGE = 2612;
    private static final long OPERATOR = 2617;
    private static final long CAST = 2605;
    private static final long ACCESS_METHOD = 2601;

    private static final Set<Long> KNOWN = Set.of(
            0L,
            CLASS,
            TYPE,
            PROC,
            CONSTRAINT,
            DEFAULT,
            RULE,
            NAMESPACE,
            EXTENSION,
            LANGUAGE,
            OPERATOR,
            CAST,
            ACCESS_METHOD);

    /** The text, or NULL for an object that is not there; of catalogs that are not described here nothing is said. */
    static final ScalarFunction TEXT = Functions.lenient("described_object", 2, (in, out) -> {
        if (!in.isNull(1)) {
            out.putText(in.getText(1));
        } else if (!in.isNull(0) && !KNOWN.contains(in.getLong(0))) {
            throw SqlFailure.unsupported("pg_describe_object of an object of catalog " + in.getLong(0));
        }
    });

    private final CatalogSnapshot catalog;
    private final List<Object[]> rows = new ArrayList<>();
    private final Map<Object, String> relations = new HashMap<>();

    private DescribedObjects(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** Object, catalog, part, text. */
    static List<Object[]> rows(CatalogSnapshot catalog) {
        DescribedObjects all = new DescribedObjects(catalog);
        all.relations();
        all.named("regtype", TYPE, "type ");
        all.named("regprocedure", PROC, "function ");
        all.named("regoperator", OPERATOR, "operator ");
        all.of("pg_namespace").forEach(n -> all.add(n[0], NAMESPACE, 0L, "schema " + n[1]));
        all.plain("pg_extension", EXTENSION, "extension ");
        all.plain("pg_language", LANGUAGE, "language ");
        all.plain("pg_am", ACCESS_METHOD, "access method ");
        all.casts();
        all.ofRelations();
        return all.rows;
    }

    private void add(Object number, long in, Object part, String text) {
        rows.add(new Object[] {number, in, part, text});
    }

    private List<Object[]> of(String relation) {
        return CatalogRelations.rows(CatalogData.definition("pg_catalog", relation), catalog);
    }

    private static int at(String relation, String column) {
        return CatalogData.definition("pg_catalog", relation).index(column);
    }

    private void relations() {
        Map<Object, String> names = new HashMap<>();
        CatalogRelations.nameRows("regclass", catalog).forEach(n -> names.put(n[0], (String) n[1]));
        for (Object[] r : of("pg_class")) {
            String word = switch ((String) r[at("pg_class", "relkind")]) {
                case "r" -> "table ";
                case "i" -> "index ";
                case "S" -> "sequence ";
                case "v" -> "view ";
                case "m" -> "materialized view ";
                default -> "composite type ";
            };
            String text = word + names.get(r[0]);
            relations.put(r[0], text);
            add(r[0], CLASS, 0L, text);
        }
        for (Object[] c : of("pg_attribute")) {
            String relation = relations.get(c[at("pg_attribute", "attrelid")]);
            Object number = c[at("pg_attribute", "attnum")];
            String name = (String) c[at("pg_attribute", "attname")];
            add(c[at("pg_attribute", "attrelid")], CLASS, number, "column " + name + " of " + relation);
        }
    }

    private void named(String type, long in, String word) {
        for (Object[] n : CatalogRelations.nameRows(type, catalog)) {
            if (!n[0].equals(0L)) {
                add(n[0], in, 0L, word + n[1]);
            }
        }
    }

    private void plain(String relation, long in, String word) {
        CatalogData.rows(relation).forEach(r -> add(r[0], in, 0L, word + (String) r[1]));
    }

    private void casts() {
        for (Object[] c : CatalogData.rows("pg_cast")) {
            String from = CatalogFunctions.formatted((Long) c[at("pg_cast", "castsource")], -1);
            String to = CatalogFunctions.formatted((Long) c[at("pg_cast", "casttarget")], -1);
            add(c[0], CAST, 0L, "cast from " + from + " to " + to);
        }
    }

    private void ofRelations() {
        for (Object[] c : of("pg_constraint")) {
            Object table = c[at("pg_constraint", "conrelid")];
            String name = (String) c[at("pg_constraint", "conname")];
            // of a domain's condition the domain is not told
            add(c[0], CONSTRAINT, 0L, "constraint " + name + (table.equals(0L) ? "" : " on " + relations.get(table)));
        }
        Map<List<Object>, String> columns = new HashMap<>();
        rows.stream().filter(r -> r[1].equals(CLASS)).forEach(r -> columns.put(List.of(r[0], r[2]), (String) r[3]));
        for (Object[] d : of("pg_attrdef")) {
            String column = columns.get(List.of(d[at("pg_attrdef", "adrelid")], d[at("pg_attrdef", "adnum")]));
            add(d[0], DEFAULT, 0L, "default value for " + column);
        }
        for (Object[] r : of("pg_rewrite")) {
            String name = (String) r[at("pg_rewrite", "rulename")];
            add(r[0], RULE, 0L, "rule " + name + " on " + relations.get(r[at("pg_rewrite", "ev_class")]));
        }
    }
}
