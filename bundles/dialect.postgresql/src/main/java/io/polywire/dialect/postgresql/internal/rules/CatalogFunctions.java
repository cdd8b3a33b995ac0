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
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions that tell of the database: what they know they look up in the system relations. */
final class CatalogFunctions {
    /** The functions that say whether a name finds an object: relation, column of the namespace. */
    private static final Map<String, List<String>> VISIBLE = visibles(
            "pg_table_is_visible", List.of("pg_class", "relnamespace"),
            "pg_type_is_visible", List.of("pg_type", "typnamespace"),
            "pg_function_is_visible", List.of("pg_proc", "pronamespace"),
            "pg_operator_is_visible", List.of("pg_operator", "oprnamespace"),
            "pg_opclass_is_visible", List.of("pg_opclass", "opcnamespace"),
            "pg_collation_is_visible", List.of("pg_collation", "collnamespace"),
            "pg_conversion_is_visible", List.of("pg_conversion", "connamespace"),
            "pg_opfamily_is_visible", List.of("pg_opfamily", "opfnamespace"),
            "pg_statistics_obj_is_visible", List.of("pg_statistic_ext", "stxnamespace"),
            "pg_ts_config_is_visible", List.of("pg_ts_config", "cfgnamespace"),
            "pg_ts_dict_is_visible", List.of("pg_ts_dict", "dictnamespace"),
            "pg_ts_parser_is_visible", List.of("pg_ts_parser", "prsnamespace"),
            "pg_ts_template_is_visible", List.of("pg_ts_template", "tmplnamespace"));

