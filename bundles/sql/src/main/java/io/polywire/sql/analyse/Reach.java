package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of which a change of one table's rows may change rows: that table, and those whose foreign keys act upon it.
 * PostgreSQL's act when the statement is done; a storage's do with each row, so that what reads these tables meanwhile must be
 * worked out before.
 *
 * @param tables these tables, the changed one first
 * @param returns whether such keys lead back to the changed table, so that one of its rows changes others
 * @param removes whether some of these others go, before their turn comes
 */
record Reach(Set<Relation> tables, boolean returns, boolean removes) {
    /** A foreign key that acts when rows that it refers to go or get another key. */
    private record Acting(Relation of, TableConstraint key) {}

    /** Foreign keys that act, by the numbers of the tables that they refer to. */
    private record Index(Map<Integer, List<Acting>> keys) {}

    static Reach of(BoundStatement s, CatalogSnapshot catalog) {
        if (s.target() == null) {
            return new Reach(Set.of(), false, false);
        }
        if (s instanceof BoundStatement.Inserts i
                && (i.conflict() == null || i.conflict().columns().isEmpty())) {
            return new Reach(Set.of(s.target()), false, false);
        }
        if (s instanceof BoundStatement.Updates u) {
            return ofUpdate(u.target(), u.columns(), catalog);
        }
        return s instanceof BoundStatement.Deletes
                ? ofDelete(s.target(), catalog)
                : of(
                        s.target(),
                        index(catalog),
                        index(catalog).keys().getOrDefault(s.target().id(), List.of()));
    }

    static Reach ofDelete(Relation target, CatalogSnapshot catalog) {
        Index index = index(catalog);
        List<Acting> first = new ArrayList<>();
        for (Acting a : index.keys().getOrDefault(target.id(), List.of())) {
            if (acts(a.key().reference().onDelete())) {
                first.add(a);
            }
        }
        return of(target, index, first);
    }

    /** @param columns that are set */
    static Reach ofUpdate(Relation target, Collection<String> columns, CatalogSnapshot catalog) {
        Index index = index(catalog);
        List<Acting> first = new ArrayList<>();
        for (Acting a : index.keys().getOrDefault(target.id(), List.of())) {
            TableConstraint.Reference r = a.key().reference();
            if (acts(r.onUpdate()) && target.names(r.columns()).stream().anyMatch(columns::contains)) {
                first.add(a);
            }
        }
        return of(target, index, first);
    }

    /** @param first keys that act upon the changes themselves; upon theirs, any may */
    private static Reach of(Relation target, Index index, List<Acting> first) {
        // in one order, so that of several failures always the same is told
        Set<Relation> tables = new LinkedHashSet<>();
        tables.add(target);
        boolean returns = false;
        boolean removes = false;
        List<Acting> left = new ArrayList<>(first);
        while (!left.isEmpty()) {
            Acting a = left.remove(left.size() - 1);
            if (a.of() == target) {
                returns = true;
                removes |= a.key().reference().onDelete() == TableConstraint.Action.CASCADE;
            }
            if (tables.add(a.of())) {
                left.addAll(index.keys().getOrDefault(a.of().id(), List.of()));
            }
        }
        return new Reach(tables, returns, removes);
    }

    private static Index index(CatalogSnapshot catalog) {
        return catalog.derived(Reach.class, Index.class, () -> {
            Map<Integer, List<Acting>> keys = new HashMap<>();
            for (Relation r : catalog.relations()) {
                for (TableConstraint c : r.constraints()) {
                    if (c.reference() != null
                            && (acts(c.reference().onDelete())
                                    || acts(c.reference().onUpdate()))) {
                        keys.computeIfAbsent(c.reference().tableId(), n -> new ArrayList<>())
                                .add(new Acting(r, c));
                    }
                }
            }
            return new Index(keys);
        });
    }

    private static boolean acts(TableConstraint.Action a) {
        return a != TableConstraint.Action.NO_ACTION && a != TableConstraint.Action.RESTRICT;
    }

    /** Whether sub-queries of an expression, which may be null, read one of the tables. */
    boolean isReadBy(BoundExpression e) {
        return e != null && tables.stream().anyMatch(r -> Columns.read(e, r));
    }
}
