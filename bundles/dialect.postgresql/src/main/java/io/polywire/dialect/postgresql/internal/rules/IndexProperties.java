package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.SystemRelation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What access methods, indexes and their columns can do, which drivers ask for (indexam_property of amutils.c). */
final class IndexProperties {
    private static final Set<String> NAMES =
            Set.of("pg_indexam_has_property", "pg_index_has_property", "pg_index_column_has_property");

    private static final Set<String> OF_METHOD =
            Set.of("can_order", "can_unique", "can_multi_col", "can_exclude", "can_include");
    private static final Set<String> OF_INDEX = Set.of("clusterable", "index_scan", "bitmap_scan", "backward_scan");
    private static final Set<String> OF_KEY =
            Set.of("asc", "desc", "nulls_first", "nulls_last", "search_array", "search_nulls");
    private static final Set<String> OF_COLUMN = Set.of("orderable", "distance_orderable", "returnable");

    private static final long BTREE = 403;
    private static final long GIST = 783;

    /** What is true of an access method, by its number in pg_am. */
    private static final Map<Long, Set<String>> CAN = Map.of(
            BTREE,
            Set.of(
                    "can_order",
                    "can_unique",
                    "can_multi_col",
                    "can_exclude",
                    "can_include",
                    "clusterable",
                    "index_scan",
                    "bitmap_scan",
                    "backward_scan",
                    "orderable",
                    "returnable",
                    "search_array",
                    "search_nulls"),
            405L,
            Set.of("can_exclude", "index_scan", "bitmap_scan", "backward_scan"),
            GIST,
            Set.of(
                    "can_multi_col",
                    "can_exclude",
                    "can_include",
                    "clusterable",
                    "index_scan",
                    "bitmap_scan",
                    "returnable",
                    "search_nulls"),
            2742L,
            Set.of("can_multi_col", "bitmap_scan"),
            4000L,
            Set.of("can_exclude", "can_include", "index_scan", "bitmap_scan", "returnable", "search_nulls"),
            3580L,
            Set.of("can_multi_col", "bitmap_scan", "search_nulls"));

    private static final int DESCENDING = 1;
    private static final int NULLS_FIRST = 2;

    private IndexProperties() {}

    /** A call, or null if it is none of these. */
    static BoundExpression call(String name, List<BoundExpression> given, Place at) {
        if (!NAMES.contains(name)) {
            return null;
        }
        List<BoundExpression> a =
                FunctionCalls.find(name, given, List.of(), false, at).brought(at);
        if (name.equals("pg_indexam_has_property")) {
            return Functions.call(METHOD, PgTypes.BOOL, a.get(0), a.get(1), new BoundConstant(0L, PgTypes.BOOL));
        }
        BoundExpression method = CatalogFunctions.lookup(
                CatalogRelations.find("pg_catalog", "pg_class", at.catalog()), "oid", a.get(0), "relam", at);
        if (name.equals("pg_index_has_property")) {
            // tables have an access method too
            return Functions.call(METHOD, PgTypes.BOOL, method, a.get(1), new BoundConstant(1L, PgTypes.BOOL));
        }
        return Functions.call(
                COLUMN,
                PgTypes.BOOL,
                method,
                a.get(1),
                a.get(2),
                ofIndex(a.get(0), "indnatts", PgTypes.INT2, at),
                ofIndex(a.get(0), "indnkeyatts", PgTypes.INT2, at),
                ofIndex(a.get(0), "indoption", PgTypes.TEXT, at),
                ofIndex(a.get(0), "indclass", PgTypes.TEXT, at));
    }

    private static BoundExpression ofIndex(BoundExpression oid, String column, Type as, Place at) {
        SystemRelation indexes = CatalogRelations.find("pg_catalog", "pg_index", at.catalog());
        return BaseTypes.same(CatalogFunctions.lookup(indexes, "indexrelid", oid, column, at), as);
    }

    private static final ScalarFunction METHOD = Functions.strict("pg_index_property", 3, (in, out) -> {
        Set<String> can = CAN.get(in.getLong(0));
        String asked = in.getText(1).toLowerCase(Locale.ROOT);
        if (can != null && (in.getLong(2) == 0 ? OF_METHOD : OF_INDEX).contains(asked)) {
            out.putLong(can.contains(asked) ? 1 : 0);
        }
    });

    private static final ScalarFunction COLUMN = Functions.strict("pg_index_column_property", 7, (in, out) -> {
        Set<String> can = CAN.get(in.getLong(0));
        int column = (int) in.getLong(1);
        String asked = in.getText(2).toLowerCase(Locale.ROOT);
        boolean key = column <= in.getLong(4);
        boolean told = OF_COLUMN.contains(asked) || key && OF_KEY.contains(asked);
        if (can == null || column < 1 || column > in.getLong(3) || !told) {
            return;
        }
        boolean is = switch (asked) {
            case "asc", "desc", "nulls_first", "nulls_last" ->
                can.contains("can_order") && isSo(asked, (int) part(in.getText(5), column));
            case "orderable" -> key && can.contains(asked);
            case "returnable" -> can.contains(asked) && !(key && isLossy(part(in.getText(6), column)));
            default -> can.contains(asked);
        };
        out.putLong(is ? 1 : 0);
    });

    private static boolean isSo(String asked, int option) {
        return switch (asked) {
            case "asc" -> (option & DESCENDING) == 0;
            case "desc" -> (option & DESCENDING) != 0;
            case "nulls_first" -> (option & NULLS_FIRST) != 0;
            default -> (option & NULLS_FIRST) == 0;
        };
    }

    private static long part(String vector, int column) {
        return Long.parseLong(vector.trim().split(" ")[column - 1]);
    }

    /** Whether an operator class keeps less than the value: of those whose types are served, that of multiranges for GiST. */
    private static boolean isLossy(long operatorClass) {
        int oid = CatalogData.definition("pg_catalog", "pg_opclass").index("oid");
        int method = CatalogData.definition("pg_catalog", "pg_opclass").index("opcmethod");
        int name = CatalogData.definition("pg_catalog", "pg_opclass").index("opcname");
        return CatalogData.rows("pg_opclass").stream()
                .anyMatch(r ->
                        (Long) r[oid] == operatorClass && (Long) r[method] == GIST && r[name].equals("multirange_ops"));
    }
}
