package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.sqlite.internal.foreign.Forms;
import io.polywire.dialect.sqlite.internal.foreign.IntegerTimes;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;

/** Writes what converts the values of columns whose form another program chose ({@link RelationColumn#written}). */
final class ForeignRenderer {
    private final SqlText out;
    private final IntegerTimes times;

    ForeignRenderer(SqlText out, IntegerTimes times) {
        this.out = out;
        this.times = times;
    }

    /** The column if its values have to be converted, else null. */
    static RelationColumn converted(Relation table, String column) {
        int i = table == null ? -1 : table.index(column);
        return i < 0 || table.columns().get(i).written() == null
                ? null
                : table.columns().get(i);
    }

    /** What a column holds, as a value of its type. */
    void read(Relation table, RelationColumn column, Type type, Runnable stored) {
        ScalarFunction reading = Forms.reading(type, times);
        if (reading != null) {
            out.function(reading).add("(");
            stored.run();
            named(table, column);
            return;
        }
        boolean json = type.kind() == TypeKind.JSON;
        out.add("(CASE WHEN typeof(");
        stored.run();
        out.add(") = 'blob'");
        if (json) {
            out.add(" OR NOT json_valid(");
            stored.run();
            out.add(")");
        }
        out.add(" THEN ").function(json ? Forms.MISFIT_JSON : Forms.MISFIT_TEXT).add("(");
        stored.run();
        named(table, column);
        out.add(" ELSE CAST(");
        stored.run();
        out.add(" AS TEXT) END)");
    }

    /** What is stored in a column of a value; {@code type} is the column's. */
    void write(Relation table, String column, Type type, Runnable value) {
        RelationColumn c = converted(table, column);
        ScalarFunction writing = c == null ? null : Forms.writing(type, c.written(), times);
        if (writing == null) {
            value.run();
            return;
        }
        out.function(writing).add("(");
        value.run();
        named(table, c);
    }

    private void named(Relation table, RelationColumn column) {
        out.add(", ").constant(table.name() + "." + column.name()).add(")");
    }
}
