package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.tree.ArrayExpression;
import io.polywire.sql.tree.AtTimeZone;
import io.polywire.sql.tree.Case;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.Collate;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FieldSelection;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.IsTest;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.QueryExpression;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SetOperation;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.Subscript;
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

    /** The name of an index's column over an expression. */
    static String ofKey(String source) {
        String name = find(Deparser.expression(source));
        return name == null ? "expr" : name;
    }

    /** A name, and whether it is as good as a column's: a type's name gives way to another type's. */
    private record Name(String text, boolean strong) {}

    private static String find(Expression e) {
        Name name = name(e);
        return name == null ? null : name.text();
    }

    private static Name name(Expression e) {
        if (e instanceof ColumnReference c) {
            return new Name(c.parts().get(c.parts().size() - 1).name(), true);
        }
        if (e instanceof FunctionCall f) {
            return new Name(f.name().last().name(), true);
        }
        if (e instanceof Cast c) {
            Name inner = name(c.operand());
            return inner != null && inner.strong()
                    ? inner
                    : new Name(c.type().name().last().name(), false);
        }
        if (e instanceof ArrayExpression) {
            return new Name("array", true);
        }
        if (e instanceof RowExpression) {
            return new Name("row", true);
        }
        if (e instanceof FieldSelection f) {
            return new Name(f.field().name(), true);
        }
        if (e instanceof AtTimeZone) {
            return new Name("timezone", true);
        }
        if (e instanceof Subscript x) {
            return name(x.base());
        }
        if (e instanceof Collate x) {
            return name(x.operand());
        }
        if (e instanceof Case c) {
            Name inner = c.otherwise() == null ? null : name(c.otherwise());
            return inner != null && inner.strong() ? inner : new Name("case", false);
        }
        if (e instanceof IsTest t && t.test() == IsTest.Test.NORMALIZED && !t.negated()) {
            return new Name("is_normalized", true);
        }
        if (e instanceof QueryExpression q) {
            String text = switch (q.kind()) {
                case EXISTS -> "exists";
                case ARRAY -> "array";
                case SCALAR -> scalar(q);
            };
            return text == null ? null : new Name(text, true);
        }
        return e instanceof StandardFunction f ? new Name(standard(f), true) : null;
    }

    private static String scalar(QueryExpression q) {
        QueryBody body = q.query().body();
        while (body instanceof SetOperation || body instanceof NestedQuery) {
            body = body instanceof SetOperation o
                    ? o.left()
                    : ((NestedQuery) body).query().body();
        }
        if (body instanceof Select s && s.items().size() == 1) {
            SelectItem item = s.items().get(0);
            return item.alias() != null ? item.alias().name() : find(item.expression());
        }
        return body instanceof Values ? "column1" : null;
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
