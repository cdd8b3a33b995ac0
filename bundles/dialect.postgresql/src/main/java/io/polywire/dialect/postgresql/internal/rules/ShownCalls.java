package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.WindowFrame;
import io.polywire.sql.tree.WindowSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls of functions, aggregates and what has a syntax of its own, within {@link ShownExpressions}. */
final class ShownCalls {
    private final ShownQueries queries;
    private final ShownExpressions expressions;

    ShownCalls(ShownQueries queries, ShownExpressions expressions) {
        this.queries = queries;
        this.expressions = expressions;
    }

    interface Writer {
        ShownExpressions.Shown write(List<ShownExpressions.Shown> arguments, Type result);
    }

    ShownExpressions.Shown named(String name, List<Expression> given, Writer writer) {
        return named(name, expressions.all(given), 'f', writer);
    }

    private ShownExpressions.Shown named(String name, List<ShownExpressions.Shown> given, char kind, Writer writer) {
        return named(name, given, kind, false, writer);
    }

    private ShownExpressions.Shown named(
            String name, List<ShownExpressions.Shown> given, char kind, boolean ordered, Writer writer) {
        List<Resolution.Candidate<FunctionCalls.Form>> all =
                FunctionCalls.candidates(name, given.size(), List.of(), false).stream()
                        .filter(c -> ordered || c.what().row().direct() == 0)
                        .toList();
        List<Type> types = types(given);
        Resolution.Candidate<FunctionCalls.Form> chosen = expressions.candidate(all, types);
        ShownExpressions.requirePlain(kind == 0 || chosen.what().row().kind() == kind);
        return writer.write(
                expressions.brought(chosen.takes(), given),
                Generics.result(chosen.what().row().result(), chosen.takes(), types));
    }

    private List<Type> types(List<ShownExpressions.Shown> given) {
        return given.stream()
                .map(x -> ShownTypes.based(x.type(), queries.catalog()))
                .toList();
    }

    /** A call of a function that PostgreSQL has and nobody wrote. */
    ShownExpressions.Shown plain(String name, List<ShownExpressions.Shown> given) {
        return named(name, given, 'f', (a, t) -> ShownExpressions.call(call(name, texts(a)), t));
    }

    private static List<String> texts(List<ShownExpressions.Shown> all) {
        return all.stream().map(ShownExpressions.Shown::text).toList();
    }

    private static String call(String name, List<String> arguments) {
        return CatalogFunctions.quoted(name) + "(" + String.join(", ", arguments) + ")";
    }

