package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.dialect.sqlite.internal.syntax.Query;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.List;

/** The names that an expression sees, by SQLite's rules (src/resolve.c, lookupName). */
final class Scope {
    /**
     * A column of a source.
     *
     * @param held null if it is what it is
     * @param shown whether * gives it: of columns that a join compares by name, only the first
     */
    record Column(String name, Held held, boolean shown) {}

    /**
     * A source.
     *
     * @param name what it is called; null for a query without an alias
     * @param relation the table; null for others
     * @param columns null where they are not known
     */
    record Given(String name, Relation relation, List<Column> columns) {
        Column column(String column) {
            if (columns != null) {
                for (Column c : columns) {
                    if (c.name().equalsIgnoreCase(column)) {
                        return c;
                    }
                }
            }
            return null;
        }
    }

    /** Where a name was found: a column of a source, or an output with that alias. */
    record Found(Given source, Column column, Query.Output output, Scope scope) {}

    final Scope outer;
    final List<Given> sources = new ArrayList<>();
    /** What has an alias, once names may mean it. */
    List<Query.Output> outputs = List.of();

    Scope(Scope outer) {
        this.outer = outer;
    }

    /** What a name means; null if it means nothing that is known. */
    Found find(String table, String column) {
        for (Scope s = this; s != null; s = s.outer) {
            for (Given g : s.sources) {
                if (table != null && !table.equalsIgnoreCase(g.name())) {
                    continue;
                }
                Column c = g.column(column);
                if (c != null) {
                    return new Found(g, c, null, s);
                }
            }
            for (Query.Output o : s.outputs) {
                if (table == null && column.equalsIgnoreCase(o.alias())) {
                    return new Found(null, null, o, s);
                }
            }
        }
        return null;
    }
}
