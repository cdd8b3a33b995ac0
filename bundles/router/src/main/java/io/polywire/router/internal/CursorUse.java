package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Access;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.Drop;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.Truncate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What cursors of a transaction read cannot be changed by other statements than those that change rows
 * ({@code CheckTableNotInUse} in src/backend/commands/tablecmds.c).
 */
final class CursorUse {
    private CursorUse() {}

    /** Refuses a statement that changes a table, or drops it, which an open cursor of the transaction reads. */
    static void refuse(SessionTransaction transaction, Plan plan) {
        RouterSession session = transaction.session();
        if (!session.names.hasCursors() || !(plan.tree() instanceof ParsedStatement p)) {
            return;
        }
        StatementBody body = p.body();
        List<QualifiedName> names = names(body);
        if (names.isEmpty() || transaction.lease() == null) {
            return;
        }
        CatalogSnapshot catalog = session.rights.catalog(transaction.lease());
        Set<Relation> changed = relations(body, catalog);
        int named = names.size();
        int looked = 0;
        for (Relation r : changed) {
            looked++;
            if (session.names.anyCursor(c -> c.isOpenIn(transaction) && reads(c.plan(), r))) {
                // a table that it cascades to is told before it is looked at
                plan.notices().stream().limit(Math.max(0, looked - named)).forEach(session::notice);
                String command = body instanceof Truncate ? "TRUNCATE" : body.command();
                throw SqlFailure.of(
                        FailureKind.OBJECT_IN_USE,
                        "cannot " + command + " \"" + r.name()
                                + "\" because it is being used by active queries in this session");
            }
        }
    }

    /** The tables that a statement is about, those first that it names. */
    static Set<Relation> relations(StatementBody body, CatalogSnapshot catalog) {
        Set<Relation> changed = new LinkedHashSet<>();
        for (QualifiedName name : names(body)) {
            Relation r = relation(catalog, name);
            if (r != null) {
                changed.add(r);
            }
        }
        if (body instanceof Truncate t && t.behavior() == Behavior.CASCADE) {
            addReferring(changed, catalog);
        }
        return changed;
    }

    /** Adds the tables that refer to some of these, and those that refer to them, as the plan's notices name them. */
    private static void addReferring(Set<Relation> to, CatalogSnapshot catalog) {
        boolean more = true;
        while (more) {
            Set<Integer> there = to.stream().map(Relation::id).collect(Collectors.toSet());
            more = to.addAll(catalog.relations().stream()
                    .filter(r -> r.constraints().stream()
                            .anyMatch(c -> c.reference() != null
                                    && there.contains(c.reference().tableId())))
                    .toList());
        }
    }

    static List<QualifiedName> names(StatementBody body) {
        if (body instanceof Drop d && d.kind() == ObjectKind.TABLE) {
            return d.objects().stream().map(o -> o.name()).toList();
        }
        if (body instanceof AlterTable a && a.kind() == ObjectKind.TABLE) {
            return List.of(a.table().name());
        }
        if (body instanceof Truncate t) {
            return t.tables().stream().map(NamedTable::name).toList();
        }
        return body instanceof CreateIndex i ? List.of(i.table().name()) : List.of();
    }

    private static Relation relation(CatalogSnapshot catalog, QualifiedName name) {
        List<Identifier> parts = name.parts();
        String bare = name.last().name();
        return parts.size() == 1
                ? catalog.relation(bare)
                : catalog.relation(parts.get(parts.size() - 2).name(), bare);
    }

    private static boolean reads(Plan plan, Relation r) {
        return (plan.tree().access() == Access.READ || RowLocks.isQuery(plan.tree()))
                && plan.needs().list().stream().anyMatch(n -> n.relation().id() == r.id());
    }
}
