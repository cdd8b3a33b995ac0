package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.right.GrantRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * has_table_privilege and its kin (acl.c): what was given is part of the schema, whose rights a role has is asked for at
 * each execution.
 */
final class PrivilegeFunctions {
    /** What a function is about: the type of names of the objects, and the words of rights on them. */
    private record About(Type names, Set<String> words) {}

    private static final Set<String> TABLE =
            Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER");
    private static final Set<String> COLUMN = Set.of("SELECT", "INSERT", "UPDATE", "REFERENCES");

    private static final Map<String, About> ABOUT = Map.ofEntries(
            Map.entry("has_table_privilege", new About(PgTypes.REGCLASS, TABLE)),
            Map.entry("has_any_column_privilege", new About(PgTypes.REGCLASS, COLUMN)),
            Map.entry("has_column_privilege", new About(PgTypes.REGCLASS, COLUMN)),
            Map.entry("has_sequence_privilege", new About(PgTypes.REGCLASS, Set.of("USAGE", "SELECT", "UPDATE"))),
            Map.entry("has_schema_privilege", new About(PgTypes.REGNAMESPACE, Set.of("CREATE", "USAGE"))),
            Map.entry("has_database_privilege", new About(null, Set.of("CREATE", "CONNECT", "TEMPORARY", "TEMP"))),
            Map.entry("has_function_privilege", new About(PgTypes.REGPROCEDURE, Set.of("EXECUTE"))),
            Map.entry("has_language_privilege", new About(null, Set.of("USAGE"))),
            Map.entry("has_type_privilege", new About(PgTypes.REGTYPE, Set.of("USAGE"))),
            Map.entry("has_tablespace_privilege", new About(null, Set.of("CREATE"))),
            Map.entry("has_foreign_data_wrapper_privilege", new About(null, Set.of("USAGE"))),
            Map.entry("has_server_privilege", new About(null, Set.of("USAGE"))),
            Map.entry("has_parameter_privilege", new About(null, Set.of("SET", "ALTER SYSTEM"))));

    /** Objects about which nothing can be said: where they stand, what their names are called, and what they are. */
    private record Plain(String relation, String name, String word) {}

    private static final Map<String, Plain> PLAIN = Map.of(
            "language", new Plain("pg_language", "lanname", "language"),
            "tablespace", new Plain("pg_tablespace", "spcname", "tablespace"),
            "foreign_data_wrapper", new Plain("pg_foreign_data_wrapper", "fdwname", "foreign-data wrapper"),
            "server", new Plain("pg_foreign_server", "srvname", "server"));

    private PrivilegeFunctions() {}

    /** A call, or null if it is none of these. */
    static BoundExpression call(String name, List<BoundExpression> given, Place at) {
        if (name.equals("pg_has_role")) {
            return role(FunctionCalls.find(name, given, List.of(), false, at).brought(at), at);
        }
        About about = ABOUT.get(name);
        if (about == null) {
            return null;
        }
        FunctionCalls.Chosen chosen = FunctionCalls.find(name, given, List.of(), false, at);
        List<BoundExpression> a = new ArrayList<>(chosen.brought(at));
        boolean columns = name.equals("has_column_privilege");
        BoundExpression words = a.remove(a.size() - 1);
        BoundExpression column = columns ? a.remove(a.size() - 1) : null;
        BoundExpression object = a.remove(a.size() - 1);
        BoundExpression who = rights(a.isEmpty() ? null : a.get(0), "rights", at);
        if (!a.isEmpty() && !PgTypes.isText(a.get(0).type())) {
            // a number that no role has has what everybody has
            who = coalesce(PgTypes.TEXT, who, new BoundConstant(",", PgTypes.TEXT));
        }
        BoundConstant kind = new BoundConstant(name.substring(4, name.length() - 10), PgTypes.TEXT);
        if (name.equals("has_database_privilege")) {
            return database(who, kind, words, object, at);
        }
        if (about.names() == null) {
            return Functions.call(DEFAULT, PgTypes.BOOL, who, kind, words, existing(kind, object, at));
        }
        if (about.names() == PgTypes.REGNAMESPACE && PgTypes.isText(object.type())) {
            // the name of a schema as it is, not as it is written
            object = Functions.call(WRITTEN, PgTypes.TEXT, object);
        }
        if (about.names() == PgTypes.REGPROCEDURE
                && object instanceof BoundConstant c
                && c.value() instanceof String s) {
            object = new BoundConstant(ServerNames.find(s, PgTypes.REGPROCEDURE, at.catalog()), PgTypes.REGPROCEDURE);
        }
        BoundExpression oid = PgTypes.isText(object.type())
                ? CatalogNames.found(object, about.names(), CatalogNames.How.CAST, at)
                : object;
        SystemRelation given0 = CatalogRelations.given(at.catalog());
        BoundExpression whole = CatalogFunctions.lookup(
                given0,
                List.of("oid", "column"),
                List.of(
                        oid,
                        new BoundConstant(about.names() == PgTypes.REGTYPE ? GivenRights.OF_TYPES : 0L, PgTypes.INT4)),
                "given",
                at);
        BoundExpression part;
        if (columns) {
            part = ofColumn(given0, oid, whole, column, at);
        } else if (name.equals("has_any_column_privilege")) {
            part = CatalogFunctions.lookup(
                    given0, List.of("oid", "column"), List.of(oid, new BoundConstant(-1L, PgTypes.INT4)), "given", at);
        } else {
            part = new BoundConstant("", PgTypes.TEXT);
        }
        BoundExpression has = has(who, kind, words, whole, part);
        if (about.names() == PgTypes.REGPROCEDURE) {
            // of the functions that are there from the start nothing was said
            BoundExpression there = of("pg_proc", "oid", oid, "oid", at);
            has = coalesce(PgTypes.BOOL, has, Functions.call(DEFAULT, PgTypes.BOOL, who, kind, words, there));
        }
        return name.equals("has_sequence_privilege") ? ofSequence(oid, has, at) : has;
    }

