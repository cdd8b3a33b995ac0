package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Functions that tell of the server, whose answer does not depend on a row of a catalog: sizes, encodings, what there is
 * none of (partitions, extended statistics), counters that are not kept, and what information_schema works types out by.
 */
final class CatalogFacts {
    /** Of what there is none, nothing can be told: NULL, as PostgreSQL answers for an object that is not there. */
    private static final Set<String> NONE = Set.of(
            "pg_get_statisticsobjdef",
            "pg_get_statisticsobjdef_columns",
            "pg_get_statisticsobjdef_expressions",
            "pg_get_triggerdef",
            "pg_get_partkeydef",
            "pg_get_partition_constraintdef",
            "pg_partition_root",
            "pg_get_replica_identity_index",
            "pg_table_size",
            "pg_indexes_size",
            "pg_relation_size",
            "pg_total_relation_size",
            "pg_database_size",
            "pg_tablespace_size",
            "pg_relation_filenode",
            "pg_relation_filepath",
            "pg_relation_filenode_none");

    /** Those that are told a relation. */
    private static final Set<String> OF_RELATION = Set.of(
            "pg_table_size",
            "pg_indexes_size",
            "pg_relation_size",
            "pg_total_relation_size",
            "pg_relation_filenode",
            "pg_relation_filepath");

    private static final Map<String, Object> SAME = Map.of(
            "getdatabaseencoding",
            "UTF8",
            "pg_client_encoding",
            "UTF8",
            "pg_tablespace_location",
            "",
            "pg_is_other_temp_schema",
            0L,
            "pg_is_wal_replay_paused",
            0L);

    private CatalogFacts() {}

    /** The type or modifier of a row of pg_attribute, or of what a domain is over; null if the arguments are other rows. */
    private static BoundExpression trueType(String what, List<BoundExpression> given) {
        boolean rows = given.get(0) instanceof BoundRow a
                && a.names().contains("att" + what)
                && given.get(1) instanceof BoundRow t
                && t.names().containsAll(List.of("typtype", "typbasetype", "typtypmod"));
        if (!rows) {
            return null;
        }
        BoundRow type = (BoundRow) given.get(1);
        BoundExpression own = field((BoundRow) given.get(0), "att" + what);
        BoundExpression ofDomain = field(type, what.equals("typid") ? "typbasetype" : "typtypmod");
        BoundExpression domain = Functions.operation(
                Operation.EQUAL, PgTypes.BOOL, field(type, "typtype"), new BoundConstant("d", PgTypes.CHAR));
        return new BoundCase(List.of(domain), List.of(ofDomain), own, own.type());
    }

    private static BoundExpression field(BoundRow row, String name) {
        return row.fields().get(row.names().indexOf(name));
    }

