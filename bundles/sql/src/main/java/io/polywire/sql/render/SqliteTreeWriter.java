package io.polywire.sql.render;

import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Trees;

/**
 * What SQLite's text of a tree is wherever it goes: to a storage, or to another program's SQLite behind a wire. Not safe for
 * use by several threads.
 */
public abstract class SqliteTreeWriter extends TreeWriter {
    @Override
    protected void withoutCase(Expression left, String operator, Expression right) {
        compared(left);
        out.append(' ').append(operator).append(' ');
        compared(right);
        out.append(" COLLATE NOCASE");
    }

    @Override
    protected void byBytes(Expression text) {
        operand(text);
        out.append(" COLLATE BINARY");
    }

    /** The digits that the text begins with, as CAST of SQLite reads them. */
    @Override
    protected void leadingInteger(Expression text) {
        expression(Trees.cast(text, "integer"));
    }
}
