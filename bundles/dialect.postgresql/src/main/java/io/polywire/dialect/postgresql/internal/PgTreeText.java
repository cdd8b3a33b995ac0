package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.render.TreeWriter;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.SortItem;

/**
 * Writes a query of a program for PostgreSQL. The collation C folds letters of ASCII alone and orders by bytes, whatever
 * that of the database does.
 */
final class PgTreeText extends TreeWriter {
    @Override
    protected void name(Identifier name) {
        if (name.name().isEmpty() || name.name().indexOf('\0') >= 0) {
            throw SqlFailure.unsupported("a name that is empty or has a zero byte");
        }
        out.append('"').append(name.name().replace("\"", "\"\"")).append('"');
    }

    @Override
    protected void resultName(Identifier name) {
        name(name);
    }

    @Override
    protected void parameter(int number) {
        out.append('$').append(number);
    }

    @Override
    protected void withoutCase(Expression left, String operator, Expression right) {
        folded(left);
        out.append(' ').append(operator).append(' ');
        folded(right);
    }

    private void folded(Expression text) {
        out.append("lower(");
        byBytes(text);
        out.append(')');
    }

    @Override
    protected void byBytes(Expression text) {
        out.append("CAST(");
        expression(text);
        out.append(" AS text) COLLATE \"C\"");
    }

    @Override
    protected void like(Expression value, Expression pattern, Expression escape) {
        byBytes(value);
        out.append(" ILIKE ");
        compared(plain(pattern));
        out.append(" ESCAPE ");
        if (escape == null) {
            text("");
        } else {
            compared(escape);
        }
    }

    @Override
    protected void leadingInteger(Expression text) {
        // the digits that fit; NULL stays NULL
        out.append("CASE WHEN ");
        expression(text);
        out.append(" IS NOT NULL THEN coalesce(CAST(substring(CAST(");
        expression(text);
        out.append(" AS text) from '^[ \\t\\n\\r\\f\\v]*([-+]?[0-9]{1,18})') AS bigint), 0) END");
    }

    @Override
    protected void function(String name) {
        switch (name) {
            case "COUNT" -> out.append("count");
            case "MIN" -> out.append("min");
            case "MAX" -> out.append("max");
            default -> throw SqlFailure.unsupported("function " + name + " on a storage of dialect postgresql");
        }
    }

    @Override
    protected void absent(SortItem item) {
        switch (item.nulls()) {
            case FIRST -> out.append(" NULLS FIRST");
            case LAST -> out.append(" NULLS LAST");
            default -> {}
        }
    }

    @Override
    protected void unlimited() {
        // OFFSET stands by itself
    }
}
