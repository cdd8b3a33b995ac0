package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.tree.NamedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one query that is shown names: what stands in its FROM, and the common tables that it and those around it have. */
final class ShownScope {
    /**
     * A column.
     *
     * @param column its place; {@link ShownTable#NONE} if it is none of the table's own
     * @param within the query that has the table
     */
    record Found(ShownTable table, int column, ShownScope within) {}

    /** A name, and the columns that go by it: the first ones. */
    private record Visible(ShownTable table, int columns) {}

    final ShownScope outer;
    /** Whether it does not see what stands in FROM of the query around it. */
    private final boolean apart;
    /** Names that nothing else in this query or one within it may have. */
    private final Set<String> taken;
    /** The shapes of common tables. */
    final Map<String, ShownQueries.Result> common;

    final List<ShownTable> tables = new ArrayList<>();
    final List<ShownTable> tops = new ArrayList<>();
    private final Map<String, Visible> visible = new LinkedHashMap<>();

    ShownScope(ShownScope outer, boolean apart) {
        this.outer = outer;
        this.apart = apart;
        this.taken = outer == null ? new HashSet<>(Set.of("old", "new")) : new HashSet<>(outer.taken);
        this.common = outer == null ? new LinkedHashMap<>() : new LinkedHashMap<>(outer.common);
    }

    /**
     * Adds a table or a join, which gets a name that nothing around it has (set_rtable_names).
     *
     * @param called its name in what is kept; null if it has none
     * @param shown what PostgreSQL would call it if nothing else had the name
     */
    void add(ShownTable t, String called, String shown) {
        tables.add(t);
        if (shown != null) {
            String free = shown;
            for (int i = 1; !taken.add(free); i++) {
                free = shown + "_" + i;
            }
            t.shown = free;
        }
        if (called != null) {
            ShownExpressions.requirePlain(visible.put(called, new Visible(t, t.own.size())) == null);
        }
    }

    /** Names that are visible now. */
    Set<String> visible() {
        return Set.copyOf(visible.keySet());
    }

    /** Hides the tables that a join with a name joins. */
    void hideAllBut(Set<String> names) {
        visible.keySet().retainAll(names);
    }

    /** A name for the columns that a join puts together. */
    void alias(String name, ShownTable join) {
        ShownExpressions.requirePlain(visible.put(name, new Visible(join, join.using.size())) == null);
    }

    /** The only column of a name; nothing here tells which one is meant where another has come since. */
    static int only(List<String> columns, String name) {
        int i = columns.indexOf(name);
        ShownExpressions.requirePlain(i == columns.lastIndexOf(name));
        return i < 0 ? ShownTable.NONE : i;
    }

    /** The query around this one whose FROM it sees. */
    private ShownScope around() {
        return apart ? outer.around() : outer;
    }

    /** The table of a name, of this query or of one around it; null if there is none. */
    static Found table(ShownScope from, String name) {
        for (ShownScope s = from; s != null; s = s.around()) {
            Visible v = s.visible.get(name);
            if (v != null) {
                return new Found(v.table(), v.columns(), s);
            }
        }
        return null;
    }

    /** A column of a table that is named; null if there is no such table. */
    static Found column(ShownScope from, String table, String name) {
        Found t = table(from, table);
        if (t == null) {
            return null;
        }
        return new Found(t.table(), only(t.table().read.subList(0, t.column()), name), t.within());
    }

    /** A column of a relation that is named with its schema, where another table has its name; null if there is none. */
    static Found column(ShownScope from, String schema, String table, String name) {
        for (ShownScope s = from; s != null; s = s.around()) {
            for (ShownTable t : s.tables) {
                boolean same = t.node instanceof NamedTable n
                        && t.alias == null
                        && n.name().parts().size() == 2
                        && n.name().parts().get(0).name().equals(schema)
                        && (n.alias() == null ? n.name().last() : n.alias().name())
                                .name()
                                .equals(table);
                if (same) {
                    return new Found(t, only(t.read, name), s);
                }
            }
        }
        return null;
    }

    /** A column that is named without its table, which only those are that joins put together; null if there is none. */
    static Found column(ShownScope from, String name) {
        for (ShownScope s = from; s != null; s = s.around()) {
            Found found = null;
            for (ShownTable t : s.tops) {
                int together = t.using.indexOf(name);
                int i = together >= 0 ? together : only(t.read, name);
                if (i >= 0) {
                    ShownExpressions.requirePlain(found == null);
                    found = new Found(t, i, s);
                }
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