    ShownExpressions.Shown standard(StandardFunction s) {
        List<Expression> a = s.arguments();
        switch (s.kind()) {
            case COALESCE, GREATEST, LEAST -> {
                List<ShownExpressions.Shown> all = expressions.all(a);
                Type t = expressions.common(all);
                return ShownExpressions.plain(s.kind().name() + "(" + expressions.list(all, t) + ")", PgTypes.plain(t));
            }
            case NULLIF -> {
                ShownExpressions.Pair p = expressions.pair("=", expressions.of(a.get(0)), expressions.of(a.get(1)));
                return ShownExpressions.plain(
                        "NULLIF(" + p.left().text() + ", " + p.right().text() + ")",
                        p.left().type());
            }
            case CURRENT_DATE -> {
                return ShownExpressions.plain("CURRENT_DATE", PgTypes.named("date"));
            }
            case CURRENT_TIMESTAMP, LOCALTIMESTAMP, CURRENT_TIME, LOCALTIME -> {
                ShownExpressions.requirePlain(a.isEmpty() || a.get(0) instanceof Literal);
                Type type = switch (s.kind()) {
                    case CURRENT_TIMESTAMP -> PgTypes.TIMESTAMPTZ;
                    case LOCALTIMESTAMP -> PgTypes.TIMESTAMP;
                    case CURRENT_TIME -> PgTypes.TIMETZ;
                    default -> PgTypes.TIME;
                };
                String digits = a.isEmpty() ? "" : "(" + ((Literal) a.get(0)).value() + ")";
                return ShownExpressions.plain(s.kind().name() + digits, type);
            }
            case SUBSTRING_SIMILAR -> {
                return named(
                        "substring",
                        a,
                        (x, t) -> ShownExpressions.call(
                                "SUBSTRING(" + x.get(0).bare() + " SIMILAR "
                                        + x.get(1).bare() + " ESCAPE "
                                        + x.get(2).bare() + ")",
                                t));
            }
            case SUBSTRING_FOR -> {
                List<Expression> all = new ArrayList<>(a);
                all.add(1, new Literal(Literal.Kind.INTEGER, "1", 0, 0));
                return named(
                        "substring",
                        all,
                        (x, t) -> ShownExpressions.call(
                                "SUBSTRING(" + x.get(0).bare() + " FROM 1 FOR "
                                        + x.get(2).bare() + ")",
                                t));
            }
            case NORMALIZE -> {
                String form = s.word() == null ? "" : ", " + s.word();
                return named(
                        "normalize",
                        a.subList(0, 1),
                        (x, t) -> ShownExpressions.call("NORMALIZE(" + x.get(0).bare() + form + ")", t));
            }
            case OVERLAPS -> {
                List<Expression> all = new ArrayList<>(((RowExpression) a.get(0)).fields());
                all.addAll(((RowExpression) a.get(1)).fields());
                return named(
                        "overlaps",
                        all,
                        (x, t) -> ShownExpressions.call(
                                "((" + x.get(0).bare() + ", " + x.get(1).bare() + ") OVERLAPS ("
                                        + x.get(2).bare() + ", " + x.get(3).bare() + "))",
                                t));
            }
            case CURRENT_USER, SESSION_USER, CURRENT_ROLE, USER, CURRENT_CATALOG, CURRENT_SCHEMA -> {
                return ShownExpressions.plain(s.kind().name(), PgTypes.NAME);
            }
            case EXTRACT -> {
                String field = s.word().toLowerCase(Locale.ROOT);
                ShownExpressions.requirePlain(CatalogFunctions.isPlain(field));
                ShownExpressions.Shown word = new ShownExpressions.Shown(
                        "",
                        Type.UNKNOWN,
                        ShownExpressions.Kind.PLAIN,
                        (char) 0,
                        null,
                        new Literal(Literal.Kind.STRING, field, 0, 0));
                return named(
                        "extract",
                        new ArrayList<>(List.of(word, expressions.of(a.get(0)))),
                        'f',
                        (x, t) -> ShownExpressions.call(
                                "EXTRACT(" + field + " FROM " + x.get(1).bare() + ")", t));
            }
            case POSITION -> {
                // written the other way round
                return named(
                        "position",
                        List.of(a.get(1), a.get(0)),
                        (x, t) -> ShownExpressions.call(
                                "POSITION((" + x.get(1).bare() + ") IN ("
                                        + x.get(0).bare() + "))",
                                t));
            }
            case SUBSTRING_FROM, SUBSTRING_FROM_FOR -> {
                return named(
                        "substring",
                        a,
                        (x, t) -> ShownExpressions.call(
                                "SUBSTRING(" + x.get(0).bare() + " FROM "
                                        + x.get(1).bare()
                                        + (x.size() > 2 ? " FOR " + x.get(2).bare() : "") + ")",
                                t));
            }
            case GROUPING -> {
                return ShownExpressions.call(
                        "GROUPING("
                                + expressions.all(a).stream()
                                        .map(ShownExpressions.Shown::text)
                                        .collect(Collectors.joining(", "))
                                + ")",
                        PgTypes.INT4);
            }
            case OVERLAY -> {
                return named(
                        "overlay",
                        a,
                        (x, t) -> ShownExpressions.call(
                                "OVERLAY(" + x.get(0).bare() + " PLACING "
                                        + x.get(1).bare() + " FROM "
                                        + x.get(2).bare()
                                        + (x.size() > 3 ? " FOR " + x.get(3).bare() : "") + ")",
                                t));
            }
            case TRIM_BOTH, TRIM_LEADING, TRIM_TRAILING -> {
                String name = switch (s.kind()) {
                    case TRIM_BOTH -> "btrim";
                    case TRIM_LEADING -> "ltrim";
                    default -> "rtrim";
                };
                String word = s.kind().name().substring(5);
                return named(
                        name,
                        a,
                        (x, t) -> ShownExpressions.call(
                                "TRIM(" + word + (x.size() > 1 ? " " + x.get(1).bare() : "") + " FROM "
                                        + x.get(0).bare() + ")",
                                t));
            }
            default -> throw Deparser.unknown();
        }
    }

