package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.IndexMethods;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * PostgreSQL's access methods and operator classes (pg_am, pg_opclass; manual, 11.2 and 11.10).
 *
 * <p>An index of btree, hash or brin is one of the storage in the order of its keys. gin, gist and spgist serve operators that
 * no index of the storage serves: such an index is in the catalogs, so that schemas of applications can be made, and is empty.
 */
final class IndexClasses implements IndexMethods {
    static final IndexClasses INSTANCE = new IndexClasses();

    /** pg_opclass's columns are numbered as its definition has them. */
    private static final CatalogData.Definition CLASS = CatalogData.definition("pg_catalog", "pg_opclass");

    private static final Map<String, Method> METHODS = Map.of(
            "btree", new Method("btree", true, true, true, true, true),
            "hash", new Method("hash", true, false, false, false, false),
            "brin", new Method("brin", true, false, false, true, false),
            "gin", new Method("gin", false, false, false, true, false),
            "gist", new Method("gist", false, false, false, true, true),
            "spgist", new Method("spgist", false, false, false, false, true));

    /** Classes of btree that sort as the types do anyway; with the collation C a pattern's order is that of the type. */
    private static final Set<String> OWN_ORDER = Set.of(
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

    private IndexClasses() {}

    /** A row of pg_opclass. */
    record OperatorClass(long oid, String name, long type, boolean usual, long family) {}

    @Override
    public Method method(String name, Place at) {
        Method m = METHODS.get(name == null ? "btree" : name);
        if (m == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "access method \"" + name + "\" does not exist");
        }
        return m;
    }

    /** Access methods whose indexes give their rows one by one (amgettuple). */
    private static final Set<String> EXCLUDING = Set.of("btree", "hash", "gist", "spgist");

