package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can be changed through a view.
 *
 * @param possible whether rows can be deleted through it
 * @param columns numbers of its columns that can be given values
 */
public record UpdatableView(boolean possible, Set<Integer> columns) {
    /** Copies the set. */
    public UpdatableView {
        columns = Set.copyOf(columns);
    }

    /** What can be changed through a view of a database. */
    public static UpdatableView of(Relation view, CatalogSnapshot catalog, TypeRules rules) {
        Analysis analysis = new Analysis(rules, catalog, "", new ParameterTypes(0, List.of()));
        ViewTarget target;
        try {
            target = new ViewTarget(view, ViewTarget.Change.UPDATE, analysis, new Scope(null), analysis.at(0));
        } catch (SqlFailure f) {
            // why it is none, or means nothing any more, is told to who uses it
            return new UpdatableView(false, Set.of());
        }
        Set<Integer> columns = new TreeSet<>();
        for (int i = 0; i < target.entries.size(); i++) {
            if (target.entries.get(i).value() instanceof BoundColumn c && !HiddenColumns.isPlace(target.table, c)) {
                columns.add(view.columns().get(i).number());
            }
        }
        return new UpdatableView(true, columns);
    }
}
