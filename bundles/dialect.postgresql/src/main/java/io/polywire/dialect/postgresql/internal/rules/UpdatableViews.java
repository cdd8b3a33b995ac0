package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.analyse.UpdatableView;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.List;

/** Which changes views pass on to a table, and in which of their columns, as the binder of such changes has it. */
final class UpdatableViews {
    /** INSERT, UPDATE and DELETE as pg_relation_is_updatable has them. */
    static final long ALL = 8 + 4 + 16;

    private static final long DELETE = 16;

    private UpdatableViews() {}

    /** Number of the view; 0, and what the view passes on; number of a column that can be changed, and the same. */
    static List<Object[]> rows(CatalogSnapshot catalog) {
        List<Object[]> rows = new ArrayList<>();
        for (Relation r : catalog.relations()) {
            UpdatableView v = r.kind() == Relation.Kind.VIEW && r.own()
                    ? UpdatableView.of(r, catalog, PgTypeRules.of(catalog))
                    : null;
            if (v != null && v.possible()) {
                long events = v.columns().isEmpty() ? DELETE : ALL;
                rows.add(new Object[] {(long) r.id(), 0L, events});
                v.columns().forEach(n -> rows.add(new Object[] {(long) r.id(), (long) n, events}));
            }
        }
        return rows;
    }
}
