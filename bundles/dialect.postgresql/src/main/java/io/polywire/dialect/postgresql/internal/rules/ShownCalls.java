package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.WindowFrame;
import io.polywire.sql.tree.WindowSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls of functions, aggregates and what has a syntax of its own, within {@link ShownExpressions}. */
final class ShownCalls {
    private final ShownQueries queries;
    private final ShownExpressions expressions;

    ShownCalls(ShownQueries queries, ShownExpressions expressions) {
        this.queries = queries;
        this.expressions = expressions;
    }

    /** As a function takes them whose last parameter stands for any number of arguments of any type. */
    private static List<String> takes(ServerCatalog.FunctionRow f, int given) {
        List<String> takes = new ArrayList<>(f.takes());
        while (f.variadic() != null && takes.size() < given) {
            takes.add(f.variadic());
        }
        return takes;
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
        List<Resolution.Candidate<ServerCatalog.FunctionRow>> all = ServerCatalog.all().functions(name).stream()
                .filter(f -> ordered || f.direct() == 0)
                .map(f -> new Resolution.Candidate<>(takes(f, given.size()), f))
                .filter(f -> f.takes().size() == given.size())
                .toList();
        ShownExpressions.requirePlain(ServerCatalog.all().functions(name).stream()
                .allMatch(f -> f.variadic() == null || f.variadic().equals("any")));
        List<Type> types = given.stream()
                .map(x -> ShownTypes.based(x.type(), queries.catalog()))
                .toList();
        ServerCatalog.FunctionRow row = expressions.chosen(all, types);
        ShownExpressions.requirePlain(kind == 0 || row.kind() == kind);
        List<String> takes = takes(row, given.size());
        return writer.write(expressions.brought(takes, given), Generics.result(row.result(), takes, types));
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
            case CURRENT_TIMESTAMP -> {
                ShownExpressions.requirePlain(a.isEmpty());
                return ShownExpressions.plain("CURRENT_TIMESTAMP", PgTypes.named("timestamptz"));
            }
            case LOCALTIMESTAMP -> {
                ShownExpressions.requirePlain(a.isEmpty());
                return ShownExpressions.plain("LOCALTIMESTAMP", PgTypes.named("timestamp"));
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

    /** A call of a function of users, whose schema is kept with it: its arguments have just the types of its parameters. */
    private ShownExpressions.Shown ofUser(FunctionCall f) {
        ShownExpressions.requirePlain(f.withinGroup().isEmpty()
                && !f.distinct()
                && !f.star()
                && f.filter() == null
                && f.over() == null
                && f.orderBy().isEmpty()
                && f.arguments().stream().allMatch(a -> a.name() == null && !a.variadic()));
        String schema = f.name().parts().get(0).name();
        String name = f.name().last().name();
        PgTypeRules rules = PgTypeRules.of(queries.catalog());
        List<ShownExpressions.Shown> given =
                expressions.all(f.arguments().stream().map(Argument::value).toList());
        List<Type> types = given.stream().map(ShownExpressions.Shown::type).toList();
        Routine found = null;
        boolean visible = ServerCatalog.all().functions(name).isEmpty();
        for (Routine r : queries.catalog().routines()) {
            boolean same = r.name().equals(name)
                    && r.parameters().stream().noneMatch(p -> p.mode() == Routine.Mode.VARIADIC)
                    && r.result() != null
                    && !r.rows()
                    && r.inputs().stream()
                            .map(p -> rules.parameterType(p.type()))
                            .toList()
                            .equals(types);
            visible &= !r.name().equals(name) || r.schema().equals(schema);
            found = same && r.schema().equals(schema) ? r : found;
        }
        ShownExpressions.requirePlain(
                found != null && visible && queries.catalog().path().contains(schema));
        String arguments = given.stream().map(ShownExpressions.Shown::text).collect(Collectors.joining(", "));
        return ShownExpressions.call(
                CatalogFunctions.quoted(name) + "(" + arguments + ")", rules.parameterType(found.result()));
    }

    ShownExpressions.Shown function(FunctionCall f) {
        if (f.name().parts().size() == 2 && !f.name().parts().get(0).name().equals(Visibility.SYSTEM)) {
            return ofUser(f);
        }
        ShownExpressions.requirePlain(f.arguments().stream().allMatch(a -> a.name() == null && !a.variadic())
                && (f.name().parts().size() == 1
                        || f.name().parts().size() == 2
                                && f.name().parts().get(0).name().equals(Visibility.SYSTEM)));
        String name = f.name().last().name();
        ShownExpressions.requirePlain(
                queries.catalog().routines().stream().noneMatch(r -> r.name().equals(name)));
        List<ShownExpressions.Shown> given =
                expressions.all(f.arguments().stream().map(Argument::value).toList());
        if (!f.withinGroup().isEmpty()) {
            return within(f, name, given);
        }
        boolean special = f.distinct() || f.filter() != null || !f.orderBy().isEmpty();
        String before = f.distinct() ? "DISTINCT " : "";
        return named(name, given, (char) 0, (a, t) -> {
            StringBuilder b =
                    new StringBuilder(CatalogFunctions.quoted(name)).append('(').append(before);
            b.append(
                    f.star()
                            ? "*"
                            : a.stream().map(ShownExpressions.Shown::text).collect(Collectors.joining(", ")));
            if (!f.orderBy().isEmpty()) {
                b.append(" ORDER BY ").append(queries.order(f.orderBy(), x -> typedLike(x, given, a)));
            }
            b.append(')');
            if (f.filter() != null) {
                b.append(" FILTER (WHERE ")
                        .append(expressions.condition(f.filter()))
                        .append(')');
            }
            if (f.over() != null) {
                b.append(" OVER ")
                        .append(
                                f.over().reference()
                                        ? CatalogFunctions.quoted(
                                                f.over().name().name())
                                        : window(f.over()));
            }
            ShownExpressions.requirePlain(f.over() == null || !special || f.filter() != null && !f.distinct());
            return ShownExpressions.call(b.toString(), t);
        });
    }

    /** An ordered-set aggregate: the keys of the order are arguments too. */
    private ShownExpressions.Shown within(FunctionCall f, String name, List<ShownExpressions.Shown> direct) {
        ShownExpressions.requirePlain(f.over() == null
                && f.filter() == null
                && !f.distinct()
                && f.orderBy().isEmpty());
        List<ShownExpressions.Shown> given = new ArrayList<>(direct);
        f.withinGroup().forEach(i -> given.add(expressions.of(i.expression())));
        return named(name, given, (char) 0, true, (a, t) -> {
            List<ShownExpressions.Shown> keys = new ArrayList<>(a.subList(direct.size(), a.size()));
            String order = queries.order(f.withinGroup(), x -> keys.remove(0));
            return ShownExpressions.call(
                    CatalogFunctions.quoted(name) + "("
                            + a.subList(0, direct.size()).stream()
                                    .map(ShownExpressions.Shown::text)
                                    .collect(Collectors.joining(", "))
                            + ") WITHIN GROUP (ORDER BY " + order + ")",
                    t);
        });
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
        ShownExpressions.requirePlain(w.name() == null);
        List<String> parts = new ArrayList<>();
        if (!w.partitionBy().isEmpty()) {
            parts.add(
                    "PARTITION BY " + w.partitionBy().stream().map(queries::key).collect(Collectors.joining(", ")));
        }
        if (!w.orderBy().isEmpty()) {
            parts.add("ORDER BY " + queries.order(w.orderBy(), x -> x));
        }
        WindowFrame f = w.frame();
        if (f != null) {
            ShownExpressions.requirePlain(f.exclusion() == null || f.exclusion() == WindowFrame.Exclusion.NO_OTHERS);
            String from = bound(f.from(), f.fromOffset());
            parts.add(f.unit().name() + " "
                    + (f.to() == null ? from : "BETWEEN " + from + " AND " + bound(f.to(), f.toOffset())));
        }
        return "(" + String.join(" ", parts) + ")";
    }

    private String bound(WindowFrame.Bound b, Expression offset) {
        return (offset == null ? "" : expressions.of(offset).text() + " ") + BOUNDS.get(b);
    }
}
