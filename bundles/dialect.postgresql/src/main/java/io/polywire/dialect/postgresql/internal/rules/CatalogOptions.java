package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the catalogs show of options of relations, columns and indexes. */
final class CatalogOptions {
    /** Options by which a relation says what PostgreSQL keeps otherwise. */
    private static final Set<String> OURS = Set.of(
            Relation.POPULATED,
            Relation.UNLOGGED,
            Relation.ON_COMMIT,
            Relation.FOREIGN,
            Relation.WITHOUT_ROW_NUMBER,
            Relation.CLUSTERED,
            Relation.REPLICA_IDENTITY,
            Relation.REPLICA_INDEX,
            Relation.OF_TYPE);

    private static final Map<String, String> STORAGE =
            Map.of("p", "plain", "e", "external", "x", "extended", "m", "main");

    private CatalogOptions() {}

    /** pg_class.reloptions of a relation. */
    static String of(Relation r) {
        return list(r.options(), "");
    }

    /** The same of an index. */
    static String of(TableIndex i) {
        return list(i.options(), "");
    }

    private static String list(Map<String, String> options, String prefix) {
        List<String> all = new ArrayList<>();
        options.forEach((k, v) -> {
            boolean own = prefix.isEmpty() && !OURS.contains(k) && !Relation.isOfColumn(k);
            if (own || !prefix.isEmpty() && k.startsWith(prefix)) {
                all.add(k.substring(prefix.length()) + "=" + v);
            }
        });
        return all.isEmpty() ? null : "{" + String.join(",", all) + "}";
    }

    /** An option that holds a number; 0 where it is not set. */
    static long number(Relation r, String option) {
        return Long.parseLong(r.options().getOrDefault(option, "0"));
    }

    /** Puts what is kept of a column. */
    static CatalogRows.Row column(CatalogRows.Row row, Relation r, int number) {
        if (r.options().isEmpty()) {
            return row;
        }
        String statistics = r.options().get(Relation.ofColumn(number, "statistics"));
        if (statistics != null) {
            row.set("attstattarget", Long.parseLong(statistics));
        }
        String storage = r.options().get(Relation.ofColumn(number, "storage"));
        if (storage != null) {
            row.set("attstorage", storage.equals("extended") ? "x" : storage.substring(0, 1));
        }
        String compression = r.options().get(Relation.ofColumn(number, "compression"));
        if (compression != null) {
            row.set("attcompression", compression.substring(0, 1));
        }
        String options = list(r.options(), Relation.ofColumn(number, "option."));
        return options == null ? row : row.set("attoptions", options);
    }

    /** How values of a type are kept where nothing is said. */
    static String storage(Type type) {
        CatalogColumns.Physical p = CatalogColumns.physical(type.id());
        // rows, arrays of users' types and domains over texts can be moved out
        return p == null
                ? type.labels() != null ? "plain" : "extended"
                : STORAGE.getOrDefault(String.valueOf(p.storage()), "plain");
    }
}
