package io.polywire.sql.bound;

import io.polywire.sql.catalog.Relation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a change of rows asks rights for beside its table: a statement has to be allowed what it names itself, and a view's
 * owner what the view names (PostgreSQL 15, manual 41.5).
 *
 * @param views views by which the table is named, the one that the statement names first; empty for the table itself
 * @param given columns of the table that the statement gives values for, without those that get their defaults
 * @param read columns of the table that the statement itself reads; told for views only
 */
public record ChangeRights(List<View> views, Set<String> given, Set<String> read) {
    /**
     * A view by which a table is named.
     *
     * @param relation the view
     * @param columns names of its columns by those of the table's columns that they show
     */
    public record View(Relation relation, Map<String, String> columns) {
        /** Copies the map. */
        public View {
            columns = Map.copyOf(columns);
        }
    }

    /** Copies the collections. */
    public ChangeRights {
        views = List.copyOf(views);
        given = Set.copyOf(given);
        read = Set.copyOf(read);
    }

    /** The views' relations. */
    public List<Relation> through() {
        return views.stream().map(View::relation).toList();
    }

    /** Of a change of a table under its own name. */
    public static ChangeRights of(Collection<String> given) {
        return new ChangeRights(List.of(), Set.copyOf(given), Set.of());
    }
}