    /** A function of users that a call means, and how. */
    private record Meant(Routine routine, ServerCatalog.FunctionRow row, FunctionCalls.Form form, List<String> takes) {}

    private static List<String> names(FunctionCall f) {
        List<String> all = new ArrayList<>();
        f.arguments().forEach(a -> all.add(a.name() == null ? null : a.name().name()));
        return all.stream().allMatch(n -> n == null) ? List.of() : all;
    }

    private static boolean isSpread(FunctionCall f) {
        return f.arguments().stream().anyMatch(Argument::variadic);
    }

    private static boolean isOfUser(FunctionCall f) {
        return f.name().parts().size() == 2 && !f.name().parts().get(0).name().equals(Visibility.SYSTEM);
    }

    /** The function of users that a call means, whose schema is kept with it; null for a call of another function. */
    Routine routine(FunctionCall f) {
        return isOfUser(f) ? meant(f, types(arguments(f))).routine() : null;
    }

    /** The columns that a function of the server gives rows of; empty if they are of one column. */
    List<Registry.RowsColumn> rows(FunctionCall f) {
        List<ShownExpressions.Shown> given = arguments(f);
        Resolution.Candidate<FunctionCalls.Form> chosen = expressions.candidate(
                FunctionCalls.candidates(f.name().last().name(), given.size(), names(f), isSpread(f)), types(given));
        Registry.RowsImplementation made =
                Registry.all().rows(f.name().last().name(), chosen.what().row().takes());
        return made == null ? List.of() : made.columns();
    }

    private List<ShownExpressions.Shown> arguments(FunctionCall f) {
        return expressions.all(f.arguments().stream().map(Argument::value).toList());
    }

    private Meant meant(FunctionCall f, List<Type> types) {
        String schema = f.name().parts().get(0).name();
        String name = f.name().last().name();
        List<Resolution.Candidate<Meant>> all = new ArrayList<>();
        for (Routine r : queries.catalog().routines(schema, name)) {
            ServerCatalog.FunctionRow row = UserFunctions.row(r, queries.catalog());
            Resolution.Candidate<FunctionCalls.Form> c =
                    FunctionCalls.candidate(row, types.size(), names(f), isSpread(f));
            if (c != null) {
                all.add(new Resolution.Candidate<>(c.takes(), new Meant(r, row, c.what(), c.takes())));
            }
        }
        all.removeIf(c -> c.what().form().expanded()
                && all.stream()
                        .anyMatch(o -> !o.what().form().expanded() && o.takes().equals(c.takes())));
        return expressions.chosen(all, types);
    }

    private ShownExpressions.Shown ofUser(FunctionCall f) {
        ShownExpressions.requirePlain(f.withinGroup().isEmpty()
                && !f.distinct()
                && !f.star()
                && f.filter() == null
                && f.over() == null
                && f.orderBy().isEmpty());
        String schema = f.name().parts().get(0).name();
        String name = f.name().last().name();
        List<ShownExpressions.Shown> given = arguments(f);
        List<Type> types = types(given);
        Meant meant = meant(f, types);
        Routine r = meant.routine();
        // one of another place in the path, or of the server, would hide it or be called instead
        boolean visible = queries.catalog().path().contains(schema)
                && ServerCatalog.all().functions(name).isEmpty()
                && queries.catalog().routines().stream()
                        .noneMatch(o -> o.name().equals(name) && !o.schema().equals(schema));
        List<ShownExpressions.Shown> brought = new ArrayList<>();
        int n = r.inputs().size();
        for (int i = 0; i < given.size(); i++) {
            boolean collected = meant.form().expanded() && i >= n - 1;
            Routine.DataType to = r.inputs()
                    .get(
                            collected
                                    ? n - 1
                                    : meant.form().expanded()
                                            ? i
                                            : meant.form().parameters().get(i))
                    .type();
            ShownExpressions.requirePlain(!UserFunctions.isPolymorphic(to));
            Type declared = UserFunctions.type(to, queries.catalog());
            Type type = collected ? declared.element() : declared;
            boolean row = RowTypes.is(type) && given.get(i).type().id() == type.id();
            brought.add(row ? given.get(i) : expressions.typed(given.get(i), type));
        }
        List<String> texts = written(f, brought, meant.form(), n);
        ShownExpressions.requirePlain(r.result() == null || !UserFunctions.isPolymorphic(r.result()));
        Type result = r.result() == null ? record(r) : UserFunctions.type(r.result(), queries.catalog());
        return ShownExpressions.call(
                (visible ? "" : CatalogFunctions.quoted(schema) + ".") + call(name, texts), result);
    }

