package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.render.SqliteTreeWriter;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.SortItem;

/** Writes a query of a program for SQLite. */
public final class TreeText extends SqliteTreeWriter {
    /** SQLite takes a name in double quotes for a text where there is no such column; never one in these. */
    @Override
    protected void name(Identifier name) {
        if (name.name().indexOf('\0') >= 0) {
            throw SqlFailure.unsupported("a name with a zero byte");
        }
        out.append('`').append(name.name().replace("`", "``")).append('`');
    }

    @Override
    protected void resultName(Identifier name) {
        name(name);
    }

    @Override
    protected void parameter(int number) {
        out.append('?').append(number);
    }

    @Override
    protected void like(Expression value, Expression pattern, Expression escape) {
        compared(value);
        out.append(" LIKE ");
        compared(plain(pattern));
        if (escape != null) {
            out.append(" ESCAPE ");
            compared(escape);
        }
    }

    @Override
    protected void function(String name) {
        switch (name) {
            case "COUNT", "MIN", "MAX", "strftime" -> out.append(name);
            default -> throw SqlFailure.unsupported("function " + name + " without a catalog");
        }
    }

    @Override
    protected void absent(SortItem item) {
        boolean down = item.direction() == SortItem.Direction.DESCENDING;
        switch (item.nulls()) {
            case FIRST -> out.append(down ? " NULLS FIRST" : "");
            case LAST -> out.append(down ? "" : " NULLS LAST");
            default -> {}
        }
    }

    @Override
    protected void unlimited() {
        out.append(" LIMIT -1");
    }
}
