package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which function a call means: func_get_detail of parse_func.c, over all functions that PostgreSQL has. One that has no
 * implementation is refused by its signature.
 */
final class FunctionCalls {
    /**
     * How a function would be called.
     *
     * @param row which
     * @param parameters for each argument of the call, which parameter it is for
     * @param expanded whether arguments stand for the elements of VARIADIC
     */
    record Form(ServerCatalog.FunctionRow row, List<Integer> parameters, boolean expanded) {}

    /**
     * What a call means.
     *
     * @param row which function; null for the cast to {@code cast}
     * @param takes declared types of the arguments, those left out included
     * @param arguments as the call has them, in the order of the parameters; not brought to the types yet
     * @param cast the type whose name the call has
     */
    record Chosen(ServerCatalog.FunctionRow row, List<String> takes, List<BoundExpression> arguments, Type cast) {
        private List<Type> types() {
            List<Type> types = new ArrayList<>(arguments.size());
            for (BoundExpression a : arguments) {
                types.add(a.type());
            }
            return types;
        }

        /** The type of its result. */
        Type result() {
            Type t = Generics.result(row.result(), takes, types());
            if (t == null) {
                throw unknownPolymorphic();
            }
            return t;
        }

        private static SqlFailure unknownPolymorphic() {
            return SqlFailure.of(
                    FailureKind.TYPE_MISMATCH, "could not determine polymorphic type because input has type unknown");
        }

        /** The arguments, brought to the types that the function takes. */
        List<BoundExpression> brought(Place at) {
            List<Type> actual = Generics.actual(takes, types());
            List<BoundExpression> brought = new ArrayList<>();
            for (int i = 0; i < arguments.size(); i++) {
                if (actual.get(i) == null) {
                    throw unknownPolymorphic();
                }
                brought.add(Coercions.implicit(arguments.get(i), actual.get(i), at));
            }
            return brought;
        }

        /** Name and types as the server has them. */
        String signature() {
            return row.name() + "("
                    + String.join(
                            ", ", row.takes().stream().map(PgTypes::displayed).toList()) + ")";
        }
    }

    private FunctionCalls() {}

    static BoundExpression call(String name, List<BoundExpression> arguments, Place at) {
        return call(name, arguments, List.of(), false, at);
    }

    /**
     * A call.
     *
     * @param names of arguments in named notation, null for others; empty if none has one
     * @param variadic whether the last one is marked VARIADIC
     */
    static BoundExpression call(
            String name, List<BoundExpression> arguments, List<String> names, boolean variadic, Place at) {
        Chosen chosen = find(name, arguments, names, variadic, at);
        if (chosen.cast() != null) {
            return PgTypeRules.of(at.catalog()).cast(arguments.get(0), chosen.cast(), at);
        }
        switch (chosen.row().kind()) {
            case 'w' ->
                throw at.build(FailureKind.SEMANTIC, "window function " + name + " requires an OVER clause")
                        .sqlState("42809")
                        .build();
            case 'p' ->
                throw at.build(FailureKind.SEMANTIC, name + "(" + types(arguments, names) + ") is a procedure")
                        .sqlState("42809")
                        .hint("To call a procedure, use CALL.")
                        .build();
            default -> {
                // a function
            }
        }
        Registry.Implementation own = Registry.all().function(name, chosen.row().takes());
        boolean spread = variadic && chosen.row().takes().contains("any");
        Type cast = own == null && !spread ? castFunction(chosen) : null;
        if (cast != null) {
            return Coercions.cast(chosen.brought(at).get(0), cast, at);
        }
        if (own == null || spread && Registry.all().spread(name) == null) {
            throw at.unsupported("function " + chosen.signature());
        }
        List<BoundExpression> brought = CatalogNames.shown(name, chosen.brought(at), at);
        Registry.Maker maker = own.maker();
        if (spread) {
            int last = brought.size() - 1;
            if (brought.get(last).type().kind() != TypeKind.ARRAY) {
                throw at.of(arguments.get(last))
                        .failure(FailureKind.TYPE_MISMATCH, "VARIADIC argument must be an array");
            }
            maker = Registry.all().spread(name);
        }
        try {
            return maker.make(brought, chosen.result());
        } catch (SqlFailure f) {
            throw f.position() > 0 ? f : pointed(f, at);
        }
    }