    private Type record(Routine r) {
        List<String> names = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        for (Routine.Parameter p : r.outputs()) {
            names.add(p.name() == null ? "column" + (names.size() + 1) : p.name());
            types.add(UserFunctions.type(p.type(), queries.catalog()));
        }
        return RowTypes.record(names, types);
    }

    /** Arguments as they are written: those that a parameter collects are an array. */
    private static List<String> written(
            FunctionCall f, List<ShownExpressions.Shown> brought, FunctionCalls.Form form, int parameters) {
        boolean any = form.row() != null && "any".equals(form.row().variadic());
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < brought.size(); i++) {
            Argument a = f.arguments().get(i);
            texts.add((a.variadic() ? "VARIADIC " : "")
                    + (a.name() == null ? "" : CatalogFunctions.quoted(a.name().name()) + " => ")
                    + brought.get(i).text());
        }
        if (!form.expanded() || any) {
            return texts;
        }
        List<String> all = new ArrayList<>(texts.subList(0, parameters - 1));
        all.add("VARIADIC ARRAY[" + String.join(", ", texts.subList(parameters - 1, texts.size())) + "]");
        return all;
    }

    ShownExpressions.Shown function(FunctionCall f) {
        if (isOfUser(f)) {
            return ofUser(f);
        }
        ShownExpressions.requirePlain(f.name().parts().size() <= 2);
        String name = f.name().last().name();
        ShownExpressions.requirePlain(
                queries.catalog().routines().stream().noneMatch(r -> r.name().equals(name)));
        List<ShownExpressions.Shown> given = arguments(f);
        if (!f.withinGroup().isEmpty()) {
            return within(f, name, given);
        }
        List<Resolution.Candidate<FunctionCalls.Form>> all =
                FunctionCalls.candidates(name, given.size(), names(f), isSpread(f)).stream()
                        .filter(c -> c.what().row().direct() == 0)
                        .toList();
        List<Type> types = types(given);
        Resolution.Candidate<FunctionCalls.Form> chosen = expressions.candidate(all, types);
        List<ShownExpressions.Shown> a = expressions.brought(chosen.takes(), given);
        Type t = Generics.result(chosen.what().row().result(), chosen.takes(), types);
        StringBuilder b = new StringBuilder(CatalogFunctions.quoted(name)).append('(');
        b.append(f.distinct() ? "DISTINCT " : "");
        b.append(
                f.star()
                        ? "*"
                        : String.join(
                                ", ",
                                written(
                                        f,
                                        a,
                                        chosen.what(),
                                        chosen.what().row().takes().size())));
        if (!f.orderBy().isEmpty()) {
            b.append(" ORDER BY ").append(queries.order(f.orderBy(), x -> typedLike(x, given, a)));
        }
        b.append(')').append(filter(f));
        if (f.over() != null) {
            b.append(" OVER ")
                    .append(
                            f.over().reference()
                                    ? CatalogFunctions.quoted(f.over().name().name())
                                    : window(f.over()));
        }
        List<Registry.RowsColumn> columns = PgTypes.isRecord(t) ? rows(f) : List.of();
        if (columns.size() > 1) {
            t = RowTypes.record(
                    columns.stream().map(Registry.RowsColumn::name).toList(),
                    columns.stream().map(Registry.RowsColumn::type).toList());
        }
        return ShownExpressions.call(b.toString(), t);
    }

    private String filter(FunctionCall f) {
        return f.filter() == null ? "" : " FILTER (WHERE " + expressions.condition(f.filter()) + ")";
    }

    private static final Set<String> HYPOTHETICAL = Set.of("rank", "dense_rank", "percent_rank", "cume_dist");

    /** An ordered-set aggregate: the keys of the order are arguments too. */
    private ShownExpressions.Shown within(FunctionCall f, String name, List<ShownExpressions.Shown> direct) {
        ShownExpressions.requirePlain(
                f.over() == null && !f.distinct() && f.orderBy().isEmpty() && names(f).isEmpty() && !isSpread(f));
        List<ShownExpressions.Shown> given = new ArrayList<>(direct);
        f.withinGroup().forEach(i -> given.add(expressions.of(i.expression())));
        Writer writer = (a, t) -> {
            List<ShownExpressions.Shown> keys = new ArrayList<>(a.subList(direct.size(), a.size()));
            String order = queries.order(f.withinGroup(), x -> keys.remove(0));
            return ShownExpressions.call(
                    call(name, texts(a.subList(0, direct.size()))) + " WITHIN GROUP (ORDER BY " + order + ")"
                            + filter(f),
                    t);
        };
        if (HYPOTHETICAL.contains(name)) {
            // what is asked about and the key that it is compared with have one type
            ShownExpressions.requirePlain(given.size() == 2 * direct.size());
            for (int i = 0; i < direct.size(); i++) {
                int at = direct.size() + i;
                Type t = expressions.common(List.of(given.get(at), given.get(i)));
                given.set(i, expressions.typed(given.get(i), t));
                given.set(at, expressions.typed(given.get(at), t));
            }
            boolean whole = name.endsWith("rank") && !name.startsWith("percent");
            return writer.write(given, whole ? PgTypes.INT8 : PgTypes.FLOAT8);
        }
        return named(name, given, (char) 0, true, writer);
    }

    /** A sort key of an aggregate is the argument that it is equal to, as the aggregate takes it. */
    private static ShownExpressions.Shown typedLike(
            ShownExpressions.Shown key, List<ShownExpressions.Shown> given, List<ShownExpressions.Shown> brought) {
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i).text().equals(key.text()) && !key.text().isEmpty()) {
                return brought.get(i);
            }
        }
        return key;
    }

    private static final Map<WindowFrame.Bound, String> BOUNDS = Map.of(
            WindowFrame.Bound.UNBOUNDED_PRECEDING, "UNBOUNDED PRECEDING",
            WindowFrame.Bound.OFFSET_PRECEDING, "PRECEDING",
            WindowFrame.Bound.CURRENT_ROW, "CURRENT ROW",
            WindowFrame.Bound.OFFSET_FOLLOWING, "FOLLOWING",
            WindowFrame.Bound.UNBOUNDED_FOLLOWING, "UNBOUNDED FOLLOWING");

    /** A window, in its parentheses. */
    String window(WindowSpecification w) {
        List<String> parts = new ArrayList<>();
        if (w.name() != null) {
            parts.add(CatalogFunctions.quoted(w.name().name()));
        }
        if (!w.partitionBy().isEmpty()) {
            parts.add(
                    "PARTITION BY " + w.partitionBy().stream().map(queries::key).collect(Collectors.joining(", ")));
        }
        if (!w.orderBy().isEmpty()) {
            parts.add("ORDER BY " + queries.order(w.orderBy(), x -> x));
        }
        WindowFrame f = w.frame();
        if (f != null) {
            String from = bound(f.from(), f.fromOffset());
            String without = f.exclusion() == null || f.exclusion() == WindowFrame.Exclusion.NO_OTHERS
                    ? ""
                    : " EXCLUDE " + f.exclusion().name().replace('_', ' ');
            parts.add(f.unit().name() + " "
                    + (f.to() == null ? from : "BETWEEN " + from + " AND " + bound(f.to(), f.toOffset()))
                    + without);
        }
        return "(" + String.join(" ", parts) + ")";
    }

    private String bound(WindowFrame.Bound b, Expression offset) {
        return (offset == null ? "" : expressions.of(offset).text() + " ") + BOUNDS.get(b);
    }
}
