package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SetOperation;
import io.polywire.sql.tree.Star;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Queries of views as they are shown: with the names that the views' own columns have, which the kept texts need not have. */
final class ViewNames {
    private static final String WITHIN = "columns_of_view";

    private ViewNames() {}

    /** The query of a view, or of a materialized one, that gives columns of its names. */
    static String shown(Relation view) {
        String text = view.definition();
        List<String> names = view.columns().stream().map(RelationColumn::name).toList();
        boolean own = PgTypeRules.INSTANCE.dialect().equals(view.dialect());
        if (!own || !(PgDialect.parsed(text) instanceof ParsedStatement p && p.body() instanceof Query q)) {
            return text;
        }
        Select first = first(q.body());
        List<SelectItem> items = first == null ? List.of() : first.items();
        boolean listed = items.size() == names.size() && items.stream().noneMatch(i -> i.expression() instanceof Star);
        if (!listed) {
            return first != null || isNumbered(names) ? text : around(text, names);
        }
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(name(items.get(i)))) {
                others.add(i);
            }
        }
        if (others.isEmpty()) {
            return text;
        }
        boolean ordered = q.orderBy().stream()
                .anyMatch(s ->
                        s.expression() instanceof ColumnReference c && c.parts().size() == 1);
        if (ordered) {
            // the order may go by a name that would be another one
            return around(text, names);
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        for (int i : others) {
            SelectItem item = items.get(i);
            out.append(text, from, item.start())
                    .append(text, item.expression().start(), item.expression().end())
                    .append(" AS ")
                    .append(CatalogFunctions.quoted(names.get(i)));
            from = item.end();
        }
        return out.append(text.substring(from)).toString();
    }

    /** Whether columns have the names that those of VALUES have. */
    private static boolean isNumbered(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals("column" + (i + 1))) {
                return false;
            }
        }
        return true;
    }

    private static Select first(QueryBody body) {
        QueryBody b = body;
        while (b instanceof SetOperation s) {
            b = s.left();
        }
        return b instanceof Select s
                ? s
                : b instanceof NestedQuery n ? first(n.query().body()) : null;
    }

    private static String name(SelectItem item) {
        return item.alias() != null ? item.alias().name() : ColumnNames.of(item.expression());
    }

    private static String around(String text, List<String> names) {
        String list = names.stream().map(CatalogFunctions::quoted).collect(Collectors.joining(", "));
        String columns = names.stream()
                .map(n -> WITHIN + "." + CatalogFunctions.quoted(n))
                .collect(Collectors.joining(", "));
        return "SELECT " + columns + " FROM (" + text + ") " + WITHIN + "(" + list + ")";
    }
}