    /** The type that a function casts to that is no more than the cast of that name; null for any other. */
    private static Type castFunction(Chosen chosen) {
        ServerCatalog.FunctionRow row = chosen.row();
        if (row.takes().size() != 1 || !row.name().equals(row.result())) {
            return null;
        }
        return ServerCatalog.all().cast(row.takes().get(0), row.result()) == null ? null : PgTypes.named(row.result());
    }

    private static SqlFailure pointed(SqlFailure f, Place at) {
        return at.build(f.kind(), f.getMessage())
                .sqlState(f.sqlState())
                .detail(f.detail())
                .hint(f.hint())
                .context(f.context())
                .build();
    }

    /**
     * The function that a call means.
     *
     * @throws SqlFailure 42883 if there is none, 42725 if there are several
     */
    static Chosen find(String name, List<BoundExpression> arguments, List<String> names, boolean variadic, Place at) {
        List<Type> types = arguments.stream().map(BoundExpression::type).toList();
        Meant key = names.isEmpty() ? Meant.of(name, types, variadic) : null;
        Resolution.Candidate<Form> known = key == null ? null : MEANT.get(key);
        if (known != null) {
            return chosen(known, arguments);
        }
        List<Resolution.Candidate<Form>> all = candidates(name, arguments.size(), names, variadic);
        all.addAll(ofExtensions(name, arguments.size(), names, variadic));
        Resolution.Candidate<Form> best = Resolution.exact(all, types);
        if (best == null) {
            Type cast = names.isEmpty() && !variadic && arguments.size() == 1 ? castTo(name, types.get(0)) : null;
            if (cast != null) {
                return new Chosen(null, List.of(), arguments, cast);
            }
            List<Resolution.Candidate<Form>> matching = Resolution.matching(all, types);
            if (matching.isEmpty()) {
                throw at.build(
                                FailureKind.UNDEFINED_FUNCTION,
                                "function " + name + "(" + types(arguments, names) + ") does not exist")
                        .hint("No function matches the given name and argument types. You might need to add explicit"
                                + " type casts.")
                        .build();
            }
            best = Resolution.best(matching, types);
            if (best == null) {
                throw at.build(
                                FailureKind.SEMANTIC,
                                "function " + name + "(" + types(arguments, names) + ") is not unique")
                        .sqlState("42725")
                        .hint("Could not choose a best candidate function. You might need to add explicit type casts.")
                        .build();
            }
        }
        if (key != null) {
            if (MEANT.size() >= MOST_MEANT) {
                MEANT.clear();
            }
            MEANT.put(key, best);
        }
        return chosen(best, arguments);
    }

    private static final int MOST_MEANT = 4_096;
    private static final int MOST_ARGUMENTS = 8;
    private static final Map<Meant, Resolution.Candidate<Form>> MEANT = new ConcurrentHashMap<>();

    /** A call of which the server's own types alone say what it means. */
    private record Meant(String name, List<Integer> types, boolean variadic) {
        /** Null for a call that is longer, or has types that users made. */
        static Meant of(String name, List<Type> types, boolean variadic) {
            if (types.size() > MOST_ARGUMENTS) {
                return null;
            }
            List<Integer> numbers = new ArrayList<>(types.size());
            for (Type t : types) {
                if (!PgTypes.isServers(t)) {
                    return null;
                }
                numbers.add(t.id());
            }
            return new Meant(name, numbers, variadic);
        }
    }

    /** Arguments in the order of the parameters, defaults for those left out. */
    private static Chosen chosen(Resolution.Candidate<Form> best, List<BoundExpression> arguments) {
        ServerCatalog.FunctionRow row = best.what().row();
        if (best.what().expanded()) {
            return new Chosen(row, best.takes(), arguments, null);
        }
        int n = row.takes().size();
        List<BoundExpression> ordered = new ArrayList<>(Collections.nCopies(n, null));
        for (int i = 0; i < arguments.size(); i++) {
            ordered.set(best.what().parameters().get(i), arguments.get(i));
        }
        int first = n - row.defaults().size();
        for (int i = 0; i < n; i++) {
            if (ordered.get(i) == null) {
                ordered.set(i, value(row.defaults().get(i - first)));
            }
        }
        return new Chosen(row, row.takes(), ordered, null);
    }

