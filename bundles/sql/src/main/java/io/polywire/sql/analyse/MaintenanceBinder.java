package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.MaintainedTable;
import io.polywire.sql.tree.Maintenance;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.QualifiedName;
import java.util.List;

/**
 * VACUUM, ANALYZE and CHECKPOINT: the storage cleans and counts by itself, so that nothing is left to do but to see whether
 * what is named is there.
 */
final class MaintenanceBinder {
    private MaintenanceBinder() {}

    static BoundStatement bind(Maintenance s, Analysis analysis) {
        if (s.task() == Maintenance.Task.REINDEX) {
            return reindex(s, analysis);
        }
        if (s.task() == Maintenance.Task.CLUSTER) {
            throw analysis.at(s).unsupported(s.command());
        }
        for (MaintainedTable t : s.tables()) {
            try {
                analysis.relation(t.name()).columns();
            } catch (SqlFailure f) {
                throw f.kind() == FailureKind.UNDEFINED_TABLE ? SqlFailure.of(f.kind(), f.getMessage()) : f;
            }
        }
        return SchemaBinder.nothing(analysis, List.of());
    }

    /** The indexes of a table; with one index, those of its table. */
    private static BoundStatement reindex(Maintenance s, Analysis analysis) {
        if (s.kind() != ObjectKind.TABLE && s.kind() != ObjectKind.INDEX) {
            throw analysis.at(s).unsupported("REINDEX " + s.kind().name().replace('_', ' '));
        }
        if (!s.options().isEmpty()) {
            throw analysis.at(s).unsupported("REINDEX with options");
        }
        QualifiedName name = s.tables().get(0).name();
        String last = name.last().name();
        SchemaNames names = new SchemaNames(analysis);
        Relation found = names.find(name);
        TableIndex index = found == null ? names.index(name) : null;
        if (found == null && index == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, "relation \"" + last + "\" does not exist");
        }
        boolean table = s.kind() == ObjectKind.TABLE;
        boolean right = table
                ? found != null
                        && (found.kind() == Relation.Kind.TABLE || found.kind() == Relation.Kind.MATERIALIZED_VIEW)
                : index != null;
        if (!right) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "\"" + last + "\" is not " + (table ? "a table or materialized view" : "an index"))
                    .sqlState("42809")
                    .build();
        }
        Relation of = table ? found : analysis.catalog().tableOf(index.id());
        return new BoundStatement.ChangesSchema(
                List.of(new SchemaStep.Reindexes(of.stored(), of.temporary())),
                List.of(),
                false,
                analysis.catalog().nextId());
    }
}
