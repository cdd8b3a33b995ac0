package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.GroupBy;
import io.polywire.sql.tree.Grouping;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SortItem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What groups and orders the rows of a query that is shown. */
final class ShownGroups {
    private final ShownExpressions expressions;
    private final boolean pretty;

    ShownGroups(ShownExpressions expressions, boolean pretty) {
        this.expressions = expressions;
        this.pretty = pretty;
    }

    // --- keys
    // ---------------------------------------------------------------------------------------------------------

    /** What a key of an order or a group means: an output by its number or name, or an expression. */
    Expression output(Expression e, Select s) {
        if (e instanceof Literal l && l.kind() == Literal.Kind.INTEGER) {
            int i = Integer.parseInt(l.value()) - 1;
            ShownExpressions.requirePlain(i >= 0 && i < s.items().size());
            return s.items().get(i).expression();
        }
        if (e instanceof ColumnReference c && c.parts().size() == 1) {
            for (SelectItem i : s.items()) {
                if (i.alias() != null
                        && i.alias().name().equals(c.parts().get(0).name())) {
                    return i.expression();
                }
            }
        }
        return e;
    }

    String key(Expression e, Select s) {
        return key(expressions.settled(output(e, s)));
    }

    /** A key of a group, an order or a window (get_rule_sortgroupclause). */
    String key(ShownExpressions.Shown e) {
        if (e.isConstant()) {
            // a number by itself would be that of an output
            return e.text().matches("[0-9.]+|true|false") ? e.text() + "::" + expressions.full(e.type()) : e.text();
        }
        return e.isColumn() || e.isRow() || !pretty && !e.isCall() ? e.text() : "(" + e.text() + ")";
    }

    /** Keys with their directions (get_rule_orderby). */
    String order(
            List<SortItem> items,
            UnaryOperator<ShownExpressions.Shown> as,
            Function<Expression, ShownExpressions.Shown> of) {
        List<String> all = new ArrayList<>();
        for (SortItem i : items) {
            boolean up = i.using() != null && i.using().name().equals("<");
            boolean down = i.direction() == SortItem.Direction.DESCENDING
                    || i.using() != null && i.using().name().equals(">");
            ShownExpressions.requirePlain(
                    i.using() == null || i.using().schema().isEmpty() && (up || down));
            String nulls = i.nulls() == (down ? SortItem.Nulls.LAST : SortItem.Nulls.FIRST)
                    ? " NULLS " + i.nulls().name()
                    : "";
            all.add(key(as.apply(of.apply(i.expression()))) + (down ? " DESC" : "") + nulls);
        }
        return String.join(", ", all);
    }

    // --- GROUP BY
    // -----------------------------------------------------------------------------------------------------

    private static boolean isSet(Grouping g) {
        return g.kind() != Grouping.Kind.VALUE;
    }

    /** What stands behind GROUP BY. */
    String groups(GroupBy g, Select s) {
        boolean sets = g.elements().stream().anyMatch(ShownGroups::isSet);
        List<String> all = new ArrayList<>();
        for (Grouping e : g.elements()) {
            if (!isSet(e)) {
                keys(e.expressions().get(0), s).stream()
                        .filter(k -> sets || !all.contains(k))
                        .forEach(all::add);
            } else {
                all.add(set(e, s));
            }
        }
        return (g.distinct() ? "DISTINCT " : "") + String.join(", ", all);
    }

    /** Keys that a value stands for: the fields of a row that has no word before it. */
    private List<String> keys(Expression e, Select s) {
        if (e instanceof RowExpression r && !r.explicit()) {
            return r.fields().stream().flatMap(f -> keys(f, s).stream()).toList();
        }
        return List.of(key(e, s));
    }

    /** A grouping set (get_rule_groupingset). */
    private String set(Grouping g, Select s) {
        return switch (g.kind()) {
            case EMPTY -> "()";
            case VALUE -> "(" + String.join(", ", keys(g.expressions().get(0), s)) + ")";
            case ROLLUP, CUBE ->
                g.kind().name()
                        + g.expressions().stream()
                                .map(e -> {
                                    List<String> keys = keys(e, s);
                                    String all = String.join(", ", keys);
                                    return keys.size() == 1 ? all : "(" + all + ")";
                                })
                                .collect(Collectors.joining(", ", "(", ")"));
            case SETS ->
                "GROUPING SETS " + flat(g).stream().map(e -> set(e, s)).collect(Collectors.joining(", ", "(", ")"));
        };
    }

    /** Grouping sets within grouping sets are some of these. */
    private static List<Grouping> flat(Grouping g) {
        return g.sets().stream()
                .flatMap(e -> e.kind() == Grouping.Kind.SETS ? flat(e).stream() : java.util.stream.Stream.of(e))
                .toList();
    }
}
