package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;
import io.polywire.sql.catalog.SystemRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions that tell of the database: what they know they look up in the system relations. */
final class CatalogFunctions {
    /** The functions that say whether a name finds an object: relation, column of the namespace. */
    private static final Map<String, List<String>> VISIBLE = Map.of(
            "pg_table_is_visible", List.of("pg_class", "relnamespace"),
            "pg_type_is_visible", List.of("pg_type", "typnamespace"),
            "pg_function_is_visible", List.of("pg_proc", "pronamespace"),
            "pg_operator_is_visible", List.of("pg_operator", "oprnamespace"),
            "pg_opclass_is_visible", List.of("pg_opclass", "opcnamespace"),
            "pg_collation_is_visible", List.of("pg_collation", "collnamespace"),
            "pg_conversion_is_visible", List.of("pg_conversion", "connamespace"));

    private static final Set<String> OTHERS = Set.of(
            "format_type",
            "obj_description",
            "col_description",
            "pg_get_userbyid",
            "pg_get_expr",
            "pg_get_constraintdef",
            "pg_get_indexdef",
            "pg_encoding_to_char",
            "pg_is_in_recovery");

    private static final ScalarFunction FORMAT = Functions.lenient("format_type", 2, (in, out) -> {
        if (!in.isNull(0)) {
            out.putText(formatted(in.getLong(0), in.isNull(1) ? -1 : (int) in.getLong(1)));
        }
    });

    private CatalogFunctions() {}

    /** A call, or null if it is none of these. */
    static BoundExpression call(String name, List<BoundExpression> given, Place at) {
        if (name.equals("pg_typeof") && given.size() == 1) {
            return SessionFunctions.typeOf(given.get(0));
        }
        List<String> visible = VISIBLE.get(name);
        if (visible == null && !OTHERS.contains(name)) {
            return null;
        }
        FunctionCalls.Chosen chosen = FunctionCalls.find(name, given, List.of(), false, at);
        List<BoundExpression> a = chosen.brought(at);
        if (visible != null) {
            SystemRelation r = CatalogRelations.find("pg_catalog", visible.get(0), at.catalog());
            List<BoundExpression> among = new ArrayList<>();
            among.add(lookup(r, "oid", a.get(0), visible.get(1), at));
            among.add(number(CatalogRelations.PG_CATALOG));
            for (String schema : at.catalog().path()) {
                if (at.catalog().schema(schema) != null) {
                    among.add(number(at.catalog().schema(schema).id()));
                }
            }
            return new OperationValue(Operation.IN, among, PgTypes.BOOL);
        }
        return switch (name) {
            case "format_type" -> formatted(a, at);
            case "obj_description" -> {
                if (a.size() != 2 || !(a.get(1) instanceof BoundConstant c)) {
                    throw at.unsupported("obj_description without the name of a catalog");
                }
                yield description(a.get(0), String.valueOf(c.value()), new BoundConstant(0L, PgTypes.INT4), at);
            }
            case "col_description" -> description(a.get(0), "pg_class", a.get(1), at);
            case "pg_get_userbyid" -> owner(a.get(0), at);
            case "pg_get_expr" -> BaseTypes.same(a.get(0), PgTypes.TEXT);
            case "pg_get_constraintdef" ->
                lookup(CatalogRelations.definitions(true, at.catalog()), "oid", a.get(0), "definition", at);
            case "pg_get_indexdef" -> {
                if (a.size() > 1
                        && !(a.get(1) instanceof BoundConstant c
                                && Long.valueOf(0).equals(c.value()))) {
                    throw at.unsupported("pg_get_indexdef of a column");
                }
                yield lookup(CatalogRelations.definitions(false, at.catalog()), "oid", a.get(0), "definition", at);
            }
            case "pg_encoding_to_char" ->
                new BoundCase(
                        List.of(Functions.operation(
                                Operation.EQUAL, PgTypes.BOOL, a.get(0), new BoundConstant(6L, PgTypes.INT4))),
                        List.of(new BoundConstant("UTF8", PgTypes.NAME)),
                        otherEncoding(a.get(0)),
                        PgTypes.NAME);
            default -> new BoundConstant(0L, PgTypes.BOOL);
        };
    }

    /** Built-in types have their modifiers; of users' types the name is looked up. */
    private static BoundExpression formatted(List<BoundExpression> a, Place at) {
        BoundExpression known = Functions.call(FORMAT, PgTypes.TEXT, a);
        BoundExpression users = lookup(CatalogRelations.names("regtype", at.catalog()), "oid", a.get(0), "name", at);
        BoundExpression none = new BoundConstant("???", PgTypes.TEXT);
        return new BoundCase(
                List.of(Functions.operation(Operation.EQUAL, PgTypes.BOOL, known, none)),
                List.of(new OperationValue(Operation.COALESCE, List.of(users, none), PgTypes.TEXT)),
                known,
                PgTypes.TEXT);
    }

    private static final ScalarFunction OTHER_ENCODING = Functions.strict("encoding_name", 1, (in, out) -> {
        throw io.polywire.api.error.SqlFailure.unsupported("the name of encoding " + in.getLong(0));
    });

    private static BoundExpression otherEncoding(BoundExpression number) {
        return Functions.call(OTHER_ENCODING, PgTypes.NAME, number);
    }

    private static BoundConstant number(long n) {
        return new BoundConstant(n, PgTypes.OID);
    }

