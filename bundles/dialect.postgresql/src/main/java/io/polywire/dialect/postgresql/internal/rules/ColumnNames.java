package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.tree.Case;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.QueryExpression;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.Values;
import java.util.Locale;

/** Names of outputs without an alias (FigureColname of parse_target.c). */
final class ColumnNames {
    private static final String NONE = "?column?";

    private ColumnNames() {}

    static String of(Expression e) {
        String name = find(e);
        return name == null ? NONE : name;
    }

    private static String find(Expression e) {
        if (e instanceof ColumnReference c) {
            return c.parts().get(c.parts().size() - 1).name();
        }
        if (e instanceof FunctionCall f) {
            return f.name().last().name();
        }
        if (e instanceof Cast c) {
            String inner = find(c.operand());
            return inner != null ? inner : c.type().name().last().name();
        }
        if (e instanceof Case c) {
            String inner = c.otherwise() == null ? null : find(c.otherwise());
            return inner != null ? inner : "case";
        }
        if (e instanceof QueryExpression q) {
            return switch (q.kind()) {
                case EXISTS -> "exists";
                case ARRAY -> "array";
                case SCALAR -> scalar(q);
            };
        }
        return e instanceof StandardFunction f ? standard(f) : null;
    }

    private static String scalar(QueryExpression q) {
        if (q.query().body() instanceof Select s && s.items().size() == 1) {
            SelectItem item = s.items().get(0);
            return item.alias() != null ? item.alias().name() : find(item.expression());
        }
        return q.query().body() instanceof Values ? "column1" : null;
    }

    private static String standard(StandardFunction f) {
        return switch (f.kind()) {
            case SUBSTRING_FROM, SUBSTRING_FROM_FOR, SUBSTRING_FOR, SUBSTRING_SIMILAR -> "substring";
            case TRIM_BOTH -> "btrim";
            case TRIM_LEADING -> "ltrim";
            case TRIM_TRAILING -> "rtrim";
            default -> f.kind().name().toLowerCase(Locale.ROOT);
        };
    }
}
