package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableConstraint.Action;
import io.polywire.sql.catalog.UserType;

/** What foreign keys can demand that a storage does not do as the front dialects have it. */
final class ForeignKeys {
    private ForeignKeys() {}

    /** Refuses a foreign key that does not work, or does not here. */
    static void refuse(TableConstraint key, Relation table, CatalogSnapshot catalog, Place at) {
        TableConstraint.Reference r = key.reference();
        boolean generated = key.columns().stream().anyMatch(n -> table.column(n).generated());
        // PostgreSQL tells of an action that would write what is worked out
        if (generated && (isSet(r.onUpdate()) || r.onUpdate() == Action.CASCADE)) {
            throw SqlFailure.of(
                    FailureKind.SYNTAX,
                    "invalid ON UPDATE action for foreign key constraint containing generated column");
        }
        if (generated && isSet(r.onDelete())) {
            throw SqlFailure.of(
                    FailureKind.SYNTAX,
                    "invalid ON DELETE action for foreign key constraint containing generated column");
        }
        if (key.isFull() && (key.deferred() || !key.validated())) {
            throw at.unsupported("MATCH FULL over several columns with INITIALLY DEFERRED or NOT VALID");
        }
        boolean defaults = r.onDelete() == Action.SET_DEFAULT || r.onUpdate() == Action.SET_DEFAULT;
        if (defaults && key.columns().stream().anyMatch(n -> isUnknown(table.column(n), catalog))) {
            throw at.unsupported("SET DEFAULT of a column whose default is not a constant");
        }
    }

    private static boolean isSet(Action action) {
        return action == Action.SET_NULL || action == Action.SET_DEFAULT;
    }

    /** Whether the storage does not know the default that it would have to set. */
    private static boolean isUnknown(RelationColumn c, CatalogSnapshot catalog) {
        UserType own = c.typeId() == 0 ? null : catalog.type(c.typeId());
        return Defaults.isNeeded(c) || own != null && own.isDomain();
    }
}
