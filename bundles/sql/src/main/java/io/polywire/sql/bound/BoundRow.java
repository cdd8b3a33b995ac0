package io.polywire.sql.bound;

import io.polywire.api.type.Type;
import java.util.List;

/**
 * Several values as one, for functions that look into them. As an output it is its text.
 *
 * @param fields the values
 * @param names as many names of theirs
 * @param ofTable whether it is a whole row of a table, whose type has the table's name
 * @param present whether there is a row at all, which the other side of an outer join may lack; null if there always is
 * @param written the values as they were before literals and parameters among them got a type of their own
 * @param text the values as text, in the front dialect's form; NULL only where there is no row
 * @param type type of the whole
 */
public record BoundRow(
        List<BoundExpression> fields,
        List<String> names,
        boolean ofTable,
        BoundExpression present,
        List<BoundExpression> written,
        BoundExpression text,
        Type type)
        implements BoundExpression {
    /** Copies the lists. */
    public BoundRow {
        fields = List.copyOf(fields);
        names = List.copyOf(names);
        written = List.copyOf(written);
    }

    /** The same of other values in place of these. */
    public BoundRow with(List<BoundExpression> others) {
        return new BoundRow(others, names, ofTable, present, written, text, type);
    }
}
