package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.postgresql.internal.PgParser;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.tree.Cast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Names of what the server brings: regproc, regprocedure, regoper, regoperator, regcollation, regconfig, regdictionary (regproc.c of
 * PostgreSQL). What users make of these are functions alone, so that a name that is known at run time only is found among
 * those of the server and the {@link OwnFunctions} that go with the plan.
 */
final class ServerNames {
    /** Those found by a name alone, and those found by a name and types. */
    private static final Set<String> PLAIN = Set.of("regproc", "regoper", "regcollation", "regconfig", "regdictionary");

    private static final Set<String> TYPED = Set.of("regprocedure", "regoperator");

    private static final String SYSTEM = "pg_catalog";
    private static final int MOST_TYPES = 100;

    /** Objects by their names, by the relation that has them. */
    private static final Map<String, Map<String, List<Long>>> BY_NAME = new ConcurrentHashMap<>();

    private ServerNames() {}

    static boolean is(Type t) {
        return PLAIN.contains(t.name()) || TYPED.contains(t.name());
    }

    /** Whether its names can be found at run time. */
    static boolean isPlain(Type t, CatalogSnapshot catalog) {
        return PLAIN.contains(t.name())
                && (!t.name().equals("regproc") || catalog.routines().isEmpty());
    }

    /** Whether names of a type that come as parameters or are worked out can be found. */
    static boolean isFound(CatalogSnapshot catalog) {
        return catalog.routines().size() <= OwnFunctions.MOST;
    }

    // --- a name that is written in the statement --------------------------------------------------------------------

    /** The number of a name. */
    static Long find(String written, Type to, CatalogSnapshot catalog) {
        if (!TYPED.contains(to.name())) {
            OwnFunctions own = to.name().equals("regproc") ? OwnFunctions.of(catalog) : null;
            return named(to.name(), written, CatalogNames.parts(written), schemas(catalog), own);
        }
        Set<String> schemas = schemas(catalog);
        boolean operator = to.name().equals("regoperator");
        Signature s = Signature.of(written, operator, PgTypeRules.of(catalog), false);
        return operator ? operator(written, s, schemas) : procedure(written, s, schemas, OwnFunctions.of(catalog));
    }

    private static Set<String> schemas(CatalogSnapshot catalog) {
        return catalog.schemas().stream().map(Schema::name).collect(Collectors.toCollection(HashSet::new));
    }

    // --- a name that is known at run time ---------------------------------------------------------------------------

    /**
     * The object of a name.
     *
     * @param how whether a number counts as one, and whether none is an error
     */
    static BoundExpression found(BoundExpression name, Type to, CatalogNames.How how, Place at) {
        if (name instanceof BoundConstant c && c.value() instanceof String s && how == CatalogNames.How.ASKED) {
            try {
                return new BoundConstant(find(s, to, at.catalog()), to);
            } catch (SqlFailure f) {
                if (isNone(to.name(), f)) {
                    return new BoundConstant(null, to);
                }
                throw SqlFailure.build(f.kind(), f.getMessage())
                        .sqlState(f.sqlState())
                        .hint(f.hint())
                        .build();
            }
        }
        if (!isFound(at.catalog())) {
            throw at.unsupported("a text as " + to.name() + " beside more than " + OwnFunctions.MOST + " functions");
        }
        String own =
                isPlain(to, at.catalog()) ? "" : OwnFunctions.of(at.catalog()).text();
        return Functions.call(
                AT_RUN_TIME,
                to,
                name,
                new BoundConstant(to.name(), PgTypes.TEXT),
                new BoundConstant((long) how.ordinal(), PgTypes.INT4),
                new BoundConstant(String.join("\n", schemas(at.catalog())), PgTypes.TEXT),
                new SessionParameter(SessionValue.DATABASE, PgTypes.NAME),
                new BoundConstant(own, PgTypes.TEXT));
    }

    private static final ScalarFunction AT_RUN_TIME = Functions.strict("reg_server", 6, (in, out) -> {
        String written = in.getText(0);
        String kind = in.getText(1);
        boolean asked = in.getLong(2) == CatalogNames.How.ASKED.ordinal();
        Long number = asked ? null : CatalogNames.number(written, kind);
        if (number != null) {
            out.putLong(number);
            return;
        }
        Set<String> schemas = Set.of(in.getText(3).split("\n"));
        if (TYPED.contains(kind)) {
            Long found = typed(kind, written, schemas, in.getText(5), asked);
            if (found == null) {
                out.putNull();
            } else {
                out.putLong(found);
            }
            return;
        }
        List<String> parts = CatalogNames.parts(written);
        if (parts.size() == 3 && parts.get(0).equals(in.getText(4))) {
            parts = parts.subList(1, 3);
        }
        try {
            out.putLong(named(kind, written, parts, schemas, OwnFunctions.read(in.getText(5))));
        } catch (SqlFailure f) {
            if (!asked || !isNone(kind, f)) {
                throw f;
            }
            out.putNull();
        }
    });

