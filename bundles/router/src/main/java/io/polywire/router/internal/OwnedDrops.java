package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.sql.analyse.ObjectNames;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.BlockStep;
import io.polywire.sql.tree.OwnedObjects;
import io.polywire.sql.tree.RoleName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * DROP OWNED of a role that owns something in the session's database: a DROP for the objects of each kind, those that others
 * are made of behind these, and then the same statement again, which in a block takes only the rights away. On a worker.
 */
final class OwnedDrops {
    private final RouterSession session;
    private final String text;
    private final OwnedObjects statement;
    private final List<BlockStep> steps = new ArrayList<>();

    OwnedDrops(RouterSession session, String text, OwnedObjects statement) {
        this.session = session;
        this.text = text;
        this.statement = statement;
    }

    private Set<Integer> owned(CatalogSnapshot catalog) {
        Set<Integer> owned = new HashSet<>();
        for (RoleName r : statement.owners()) {
            owned.addAll(
                    catalog.grants().owned(RoleStatements.resolve(session, r).id()));
        }
        return owned;
    }

    /** Tells the steps when it is known what the database holds. */
    void steps(Reply<BlockStep.Block> then) {
        OwnedStatement.requireRights(session, statement);
        session.rights.present(new Reply<>() {
            @Override
            public void done(CatalogSnapshot catalog) {
                BlockStep.Block block;
                try {
                    block = steps(catalog);
                } catch (RuntimeException | Error e) {
                    then.failed(Failures.of(e));
                    return;
                }
                then.done(block);
            }

            @Override
            public void failed(SqlFailure failure) {
                then.failed(failure);
            }
        });
    }

    private BlockStep.Block steps(CatalogSnapshot catalog) {
        ObjectNames names = session.desk.planner.dialect(session.dialect()).names(catalog);
        Set<Integer> owned = owned(catalog);
        relations("VIEW", Relation.Kind.VIEW, owned, catalog);
        relations("MATERIALIZED VIEW", Relation.Kind.MATERIALIZED_VIEW, owned, catalog);
        drop(
                "FUNCTION",
                catalog.routines().stream()
                        .filter(f -> owned.contains(f.id()))
                        .map(names::of)
                        .toList());
        relations("TABLE", Relation.Kind.TABLE, owned, catalog);
        relations("SEQUENCE", Relation.Kind.SEQUENCE, owned, catalog);
        drop(
                "TYPE",
                catalog.types().stream()
                        .filter(t -> owned.contains(t.id()))
                        .map(t -> named(t.schema(), t.name()))
                        .toList());
        drop(
                "SCHEMA",
                catalog.schemas().stream()
                        .filter(s -> owned.contains(s.id()))
                        .map(s -> quoted(s.name()))
                        .toList());
        steps.add(new BlockStep.Run(text, 1));
        return new BlockStep.Block(steps, List.of(), 1);
    }

    private void relations(String words, Relation.Kind kind, Set<Integer> owned, CatalogSnapshot catalog) {
        drop(
                words,
                catalog.relations().stream()
                        .filter(r -> r.kind() == kind && !r.temporary() && owned.contains(r.id()))
                        // a column's goes with its table
                        .filter(r -> r.sequence() == null || r.sequence().ownerId() == 0)
                        .map(r -> named(r.schema(), r.name()))
                        .toList());
    }

    private void drop(String words, List<String> names) {
        if (!names.isEmpty()) {
            String behavior = statement.behavior() == Behavior.CASCADE ? " CASCADE" : "";
            steps.add(new BlockStep.Run("DROP " + words + ' ' + String.join(", ", names) + behavior, 1));
        }
    }

    private static String named(String schema, String name) {
        return quoted(schema) + '.' + quoted(name);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