    /** A call, or null if it is none of these. */
    static BoundExpression call(String name, List<BoundExpression> given, Place at) {
        BoundExpression right = PrivilegeFunctions.call(name, given, at);
        if (right != null) {
            return right;
        }
        if (name.equals("_pg_index_position") && given.size() == 2) {
            BoundExpression keys = CatalogFunctions.lookup(
                    CatalogRelations.find("pg_catalog", "pg_index", at.catalog()),
                    "indexrelid",
                    given.get(0),
                    "indkey",
                    at);
            return Functions.call(POSITION, PgTypes.INT4, keys, given.get(1));
        }
        if (name.startsWith("_pg_truetyp") && given.size() == 2) {
            return trueType(name.equals("_pg_truetypid") ? "typid" : "typmod", given);
        }
        if (name.startsWith("_pg_")) {
            ScalarFunction f = INFORMATION.get(name);
            return f == null ? null : Functions.call(f, f == INTERVAL_TYPE ? PgTypes.TEXT : PgTypes.INT4, given);
        }
        boolean counter = name.startsWith("pg_stat_get_");
        if (!counter
                && !NONE.contains(name)
                && !SAME.containsKey(name)
                && !name.equals("pg_my_temp_schema")
                && !name.equals("pg_get_function_arg_default")
                && !name.equals("nameconcatoid")
                && !name.equals("row_security_active")
                && !name.equals("pg_size_pretty")
                && !name.equals("pg_char_to_encoding")
                && !name.equals("pg_relation_is_publishable")
                && !name.equals("pg_collation_for")
                && !name.equals("pg_relation_is_updatable")
                && !name.equals("pg_column_is_updatable")) {
            return null;
        }
        boolean ofRelation = OF_RELATION.contains(name) && given.size() == 1;
        List<BoundExpression> named =
                ofRelation ? List.of(CatalogNames.named(given.get(0), PgTypes.REGCLASS, at)) : given;
        FunctionCalls.Chosen chosen = FunctionCalls.find(name, named, List.of(), false, at);
        List<BoundExpression> a = chosen.brought(at);
        Type type = chosen.result();
        if (NONE.contains(name)) {
            BoundConstant none = new BoundConstant(null, type);
            if (!ofRelation || named.get(0) == given.get(0) || named.get(0) instanceof BoundConstant) {
                return none;
            }
            // a name that is worked out has to be one of a relation all the same
            return new BoundCase(
                    List.of(Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, a.get(0))),
                    List.of(none),
                    none,
                    type);
        }
        if (name.equals("pg_my_temp_schema")) {
            Schema own = at.catalog().schema(Schema.TEMPORARY);
            return new BoundConstant(own == null ? 0L : (long) own.id(), type);
        }
        if (SAME.containsKey(name)) {
            BoundConstant same = new BoundConstant(SAME.get(name), type);
            // of nothing nothing is told
            return a.isEmpty()
                    ? same
                    : new BoundCase(
                            List.of(Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, a.get(0))),
                            List.of(same),
                            new BoundConstant(null, type),
                            type);
        }
        if (counter) {
            return counter(chosen, a, type, at);
        }
        return switch (name) {
            case "pg_get_function_arg_default" ->
                CatalogFunctions.lookup(
                        CatalogRelations.functionDefaults(at.catalog()), List.of("oid", "argument"), a, "text", at);
            case "row_security_active" -> new BoundConstant(0L, PgTypes.BOOL);
            case "nameconcatoid" ->
                new OperationValue(
                        Operation.CONCAT,
                        List.of(
                                a.get(0),
                                new BoundConstant("_", PgTypes.TEXT),
                                Functions.operation(Operation.INTEGER_TO_TEXT, PgTypes.TEXT, a.get(1))),
                        PgTypes.NAME);
            case "pg_size_pretty" -> Functions.call(SIZE, PgTypes.TEXT, a);
            case "pg_char_to_encoding" ->
                new OperationValue(
                        Operation.COALESCE,
                        List.of(
                                CatalogFunctions.lookup(
                                        CatalogRelations.encodings(),
                                        "key",
                                        Functions.call(ENCODING, PgTypes.NAME, a),
                                        "oid",
                                        at),
                                new BoundConstant(-1L, PgTypes.INT4)),
                        PgTypes.INT4);
            case "pg_collation_for" -> {
                boolean has =
                        PgTypes.isText(a.get(0).type()) && !a.get(0).type().equals(PgTypes.NAME);
                yield new BoundConstant(
                        has ? "\"default\"" : a.get(0).type().equals(PgTypes.NAME) ? "\"C\"" : null, PgTypes.TEXT);
            }
            case "pg_relation_is_publishable" ->
                new OperationValue(
                        Operation.AND,
                        List.of(
                                isTable(a.get(0), at),
                                Functions.operation(
                                        Operation.GREATER_EQUAL,
                                        PgTypes.BOOL,
                                        a.get(0),
                                        new BoundConstant(16384L, PgTypes.OID))),
                        PgTypes.BOOL);
            case "pg_relation_is_updatable" -> events(a.get(0), new BoundConstant(0L, PgTypes.INT4), at);
            // a column can be changed where its relation then takes UPDATE and DELETE
            default ->
                Functions.operation(
                        Operation.EQUAL,
                        PgTypes.BOOL,
                        events(a.get(0), a.get(1), at),
                        new BoundConstant(UpdatableViews.ALL, PgTypes.INT4));
        };
    }

    /** Changes that a table takes, or a view passes on, as bits. */
    private static BoundExpression events(BoundExpression oid, BoundExpression column, Place at) {
        BoundExpression ofView = CatalogFunctions.lookup(
                CatalogRelations.updatable(at.catalog()), List.of("oid", "column"), List.of(oid, column), "events", at);
        return new BoundCase(
                List.of(isTable(oid, at)),
                List.of(new BoundConstant(UpdatableViews.ALL, PgTypes.INT4)),
                new OperationValue(
                        Operation.COALESCE, List.of(ofView, new BoundConstant(0L, PgTypes.INT4)), PgTypes.INT4),
                PgTypes.INT4);
    }

    private static BoundExpression isTable(BoundExpression oid, Place at) {
        BoundExpression kind = CatalogFunctions.lookup(
                CatalogRelations.find("pg_catalog", "pg_class", at.catalog()), "oid", oid, "relkind", at);
        return new OperationValue(
                Operation.COALESCE,
                List.of(
                        Functions.operation(Operation.EQUAL, PgTypes.BOOL, kind, new BoundConstant("r", PgTypes.CHAR)),
                        new BoundConstant(0L, PgTypes.BOOL)),
                PgTypes.BOOL);
    }

    private static final java.util.regex.Pattern OF_FUNCTIONS =
            java.util.regex.Pattern.compile("pg_stat_get_(xact_)?function_");

    /** What is not counted has the value that PostgreSQL gives where track_counts is off. */
    private static BoundExpression counter(FunctionCalls.Chosen chosen, List<BoundExpression> a, Type type, Place at) {
        BoundConstant value = value(chosen, type, at);
        // of no object nothing is counted
        if (a.size() == 1 && a.get(0) instanceof BoundConstant c) {
            return c.value() == null ? new BoundConstant(null, type) : value;
        }
        return value.value() == null || a.size() != 1
                ? value
                : new BoundCase(
                        List.of(Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, a.get(0))),
                        List.of(value),
                        new BoundConstant(null, type),
                        type);
    }

    private static BoundConstant value(FunctionCalls.Chosen chosen, Type type, Place at) {
        if (OF_FUNCTIONS.matcher(chosen.signature()).lookingAt()) {
            // track_functions is off: no function has a row
            return new BoundConstant(null, type);
        }
        return switch (type.name()) {
            case "int8", "int4" -> new BoundConstant(0L, type);
            case "float8" -> new BoundConstant(0.0, type);
            case "timestamptz" -> new BoundConstant(null, type);
            default -> throw at.unsupported("function " + chosen.signature());
        };
    }

    // --- texts ----------------------------------------------------------------------------------------------------

    private static final ScalarFunction ENCODING = Functions.strict(
            "encoding_key",
            1,
            (in, out) ->
                    out.putText(in.getText(0).toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]", "")));

    private static final ScalarFunction SIZE = Functions.strict(
            "size_pretty",
            1,
            (in, out) -> out.putText(pretty(
                    new BigDecimal(in.getText(0)).setScale(0, RoundingMode.DOWN).toBigInteger(), in.getText(0))));

    /** pg_size_pretty of dbsize.c: halves are rounded away from zero at each step that is left. */
    static String pretty(BigInteger size, String shown) {
        BigInteger limit = BigInteger.valueOf(10 * 1024);
        if (size.abs().compareTo(limit) < 0) {
            return shown + " bytes";
        }
        BigInteger s = size;
        for (int unit = 1; ; unit++) {
            // one binary digit more than is shown is kept for rounding
            s = unit == 1 ? s.divide(BigInteger.valueOf(512)) : s.divide(BigInteger.valueOf(1024));
            BigInteger half = s.add(BigInteger.valueOf(s.signum())).divide(BigInteger.TWO);
            boolean last = unit == SizeFunctions.UNITS.size() - 1;
            if (last || s.abs().compareTo(BigInteger.valueOf(20 * 1024 - 1)) < 0) {
                return half + " " + SizeFunctions.UNITS.get(unit);
            }
        }
    }

    // --- functions of information_schema, as their bodies there say -------------------------------------------------

    private static final ScalarFunction POSITION = Functions.strict("is_index_position", 2, (in, out) -> {
        int at = List.of(in.getText(0).split(" ")).indexOf(Long.toString(in.getLong(1)));
        if (at < 0) {
            out.putNull();
        } else {
            out.putLong(at + 1);
        }
    });

    private static ScalarFunction numbers(String name, NumberOfType body) {
        return Functions.strict("is_" + name, 2, (in, out) -> {
            Long n = body.of(in.getLong(0), in.getLong(1));
            if (n == null) {
                out.putNull();
            } else {
                out.putLong(n);
            }
        });
    }

    private interface NumberOfType {
        Long of(long type, long modifier);
    }

    private static Long characters(long type, long mod) {
        if (mod == -1) {
            return null;
        }
        return type == 1042 || type == 1043 ? (Long) (mod - 4) : type == 1560 || type == 1562 ? (Long) mod : null;
    }

    private static Long precision(long type, long mod) {
        return switch ((int) type) {
            case 21 -> 16L;
            case 23 -> 32L;
            case 20 -> 64L;
            case 1700 -> mod == -1 ? null : (Long) (mod - 4 >> 16 & 0xFFFF);
            case 700 -> 24L;
            case 701 -> 53L;
            default -> null;
        };
    }

    private static Long radix(long type, long mod) {
        return switch ((int) type) {
            case 21, 23, 20, 700, 701 -> 2L;
            case 1700 -> 10L;
            default -> null;
        };
    }

    private static Long scale(long type, long mod) {
        return switch ((int) type) {
            case 21, 23, 20 -> 0L;
            case 1700 -> mod == -1 ? null : (Long) (mod - 4 & 0xFFFF);
            default -> null;
        };
    }

    private static Long datetime(long type, long mod) {
        return switch ((int) type) {
            case 1082 -> 0L;
            case 1083, 1114, 1184, 1266 -> mod < 0 ? 6L : (Long) mod;
            case 1186 -> mod < 0 || (mod & 0xFFFF) == 0xFFFF ? 6L : (Long) (mod & 0xFFFF);
            default -> null;
        };
    }

    private static Long octets(long type, long mod) {
        if (type != 25 && type != 1042 && type != 1043) {
            return null;
        }
        return mod == -1 ? (Long) (1L << 30) : (Long) ((mod - 4) * 4);
    }

    private static final ScalarFunction INTERVAL_TYPE = Functions.strict("is_interval_type", 2, (in, out) -> {
        if (in.getLong(0) != 1186) {
            out.putNull();
            return;
        }
        String shown = CatalogFunctions.formatted(1186, (int) in.getLong(1)).toUpperCase(java.util.Locale.ROOT);
        int at = shown.indexOf(' ');
        if (at < 0) {
            out.putNull();
        } else {
            out.putText(shown.substring(at + 1));
        }
    });

    private static final Map<String, ScalarFunction> INFORMATION = Map.of(
            "_pg_char_max_length", numbers("char_max_length", CatalogFacts::characters),
            "_pg_char_octet_length", numbers("char_octet_length", CatalogFacts::octets),
            "_pg_numeric_precision", numbers("numeric_precision", CatalogFacts::precision),
            "_pg_numeric_precision_radix", numbers("numeric_precision_radix", CatalogFacts::radix),
            "_pg_numeric_scale", numbers("numeric_scale", CatalogFacts::scale),
            "_pg_datetime_precision", numbers("datetime_precision", CatalogFacts::datetime),
            "_pg_interval_type", INTERVAL_TYPE);
}
