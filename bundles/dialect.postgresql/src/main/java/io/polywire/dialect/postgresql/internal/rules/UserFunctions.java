package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.postgresql.internal.rules.FunctionCalls.Form;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.analyse.RoutineCall;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which function of users a call means: FuncnameGetCandidates of namespace.c, over those of the search path and PostgreSQL's
 * own together.
 */
final class UserFunctions {
    private final CatalogSnapshot catalog;
    private final Map<ServerCatalog.FunctionRow, Routine> routines = new IdentityHashMap<>();
    private final List<Resolution.Candidate<Form>> all = new ArrayList<>();

    private UserFunctions(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    /** Whether calls of a name never come to the resolution of overloads. */
    static boolean isReserved(String name) {
        return Aggregates.has(name)
                || WindowFunctions.has(name)
                || PgTypeRules.INSTANCE.arrays().givesRows(name);
    }

    // --- types ----------------------------------------------------------------------------------------------------

    /** What the catalog keeps of the type of a parameter. */
    static Routine.DataType kept(Type type, UserType named) {
        if (named != null && named.isDomain()) {
            return new Routine.DataType("", named.id());
        }
        Type plain = PgTypes.plain(type);
        if (plain.kind() == TypeKind.ENUM) {
            return new Routine.DataType("", plain.id());
        }
        if (plain.kind() == TypeKind.ARRAY && plain.element().kind() == TypeKind.ENUM) {
            return new Routine.DataType("[]", plain.element().id());
        }
        Type element = plain.kind() == TypeKind.ARRAY ? plain.element() : plain;
        if (RowTypes.isNamed(element)) {
            int id = element.id() > 0 && element.id() < CatalogSnapshot.FIRST_TEMPORARY_ID
                    ? element.id()
                    : CatalogRows.relationOf(element.id());
            return new Routine.DataType(element == plain ? "" : "[]", id);
        }
        ServerCatalog.TypeRow row = ServerCatalog.all().type(plain.name());
        if (row == null || row.kind() == 'p' || row.oid() != plain.id()) {
            throw SqlFailure.unsupported("type " + PgTypes.display(plain) + " of a parameter or result");
        }
        return new Routine.DataType(plain.name(), 0);
    }

    /** Whether the name of a type is that of a pseudo-type which stands for the type of an argument. */
    static boolean isPolymorphic(TypeName name) {
        int n = name.name().parts().size();
        return name.dimensions().isEmpty()
                && Pathway.POLYMORPHIC.contains(name.name().last().name())
                && (n == 1 || n == 2 && name.name().parts().get(0).name().equals("pg_catalog"));
    }

    /** Whether a name is that of any pseudo-type. */
    static boolean isPseudo(TypeName name) {
        int n = name.name().parts().size();
        ServerCatalog.TypeRow row = ServerCatalog.all().type(name.name().last().name());
        return name.dimensions().isEmpty()
                && row != null
                && row.kind() == 'p'
                && (n == 1 || n == 2 && name.name().parts().get(0).name().equals("pg_catalog"));
    }

    static boolean isPolymorphic(Routine.DataType t) {
        return t.user() == 0 && Pathway.POLYMORPHIC.contains(t.name());
    }

    private static final String SIMPLE = "type anyelement, anyarray, anynonarray, anyenum, anyrange, or anymultirange.";
    private static final String COMPATIBLE = "type anycompatible, anycompatiblearray, anycompatiblenonarray,"
            + " anycompatiblerange, or anycompatiblemultirange.";

    /** check_valid_polymorphic_signature of parse_coerce.c. */
    static void checkPolymorphic(Routine.DataType result, List<Routine.DataType> parameters) {
        if (result == null || !isPolymorphic(result)) {
            return;
        }
        String r = result.name();
        boolean compatible = r.startsWith("anycompatible");
        boolean range = r.endsWith("range");
        boolean told = parameters.stream()
                .anyMatch(p -> isPolymorphic(p)
                        && p.name().startsWith("anycompatible") == compatible
                        && (!range || p.name().endsWith("range")));
        if (!told) {
            String prefix = compatible ? "anycompatible" : "any";
            throw SqlFailure.build(FailureKind.SEMANTIC, "cannot determine result data type")
                    .sqlState("42P13")
                    .detail("A result of type " + r + " requires at least one input of "
                            + (range
                                    ? "type " + prefix + "range or " + prefix + "multirange."
                                    : compatible ? COMPATIBLE : SIMPLE))
                    .build();
        }
    }

    /** A function as one call means it: with types in place of those that stand for them. */
    private Routine specialised(Routine r, List<BoundExpression> given) {
        if (r.parameters().stream().noneMatch(p -> isPolymorphic(p.type()))) {
            return r;
        }
        List<String> takes = new ArrayList<>();
        List<Type> arguments = new ArrayList<>();
        List<Routine.Parameter> in = r.inputs();
        for (int i = 0; i < in.size(); i++) {
            if (isPolymorphic(in.get(i).type())) {
                takes.add(in.get(i).type().name());
                arguments.add(given.get(i) == null ? Type.UNKNOWN : given.get(i).type());
            }
        }
        List<Routine.DataType> types = new ArrayList<>();
        for (Routine.Parameter p : r.parameters()) {
            types.add(specialised(p.type(), takes, arguments));
        }
        return r.typed(types, r.result() == null ? null : specialised(r.result(), takes, arguments));
    }

    private static Routine.DataType specialised(Routine.DataType t, List<String> takes, List<Type> arguments) {
        if (!isPolymorphic(t)) {
            return t;
        }
        Type actual = Generics.result(t.name(), takes, arguments);
        if (actual == null) {
            throw SqlFailure.of(
                    FailureKind.TYPE_MISMATCH, "could not determine polymorphic type because input has type unknown");
        }
        return kept(actual, null);
    }

    /** The type that {@link #kept} has kept. */
    static Type type(Routine.DataType t, CatalogSnapshot catalog) {
        if (t.user() == 0) {
            return PgTypes.named(t.name());
        }
        Relation rows = catalog.relation(t.user());
        Type type = PgTypeRules.of(catalog).numbered(rows == null ? t.user() : CatalogRows.rowTypeOf(rows));
        if (type == null) {
            throw SqlFailure.unsupported("a function over rows of this kind");
        }
        return t.name().isEmpty() ? type : PgTypes.arrayOf(type);
    }

    // --- calls ----------------------------------------------------------------------------------------------------

    /** The function of users that a call means, or null. */
    static RoutineCall find(
            CatalogSnapshot catalog,
            String schema,
            String name,
            List<BoundExpression> arguments,
            List<String> names,
            Place at) {
        List<String> schemas = schema == null ? catalog.path() : List.of(schema);
        if (catalog.routines().isEmpty()
                || schemas.stream().allMatch(s -> catalog.routines(s, name).isEmpty())) {
            return null;
        }
        UserFunctions among = new UserFunctions(catalog);
        if (schema == null) {
            among.all.addAll(FunctionCalls.candidates(name, arguments.size(), names, false));
        }
        for (String s : schemas) {
            among.add(catalog.routines(s, name), arguments, names);
        }
        if (schema == null) {
            FunctionCalls.ofExtensions(name, arguments.size(), names, false).stream()
                    .filter(c -> among.all.stream().noneMatch(o -> o.takes().equals(c.takes())))
                    .forEach(among.all::add);
        }
        return among.chosen(name, arguments, names, at);
    }

    private ServerCatalog.FunctionRow row(Routine r) {
        List<Routine.Parameter> in = r.inputs();
        List<String> named = in.stream().anyMatch(p -> p.name() != null)
                ? in.stream().map(p -> p.name() == null ? "" : p.name()).toList()
                : List.of();
        return new ServerCatalog.FunctionRow(
                r.name(),
                'f',
                in.stream().map(p -> type(p.type(), catalog).name()).toList(),
                "",
                null,
                named,
                in.stream()
                        .filter(p -> p.defaultSource() != null)
                        .map(Routine.Parameter::defaultSource)
                        .toList(),
                0);
    }

    /** Adds those of a schema that no earlier one hides. */
    private void add(List<Routine> of, List<BoundExpression> arguments, List<String> names) {
        int given = arguments.size();
        List<Resolution.Candidate<Form>> here = new ArrayList<>();
        for (Routine r : of) {
            ServerCatalog.FunctionRow row = row(r);
            Resolution.Candidate<Form> c = FunctionCalls.candidate(row, given, names, false);
            if (c != null
                    && takesRows(c, arguments, r)
                    && all.stream().noneMatch(o -> o.takes().equals(c.takes()))) {
                routines.put(row, r);
                here.add(c);
            }
        }
        // several that differ in what the call leaves out are ambiguous
        all.addAll(here);
    }

    /** Whether rows without a type are given for rows. */
    private boolean takesRows(Resolution.Candidate<Form> c, List<BoundExpression> arguments, Routine r) {
        for (int i = 0; i < arguments.size(); i++) {
            Type to = type(r.inputs().get(c.what().parameters().get(i)).type(), catalog);
            if (arguments.get(i).type().id() == PgTypes.RECORD.id() && !RowTypes.is(to)) {
                return false;
            }
        }
        return true;
    }

    private RoutineCall chosen(String name, List<BoundExpression> arguments, List<String> names, Place at) {
        List<Type> types = arguments.stream().map(BoundExpression::type).toList();
        Resolution.Candidate<Form> best = Resolution.exact(all, types);
        if (best == null) {
            List<Resolution.Candidate<Form>> matching = Resolution.matching(all, types);
            if (matching.isEmpty()) {
                return null;
            }
            best = Resolution.best(matching, types);
        }
        Resolution.Candidate<Form> found = best;
        boolean several = found == null
                || all.stream().anyMatch(c -> c != found && c.takes().equals(found.takes()));
        if (several) {
            throw at.build(
                            FailureKind.SEMANTIC,
                            "function " + name + "(" + FunctionCalls.types(arguments, names) + ") is not unique")
                    .sqlState("42725")
                    .hint("Could not choose a best candidate function. You might need to add explicit type casts.")
                    .build();
        }
        Routine made = routines.get(found.what().row());
        if (made == null) {
            return null;
        }
        List<BoundExpression> given =
                new ArrayList<>(Collections.nCopies(made.inputs().size(), null));
        for (int i = 0; i < arguments.size(); i++) {
            given.set(found.what().parameters().get(i), arguments.get(i));
        }
        Routine r = specialised(made, given);
        List<Routine.Parameter> in = r.inputs();
        List<BoundExpression> brought = new ArrayList<>(Collections.nCopies(in.size(), null));
        for (int i = 0; i < arguments.size(); i++) {
            int p = found.what().parameters().get(i);
            brought.set(p, Coercions.implicit(arguments.get(i), type(in.get(p).type(), catalog), at));
        }
        return new RoutineCall(r, brought);
    }
}