    /** A default as pg_get_expr writes it: a number, true, false, or a text with its type. */
    private static BoundExpression value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return new BoundConstant(text.equals("true") ? 1L : 0L, PgTypes.BOOL);
        }
        if (text.startsWith("'")) {
            return new BoundConstant(text.substring(1, text.lastIndexOf('\'')), Type.UNKNOWN);
        }
        return new BoundConstant(text, Type.UNKNOWN);
    }

    static List<Resolution.Candidate<Form>> candidates(String name, int given, List<String> names, boolean variadic) {
        List<Resolution.Candidate<Form>> all = new ArrayList<>();
        for (ServerCatalog.FunctionRow row : ServerCatalog.all().functions(name)) {
            Resolution.Candidate<Form> c = candidate(row, given, names, variadic);
            if (c != null) {
                all.add(c);
            }
        }
        // one that takes the arguments as they are goes before one that collects them
        all.sort(Comparator.comparing(c -> c.what().expanded()));
        // and hides it where both take the same (FuncnameGetCandidates of namespace.c)
        all.removeIf(c -> c.what().expanded()
                && all.stream().anyMatch(o -> !o.what().expanded() && o.takes().equals(c.takes())));
        return all;
    }

    /** The same of functions that extensions bring. */
    static List<Resolution.Candidate<Form>> ofExtensions(String name, int given, List<String> names, boolean variadic) {
        return ServerCatalog.all().ofExtensions(name).stream()
                .map(row -> candidate(row, given, names, variadic))
                .filter(c -> c != null)
                .toList();
    }

    static Resolution.Candidate<Form> candidate(
            ServerCatalog.FunctionRow row, int given, List<String> names, boolean variadic) {
        int n = row.takes().size();
        if (variadic && row.variadic() == null) {
            return null;
        }
        List<Integer> parameters = new ArrayList<>();
        List<String> takes = new ArrayList<>();
        if (names.isEmpty()) {
            // fewer are what is left of one with defaults
            if (row.variadic() != null && !variadic && given >= n) {
                takes.addAll(row.takes().subList(0, n - 1));
                takes.addAll(Collections.nCopies(given - n + 1, row.variadic()));
                return new Resolution.Candidate<>(takes, new Form(row, List.of(), true));
            }
            if (given > n || given < n - row.defaults().size()) {
                return null;
            }
            for (int i = 0; i < given; i++) {
                parameters.add(i);
            }
        } else if (row.variadic() != null && !variadic || !byName(row, given, names, parameters)) {
            // what VARIADIC collects has no names
            return null;
        }
        parameters.forEach(i -> takes.add(row.takes().get(i)));
        return new Resolution.Candidate<>(takes, new Form(row, parameters, false));
    }

    /** MatchNamedCall of namespace.c. */
    private static boolean byName(
            ServerCatalog.FunctionRow row, int given, List<String> names, List<Integer> parameters) {
        int n = row.takes().size();
        if (given > n || row.names().isEmpty()) {
            return false;
        }
        for (int i = 0; i < given; i++) {
            int at = names.get(i) == null ? i : row.names().indexOf(names.get(i));
            if (at < 0 || at >= n || parameters.contains(at)) {
                return false;
            }
            parameters.add(at);
        }
        for (int i = 0; i < n - row.defaults().size(); i++) {
            if (!parameters.contains(i)) {
                return false;
            }
        }
        return true;
    }

    /** A call that is a cast in the notation of functions: of an unknown literal, or where nothing is to be done. */
    private static Type castTo(String name, Type from) {
        ServerCatalog.TypeRow row = ServerCatalog.all().type(name);
        if (row == null || row.kind() == 'p') {
            return null;
        }
        Type to = PgTypes.named(name);
        if (PgTypes.isUnknown(from) || isRelabelled(from, to)) {
            return to;
        }
        boolean byText = ServerCatalog.all().cast(from.name(), name) == null
                && ServerCatalog.category(to) != 'S'
                && Pathway.exists(from, to, Casts.Context.EXPLICIT);
        return byText ? to : null;
    }

    private static boolean isRelabelled(Type from, Type to) {
        return from.name().equals(to.name())
                || to.name().equals("text") && from.name().equals("varchar")
                || to.name().equals("varchar") && from.name().equals("text");
    }

    static String types(List<BoundExpression> arguments) {
        return types(arguments, List.of());
    }

    /** Types as errors show them; with the names of named notation. */
    static String types(List<BoundExpression> arguments, List<String> names) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String named = names.isEmpty() || names.get(i) == null ? "" : names.get(i) + " => ";
            all.add(named + PgTypes.display(arguments.get(i).type()));
        }
        return String.join(", ", all);
    }
}
