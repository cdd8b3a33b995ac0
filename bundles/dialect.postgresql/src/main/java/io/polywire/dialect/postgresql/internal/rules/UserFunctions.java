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
    private Routine specialised(Routine r, List<BoundExpression> given, List<BoundExpression> collected) {
        if (r.parameters().stream().noneMatch(p -> isPolymorphic(p.type()))) {
            return r;
        }
        List<String> takes = new ArrayList<>();
        List<Type> arguments = new ArrayList<>();
        List<Routine.Parameter> in = r.inputs();
        int n = collected.isEmpty() ? in.size() : in.size() - 1;
        for (int i = 0; i < n; i++) {
            if (isPolymorphic(in.get(i).type())) {
                takes.add(in.get(i).type().name());
                arguments.add(given.get(i) == null ? Type.UNKNOWN : given.get(i).type());
            }
        }
        if (n < in.size() && isPolymorphic(in.get(n).type())) {
            String element = collected(in.get(n).type(), catalog).name();
            collected.forEach(a -> {
                takes.add(element);
                arguments.add(a.type());
            });
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

    /** Whether a VARIADIC parameter may have a type; a domain over an array is none. */
    static boolean collects(Routine.DataType t) {
        if (isPolymorphic(t)) {
            return t.name().equals("anyarray") || t.name().equals("anycompatiblearray");
        }
        return t.user() == 0
                ? PgTypes.named(t.name()).kind() == TypeKind.ARRAY
                : t.name().equals("[]");
    }

    /** The type of what a VARIADIC parameter of such a type collects. */
    static Type collected(Routine.DataType t, CatalogSnapshot catalog) {
        if (isPolymorphic(t)) {
            return PgTypes.named(t.name().equals("anyarray") ? "anyelement" : "anycompatible");
        }
        return type(t, catalog).element();
    }

    // --- calls ----------------------------------------------------------------------------------------------------

    /** The function of users that a call means, or null. */
    static RoutineCall find(
            CatalogSnapshot catalog,
            String schema,
            String name,
            List<BoundExpression> arguments,
            List<String> names,
            boolean variadic,
            Place at) {
        List<String> schemas = schema == null ? catalog.path() : List.of(schema);
        if (catalog.routines().isEmpty()
                || schemas.stream().allMatch(s -> catalog.routines(s, name).isEmpty())) {
            return null;
        }
        UserFunctions among = new UserFunctions(catalog);
        if (schema == null) {
            among.all.addAll(FunctionCalls.candidates(name, arguments.size(), names, variadic));
        }
        for (String s : schemas) {
            among.add(catalog.routines(s, name), arguments, names, variadic);
        }
        if (schema == null) {
            FunctionCalls.ofExtensions(name, arguments.size(), names, variadic).stream()
                    .filter(c -> among.all.stream().noneMatch(o -> o.takes().equals(c.takes())))
                    .forEach(among.all::add);
        }
        return among.chosen(name, arguments, names, variadic, at);
    }

    private ServerCatalog.FunctionRow row(Routine r) {
        return row(r, catalog);
    }

    /** A function of users as those of the server are. */
    static ServerCatalog.FunctionRow row(Routine r, CatalogSnapshot catalog) {
        List<Routine.Parameter> in = r.inputs();
        List<String> named = in.stream().anyMatch(p -> p.name() != null)
                ? in.stream().map(p -> p.name() == null ? "" : p.name()).toList()
                : List.of();
        return new ServerCatalog.FunctionRow(
                r.name(),
                'f',
                in.stream().map(p -> type(p.type(), catalog).name()).toList(),
                "",
                in.isEmpty() || in.get(in.size() - 1).mode() != Routine.Mode.VARIADIC
                        ? null
                        : collected(in.get(in.size() - 1).type(), catalog).name(),
                named,
                in.stream()
                        .filter(p -> p.defaultSource() != null)
                        .map(Routine.Parameter::defaultSource)
                        .toList(),
                0);
    }

    /** Adds those of a schema that no earlier one hides. */
    private void add(List<Routine> of, List<BoundExpression> arguments, List<String> names, boolean variadic) {
        int given = arguments.size();
        List<Resolution.Candidate<Form>> here = new ArrayList<>();
        for (Routine r : of) {
            ServerCatalog.FunctionRow row = row(r);
            Resolution.Candidate<Form> c = FunctionCalls.candidate(row, given, names, variadic);
            if (c != null
                    && takesRows(c, arguments, r)
                    && all.stream().noneMatch(o -> o.takes().equals(c.takes()))) {
                routines.put(row, r);
                here.add(c);
            }
        }
        // one that takes the arguments as they are hides one that collects the same (FuncnameGetCandidates)
        here.removeIf(c -> c.what().expanded()
                && here.stream().anyMatch(o -> !o.what().expanded() && o.takes().equals(c.takes())));
        // several that differ in what the call leaves out are ambiguous
        all.addAll(here);
    }

    /** Whether rows without a type are given for rows. */
    private boolean takesRows(Resolution.Candidate<Form> c, List<BoundExpression> arguments, Routine r) {
        for (int i = 0; i < arguments.size(); i++) {
            List<Routine.Parameter> in = r.inputs();
            boolean collected = c.what().expanded() && i >= in.size() - 1;
            Routine.DataType of = collected
                    ? in.get(in.size() - 1).type()
                    : in.get(c.what().expanded() ? i : c.what().parameters().get(i))
                            .type();
            Type to = collected ? collected(of, catalog) : type(of, catalog);
            if (arguments.get(i).type().id() == PgTypes.RECORD.id() && !RowTypes.is(to)) {
                return false;
            }
        }
        return true;
    }

    private RoutineCall chosen(
            String name, List<BoundExpression> arguments, List<String> names, boolean variadic, Place at) {
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
        Form form = found.what();
        int n = made.inputs().size();
        if (variadic
                && !names.isEmpty()
                && (arguments.size() < n || form.parameters().get(n - 1) != n - 1)) {
            // with names only where the last argument is the parameter that collects (func_get_detail of parse_func.c)
            return null;
        }
        int fixed = form.expanded() ? n - 1 : arguments.size();
        List<BoundExpression> collected = arguments.subList(fixed, arguments.size());
        List<BoundExpression> given = new ArrayList<>(Collections.nCopies(n, null));
        for (int i = 0; i < fixed; i++) {
            given.set(form.expanded() ? i : form.parameters().get(i), arguments.get(i));
        }
        Routine r = specialised(made, given, collected);
        List<Routine.Parameter> in = r.inputs();
        for (int i = 0; i < n; i++) {
            if (given.get(i) != null) {
                given.set(i, Coercions.implicit(given.get(i), type(in.get(i).type(), catalog), at));
            }
        }
        if (form.expanded()) {
            Type element = type(in.get(n - 1).type(), catalog).element();
            List<BoundExpression> elements = new ArrayList<>();
            collected.forEach(a -> elements.add(Coercions.implicit(a, element, at)));
            given.set(
                    n - 1,
                    PgTypeRules.of(catalog)
                            .arrays()
                            .array(elements, null, at, Collections.nCopies(elements.size(), at)));
        }
        return new RoutineCall(r, given);
    }
}