    private static BoundExpression coalesce(Type type, BoundExpression... values) {
        return new OperationValue(Operation.COALESCE, List.of(values), type);
    }

    private static BoundExpression of(String relation, String key, BoundExpression value, String column, Place at) {
        return CatalogFunctions.lookup(
                CatalogRelations.find("pg_catalog", relation, at.catalog()), key, value, column, at);
    }

    /** An object of a kind about which nothing is said: NULL for a number that none has, a failure for a name. */
    private static BoundExpression existing(BoundConstant kind, BoundExpression object, Place at) {
        if (kind.value().equals("parameter")) {
            return object;
        }
        boolean named = PgTypes.isText(object.type());
        if (kind.value().equals("type")) {
            return of(
                    "pg_type",
                    "oid",
                    named ? CatalogNames.found(object, PgTypes.REGTYPE, CatalogNames.How.CAST, at) : object,
                    "oid",
                    at);
        }
        Plain p = PLAIN.get((String) kind.value());
        return named
                ? coalesce(
                        PgTypes.OID,
                        of(p.relation(), p.name(), object, "oid", at),
                        Functions.call(NO_OBJECT, PgTypes.OID, new BoundConstant(p.word(), PgTypes.TEXT), object))
                : of(p.relation(), "oid", object, "oid", at);
    }

    /**
     * What was given on a column: nothing is said of those of system relations; NULL for a number that none has, or for a table
     * that is not there; a failure for a name.
     */
    private static BoundExpression ofColumn(
            SystemRelation given, BoundExpression oid, BoundExpression whole, BoundExpression column, Place at) {
        boolean named = PgTypes.isText(column.type());
        BoundExpression said = CatalogFunctions.lookup(
                given, List.of("oid", named ? "name" : "column"), List.of(oid, column), "given", at);
        SystemRelation columns = CatalogRelations.find("pg_catalog", "pg_attribute", at.catalog());
        String key = named ? "attname" : "attnum";
        BoundExpression there = CatalogFunctions.lookup(
                columns,
                List.of("attrelid", key, "attisdropped"),
                List.of(oid, column, new BoundConstant(0L, PgTypes.BOOL)),
                "attnum",
                at);
        BoundConstant nothing = new BoundConstant(null, PgTypes.TEXT);
        // of one that was dropped there is nothing to tell, by its name either
        BoundExpression none = named
                ? new BoundCase(
                        List.of(isThere(CatalogFunctions.lookup(
                                columns, List.of("attrelid", key), List.of(oid, column), "attnum", at))),
                        List.of(nothing),
                        Functions.call(NO_COLUMN, PgTypes.TEXT, column, of("pg_class", "oid", oid, "relname", at)),
                        PgTypes.TEXT)
                : nothing;
        return new BoundCase(
                List.of(isThere(whole)),
                List.of(coalesce(
                        PgTypes.TEXT,
                        said,
                        new BoundCase(
                                List.of(isThere(there)),
                                List.of(new BoundConstant("", PgTypes.TEXT)),
                                none,
                                PgTypes.TEXT))),
                new BoundConstant(null, PgTypes.TEXT),
                PgTypes.TEXT);
    }