    /** Null where it is asked for one that is not there. */
    private static Long typed(String kind, String written, Set<String> schemas, String own, boolean asked) {
        boolean operator = kind.equals("regoperator");
        Signature s = Signature.of(written, operator, PgTypeRules.INSTANCE, true);
        try {
            return operator ? operator(written, s, schemas) : procedure(written, s, schemas, OwnFunctions.read(own));
        } catch (SqlFailure f) {
            if (!asked || !isNone(kind, f)) {
                throw f;
            }
            return null;
        }
    }

    /** Whether a failure says that there is no object, or not one alone. */
    private static boolean isNone(String kind, SqlFailure f) {
        return switch (f.sqlState()) {
            case "42883", "42725", "3F000" -> true;
            case "42704" -> kind.equals("regcollation");
            default -> false;
        };
    }

    // --- by a name alone --------------------------------------------------------------------------------------------

    private static Long named(String kind, String written, List<String> parts, Set<String> schemas, OwnFunctions own) {
        if (parts.size() > 2) {
            throw tooMany(parts);
        }
        String schema = parts.size() == 2 ? parts.get(0) : null;
        String name = parts.get(parts.size() - 1);
        if (schema != null && !schemas.contains(schema) && !isSystem(schema)) {
            throw noSchema(schema);
        }
        List<Long> found = new ArrayList<>();
        if (schema == null || schema.equals(SYSTEM)) {
            found.addAll(all(kind).getOrDefault(name, List.of()));
        }
        if (kind.equals("regproc")) {
            found.addAll(own.named(schema, name));
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        boolean none = found.isEmpty();
        throw switch (kind) {
            case "regproc" ->
                none
                        ? SqlFailure.of(FailureKind.UNDEFINED_FUNCTION, "function \"" + written + "\" does not exist")
                        : ambiguous("more than one function named \"" + written + '"');
            case "regoper" ->
                none
                        ? SqlFailure.of(FailureKind.UNDEFINED_FUNCTION, "operator does not exist: " + written)
                        : ambiguous("more than one operator named " + written);
            case "regcollation" ->
                SqlFailure.of(
                        FailureKind.UNDEFINED_OBJECT,
                        "collation \"" + String.join(".", parts) + "\" for encoding \"UTF8\" does not exist");
            case "regconfig" ->
                SqlFailure.of(
                        FailureKind.UNDEFINED_OBJECT,
                        "text search configuration \"" + String.join(".", parts) + "\" does not exist");
            default ->
                SqlFailure.of(
                        FailureKind.UNDEFINED_OBJECT,
                        "text search dictionary \"" + String.join(".", parts) + "\" does not exist");
        };
    }

    private static Map<String, List<Long>> all(String kind) {
        String relation = switch (kind) {
            case "regproc" -> "pg_proc";
            case "regtype" -> "pg_type";
            case "regoper" -> "pg_operator";
            case "regcollation" -> "pg_collation";
            case "regconfig" -> "pg_ts_config";
            default -> "pg_ts_dict";
        };
        return BY_NAME.computeIfAbsent(relation, r -> {
            Map<String, List<Long>> names = new HashMap<>();
            for (Object[] row : CatalogData.rows(r)) {
                names.computeIfAbsent((String) row[1], n -> new ArrayList<>()).add((Long) row[0]);
            }
            return names;
        });
    }

    private static boolean isSystem(String schema) {
        return CatalogData.rows("pg_namespace").stream().anyMatch(r -> r[1].equals(schema));
    }

    private static SqlFailure ambiguous(String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message).sqlState("42725").build();
    }

    private static SqlFailure noSchema(String name) {
        return SqlFailure.build(FailureKind.SEMANTIC, "schema \"" + name + "\" does not exist")
                .sqlState("3F000")
                .build();
    }

    private static SqlFailure tooMany(List<String> parts) {
        String name = String.join(".", parts);
        return parts.size() == 3
                ? SqlFailure.build(FailureKind.UNSUPPORTED, "cross-database references are not implemented: " + name)
                        .build()
                : SqlFailure.of(FailureKind.SYNTAX, "improper qualified name (too many dotted names): " + name);
    }

    // --- by a name and types ----------------------------------------------------------------------------------------