    /** What has no owner that is known belongs to whoever asks; the predefined roles have their names. */
    private static BoundExpression owner(BoundExpression oid, Place at) {
        List<BoundExpression> conditions = new ArrayList<>();
        List<BoundExpression> names = new ArrayList<>();
        conditions.add(Functions.operation(Operation.EQUAL, PgTypes.BOOL, oid, number(10)));
        names.add(new SessionParameter(SessionValue.USER, PgTypes.NAME));
        for (Object[] role : CatalogData.rows("pg_authid")) {
            conditions.add(Functions.operation(Operation.EQUAL, PgTypes.BOOL, oid, number((Long) role[0])));
            names.add(new BoundConstant(role[1], PgTypes.NAME));
        }
        BoundExpression unknown = new OperationValue(
                Operation.CONCAT,
                List.of(
                        new BoundConstant("unknown (OID=", PgTypes.TEXT),
                        Functions.operation(Operation.INTEGER_TO_TEXT, PgTypes.TEXT, oid),
                        new BoundConstant(")", PgTypes.TEXT)),
                PgTypes.NAME);
        BoundExpression known = lookup(CatalogRelations.names("owner", at.catalog()), "oid", oid, "name", at);
        return new BoundCase(
                conditions,
                names,
                new OperationValue(Operation.COALESCE, List.of(known, unknown), PgTypes.NAME),
                PgTypes.NAME);
    }

    /** The comment on an object, or on a column of it. */
    private static BoundExpression description(BoundExpression oid, String catalog, BoundExpression column, Place at) {
        CatalogData.Definition of = CatalogData.definition("pg_catalog", catalog);
        if (of == null) {
            return new BoundConstant(null, PgTypes.TEXT);
        }
        SystemRelation r = CatalogRelations.find("pg_catalog", "pg_description", at.catalog());
        return lookup(
                r,
                List.of("objoid", "classoid", "objsubid"),
                List.of(oid, number(of.oid()), column),
                "description",
                at);
    }

    /** The value of a column in the row that a key finds; NULL without one. */
    static BoundExpression lookup(SystemRelation r, String key, BoundExpression value, String column, Place at) {
        return lookup(r, List.of(key), List.of(value), column, at);
    }

    private static BoundExpression lookup(
            SystemRelation r, List<String> keys, List<BoundExpression> values, String column, Place at) {
        int source = at.newSource();
        SystemRelation.Column c = r.column(column);
        List<BoundExpression> conditions = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            SystemRelation.Column k = r.column(keys.get(i));
            conditions.add(Functions.operation(
                    Operation.EQUAL,
                    PgTypes.BOOL,
                    new BoundColumn(source, k.name(), k.type(), k.nullable()),
                    values.get(i)));
        }
        BoundExpression condition = conditions.size() == 1
                ? conditions.get(0)
                : new OperationValue(Operation.AND, conditions, PgTypes.BOOL);
        BoundBody body = new BoundBody.Select(
                false,
                List.of(new BoundOutput(column, new BoundColumn(source, column, c.type(), true))),
                new BoundSource.System(source, r),
                condition,
                false,
                List.of(),
                null);
        return new BoundSubquery(
                false, new BoundQuery(body, List.of(), new BoundConstant(1L, PgTypes.INT8), null), c.type());
    }

    // --- texts ----------------------------------------------------------------------------------------------------

    private static final Set<String> KEYWORDS = CatalogData.reserved();

    /** quote_identifier of ruleutils.c. */
    static String quoted(String name) {
        return name.matches("[a-z_][a-z0-9_]*") && !KEYWORDS.contains(name)
                ? name
                : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** format_type of format_type.c, of built-in types; "???" for a number that is none. */
    static String formatted(long oid, int modifier) {
        if (oid == 0) {
            return "-";
        }
        String name = CatalogData.typeName(oid);
        if (name == null) {
            return "???";
        }
        ServerCatalog.TypeRow row = ServerCatalog.all().type(name);
        if (row == null) {
            // row types of the system relations, domains of information_schema
            boolean ours = CatalogData.definition("pg_catalog", name) != null
                    || name.startsWith("_") && CatalogData.definition("pg_catalog", name.substring(1)) != null;
            String shown = name.startsWith("_") ? quoted(name.substring(1)) + "[]" : quoted(name);
            return ours ? shown : "information_schema." + shown;
        }
        if (row.element() != null && row.category() == 'A') {
            return formatted(ServerCatalog.all().type(row.element()).oid(), modifier) + "[]";
        }
        Type t = PgTypes.named(name);
        if (modifier < 0) {
            return name.equals("bpchar") && modifier == -1 ? "character" : display(t, name);
        }
        return switch (name) {
            case "varchar", "bpchar" -> display(t, name) + "(" + (modifier - 4) + ")";
            case "bit", "varbit" -> display(t, name) + "(" + modifier + ")";
            case "numeric" ->
                // the scale is kept in eleven bits, signed
                "numeric(" + (modifier - 4 >> 16 & 0xFFFF) + "," + (((modifier - 4 & 0x7FF) ^ 1024) - 1024) + ")";
            case "time", "timestamp" -> name + "(" + modifier + ") without time zone";
            case "timetz", "timestamptz" -> name.substring(0, name.length() - 2) + "(" + modifier + ") with time zone";
            default -> display(t, name);
        };
    }

    private static String display(Type t, String name) {
        String shown = PgTypes.display(t);
        return shown.equals(name) ? quotedType(name) : shown;
    }

    private static String quotedType(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : quoted(name);
    }
}
