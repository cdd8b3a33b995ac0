package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.List;

/** regclass, regtype, regproc, regnamespace: objects by name in, by name out; in between they are numbers. */
final class CatalogNames {
    static final List<Type> TYPES = List.of(PgTypes.REGCLASS, PgTypes.REGTYPE, PgTypes.REGPROC, PgTypes.REGNAMESPACE);

    private CatalogNames() {}

    static boolean is(Type t) {
        return TYPES.stream().anyMatch(x -> x.name().equals(t.name()));
    }

    /** A value of such a type as the text that its output function gives: the name, "-" for 0, else the number. */
    static BoundExpression text(BoundExpression e, Type as, Place at) {
        BoundExpression number = Functions.operation(Operation.INTEGER_TO_TEXT, PgTypes.TEXT, e);
        BoundExpression name =
                CatalogFunctions.lookup(CatalogRelations.names(e.type().name(), at.catalog()), "oid", e, "name", at);
        return new OperationValue(Operation.COALESCE, List.of(name, number), as);
    }

    /** The object of a name that is written as a literal; null where this is none of these types. */
    static BoundExpression constant(BoundExpression e, Type to, Place at) {
        if (!is(to)
                || !(e instanceof BoundConstant c)
                || !(c.value() instanceof String s)
                || Input.trim(s).matches("\\d+")
                || s.equals("-")) {
            return null;
        }
        try {
            return new BoundConstant(find(s, to, at.catalog()), to);
        } catch (SqlFailure f) {
            throw at.of(e)
                    .build(f.kind(), f.getMessage())
                    .sqlState(f.sqlState())
                    .build();
        }
    }

    /** An argument of a function that takes such a type: by name as a literal, or a value of the type. */
    static BoundExpression named(BoundExpression e, Type to, Place at) {
        if (e instanceof BoundConstant c
                && c.value() instanceof String s
                && (PgTypes.isUnknown(c.type()) || PgTypes.isText(c.type()))) {
            BoundExpression found = constant(e, to, at);
            if (found != null) {
                return found;
            }
            if (Input.trim(s).matches("\\d+")) {
                return new BoundConstant(Long.valueOf(Input.trim(s)), to);
            }
        }
        if (PgTypes.isUnknown(e.type()) && !(e instanceof BoundConstant) || PgTypes.isText(e.type())) {
            throw at.unsupported("the name of a relation that is no constant");
        }
        return e;
    }

    private static Long find(String written, Type to, CatalogSnapshot catalog) {
        List<String> parts = parts(written);
        String last = parts.get(parts.size() - 1);
        String schema = parts.size() == 2 ? parts.get(0) : null;
        if (parts.size() > 2 || to == PgTypes.REGPROC) {
            throw SqlFailure.unsupported("this literal of type " + to.name());
        }
        Long found = switch (to.name()) {
            case "regclass" -> relation(schema, last, catalog);
            case "regtype" -> type(schema, last, catalog);
            default -> namespace(last, catalog);
        };
        if (found == null) {
            throw switch (to.name()) {
                case "regclass" ->
                    SqlFailure.of(
                            FailureKind.UNDEFINED_TABLE, "relation \"" + String.join(".", parts) + "\" does not exist");
                case "regtype" -> SqlFailure.unsupported("type \"" + written + "\" as regtype");
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
        for (Relation x : catalog.relations()) {
            if (schema == null ? catalog.path().contains(x.schema()) : schema.equals(x.schema())) {
                for (TableIndex i : CatalogRows.indexes(x)) {
                    if (i.name().equals(name)) {
                        return (long) i.id();
                    }
                }
            }
        }
        return null;
    }

    private static Long type(String schema, String name, CatalogSnapshot catalog) {
        UserType made = schema == null ? catalog.type(name) : catalog.type(schema, name);
        if (schema != null && !schema.equals("pg_catalog")) {
            return made == null ? null : (long) made.id();
        }
        String known = switch (name) {
            case "integer", "int" -> "int4";
            case "bigint" -> "int8";
            case "smallint" -> "int2";
            case "boolean" -> "bool";
            case "real" -> "float4";
            default -> name;
        };
        ServerCatalog.TypeRow row = ServerCatalog.all().type(known);
        return row != null ? Long.valueOf(row.oid()) : made == null ? null : (long) made.id();
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