    /** The number of the function of a name with the types that it takes ("f(integer, text)"). */
    private static Long procedure(String written, Signature s, Set<String> schemas, OwnFunctions own) {
        String vector = s.types.stream().map(String::valueOf).collect(Collectors.joining(" "));
        CatalogData.Definition d = CatalogData.definition(SYSTEM, "pg_proc");
        if (s.schema == null || s.schema.equals(SYSTEM)) {
            for (Object[] r : CatalogData.rows("pg_proc")) {
                if (r[d.index("proname")].equals(s.name) && r[d.index("proargtypes")].equals(vector)) {
                    return (Long) r[d.index("oid")];
                }
            }
        }
        if (s.schema != null && !schemas.contains(s.schema) && !isSystem(s.schema)) {
            throw noSchema(s.schema);
        }
        Long found = own.typed(s.schema, s.name, vector);
        if (found == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_FUNCTION, "function \"" + written + "\" does not exist");
        }
        return found;
    }

    private static Long operator(String written, Signature s, Set<String> schemas) {
        if (s.types.size() == 1) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "missing argument")
                    .sqlState("42P02")
                    .hint("Use NONE to denote the missing argument of a unary operator.")
                    .build();
        }
        if (s.types.size() != 2) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "too many arguments")
                    .sqlState("54023")
                    .hint("Provide two argument types for operator.")
                    .build();
        }
        if (s.schema != null && !schemas.contains(s.schema) && !isSystem(s.schema)) {
            throw noSchema(s.schema);
        }
        CatalogData.Definition d = CatalogData.definition(SYSTEM, "pg_operator");
        if (s.schema == null || s.schema.equals(SYSTEM)) {
            for (Object[] r : CatalogData.rows("pg_operator")) {
                if (r[1].equals(s.name)
                        && r[d.index("oprleft")].equals(s.types.get(0))
                        && r[d.index("oprright")].equals(s.types.get(1))) {
                    return (Long) r[0];
                }
            }
        }
        throw SqlFailure.of(FailureKind.UNDEFINED_FUNCTION, "operator does not exist: " + written);
    }

    /** A name and the numbers of types, 0 for NONE (parseNameAndArgTypes); {@code late} without the catalog. */
    private record Signature(String schema, String name, List<Long> types) {
        static Signature of(String written, boolean none, PgTypeRules rules, boolean late) {
            int open = outside(written, 0, "(");
            if (open == written.length()) {
                throw expected("a left parenthesis");
            }
            String list = written.substring(open + 1).stripTrailing();
            if (!list.endsWith(")")) {
                throw expected("a right parenthesis");
            }
            List<String> parts = CatalogNames.parts(written.substring(0, open));
            List<Long> types = new ArrayList<>();
            String rest = list.substring(0, list.length() - 1);
            if (!rest.isBlank()) {
                int from = 0;
                while (from <= rest.length()) {
                    int comma = outside(rest, from, ",");
                    types.add(type(rest.substring(from, comma).strip(), none, rules, late));
                    from = comma + 1;
                }
            }
            if (types.size() > MOST_TYPES) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "too many arguments")
                        .sqlState("54023")
                        .build();
            }
            if (parts.size() > 2) {
                throw tooMany(parts);
            }
            return new Signature(parts.size() == 2 ? parts.get(0) : null, parts.get(parts.size() - 1), types);
        }

        private static long type(String written, boolean none, PgTypeRules rules, boolean late) {
            if (none && written.equalsIgnoreCase("none")) {
                return 0;
            }
            if (written.isEmpty()) {
                throw expected("a type name");
            }
            Type type;
            try {
                type = PgParser.expression("NULL::" + written) instanceof Cast c
                        ? PgTypes.plain(rules.named(c.type()))
                        : null;
            } catch (SqlFailure f) {
                Long number = f.kind() == FailureKind.UNSUPPORTED ? ofServer(written) : null;
                if (number != null) {
                    return number;
                }
                // what users' types are called is the catalog's, which nobody asks when a statement runs
                throw f.kind() == FailureKind.UNDEFINED_OBJECT && late
                        ? SqlFailure.unsupported("type " + written + " in a name that is worked out")
                        : f;
            }
            if (type == null) {
                throw SqlFailure.unsupported("this name of a type: " + written);
            }
            return type.kind() == TypeKind.ARRAY || type.kind() == TypeKind.ENUM || RowTypes.isNamed(type)
                    ? type.id() & 0xFFFF_FFFFL
                    : (long) PgTypes.named(type.name()).id();
        }

        /** A type that no value here has, as functions of the server take it (cstring, internal, point); null if there is none. */
        private static Long ofServer(String written) {
            boolean array = written.endsWith("[]");
            List<String> parts = CatalogNames.parts(
                    array ? written.substring(0, written.length() - 2).strip() : written);
            String name = (array ? "_" : "") + parts.get(parts.size() - 1);
            boolean plain =
                    parts.size() == 1 || parts.size() == 2 && parts.get(0).equals(SYSTEM);
            return !plain
                    ? null
                    : all("regtype").getOrDefault(name, List.of()).stream()
                            .findFirst()
                            .orElse(null);
        }

        private static SqlFailure expected(String what) {
            return SqlFailure.build(FailureKind.BAD_VALUE, "expected " + what).build();
        }

        /** Where the character stands first, outside of quotes, parentheses and brackets; else the end. */
        private static int outside(String s, int from, String what) {
            boolean quoted = false;
            int depth = 0;
            for (int i = from; i < s.length(); i++) {
                char c = s.charAt(i);
                if (c == '"') {
                    quoted = !quoted;
                } else if (!quoted && depth == 0 && what.indexOf(c) >= 0) {
                    return i;
                } else if (!quoted && (c == '(' || c == '[')) {
                    depth++;
                } else if (!quoted && (c == ')' || c == ']')) {
                    depth--;
                }
            }
            return s.length();
        }
    }
}
