package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.ConflictingKeys;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.analyse.KeyTexts;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operators by which EXCLUDE keeps rows apart (ComputeIndexAttrs of indexcmds.c): of the key's own type, their own
 * commutators, and members of the operator class's family.
 */
final class ExclusionOperators {
    private static final CatalogData.Definition OPERATOR = CatalogData.definition("pg_catalog", "pg_operator");

    /** Those of each class of the extension btree_gist that are their own commutators. */
    private static final Set<String> OF_EXTENSION = Set.of("=", "<>");

    /** Types that the extension btree_gist has a class for, by the class's name. */
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("gist_bit_ops", "bit"),
            Map.entry("gist_bool_ops", "bool"),
            Map.entry("gist_bpchar_ops", "bpchar"),
            Map.entry("gist_bytea_ops", "bytea"),
            Map.entry("gist_cash_ops", "money"),
            Map.entry("gist_cidr_ops", "cidr"),
            Map.entry("gist_date_ops", "date"),
            Map.entry("gist_enum_ops", "anyenum"),
            Map.entry("gist_float4_ops", "float4"),
            Map.entry("gist_float8_ops", "float8"),
            Map.entry("gist_inet_ops", "inet"),
            Map.entry("gist_int2_ops", "int2"),
            Map.entry("gist_int4_ops", "int4"),
            Map.entry("gist_int8_ops", "int8"),
            Map.entry("gist_interval_ops", "interval"),
            Map.entry("gist_macaddr8_ops", "macaddr8"),
            Map.entry("gist_macaddr_ops", "macaddr"),
            Map.entry("gist_numeric_ops", "numeric"),
            Map.entry("gist_oid_ops", "oid"),
            Map.entry("gist_text_ops", "text"),
            Map.entry("gist_time_ops", "time"),
            Map.entry("gist_timestamp_ops", "timestamp"),
            Map.entry("gist_timestamptz_ops", "timestamptz"),
            Map.entry("gist_timetz_ops", "timetz"),
            Map.entry("gist_uuid_ops", "uuid"),
            Map.entry("gist_vbit_ops", "varbit"));

    /** An operator between two values of one type. */
    private record Operator(long oid, String name, long type, long commutator) {}

    /** Reads the rows with the first constraint that asks for an operator. */
    private static final class Holder {
        static final Map<String, List<Operator>> ALL = read();
        static final Set<List<Long>> MEMBERS = members();

        private static Map<String, List<Operator>> read() {
            List<Operator> all = new ArrayList<>();
            for (Object[] r : CatalogData.rows("pg_operator")) {
                long left = (Long) r[OPERATOR.index("oprleft")];
                if (left == (Long) r[OPERATOR.index("oprright")]) {
                    all.add(new Operator((Long) r[0], String.valueOf(r[OPERATOR.index("oprname")]), left, (Long)
                            r[OPERATOR.index("oprcom")]));
                }
            }
            return all.stream().collect(Collectors.groupingBy(Operator::name));
        }

        /** Families with the operators that they search by. */
        private static Set<List<Long>> members() {
            CatalogData.Definition m = CatalogData.definition("pg_catalog", "pg_amop");
            return CatalogData.rows("pg_amop").stream()
                    .filter(r -> "s".equals(String.valueOf(r[m.index("amoppurpose")])))
                    .map(r -> List.of((Long) r[m.index("amopfamily")], (Long) r[m.index("amopopr")]))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    private ExclusionOperators() {}

    /** The classes of the extension btree_gist, which are in no catalog. */
    static List<IndexClasses.OperatorClass> ofExtension() {
        return CLASSES.entrySet().stream()
                .map(e -> new IndexClasses.OperatorClass(
                        0, e.getKey(), ServerCatalog.all().type(e.getValue()).oid(), true, 0))
                .toList();
    }

    private static Operator find(String name, List<Long> inputs) {
        for (long input : inputs) {
            for (Operator o : Holder.ALL.getOrDefault(name, List.of())) {
                if (o.type() == input) {
                    return o;
                }
            }
        }
        return null;
    }

    /**
     * Sees to it that an operator keeps rows apart.
     *
     * @param inputs the types that values of the type are without a conversion, the nearest first
     * @param family number of the operator family; 0 for one of the extension btree_gist
     * @param operatorClass name of the class
     */
    static void check(String name, Type type, List<Long> inputs, long family, String operatorClass) {
        Operator o = find(name, inputs);
        if (o == null) {
            String shown = PgTypes.display(type);
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_FUNCTION,
                    "operator requires run-time type coercion: " + shown + " " + name + " " + shown);
        }
        if (o.commutator() != o.oid()) {
            throw unfit(
                    "operator " + shown(o) + " is not commutative",
                    "Only commutative operators can be used in exclusion constraints.");
        }
        boolean member = family == 0 ? OF_EXTENSION.contains(name) : Holder.MEMBERS.contains(List.of(family, o.oid()));
        if (!member) {
            throw unfit(
                    "operator " + shown(o) + " is not a member of operator family \""
                            + (family == 0 ? operatorClass : family(family)) + "\"",
                    "The exclusion operator must be related to the index operator class for the constraint.");
        }
    }

    private static String shown(Operator o) {
        String type = PgTypes.displayed(String.valueOf(CatalogData.typeName(o.type())));
        return o.name() + "(" + type + "," + type + ")";
    }

    private static String family(long oid) {
        CatalogData.Definition d = CatalogData.definition("pg_catalog", "pg_opfamily");
        return CatalogData.rows("pg_opfamily").stream()
                .filter(r -> (Long) r[0] == oid)
                .map(r -> String.valueOf(r[d.index("opfname")]))
                .findFirst()
                .orElseThrow();
    }

    private static SqlFailure unfit(String message, String detail) {
        return SqlFailure.build(FailureKind.SEMANTIC, message)
                .sqlState("42809")
                .detail(detail)
                .build();
    }

    /** Numbers of a constraint's operators, as pg_constraint has them. */
    static List<Long> of(TableConstraint c, Relation r, CatalogSnapshot catalog) {
        List<Long> all = new ArrayList<>();
        for (TableIndex i : r.indexes()) {
            for (int k = 0; i.id() == c.indexId() && k < c.operators().size(); k++) {
                Operator o = find(
                        c.operators().get(k),
                        IndexClasses.inputs(IndexKeys.classType(i.keys().get(k), r, catalog)));
                all.add(o == null ? 0 : o.oid());
            }
        }
        return all;
    }

    /** Numbers of a constraint's columns, with 0 for expressions. */
    static List<Integer> columns(TableConstraint c, Relation r) {
        return r.indexes().stream()
                .filter(i -> i.id() == c.indexId())
                .flatMap(i -> i.keys().stream())
                .map(TableIndex.Key::column)
                .toList();
    }

    /** The keys of rows, each as its type's output function writes it. */
    static Analysed texts(TableIndex index, Relation r, CatalogSnapshot catalog, ConflictingKeys keys) {
        // an index over names of objects is one over their numbers
        return KeyTexts.of(
                index,
                r,
                keys.values(),
                t -> t.name().startsWith("reg") ? PgTypes.OID : t,
                "concat",
                catalog,
                PgTypeRules.of(catalog));
    }
}
