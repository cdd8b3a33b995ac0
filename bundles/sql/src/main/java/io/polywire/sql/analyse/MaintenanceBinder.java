package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.tree.MaintainedTable;
import io.polywire.sql.tree.Maintenance;
import java.util.List;

/**
 * VACUUM, ANALYZE and CHECKPOINT: the storage cleans and counts by itself, so that nothing is left to do but to see whether
 * what is named is there.
 */
final class MaintenanceBinder {
    private MaintenanceBinder() {}

    static BoundStatement bind(Maintenance s, Analysis analysis) {
        if (s.task() == Maintenance.Task.CLUSTER || s.task() == Maintenance.Task.REINDEX) {
            throw analysis.at(s).unsupported(s.command());
        }
        for (MaintainedTable t : s.tables()) {
            try {
                analysis.relation(t.name()).columns();
            } catch (io.polywire.api.error.SqlFailure f) {
                throw f.kind() == io.polywire.api.error.FailureKind.UNDEFINED_TABLE
                        ? io.polywire.api.error.SqlFailure.of(f.kind(), f.getMessage())
                        : f;
            }
        }
        return SchemaBinder.nothing(analysis, List.of());
    }
}