    /** What is no sequence has no rights of one. */
    private static BoundExpression ofSequence(BoundExpression oid, BoundExpression has, Place at) {
        BoundExpression sequence = Functions.operation(
                Operation.EQUAL,
                PgTypes.BOOL,
                of("pg_class", "oid", oid, "relkind", at),
                new BoundConstant("S", PgTypes.CHAR));
        return new BoundCase(
                List.of(sequence),
                List.of(has),
                Functions.call(NO_SEQUENCE, PgTypes.BOOL, of("pg_class", "oid", oid, "relname", at)),
                PgTypes.BOOL);
    }

    /** Whether a role has rights; for who may do all that is said without a call for each row. */
    private static BoundExpression has(
            BoundExpression who,
            BoundConstant kind,
            BoundExpression words,
            BoundExpression whole,
            BoundExpression part) {
        BoundExpression has = Functions.call(HAS, PgTypes.BOOL, who, kind, words, whole, part);
        boolean known = words instanceof BoundConstant c
                && c.value() instanceof String list
                && isKnown((String) kind.value(), list);
        if (!known) {
            return has;
        }
        return new BoundCase(
                List.of(Functions.operation(Operation.EQUAL, PgTypes.BOOL, who, new BoundConstant("*", PgTypes.TEXT))),
                List.of(new BoundCase(
                        List.of(new OperationValue(
                                Operation.AND,
                                List.of(
                                        Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, whole),
                                        Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, part)),
                                PgTypes.BOOL)),
                        List.of(new BoundConstant(1L, PgTypes.BOOL)),
                        new BoundConstant(null, PgTypes.BOOL),
                        PgTypes.BOOL)),
                has,
                PgTypes.BOOL);
    }

    private static boolean isKnown(String kind, String list) {
        try {
            words(kind, list);
            return true;
        } catch (SqlFailure e) {
            // whoever asks with it is told when it is asked
            return false;
        }
    }

    /** What other databases keep is not known here: NULL, but for who may do all. */
    private static BoundExpression database(
            BoundExpression who, BoundExpression kind, BoundExpression words, BoundExpression object, Place at) {
        BoundExpression here = new SessionParameter(SessionValue.DATABASE, PgTypes.NAME);
        BoundExpression mine = PgTypes.isText(object.type())
                ? here
                : CatalogFunctions.lookup(CatalogViews.live("databases"), "name", here, "number", at);
        BoundExpression given = CatalogFunctions.lookup(
                CatalogRelations.given(at.catalog()),
                List.of("oid", "column"),
                List.of(new BoundConstant((long) GrantRow.DATABASE, PgTypes.OID), new BoundConstant(0L, PgTypes.INT4)),
                "given",
                at);
        return new BoundCase(
                List.of(Functions.operation(Operation.EQUAL, PgTypes.BOOL, object, mine)),
                List.of(Functions.call(
                        HAS, PgTypes.BOOL, who, kind, words, given, new BoundConstant("", PgTypes.TEXT))),
                Functions.call(DEFAULT, PgTypes.BOOL, who, kind, words, database(object, at)),
                PgTypes.BOOL);
    }

    /** The number of another database, or of a template: NULL for a number that none has, a failure for a name. */
    private static BoundExpression database(BoundExpression object, Place at) {
        boolean named = PgTypes.isText(object.type());
        SystemRelation all = CatalogViews.live("databases");
        SystemRelation templates = CatalogViews.live("templates");
        BoundExpression found = coalesce(
                PgTypes.OID,
                CatalogFunctions.lookup(all, named ? "name" : "number", object, "number", at),
                CatalogFunctions.lookup(templates, named ? "datname" : "oid", object, "oid", at));
        return named ? coalesce(PgTypes.OID, found, Functions.call(NO_DATABASE, PgTypes.OID, object)) : found;
    }

    /** Whose rights a role has, as {@link io.polywire.sql.catalog.LiveRelation#RIGHTS} says; null asks for the present one. */
    private static BoundExpression rights(BoundExpression who, String column, Place at) {
        SystemRelation roles = CatalogViews.live("rights");
        if (who == null) {
            return CatalogFunctions.lookup(
                    roles, "name", new SessionParameter(SessionValue.USER, PgTypes.NAME), column, at);
        }
        if (PgTypes.isText(who.type())) {
            return new OperationValue(
                    Operation.COALESCE,
                    List.of(
                            CatalogFunctions.lookup(roles, "name", who, column, at),
                            Functions.call(NO_ROLE, PgTypes.TEXT, who)),
                    PgTypes.TEXT);
        }
        return new BoundCase(
                List.of(Functions.operation(Operation.EQUAL, PgTypes.BOOL, who, new BoundConstant(10L, PgTypes.OID))),
                List.of(CatalogFunctions.lookup(
                        roles, List.of("first"), List.of(new BoundConstant(1L, PgTypes.BOOL)), column, at)),
                CatalogFunctions.lookup(roles, "number", who, column, at),
                PgTypes.TEXT);
    }

    private static BoundExpression role(List<BoundExpression> a, Place at) {
        BoundExpression words = a.get(a.size() - 1);
        BoundExpression role = a.get(a.size() - 2);
        BoundExpression who = a.size() == 3 ? a.get(0) : null;
        BoundExpression rights = rights(who, "rights", at);
        BoundExpression member = rights(who, "member", at);
        BoundExpression has = Functions.call(
                MEMBER,
                PgTypes.BOOL,
                rights,
                member,
                new OperationValue(
                        Operation.COALESCE,
                        List.of(
                                Functions.operation(Operation.INTEGER_TO_TEXT, PgTypes.TEXT, rights(role, "id", at)),
                                new BoundConstant("", PgTypes.TEXT)),
                        PgTypes.TEXT),
                words);
        // who may do all is a member of every role; a role that is not there by its name is looked for all the same
        boolean known = words instanceof BoundConstant c && c.value() instanceof String w && MEMBERSHIPS.contains(w);
        return !known || PgTypes.isText(role.type())
                ? has
                : new BoundCase(
                        List.of(new OperationValue(
                                Operation.AND, List.of(isAll(rights), isAll(member), isThere(role)), PgTypes.BOOL)),
                        List.of(new BoundConstant(1L, PgTypes.BOOL)),
                        has,
                        PgTypes.BOOL);
    }

    /** What is asked for as a rule. */
    private static final Set<String> MEMBERSHIPS = Set.of("USAGE", "MEMBER", "usage", "member");

    private static BoundExpression isAll(BoundExpression rights) {
        return Functions.operation(Operation.EQUAL, PgTypes.BOOL, rights, new BoundConstant("*", PgTypes.TEXT));
    }

    private static BoundExpression isThere(BoundExpression e) {
        return Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, e);
    }

    private static final ScalarFunction WRITTEN =
            Functions.strict("written_name", 1, (in, out) -> out.putText(CatalogFunctions.quoted(in.getText(0))));

    private static final ScalarFunction NO_ROLE = Functions.strict("no_such_role", 1, (in, out) -> {
        if (in.getText(0).equals("public")) {
            out.putText(",");
            return;
        }
        throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "role \"" + in.getText(0) + "\" does not exist");
    });

    private static final ScalarFunction NO_OBJECT = Functions.strict("no_such_object", 2, (in, out) -> {
        throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, in.getText(0) + " \"" + in.getText(1) + "\" does not exist");
    });

    private static final ScalarFunction NO_DATABASE = Functions.strict("no_such_database", 1, (in, out) -> {
        throw SqlFailure.build(FailureKind.SEMANTIC, "database \"" + in.getText(0) + "\" does not exist")
                .sqlState("3D000")
                .build();
    });

    private static final ScalarFunction NO_COLUMN = Functions.strict("no_such_column", 2, (in, out) -> {
        throw SqlFailure.build(
                        FailureKind.SEMANTIC,
                        "column \"" + in.getText(0) + "\" of relation \"" + in.getText(1) + "\" does not exist")
                .sqlState("42703")
                .build();
    });

    private static final ScalarFunction NO_SEQUENCE = Functions.strict("no_sequence", 1, (in, out) -> {
        throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + in.getText(0) + "\" is not a sequence")
                .sqlState("42809")
                .build();
    });

    private static SqlFailure unrecognized(String word) {
        return SqlFailure.build(FailureKind.SEMANTIC, "unrecognized privilege type: \"" + word + "\"")
                .sqlState("22023")
                .build();
    }

    /** The words of a list of rights, each with whether it is asked for with the option to give it on. */
    private static List<String> words(String kind, String list) {
        Set<String> known = ABOUT.get("has_" + kind + "_privilege").words();
        List<String> all = new ArrayList<>();
        for (String w : list.split(",", -1)) {
            String word = w.trim().toUpperCase(Locale.ROOT);
            String plain = word.endsWith(" WITH GRANT OPTION")
                    ? word.substring(0, word.length() - " WITH GRANT OPTION".length())
                            .trim()
                    : word;
            if (!known.contains(plain)) {
                throw unrecognized(w.trim());
            }
            all.add(word);
        }
        return all;
    }

    /** What nothing is said about: the owner and superusers have all, everybody what PostgreSQL gives by default. */
    private static final ScalarFunction DEFAULT = Functions.strict("has_by_default", 4, (in, out) -> {
        String kind = in.getText(1);
        boolean has = in.getText(0).equals("*");
        for (String w : words(kind, in.getText(2))) {
            if (kind.equals("database") && !has) {
                out.putNull();
                return;
            }
            has |= switch (kind) {
                case "function", "language", "type" -> !w.endsWith("OPTION");
                default -> false;
            };
        }
        out.putLong(has ? 1 : 0);
    });

    /**
     * What was given: "owner;grantee:rights:options;..." of the object, and of the column. NULL for an object that is not
     * there.
     */
    private static final ScalarFunction HAS = Functions.strict("has_right", 5, (in, out) -> {
        boolean has = in.getText(0).equals("*");
        for (String w : words(in.getText(1), in.getText(2))) {
            has |= given(in.getText(0), in.getText(3), w)
                    || given(in.getText(0), in.getText(4), w)
                    || everywhere(in.getText(0), in.getText(1), in.getText(3), w);
        }
        out.putLong(has ? 1 : 0);
    });

    /**
     * What pg_read_all_data and pg_write_all_data give (pg_class_aclmask and pg_namespace_aclmask of aclchk.c); the tables of the
     * catalogs are changed by superusers alone.
     */
    private static boolean everywhere(String rights, String kind, String given, String word) {
        boolean reads = rights.contains(",r,");
        boolean writes = rights.endsWith(",w,");
        return switch (kind) {
            case "schema" -> word.equals("USAGE") && (reads || writes);
            case "table", "sequence", "column", "any_column" ->
                switch (word) {
                    case "SELECT" -> reads;
                    case "INSERT", "UPDATE", "DELETE" -> writes && !given.startsWith(GivenRights.CATALOG);
                    default -> false;
                };
            default -> false;
        };
    }

    private static boolean given(String rights, String given, String word) {
        if (given.isEmpty()) {
            return false;
        }
        String[] parts = given.split(";");
        if (!parts[0].isEmpty() && rights.contains("," + parts[0] + ",")) {
            return true;
        }
        boolean option = word.endsWith(" WITH GRANT OPTION");
        String plain = option
                ? word.substring(0, word.length() - " WITH GRANT OPTION".length())
                        .trim()
                : word;
        io.polywire.sql.right.Right right = io.polywire.sql.right.Right.of(plain);
        for (int i = 1; right != null && i < parts.length; i++) {
            String[] p = parts[i].split(":");
            boolean his = p[0].equals("-1") || rights.contains("," + p[0] + ",");
            if (his && (Integer.parseInt(p[option ? 2 : 1]) & right.bit()) != 0) {
                return true;
            }
        }
        return false;
    }

    private static final ScalarFunction MEMBER = Functions.strict("has_role", 4, (in, out) -> {
        boolean has = false;
        for (String w : in.getText(3).split(",", -1)) {
            String word = w.trim().toUpperCase(Locale.ROOT);
            boolean usage = word.equals("USAGE");
            if (!usage
                    && !word.equals("MEMBER")
                    && !word.equals("USAGE WITH GRANT OPTION")
                    && !word.equals("USAGE WITH ADMIN OPTION")
                    && !word.equals("MEMBER WITH GRANT OPTION")
                    && !word.equals("MEMBER WITH ADMIN OPTION")) {
                throw unrecognized(w.trim());
            }
            if (word.endsWith("OPTION")) {
                if (!in.getText(0).equals("*")) {
                    throw SqlFailure.unsupported("pg_has_role with the admin option");
                }
                has = true;
                continue;
            }
            String whose = in.getText(usage ? 0 : 1);
            has |= whose.equals("*") || whose.contains("," + in.getText(2) + ",");
        }
        out.putLong(has ? 1 : 0);
    });
}
