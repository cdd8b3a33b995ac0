package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import java.util.Map;
import java.util.Set;

/** Access methods of indexes, and their operator classes (pg_am and pg_opclass). */
final class OperatorClasses {
    /** Those of btree whose order is the type's own; with the collation C a pattern's order is that too. */
    private static final Set<String> OWN = Set.of(
            "text_ops",
            "varchar_ops",
            "text_pattern_ops",
            "varchar_pattern_ops",
            "int2_ops",
            "int4_ops",
            "int8_ops",
            "float4_ops",
            "float8_ops",
            "numeric_ops",
            "bool_ops",
            "date_ops",
            "timestamp_ops",
            "timestamptz_ops",
            "uuid_ops",
            "bytea_ops",
            "range_ops",
            "multirange_ops");

    private static final Map<String, Long> METHODS = Map.of("btree", 403L, "hash", 405L, "gist", 783L, "spgist", 4000L);

    private static final long TEXT = 25;
    private static final long VARCHAR = 1043;
    private static final long ANYARRAY = 2277;
    private static final long ANYENUM = 3500;
    private static final long ANYRANGE = 3831;
    private static final long ANYMULTIRANGE = 4537;

    private OperatorClasses() {}

    /** Number of an access method; 0 for one that has none here. */
    static long method(String name) {
        return METHODS.getOrDefault(name, 0L);
    }

    /** The operator class that an index of a type has unless another is asked for; 0 if it has none. */
    static long defaultOf(String method, long type) {
        CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_opclass");
        long of = declared(type);
        for (Object[] c : CatalogData.rows("pg_opclass")) {
            if ((Long) c[d.index("opcmethod")] == method(method)
                    && (Long) c[d.index("opcintype")] == of
                    && (Long) c[d.index("opcdefault")] == 1) {
                return (Long) c[0];
            }
        }
        return 0;
    }

    /** The type that classes are declared for: varchar has the text's; arrays, ranges and enumerations that of their kind. */
    private static long declared(long type) {
        ServerCatalog.TypeRow row = ServerCatalog.all().type(String.valueOf(CatalogData.typeName(type)));
        if (row == null) {
            return ANYENUM;
        }
        if (type == VARCHAR) {
            return TEXT;
        }
        return row.category() == 'A'
                ? ANYARRAY
                : row.kind() == 'r' ? ANYRANGE : row.kind() == 'm' ? ANYMULTIRANGE : type;
    }

    /** Checks that an index of a method other than btree can be over values of a type. */
    static void check(String method, Type type, Place at) {
        if (!METHODS.containsKey(method)) {
            throw at.unsupported("access method \"" + method + "\"");
        }
        if (!method.equals("hash") && defaultOf(method, type.id()) == 0) {
            throw SqlFailure.build(
                            FailureKind.UNDEFINED_OBJECT,
                            "data type " + PgTypes.display(type) + " has no default operator class for access method \""
                                    + method + "\"")
                    .hint("You must specify an operator class for the index or define a default operator class for the"
                            + " data type.")
                    .build();
        }
    }

    /** Whether a class orders values as their type does. */
    static boolean isOwnOrder(String operatorClass) {
        return OWN.contains(operatorClass);
    }
}