    private static Map<String, List<String>> visibles(Object... pairs) {
        Map<String, List<String>> all = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            @SuppressWarnings("unchecked")
            List<String> where = (List<String>) pairs[i + 1];
            all.put((String) pairs[i], where);
        }
        return Map.copyOf(all);
    }

    private static final Set<String> OTHERS = Set.of(
            "format_type",
            "obj_description",
            "shobj_description",
            "col_description",
            "pg_get_userbyid",
            "pg_get_expr",
            "pg_get_constraintdef",
            "pg_get_indexdef",
            "pg_get_viewdef",
            "pg_get_ruledef",
            "oidvectortypes",
            "pg_get_serial_sequence",
            "pg_get_function_arguments",
            "pg_get_function_identity_arguments",
            "pg_get_function_result",
            "pg_get_functiondef",
            "pg_describe_object",
            "pg_get_function_sqlbody",
            "pg_encoding_to_char",
            "pg_is_in_recovery",
            "to_regclass",
            "to_regtype",
            "to_regnamespace",
            "to_regrole",
            "to_regoper",
            "to_regoperator",
            "to_regcollation",
            "to_regproc",
            "to_regprocedure");

    private static final ScalarFunction FORMAT = Functions.lenient("format_type", 2, (in, out) -> {
        String text = in.isNull(0)
                ? null
                : in.isNull(1) ? shown(in.getLong(0), -1) : modified(in.getLong(0), (int) in.getLong(1));
        if (text != null) {
            out.putText(text);
        }
    });

    /** With a modifier that says that there is none: two types are then not what their keywords say. */
    private static String modified(long oid, int modifier) {
        if (modifier >= 0) {
            return shown(oid, modifier);
        }
        return switch ((int) oid) {
            case 1042 -> "bpchar";
            case 1014 -> "bpchar[]";
            case 1560 -> "\"bit\"";
            case 1561 -> "\"bit\"[]";
            default -> shown(oid, -1);
        };
    }

    /** Texts of types, which are asked for again and again, by number and modifier. */
    private static final Map<Long, String> SHOWN = new java.util.concurrent.ConcurrentHashMap<>();

    /** How many of them are kept: modifiers are what users please. */
    private static final int SHOWN_KEPT = 5_000;

    /** format_type of a built-in type, or null for one that is none. */
    private static String shown(long oid, int modifier) {
        long key = oid << 32 | modifier & 0xFFFF_FFFFL;
        String text = SHOWN.get(key);
        if (text == null) {
            text = formatted(oid, modifier);
            if (SHOWN.size() < SHOWN_KEPT) {
                SHOWN.put(key, text);
            }
        }
        return text.equals(NamesOfTypes.UNKNOWN) ? null : text;
    }

    private CatalogFunctions() {}

    /** A call, or null if it is none of these. */
    static BoundExpression call(String name, List<BoundExpression> given, Place at) {
        if (name.equals(" setting in units")) {
            return Functions.call(IN_UNITS, PgTypes.TEXT, given);
        }
        if (name.equals("pg_typeof") && given.size() == 1) {
            return SessionFunctions.typeOf(given.get(0));
        }
        BoundExpression path = SearchPath.call(name, given, at);
        if (path != null) {
            return path;
        }
        BoundExpression property = IndexProperties.call(name, given, at);
        if (property != null) {
            return property;
        }
        List<String> visible = VISIBLE.get(name);
        if (visible == null && !OTHERS.contains(name)) {
            return CatalogFacts.call(name, given, at);
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
            BoundExpression within = new OperationValue(Operation.IN, among, PgTypes.BOOL);
            List<BoundExpression> hidden = hidden(name, a.get(0), at.catalog());
            return hidden.size() == 1
                    ? within
                    : new OperationValue(
                            Operation.AND,
                            List.of(
                                    within,
                                    new OperationValue(
                                            Operation.NOT,
                                            List.of(new OperationValue(Operation.IN, hidden, PgTypes.BOOL)),
                                            PgTypes.BOOL)),
                            PgTypes.BOOL);
        }
        return switch (name) {
            case "format_type" -> formatted(a, at);
            case "pg_get_ruledef" -> definition(CatalogRelations.definitions("rules", at.catalog()), a, 1, at);
            case "oidvectortypes" ->
                new OperationValue(
                        Operation.COALESCE,
                        List.of(
                                lookup(
                                        CatalogRelations.vectors(at.catalog()),
                                        "vector",
                                        BaseTypes.same(a.get(0), PgTypes.TEXT),
                                        "types",
                                        at),
                                Functions.call(VECTOR_TYPES, PgTypes.TEXT, a.get(0))),
                        PgTypes.TEXT);
            case "obj_description" -> description(a, at);
            case "shobj_description" -> ofShared(a, at);
            case "col_description" -> description(a.get(0), number(1259), a.get(1), at);
            case "pg_get_userbyid" -> owner(a.get(0), at);
            case "pg_get_expr" ->
                Functions.call(
                        EXPRESSION,
                        PgTypes.TEXT,
                        BaseTypes.same(a.get(0), PgTypes.TEXT),
                        a.size() > 2 ? a.get(2) : new BoundConstant(0L, PgTypes.BOOL));
            case "pg_get_constraintdef" ->
                definition(CatalogRelations.definitions("constraints", at.catalog()), a, 1, at);
            case "pg_get_indexdef" ->
                a.size() == 1
                        ? lookup(
                                CatalogRelations.definitions("indexes", at.catalog()),
                                "oid",
                                a.get(0),
                                "definition",
                                at)
                        : indexColumn(a, at);
            case "pg_get_viewdef" -> {
                if (a.size() > 1 && !a.get(1).type().equals(PgTypes.BOOL)) {
                    throw at.unsupported("function " + chosen.signature());
                }
                List<BoundExpression> view = new ArrayList<>(a);
                if (PgTypes.isText(a.get(0).type())) {
                    view.set(0, CatalogNames.found(a.get(0), PgTypes.named("regclass"), CatalogNames.How.CAST, at));
                }
                yield definition(CatalogRelations.definitions("views", at.catalog()), view, 1, at);
            }
            case "pg_get_serial_sequence" -> serial(a, at);
            case "pg_get_function_arguments" ->
                lookup(CatalogRelations.functions(at.catalog()), "oid", a.get(0), "arguments", at);
            case "pg_get_function_identity_arguments" ->
                lookup(CatalogRelations.functions(at.catalog()), "oid", a.get(0), "identity", at);
            case "pg_get_function_result" ->
                lookup(CatalogRelations.functions(at.catalog()), "oid", a.get(0), "result", at);
            case "pg_get_functiondef" ->
                new OperationValue(
                        Operation.COALESCE,
                        List.of(
                                lookup(CatalogRelations.functions(at.catalog()), "oid", a.get(0), "definition", at),
                                lookup(CatalogRelations.functionDefinitions(), "oid", a.get(0), "definition", at),
                                Functions.call(CatalogRoutines.UNDEFINED, PgTypes.TEXT, a.get(0))),
                        PgTypes.TEXT);
            case "pg_describe_object" ->
                Functions.call(
                        DescribedObjects.TEXT,
                        PgTypes.TEXT,
                        a.get(0),
                        lookup(
                                CatalogRelations.described(at.catalog()),
                                List.of("object", "catalog", "part"),
                                List.of(a.get(1), a.get(0), a.get(2)),
                                "text",
                                at));
            case "pg_get_function_sqlbody" ->
                lookup(CatalogRelations.functions(at.catalog()), "oid", a.get(0), "body", at);
            case "to_regclass",
                    "to_regtype",
                    "to_regnamespace",
                    "to_regrole",
                    "to_regproc",
                    "to_regprocedure",
                    "to_regoper",
                    "to_regoperator",
                    "to_regcollation" ->
                CatalogNames.found(a.get(0), PgTypes.named(name.substring(3)), CatalogNames.How.ASKED, at);
            case "pg_encoding_to_char" ->
                new OperationValue(
                        Operation.COALESCE,
                        List.of(
                                lookup(CatalogRelations.encodings(), "oid", a.get(0), "name", at),
                                new BoundConstant("", PgTypes.NAME)),
                        PgTypes.NAME);
            default -> new BoundConstant(0L, PgTypes.BOOL);
        };
    }

    /** A number, and those of objects of the path's schemas that one of the same name in an earlier schema hides. */
    private static List<BoundExpression> hidden(String function, BoundExpression oid, CatalogSnapshot catalog) {
        List<BoundExpression> out = new ArrayList<>();
        out.add(oid);
        if (function.equals("pg_table_is_visible")) {
            Visibility.hidden(catalog).inOrder().forEach(n -> out.add(number(n)));
        } else if (function.equals("pg_type_is_visible")) {
            for (UserType t : catalog.types()) {
                if (!Visibility.of(t, catalog)) {
                    out.add(number(t.id()));
                }
            }
        }
        return out;
    }

    /** Of a role or a database: what a COMMENT has given, else what a database has from the start. */
    private static BoundExpression ofShared(List<BoundExpression> a, Place at) {
        BoundExpression none = new BoundConstant(null, PgTypes.TEXT);
        BoundExpression ofDatabase = Functions.operation(
                Operation.EQUAL, PgTypes.BOOL, a.get(1), new BoundConstant("pg_database", PgTypes.NAME));
        BoundExpression ofRole = Functions.operation(
                Operation.EQUAL, PgTypes.BOOL, a.get(1), new BoundConstant("pg_authid", PgTypes.NAME));
        BoundExpression takenAway = Functions.operation(
                Operation.EQUAL, PgTypes.BOOL, ofDatabase(a.get(0), at), new BoundConstant("", PgTypes.TEXT));
        BoundExpression given = new OperationValue(
                Operation.COALESCE,
                List.of(
                        ofDatabase(a.get(0), at),
                        lookup(CatalogRelations.databases(), "oid", a.get(0), "description", at)),
                PgTypes.TEXT);
        BoundExpression role = role(a.get(0), new BoundConstant(null, PgTypes.NAME), PgTypes.NAME, at);
        return new BoundCase(
                List.of(ofDatabase, ofRole),
                List.of(
                        new BoundCase(List.of(takenAway), List.of(none), given, PgTypes.TEXT),
                        comment("role", role, at)),
                none,
                PgTypes.TEXT);
    }

    private static BoundExpression ofDatabase(BoundExpression oid, Place at) {
        return comment("database", lookup(CatalogViews.live("databases"), "number", oid, "name", at), at);
    }

    private static BoundExpression comment(String kind, BoundExpression name, Place at) {
        return lookup(
                CatalogViews.live("shared_comments"),
                List.of("kind", "name"),
                List.of(new BoundConstant(kind, PgTypes.TEXT), name),
                "comment",
                at);
    }

    /** Built-in types have their modifiers; of users' types the name is looked up. */
    private static BoundExpression formatted(List<BoundExpression> a, Place at) {
        BoundExpression byName = NamesOfTypes.of(a.get(0), at);
        if (a.get(1) instanceof BoundConstant c && c.value() == null) {
            return byName;
        }
        return new OperationValue(
                Operation.COALESCE, List.of(Functions.call(FORMAT, PgTypes.TEXT, a), byName), PgTypes.TEXT);
    }

    /** The names of built-in types. */
    private static final ScalarFunction VECTOR_TYPES = Functions.strict("vector_types", 1, (in, out) -> {
        List<String> all = new ArrayList<>();
        for (String oid :
                in.getText(0).isEmpty() ? new String[0] : in.getText(0).split(" ")) {
            all.add(formatted(Long.parseLong(oid), -1));
        }
        out.putText(String.join(", ", all));
    });

    private static final ScalarFunction EXPRESSION = Functions.strict(
            "expression_form", 2, (in, out) -> out.putText(Deparser.form(in.getText(0), in.getLong(1) != 0)));

    private static final ScalarFunction IN_UNITS = Functions.lenient("setting_in_units", 3, (in, out) -> {
        if (!in.isNull(0)) {
            out.putText(CatalogViews.inUnits(in.getText(0), in.isNull(1) ? null : in.getText(1), in.getText(2)));
        }
    });

    /** A definition in one of its two forms, by the argument that asks for the one without needless parentheses. */
    private static BoundExpression definition(SystemRelation r, List<BoundExpression> a, int pretty, Place at) {
        BoundExpression full = lookup(r, "oid", a.get(0), "definition", at);
        if (a.size() <= pretty) {
            return full;
        }
        return new BoundCase(
                List.of(a.get(pretty)), List.of(lookup(r, "oid", a.get(0), "pretty", at)), full, PgTypes.TEXT);
    }

    private static BoundExpression indexColumn(List<BoundExpression> a, Place at) {
        BoundExpression whole = definition(CatalogRelations.definitions("indexes", at.catalog()), a, 2, at);
        List<String> by = List.of("oid", "column");
        SystemRelation columns = CatalogRelations.indexColumns(at.catalog());
        BoundExpression full = lookup(columns, by, a.subList(0, 2), "definition", at);
        BoundExpression part = a.size() < 3
                ? full
                : new BoundCase(
                        List.of(a.get(2)),
                        List.of(lookup(columns, by, a.subList(0, 2), "pretty", at)),
                        full,
                        PgTypes.TEXT);
        return new BoundCase(
                List.of(Functions.operation(
                        Operation.EQUAL, PgTypes.BOOL, a.get(1), new BoundConstant(0L, PgTypes.INT4))),
                List.of(whole),
                part,
                PgTypes.TEXT);
    }

    /** The sequence that a column owns. */
    private static BoundExpression serial(List<BoundExpression> a, Place at) {
        BoundExpression known = SequenceFunctions.owned(a, at);
        if (known != null) {
            return known;
        }
        BoundExpression table = CatalogNames.found(a.get(0), PgTypes.REGCLASS, CatalogNames.How.CAST, at);
        return lookup(
                CatalogRelations.serials(at.catalog()),
                List.of("oid", "column"),
                List.of(table, a.get(1)),
                "sequence",
                at);
    }

    private static BoundConstant number(long n) {
        return new BoundConstant(n, PgTypes.OID);
    }

    /** The name of a role. */
    private static BoundExpression owner(BoundExpression oid, Place at) {
        return role(
                oid,
                new OperationValue(
                        Operation.CONCAT,
                        List.of(
                                new BoundConstant("unknown (OID=", PgTypes.TEXT),
                                Functions.operation(Operation.INTEGER_TO_TEXT, PgTypes.TEXT, oid),
                                new BoundConstant(")", PgTypes.TEXT)),
                        PgTypes.NAME),
                PgTypes.NAME,
                at);
    }

    /** The name of a role by its number. */
    static BoundExpression role(BoundExpression oid, BoundExpression unknown, Type as, Place at) {
        SystemRelation roles = CatalogViews.live("roles");
        BoundExpression first = Functions.operation(Operation.EQUAL, PgTypes.BOOL, oid, number(10));
        BoundExpression ofFirst =
                lookup(roles, List.of("first"), List.of(new BoundConstant(1L, PgTypes.BOOL)), "name", at);
        BoundExpression ofOther = lookup(
                roles, List.of("number", "first"), List.of(oid, new BoundConstant(0L, PgTypes.BOOL)), "name", at);
        BoundExpression predefined = lookup(CatalogViews.live("pg_authid"), "oid", oid, "rolname", at);
        return new BoundCase(
                List.of(first),
                List.of(new OperationValue(Operation.COALESCE, List.of(ofFirst, unknown), as)),
                new OperationValue(Operation.COALESCE, List.of(ofOther, predefined, unknown), as),
                as);
    }

    /** The number of a role by its name. */
    static BoundExpression roleNamed(BoundExpression name, boolean must, Place at) {
        SystemRelation roles = CatalogViews.live("roles");
        BoundExpression known = new BoundCase(
                List.of(Functions.operation(
                        Operation.EQUAL,
                        PgTypes.BOOL,
                        name,
                        lookup(roles, List.of("first"), List.of(new BoundConstant(1L, PgTypes.BOOL)), "name", at))),
                List.of(new BoundConstant(10L, PgTypes.REGROLE)),
                BaseTypes.same(lookup(roles, "name", name, "number", at), PgTypes.REGROLE),
                PgTypes.REGROLE);
        BoundExpression predefined =
                BaseTypes.same(lookup(CatalogViews.live("pg_authid"), "rolname", name, "oid", at), PgTypes.REGROLE);
        List<BoundExpression> all = new ArrayList<>(List.of(known, predefined));
        if (must) {
            all.add(Functions.call(NO_ROLE, PgTypes.REGROLE, name));
        }
        return new OperationValue(Operation.COALESCE, all, PgTypes.REGROLE);
    }

    private static final ScalarFunction NO_ROLE = Functions.strict("no_role", 1, (in, out) -> {
        throw io.polywire.api.error.SqlFailure.of(
                io.polywire.api.error.FailureKind.UNDEFINED_OBJECT, "role \"" + in.getText(0) + "\" does not exist");
    });

    /** The comment on an object. */
    private static BoundExpression description(List<BoundExpression> a, Place at) {
        BoundExpression none = new BoundConstant(0L, PgTypes.INT4);
        if (a.size() == 1) {
            return lookup(
                    CatalogRelations.find("pg_catalog", "pg_description", at.catalog()),
                    List.of("objoid", "objsubid"),
                    List.of(a.get(0), none),
                    "description",
                    at);
        }
        BoundExpression catalog = a.get(1) instanceof BoundConstant c && c.value() instanceof String name
                ? CatalogData.definition("pg_catalog", name) == null
                        ? new BoundConstant(null, PgTypes.OID)
                        : number(CatalogData.definition("pg_catalog", name).oid())
                : lookup(
                        CatalogRelations.find("pg_catalog", "pg_class", at.catalog()),
                        List.of("relname", "relnamespace"),
                        List.of(a.get(1), number(CatalogRelations.PG_CATALOG)),
                        "oid",
                        at);
        return description(a.get(0), catalog, none, at);
    }

    /** The comment on an object of a catalog, or on a column of it. */
    private static BoundExpression description(
            BoundExpression oid, BoundExpression catalog, BoundExpression column, Place at) {
        return lookup(
                CatalogRelations.find("pg_catalog", "pg_description", at.catalog()),
                List.of("objoid", "classoid", "objsubid"),
                List.of(oid, catalog, column),
                "description",
                at);
    }

    /** The value of a column in the row that a key finds; NULL without one. */
    static BoundExpression lookup(SystemRelation r, String key, BoundExpression value, String column, Place at) {
        return lookup(r, List.of(key), List.of(value), column, at);
    }

    /** The same by several keys. */
    static BoundExpression lookup(
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

    /** Whether a name consists of what a name without quotes may consist of, in lower case and without signs. */
    static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c == '_' || i > 0 && c >= '0' && c <= '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** quote_identifier of ruleutils.c. */
    static String quoted(String name) {
        return isPlain(name) && !KEYWORDS.contains(name) ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** format_type of format_type.c, of built-in types; "???" for a number that is none. */
    static String formatted(long oid, int modifier) {
        if (oid == 0) {
            return "-";
        }
        String name = CatalogData.typeName(oid);
        if (name == null) {
            return NamesOfTypes.UNKNOWN;
        }
        ServerCatalog.TypeRow row = ServerCatalog.all().type(name);
        if (row == null) {
            // row types of the system relations, domains of information_schema
            boolean array = CatalogColumns.isArray(oid);
            boolean ours = CatalogData.definition(Visibility.SYSTEM, array ? name.substring(1) : name) != null;
            String shown = array ? quoted(name.substring(1)) + "[]" : quoted(name);
            return ours ? shown : "information_schema." + shown;
        }
        if (row.element() != null && (row.category() == 'A' || name.equals("_record")) && !name.endsWith("vector")) {
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
            case "interval" -> name + fields(modifier >> 16 & 0x7FFF) + digits(modifier & 0xFFFF);
            case "time", "timestamp" -> name + "(" + modifier + ") without time zone";
            case "timetz", "timestamptz" -> name.substring(0, name.length() - 2) + "(" + modifier + ") with time zone";
            default -> display(t, name);
        };
    }

    private static String digits(int precision) {
        return precision == 0xFFFF ? "" : "(" + precision + ")";
    }

    /** The fields that an interval is bound to, as bits of its modifier: intervaltypmodout of timestamp.c. */
    private static String fields(int bits) {
        List<String> all = new java.util.ArrayList<>();
        String[] names = {"year", "month", "day", "hour", "minute", "second"};
        int[] at = {2, 1, 3, 10, 11, 12};
        for (int i = 0; i < names.length; i++) {
            if ((bits & 1 << at[i]) != 0) {
                all.add(names[i]);
            }
        }
        // all of them is no bound
        return all.isEmpty() || bits == 0x7FFF
                ? ""
                : all.size() == 1 ? " " + all.get(0) : " " + all.get(0) + " to " + all.get(all.size() - 1);
    }

    private static String display(Type t, String name) {
        String shown = PgTypes.display(t);
        return shown.equals(name) ? quotedType(name) : shown;
    }

    private static String quotedType(String name) {
        return isPlain(name) ? name : quoted(name);
    }
}
