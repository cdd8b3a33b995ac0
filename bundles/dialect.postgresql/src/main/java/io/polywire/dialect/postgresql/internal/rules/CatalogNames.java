package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.dialect.postgresql.internal.PgParser;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** regclass, regtype, regproc, regnamespace: objects by name in, by name out; in between they are numbers. */
final class CatalogNames {
    static final List<Type> TYPES = List.of(
            PgTypes.REGCLASS,
            PgTypes.REGTYPE,
            PgTypes.REGPROC,
            PgTypes.REGNAMESPACE,
            PgTypes.REGPROCEDURE,
            PgTypes.REGOPER,
            PgTypes.REGOPERATOR,
            PgTypes.REGROLE,
            PgTypes.REGCOLLATION,
            PgTypes.REGCONFIG,
            PgTypes.REGDICTIONARY);

    private CatalogNames() {}

    private static final Set<String> NAMES = TYPES.stream().map(Type::name).collect(Collectors.toUnmodifiableSet());

    static boolean is(Type t) {
        return NAMES.contains(t.name());
    }

    /** A value of such a type as the text that its output function gives: the name, "-" for 0, else the number. */
    static BoundExpression text(BoundExpression e, Type as, Place at) {
        BoundExpression number = Functions.operation(Operation.INTEGER_TO_TEXT, PgTypes.TEXT, e);
        if (e.type().name().equals("regrole")) {
            BoundExpression none = Functions.call(NUMBER_OF_ROLE, PgTypes.TEXT, number);
            return CatalogFunctions.role(e, none, as, at);
        }
        // what the type is asked of may be an aggregate, which cannot stand within the query that looks the name up
        BoundExpression key = SessionFunctions.typeIn(e);
        BoundExpression name = CatalogFunctions.lookup(
                CatalogRelations.names(e.type().name(), at.catalog()), "oid", key == null ? e : key, "name", at);
        BoundExpression text = new OperationValue(Operation.COALESCE, List.of(name, number), as);
        return key == null
                ? text
                : new BoundCase(
                        List.of(Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, e)),
                        List.of(text),
                        new BoundConstant(null, as),
                        as);
    }

    /** The number of a role that is none; "-" for 0. */
    private static final io.polywire.api.function.ScalarFunction NUMBER_OF_ROLE = Functions.strict(
            "reg_role_number", 1, (in, out) -> out.putText(in.getText(0).equals("0") ? "-" : in.getText(0)));

    /** Calls that take any value for the text it is shown as. */
    private static final List<String> SHOWING = List.of(
            "||",
            "concat",
            "concat_ws",
            "format",
            "json_agg",
            "json_build_array",
            "json_build_object",
            "json_object_agg",
            "jsonb_agg",
            "jsonb_build_array",
            "jsonb_build_object",
            "jsonb_object_agg",
            "row_to_json",
            "to_json",
            "to_jsonb");

    /** Arguments of a call that shows values: the names of objects, which only the catalog knows, as texts. */
    static List<BoundExpression> shown(String call, List<BoundExpression> arguments, Place at) {
        return !SHOWING.contains(call) || arguments.stream().noneMatch(a -> shows(a, !call.equals("||")))
                ? arguments
                : arguments.stream()
                        .map(a -> shows(a, !call.equals("||")) ? shown(a, at) : a)
                        .toList();
    }

    /** @param all whether arrays, and access lists, which have numbers of roles, are shown too */
    private static boolean shows(BoundExpression e, boolean all) {
        return e instanceof BoundRow r
                ? r.fields().stream().anyMatch(f -> shows(f, all))
                : is(e.type()) || all && (NamedArrays.is(e.type()) || AccessLists.is(e.type()));
    }

    private static BoundExpression shown(BoundExpression e, Place at) {
        if (e instanceof BoundRow r) {
            return shows(r, true)
                    ? r.with(r.fields().stream().map(f -> shown(f, at)).toList())
                    : r;
        }
        if (AccessLists.is(e.type())) {
            boolean many = e.type().kind() == io.polywire.api.type.TypeKind.ARRAY;
            return AccessLists.shown(e, many ? PgTypes.arrayOf(PgTypes.TEXT) : PgTypes.TEXT);
        }
        if (NamedArrays.is(e.type())) {
            return BaseTypes.same(NamedArrays.shown(e, at), PgTypes.arrayOf(PgTypes.TEXT));
        }
        return is(e.type()) ? text(e, PgTypes.TEXT, at) : e;
    }

    /** What a text stands for: the input of the type, the cast from text, or what to_reg* is asked. */
    enum How {
        /** A number counts as one, a name that is none is an error. */
        INPUT,
        /** A number is a name too, for regclass, whose cast is a function of its own (text_regclass). */
        CAST,
        /** A number is a name too, and NULL is what there is none of. */
        ASKED
    }

    /** The object of a name that is known at run time only. */
    static BoundExpression found(BoundExpression name, Type to, How how, Place at) {
        boolean must = how != How.ASKED;
        if (to.name().equals("regrole")) {
            return CatalogFunctions.roleNamed(Functions.call(NORMAL_ROLE, PgTypes.NAME, name), must, at);
        }
        if (ServerNames.is(to)) {
            return ServerNames.found(name, to, how, at);
        }
        boolean relation = to.name().equals("regclass");
        boolean numbers = how == How.INPUT || how == How.CAST && !relation;
        BoundConstant number = new BoundConstant(numbers ? 1L : 0L, PgTypes.INT4);
        BoundExpression key = relation
                ? Functions.call(
                        NORMAL_RELATION,
                        PgTypes.TEXT,
                        name,
                        new SessionParameter(SessionValue.DATABASE, PgTypes.NAME),
                        number)
                : to.name().equals("regtype")
                        ? Functions.call(NORMAL_TYPE, PgTypes.TEXT, name)
                        : Functions.call(NORMAL, PgTypes.TEXT, name, number);
        BoundExpression byName =
                CatalogFunctions.lookup(CatalogRelations.numbers(to.name(), at.catalog()), "name", key, "oid", at);
        BoundExpression other = must
                ? Functions.call(NUMBER, to, name, kind(to), number)
                : Functions.call(NOTHING, to, name, new BoundConstant(to.name(), PgTypes.TEXT));
        return new OperationValue(Operation.COALESCE, List.of(relabelled(byName, to), other), to);
    }

    /** A parameter: one of these types comes as a number, or as a name, which only the catalog knows. */
    static BoundExpression parameter(BoundParameter p, Place at) {
        if (!is(p.type())) {
            return JsonPathFunctions.checked(p);
        }
        return BY_NAME.contains(p.type().name()) || ServerNames.is(p.type()) && ServerNames.isFound(at.catalog())
                ? found(BaseTypes.same(p, PgTypes.TEXT), p.type(), How.INPUT, at)
                : Functions.call(
                        NUMBER_ALONE, p.type(), p, new BoundConstant(p.type().name(), PgTypes.TEXT));
    }

    private static final List<String> BY_NAME = List.of("regclass", "regtype", "regnamespace");

    private static final io.polywire.api.function.ScalarFunction NUMBER_ALONE =
            Functions.strict("reg_number_alone", 2, (in, out) -> {
                String s = Input.trim(in.getText(0));
                if (!s.matches("\\d{1,10}|-")) {
                    throw SqlFailure.unsupported("a name as a parameter of type " + in.getText(1));
                }
                out.putLong(s.equals("-") ? 0 : Long.parseLong(s));
            });

    /** Words of a type's name may be keywords and stand apart ("double precision"). */
    private static final io.polywire.api.function.ScalarFunction NORMAL_TYPE =
            Functions.strict("reg_type", 1, (in, out) -> {
                String s = Input.trim(in.getText(0));
                if (s.indexOf('"') < 0) {
                    out.putText(s.toLowerCase(java.util.Locale.ROOT).replaceAll("\\s+", " "));
                    return;
                }
                boolean array = s.endsWith("[]");
                List<String> parts = parts(array ? s.substring(0, s.length() - 2) : s);
                // a type's name in lower case needs no quotes, keyword or not
                out.putText(String.join(
                                ".",
                                parts.stream()
                                        .map(p -> p.matches("[a-z_][a-z0-9_]*") ? p : CatalogFunctions.quoted(p))
                                        .toList())
                        + (array ? "[]" : ""));
            });

    private static final io.polywire.api.function.ScalarFunction NORMAL_ROLE =
            Functions.strict("reg_role", 1, (in, out) -> {
                List<String> parts = parts(in.getText(0));
                if (parts.size() > 1) {
                    throw invalid();
                }
                out.putText(parts.get(0));
            });

    private static BoundExpression relabelled(BoundExpression e, Type to) {
        return BaseTypes.same(e, to);
    }

    private static BoundConstant kind(Type to) {
        return new BoundConstant(
                switch (to.name()) {
                    case "regclass" -> "relation";
                    case "regtype" -> "type";
                    default -> "schema";
                },
                PgTypes.TEXT);
    }

    /** The name of a schema in its normal form: folded or quoted as need be. */
    private static final io.polywire.api.function.ScalarFunction NORMAL =
            Functions.strict("reg_normal", 2, (in, out) -> {
                String s = in.getText(0);
                if (in.getLong(1) != 0 && Input.trim(s).matches("\\d+|-")) {
                    out.putNull();
                    return;
                }
                List<String> parts = parts(s);
                if (parts.size() > 1) {
                    throw invalid();
                }
                out.putText(CatalogFunctions.quoted(parts.get(0)));
            });

    /** The same of a relation, whose name may begin with that of the database. */
    private static final io.polywire.api.function.ScalarFunction NORMAL_RELATION =
            Functions.strict("reg_relation", 3, (in, out) -> {
                String s = in.getText(0);
                if (in.getLong(2) != 0 && Input.trim(s).matches("\\d+|-")) {
                    out.putNull();
                    return;
                }
                List<String> parts = parts(s);
                boolean whole = parts.size() == 3 && parts.get(0).equals(in.getText(1));
                if (parts.size() > 3) {
                    throw SqlFailure.of(
                            FailureKind.SYNTAX,
                            "improper relation name (too many dotted names): " + String.join(".", parts));
                }
                if (parts.size() == 3 && !whole) {
                    throw SqlFailure.build(
                                    FailureKind.UNSUPPORTED,
                                    "cross-database references are not implemented: \"" + String.join(".", parts) + '"')
                            .build();
                }
                out.putText(String.join(
                        ".",
                        parts.subList(whole ? 1 : 0, parts.size()).stream()
                                .map(CatalogFunctions::quoted)
                                .toList()));
            });

    private static final io.polywire.api.function.ScalarFunction NUMBER =
            Functions.strict("reg_number", 3, (in, out) -> {
                String s = Input.trim(in.getText(0));
                Long number = in.getLong(2) == 0 ? null : number(s, "oid");
                if (number != null) {
                    out.putLong(number);
                } else if (in.getText(1).equals("relation")) {
                    throw SqlFailure.of(
                            FailureKind.UNDEFINED_TABLE,
                            "relation \"" + String.join(".", parts(s)) + "\" does not exist");
                } else if (in.getText(1).equals("type")) {
                    throw SqlFailure.build(FailureKind.SEMANTIC, "type \"" + s + "\" does not exist")
                            .sqlState("42704")
                            .build();
                } else {
                    throw SqlFailure.build(
                                    FailureKind.SEMANTIC,
                                    "schema \"" + String.join(".", parts(s)) + "\" does not exist")
                            .sqlState("3F000")
                            .build();
                }
            });

    private static final io.polywire.api.function.ScalarFunction NOTHING =
            Functions.strict("reg_nothing", 2, (in, out) -> {
                String s = Input.trim(in.getText(0));
                if (in.getText(1).equals("regtype") && s.matches("\\d+")) {
                    throw SqlFailure.of(FailureKind.SYNTAX, "syntax error at or near \"" + s + '"');
                }
                out.putNull();
            });

    /**
     * The number that a text is, "-" for none (parseNumericOid of regproc.c); null if it is a name.
     *
     * @throws SqlFailure 22003 for one beyond four bytes
     */
    static Long number(String written, String type) {
        String s = Input.trim(written);
        if (s.equals("-") && !type.startsWith("regoper")) {
            return 0L;
        }
        if (!s.matches("\\d+")) {
            return null;
        }
        long n = s.length() > 18 ? Long.MAX_VALUE : Long.parseLong(s);
        if (n > 0xFFFF_FFFFL) {
            throw SqlFailure.of(FailureKind.OUT_OF_RANGE, "value \"" + s + "\" is out of range for type oid");
        }
        return n;
    }

    /** The object of a name that is written as a literal; null where this is none of these types. */
    static BoundExpression constant(BoundExpression e, Type to, Place at) {
        if (!is(to) || !(e instanceof BoundConstant c) || !(c.value() instanceof String s)) {
            return null;
        }
        if (!PgTypes.isUnknown(e.type()) && !PgTypes.isText(e.type())) {
            // digits of another type, such as bits, are no name
            return null;
        }
        try {
            Long number = number(s, to.name());
            if (number != null) {
                return new BoundConstant(number, to);
            }
        } catch (SqlFailure f) {
            throw at.of(e).failure(f.kind(), f.getMessage());
        }
        if (to.name().equals("regrole")) {
            return found(new BoundConstant(s, PgTypes.TEXT), to, How.INPUT, at);
        }
        try {
            boolean whole = ServerNames.isPlain(to, at.catalog()) || to.name().equals("regclass");
            if (whole && parts(s).size() == 3) {
                // the first one may be the database
                return found(new BoundConstant(s, PgTypes.TEXT), to, How.INPUT, at);
            }
            BoundConstant found = new BoundConstant(find(s, to, at.catalog()), to);
            String schema = to.name().equals("regnamespace") ? null : schema(s);
            if (schema != null) {
                at.of(e).names(schema);
            }
            boolean named = switch (to.name()) {
                case "regclass", "regproc", "regprocedure" -> true;
                // neither arrays nor rows of relations, which have numbers of their own
                case "regtype" ->
                    !s.contains("[")
                            && !s.contains("(")
                            && found.value() instanceof Long n
                            && at.catalog().type((int) (long) n) != null;
                default -> false;
            };
            // a text is looked up anew each time
            if (named
                    && PgTypes.isUnknown(e.type())
                    && found.value() instanceof Long id
                    && id > 0
                    && id <= Integer.MAX_VALUE) {
                int list = s.indexOf('(');
                at.of(e).namesObject((int) (long) id, list < 0 ? "" : s.substring(list));
            }
            return found;
        } catch (SqlFailure f) {
            throw at.of(e)
                    .build(f.kind(), f.getMessage())
                    .sqlState(f.sqlState())
                    .hint(f.hint())
                    .build();
        }
    }

    /** The schema that a name of an object is written with, or null. */
    private static String schema(String written) {
        int open = written.indexOf('(');
        String name = open < 0 ? written : written.substring(0, open);
        if (name.indexOf('.') < 0 || NO_PLAIN_NAME.matcher(Input.trim(name)).find()) {
            return null;
        }
        List<String> parts = parts(name);
        return parts.size() == 2 ? parts.get(0) : null;
    }

    /** An argument of a function that takes such a type: by name as a literal, or a value of the type. */
    static BoundExpression named(BoundExpression e, Type to, Place at) {
        if (e instanceof BoundParameter && PgTypes.isUnknown(e.type())) {
            return Coercions.implicit(e, to, at);
        }
        if (e instanceof BoundConstant c
                && c.value() instanceof String s
                && (PgTypes.isUnknown(c.type()) || PgTypes.isText(c.type()))) {
            BoundExpression found = constant(e, to, at);
            if (found != null) {
                return found;
            }
        }
        if (PgTypes.isUnknown(e.type()) && !(e instanceof BoundConstant) || PgTypes.isText(e.type())) {
            return found(BaseTypes.same(e, PgTypes.TEXT), to, How.CAST, at);
        }
        return e;
    }

    private static Long find(String written, Type to, CatalogSnapshot catalog) {
        if (ServerNames.is(to)) {
            return ServerNames.find(written, to, catalog);
        }
        if (to.name().equals("regtype")
                && NO_PLAIN_NAME.matcher(Input.trim(written)).find()) {
            return typeAsWritten(written, catalog);
        }
        List<String> parts = parts(written);
        String last = parts.get(parts.size() - 1);
        String schema = parts.size() == 2 ? parts.get(0) : null;
        if (parts.size() > 3 && to.name().equals("regclass")) {
            throw SqlFailure.of(
                    FailureKind.SYNTAX, "improper relation name (too many dotted names): " + String.join(".", parts));
        }
        if (parts.size() > 1 && to.name().equals("regnamespace")) {
            throw invalid();
        }
        if (parts.size() > 2 || !List.of("regclass", "regtype", "regnamespace").contains(to.name())) {
            throw SqlFailure.unsupported("this literal of type " + to.name());
        }
        Long found = switch (to.name()) {
            case "regclass" -> relation(schema, last, catalog);
            case "regtype" -> type(schema, schema == null && written.indexOf('"') < 0 ? word(last) : last, catalog);
            default -> namespace(last, catalog);
        };
        if (found == null) {
            throw switch (to.name()) {
                case "regclass" ->
                    SqlFailure.of(
                            FailureKind.UNDEFINED_TABLE, "relation \"" + String.join(".", parts) + "\" does not exist");
                case "regtype" ->
                    SqlFailure.of(
                            FailureKind.UNDEFINED_OBJECT, "type \"" + String.join(".", parts) + "\" does not exist");
                default ->
                    SqlFailure.build(FailureKind.SEMANTIC, "schema \"" + last + "\" does not exist")
                            .sqlState("3F000")
                            .build();
            };
        }
        return found;
    }

    private static Long relation(String schema, String name, CatalogSnapshot catalog) {
        if (schema == null || schema.equals("pg_catalog") || schema.equals("information_schema")) {
            CatalogData.Definition d = CatalogData.definition(schema == null ? "pg_catalog" : schema, name);
            if (d != null) {
                return d.oid();
            }
        }
        Relation r = schema == null ? catalog.relation(name) : catalog.relation(schema, name);
        if (r != null) {
            return (long) r.id();
        }
        UserType composite = schema == null ? catalog.type(name) : catalog.type(schema, name);
        if (composite != null && composite.isComposite()) {
            return (long) CatalogComposites.relationOf(composite);
        }
        for (Relation x : catalog.relations()) {
            boolean there = schema == null
                    ? catalog.path().contains(x.schema())
                    : schema.equals(x.schema()) || x.temporary() && catalog.isTemporarySchema(schema);
            if (there) {
                for (TableIndex i : CatalogRows.indexes(x)) {
                    if (i.name().equals(name)) {
                        return (long) i.id();
                    }
                }
            }
        }
        return null;
    }

    /** What is more than names with points between them. */
    private static final Pattern NO_PLAIN_NAME = Pattern.compile("^[^\"]*[\\[( ]");

    /** A type with a length, of several words, or that of arrays. */
    private static Long typeAsWritten(String written, CatalogSnapshot catalog) {
        TypeName name;
        try {
            name = PgParser.expression("NULL::" + written) instanceof Cast c ? c.type() : null;
        } catch (SqlFailure f) {
            throw SqlFailure.build(f.kind(), f.getMessage())
                    .sqlState(f.sqlState())
                    .build();
        }
        if (name == null || name.setOf()) {
            throw SqlFailure.of(FailureKind.SYNTAX, "invalid type name \"" + written + "\"");
        }
        try {
            return (long) PgTypeRules.of(catalog).named(name).id();
        } catch (SqlFailure f) {
            String end = "\" does not exist";
            String told = !name.dimensions().isEmpty() && f.getMessage().endsWith(end)
                    ? f.getMessage().replace(end, "[]" + end)
                    : f.getMessage();
            throw SqlFailure.build(f.kind(), told).sqlState(f.sqlState()).build();
        }
    }

    private static Long type(String schema, String name, CatalogSnapshot catalog) {
        UserType made = schema == null ? catalog.type(name) : catalog.type(schema, name);
        if (schema != null && !schema.equals("pg_catalog")) {
            Relation rows = made == null ? catalog.relation(schema, name) : null;
            return made != null
                    ? Long.valueOf(made.id())
                    : rows != null && rows.sequence() == null ? Long.valueOf(CatalogRows.rowType(rows)) : null;
        }
        ServerCatalog.TypeRow row = ServerCatalog.all().type(name);
        return row != null ? Long.valueOf(row.oid()) : made == null ? null : (long) made.id();
    }

    /** The type that one of the words of SQL's grammar stands for, which in quotes are names as others. */
    private static String word(String name) {
        return switch (name) {
            case "integer", "int" -> "int4";
            case "bigint" -> "int8";
            case "smallint" -> "int2";
            case "boolean" -> "bool";
            case "real" -> "float4";
            case "float" -> "float8";
            case "decimal", "dec" -> "numeric";
            case "character", "char", "nchar" -> "bpchar";
            default -> name;
        };
    }

    private static Long namespace(String name, CatalogSnapshot catalog) {
        Schema made = catalog.schema(name);
        if (made != null) {
            return (long) made.id();
        }
        for (Object[] row : CatalogData.rows("pg_namespace")) {
            if (row[1].equals(name)) {
                return (Long) row[0];
            }
        }
        return null;
    }

    /**
     * Parts between dots, folded where they are not in quotes, blanks around them left out (SplitIdentifierString of
     * varlena.c).
     *
     * @throws SqlFailure 42602 for anything else
     */
    static List<String> parts(String written) {
        List<String> parts = new ArrayList<>();
        int i = blanks(written, 0);
        while (true) {
            StringBuilder part = new StringBuilder();
            boolean quoted = i < written.length() && written.charAt(i) == '"';
            i = quoted ? quoted(written, i + 1, part) : plain(written, i, part);
            if (!quoted && part.isEmpty()) {
                throw invalid();
            }
            parts.add(quoted ? part.toString() : CaseMapping.lower(part.toString()));
            i = blanks(written, i);
            if (i == written.length()) {
                return parts;
            }
            if (written.charAt(i) != '.') {
                throw invalid();
            }
            i = blanks(written, i + 1);
        }
    }

    private static int blanks(String s, int from) {
        int i = from;
        while (i < s.length() && isBlank(s.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    private static int plain(String s, int from, StringBuilder part) {
        int i = from;
        while (i < s.length() && s.charAt(i) != '.' && !isBlank(s.charAt(i))) {
            part.append(s.charAt(i++));
        }
        return i;
    }

    /** From behind the opening quote to behind the closing one; a doubled one is one of the name. */
    private static int quoted(String s, int from, StringBuilder part) {
        int i = from;
        while (i < s.length()) {
            if (s.charAt(i) == '"') {
                if (i + 1 == s.length() || s.charAt(i + 1) != '"') {
                    return i + 1;
                }
                i++;
            }
            part.append(s.charAt(i++));
        }
        throw invalid();
    }

    private static SqlFailure invalid() {
        return SqlFailure.build(FailureKind.SEMANTIC, "invalid name syntax")
                .sqlState("42602")
                .build();
    }
}
