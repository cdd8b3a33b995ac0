package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import java.util.HashSet;
import java.util.Set;

/**
 * Tables that foreign keys refer to.
 *
 * @param ids their numbers
 */
record ReferredTables(Set<Integer> ids) {
    /** Whether foreign keys are checked when the rows of a relation change: PostgreSQL does that by triggers of its own. */
    static boolean concerns(Relation r, CatalogSnapshot catalog) {
        for (TableConstraint c : r.constraints()) {
            if (c.reference() != null) {
                return true;
            }
        }
        return catalog.derived(ReferredTables.class, ReferredTables.class, () -> of(catalog))
                .ids()
                .contains(r.id());
    }

    private static ReferredTables of(CatalogSnapshot catalog) {
        Set<Integer> ids = new HashSet<>();
        for (Relation r : catalog.relations()) {
            for (TableConstraint c : r.constraints()) {
                if (c.reference() != null) {
                    ids.add(c.reference().tableId());
                }
            }
        }
        return new ReferredTables(ids);
    }
}
