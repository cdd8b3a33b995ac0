package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.FunctionItem;
import io.polywire.sql.tree.FunctionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Functions in FROM of a query that is shown. */
final class ShownFunctions {
    private static final String UNNEST = "unnest";

    private final ShownQueries queries;
    private final ShownExpressions expressions;
    private final CatalogSnapshot catalog;

    ShownFunctions(ShownQueries queries, ShownExpressions expressions) {
        this.queries = queries;
        this.expressions = expressions;
        this.catalog = queries.catalog();
    }

    /** A function and the columns that the query says it has. */
    private record Item(Expression call, List<ColumnDefinition> columns) {}

    /** Functions as PostgreSQL keeps them: unnest of several arrays is several of unnest. */
    private static List<Item> items(FunctionTable f) {
        List<Item> all = new ArrayList<>();
        for (FunctionItem i : f.functions()) {
            List<ColumnDefinition> columns = f.columns().isEmpty() ? i.columns() : f.columns();
            if (i.call() instanceof FunctionCall c
                    && isUnnest(c)
                    && c.arguments().size() > 1) {
                for (Argument a : c.arguments()) {
                    all.add(new Item(
                            new FunctionCall(
                                    c.name(),
                                    List.of(a),
                                    false,
                                    false,
                                    List.of(),
                                    List.of(),
                                    null,
                                    null,
                                    c.start(),
                                    c.end()),
                            columns));
                }
            } else {
                all.add(new Item(i.call(), columns));
            }
        }
        return all;
    }

    private static boolean isUnnest(FunctionCall c) {
        return c.name().last().name().equals(UNNEST)
                && (c.name().parts().size() == 1
                        || c.name().parts().get(0).name().equals(Visibility.SYSTEM));
    }

    /** Finds out what columns functions have. */
    ShownTable enter(FunctionTable f, ShownScope scope) {
        List<Item> items = items(f);
        String alias = f.alias() == null || f.alias().name() == null
                ? null
                : f.alias().name().name();
        List<String> names = new ArrayList<>();
        List<Type> types = new ArrayList<>();
        boolean before = queries.startBeside();
        for (Item i : items) {
            columns(i, items.size() == 1 ? alias : null, names, types);
        }
        boolean lateral = queries.endBeside(before);
        Type row = RowTypes.record(names, types);
        if (f.ordinality()) {
            names.add("ordinality");
            types.add(PgTypes.INT8);
        }
        String called = alias == null ? ColumnNames.of(items.get(0).call()) : alias;
        ShownTable made =
                new ShownTable(f, ShownTable.Kind.FUNCTION, alias, ShownFrom.given(f.alias()), names, types, null);
        made.row = f.ordinality() || items.size() > 1 ? RowTypes.record(names, types) : row;
        made.lateral = lateral || f.lateral();
        scope.add(made, called, called);
        return made;
    }

    private void columns(Item i, String alias, List<String> names, List<Type> types) {
        ShownExpressions.Shown call = expressions.of(i.call());
        if (!i.columns().isEmpty()) {
            for (ColumnDefinition c : i.columns()) {
                ShownExpressions.requirePlain(c.collation() == null);
                names.add(c.name().name());
                types.add(PgTypeRules.of(catalog).named(c.type()));
            }
            return;
        }
        Routine r = i.call() instanceof FunctionCall f ? expressions.calls().routine(f) : null;
        List<Routine.Parameter> outputs = r == null ? List.of() : r.outputs();
        if (outputs.size() > 1) {
            outputs.forEach(p -> names.add(p.name() == null ? "column" + (outputs.indexOf(p) + 1) : p.name()));
            outputs.forEach(p -> types.add(UserFunctions.type(p.type(), catalog)));
            return;
        }
        if (RowTypes.is(call.type())) {
            call.type().fields().forEach(f -> names.add(f.name()));
            call.type().fields().forEach(f -> types.add(f.type()));
            return;
        }
        List<Registry.RowsColumn> built = r == null && i.call() instanceof FunctionCall f
                ? expressions.calls().rows(f)
                : List.of();
        if (built.size() > 1) {
            built.forEach(c -> names.add(c.name()));
            built.forEach(c -> types.add(c.type()));
            return;
        }
        ShownExpressions.requirePlain(!PgTypes.isRecord(call.type()) && built.isEmpty());
        String out = outputs.isEmpty() ? null : outputs.get(0).name();
        names.add(out != null ? out : alias != null ? alias : ColumnNames.of(i.call()));
        types.add(call.type());
    }

    /** The text. */
    String write(FunctionTable f, ShownTable t) {
        List<Item> items = items(f);
        List<String> calls = new ArrayList<>();
        for (Item i : items) {
            calls.add(expressions.of(i.call()).text());
        }
        boolean defined = !items.get(0).columns().isEmpty();
        StringBuilder b = new StringBuilder(t.lateral ? "LATERAL " : "");
        boolean behind = false;
        if (items.size() == 1 && !(defined && f.ordinality())) {
            b.append(calls.get(0));
            behind = defined;
        } else if (items.stream()
                .allMatch(i -> i.call() instanceof FunctionCall c
                        && isUnnest(c)
                        && i.columns().isEmpty())) {
            b.append(calls.stream()
                    .map(c -> c.substring(UNNEST.length() + 1, c.length() - 1))
                    .collect(Collectors.joining(", ", "UNNEST(", ")")));
        } else {
            b.append("ROWS FROM(");
            for (int i = 0; i < items.size(); i++) {
                List<ColumnDefinition> columns = items.get(i).columns();
                b.append(i == 0 ? "" : ", ").append(calls.get(i));
                if (!columns.isEmpty()) {
                    List<String> names =
                            columns.stream().map(c -> c.name().name()).toList();
                    b.append(" AS ").append(definitions(columns, names));
                }
            }
            b.append(')');
        }
        b.append(f.ordinality() ? " WITH ORDINALITY" : "").append(' ').append(CatalogFunctions.quoted(t.shown));
        return b + (behind ? definitions(items.get(0).columns(), List.of(t.names)) : t.list());
    }

    private String definitions(List<ColumnDefinition> columns, List<String> names) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Type type = PgTypeRules.of(catalog).named(columns.get(i).type());
            all.add(CatalogFunctions.quoted(names.get(i)) + " " + expressions.full(type));
        }
        return all.stream().collect(Collectors.joining(", ", "(", ")"));
    }
}