    @Override
    public void refuseExclusion(Method method) {
        if (!EXCLUDING.contains(method.name())) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED,
                    "access method \"" + method.name() + "\" does not support exclusion constraints");
        }
    }

    /** Ranges that do not overlap are in the order of their lower bounds and in that of their upper ones. */
    @Override
    public boolean meetsNextOnly(Type type, String operator) {
        return operator.equals("&&") && RangeTypes.isRange(type);
    }

    @Override
    public void checkExclusion(Method method, Type type, String operatorClass, String operator, Place at) {
        List<Long> inputs = inputs(type);
        OperatorClass found = operatorClass == null
                ? usual(method.name(), inputs)
                : of(method.name()).stream()
                        .filter(c -> c.name().equals(operatorClass) && inputs.contains(c.type()))
                        .findFirst()
                        .orElse(null);
        if (found == null) {
            throw none(method.name(), type);
        }
        ExclusionOperators.check(operator, type, inputs, found.family(), found.name());
    }

    @Override
    public String operatorClass(Method method, Type type, List<String> given, Place at) {
        List<Long> inputs = inputs(type);
        if (given == null) {
            // the storage's order says which types a btree takes
            if (!method.name().equals("btree") && usual(method.name(), inputs) == null) {
                throw none(method.name(), type);
            }
            return null;
        }
        String name = given.get(given.size() - 1);
        List<OperatorClass> named =
                of(method.name()).stream().filter(c -> c.name().equals(name)).toList();
        if (named.isEmpty()) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT,
                    "operator class \"" + String.join(".", given) + "\" does not exist for access method \""
                            + method.name() + "\"");
        }
        OperatorClass found = named.stream()
                .filter(c -> inputs.contains(c.type()))
                .findFirst()
                .orElseThrow(() -> SqlFailure.of(
                        FailureKind.TYPE_MISMATCH,
                        "operator class \"" + String.join(".", given) + "\" does not accept data type "
                                + PgTypes.display(type)));
        if (method.served() && !method.name().equals("brin") && !OWN_ORDER.contains(name)) {
            throw at.unsupported("an index with operator class \"" + name + "\"");
        }
        OperatorClass usual = usual(method.name(), inputs);
        return usual != null && usual.oid() == found.oid() ? null : name;
    }

    private static SqlFailure none(String method, Type type) {
        return SqlFailure.build(
                        FailureKind.UNDEFINED_OBJECT,
                        "data type " + PgTypes.display(type) + " has no default operator class for access method \""
                                + method + "\"")
                .hint("You must specify an operator class for the index or define a default operator class for the"
                        + " data type.")
                .build();
    }

    /** The failure of a type that has no order. */
    static SqlFailure noOrder(Type type) {
        return none("btree", type);
    }

    /**
     * The number of an index key's operator class.
     *
     * @param method name of the access method
     * @param type number of the key's type
     * @param name null for the usual one
     * @return 0 if there is none
     */
    static long number(String method, long type, String name) {
        List<Long> inputs = inputs(type);
        if (name != null) {
            return of(method).stream()
                    // of an expression the type is not known; the name says it too
                    .filter(c -> c.name().equals(name) && (type == 0 || inputs.contains(c.type())))
                    .mapToLong(OperatorClass::oid)
                    .findFirst()
                    .orElse(0);
        }
        OperatorClass usual = usual(method, inputs);
        return usual == null ? 0 : usual.oid();
    }

    private static final long INT4 = 23;
    private static final long ANYELEMENT = 2283;

    /** The number of the type that an index keeps a key's values as; 0 for that of the values. */
    static long keyType(TableIndex i, TableIndex.Key k, Relation r, CatalogSnapshot catalog) {
        if (i.method().equals("hash")) {
            return INT4;
        }
        if (i.method().equals("btree") || i.method().equals("brin")) {
            return 0;
        }
        long type = IndexKeys.classType(k, r, catalog);
        long found = number(i.method(), type, k.operatorClass());
        long kept = CatalogData.rows("pg_opclass").stream()
                .filter(c -> (Long) c[0] == found)
                .mapToLong(c -> (Long) c[CLASS.index("opckeytype")])
                .findFirst()
                .orElse(0);
        return kept == ANYELEMENT || CatalogColumns.physical(kept) == null ? 0 : kept;
    }

    private static OperatorClass usual(String method, List<Long> inputs) {
        List<OperatorClass> all = of(method);
        for (long input : inputs) {
            for (OperatorClass c : all) {
                if (c.usual() && c.type() == input) {
                    return c;
                }
            }
        }
        return null;
    }

    private static List<OperatorClass> of(String method) {
        return Holder.ALL.get(method);
    }

    /** Reads the rows with the first index that asks for a class. */
    private static final class Holder {
        static final Map<String, List<OperatorClass>> ALL = METHODS.keySet().stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), IndexClasses::read));
    }

    /** The number of an access method; 0 if there is none. */
    static long numberOf(String method) {
        return CatalogData.rows("pg_am").stream()
                .filter(r -> method.equals(r[1]))
                .mapToLong(r -> (Long) r[0])
                .findFirst()
                .orElse(0);
    }

    private static List<OperatorClass> read(String method) {
        long am = numberOf(method);
        List<OperatorClass> all = new ArrayList<>();
        for (Object[] r : CatalogData.rows("pg_opclass")) {
            if ((Long) r[CLASS.index("opcmethod")] == am) {
                all.add(new OperatorClass(
                        (Long) r[0],
                        String.valueOf(r[CLASS.index("opcname")]),
                        (Long) r[CLASS.index("opcintype")],
                        (Long) r[CLASS.index("opcdefault")] == 1,
                        (Long) r[CLASS.index("opcfamily")]));
            }
        }
        if (method.equals("gist")) {
            all.addAll(ExclusionOperators.ofExtension());
        }
        return all;
    }

    /** The types whose classes a type's values can be taken by, the nearest first. */
    private static List<Long> inputs(Type type) {
        return switch (type.kind()) {
            case ENUM -> List.of(ANYENUM);
            case ARRAY -> List.of((long) type.id(), ANYARRAY);
            default -> inputs(type.id());
        };
    }

    private static final long TEXT = 25;
    private static final long VARCHAR = 1043;
    private static final long ANYARRAY = 2277;
    private static final long ANYENUM = 3500;
    private static final long ANYRANGE = 3831;
    private static final long ANYMULTIRANGE = 4537;

    static List<Long> inputs(long type) {
        if (type == 0) {
            return List.of();
        }
        ServerCatalog.TypeRow row = ServerCatalog.all().type(String.valueOf(CatalogData.typeName(type)));
        if (type == VARCHAR) {
            return List.of(type, TEXT);
        }
        if (row == null) {
            // of a user: an enumeration, or an array of one
            return List.of(type, ANYENUM, ANYARRAY);
        }
        if (row.category() == 'A') {
            return List.of(type, ANYARRAY);
        }
        return switch (row.kind()) {
            case 'r' -> List.of(type, ANYRANGE);
            case 'm' -> List.of(type, ANYMULTIRANGE);
            default -> List.of(type);
        };
    }
}
