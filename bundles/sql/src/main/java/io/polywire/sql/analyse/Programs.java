package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.CommonTable;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Query;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Statements that take several steps: those of WITH that change rows. All of them are to see the database as it was before
 * the first; since they run one behind the other, what would see a change of another is refused. A query that is to be
 * materialized runs in its turn too, so that those behind it may change what it has read.
 */
final class Programs {
    private final Analysis analysis;
    private final Map<CommonTable, CommonQuery> changes = new IdentityHashMap<>();
    private final List<CommonQuery> order = new ArrayList<>();
    /** Common tables that a statement within WITH can name. */
    private Scope around;

    private int slots;

    Programs(Analysis analysis) {
        this.analysis = analysis;
    }

    /** A number for rows that are kept. */
    int newSlot() {
        return slots++;
    }

    /** Lets a statement within WITH name the tables before it. */
    void around(Scope scope) {
        if (around != null) {
            scope.common.putAll(around.common);
            scope.takeLater(around);
        }
    }

    /** A statement of WITH that runs in its turn: one that changes rows, or whose rows are kept; bound once, however often WITH is. */
    CommonQuery changed(CommonTable t, Scope scope) {
        CommonQuery known = changes.get(t);
        if (known != null) {
            return known;
        }
        if (scope.outer != null || around != null) {
            throw analysis.at(t)
                    .failure(
                            FailureKind.UNSUPPORTED,
                            "WITH clause containing a data-modifying statement must be at the top level");
        }
        Scope before = Scope.beside(scope);
        around = before;
        BoundStatement bound;
        try {
            bound = t.body() instanceof Query q
                    ? new BoundStatement.Selects(analysis.queries().bind(q, before))
                    : Analyser.bind(t.body(), analysis);
        } finally {
            around = null;
        }
        List<String> names = t.columns().stream().map(Identifier::name).toList();
        if (names.size() > bound.outputs().size()) {
            throw analysis.at(t)
                    .build(
                            FailureKind.SEMANTIC,
                            "WITH query \"" + t.name().name() + "\" has "
                                    + bound.outputs().size() + " columns available but " + names.size()
                                    + " columns specified")
                    .sqlState("42P10")
                    .build();
        }
        CommonQuery c = new CommonQuery(null, names, scope, analysis.at(t));
        c.changed = new CommonQuery.Changed(newSlot(), bound.outputs(), bound);
        changes.put(t, c);
        order.add(c);
        return c;
    }

    /** The whole statement with what its WITH changes. */
    BoundStatement whole(BoundStatement main, Place at) {
        if (order.isEmpty()) {
            return main;
        }
        if (main instanceof BoundStatement.ChangesSchema) {
            throw order.get(0).at.unsupported("a statement that changes rows within WITH of a change of the schema");
        }
        List<BoundStatement.Step> steps = new ArrayList<>();
        for (CommonQuery c : order) {
            add(c.changed.statement(), c.changed.outputs().isEmpty() ? -1 : c.changed.slot(), false, steps);
        }
        int first = steps.size();
        add(main, -1, true, steps);
        refuseMeetings(main, at);
        if (mainFirst(main)) {
            List<BoundStatement.Step> own = List.copyOf(steps.subList(first, steps.size()));
            steps.subList(first, steps.size()).clear();
            steps.addAll(0, own);
        }
        return new BoundStatement.Program(steps, main.outputs(), main.target());
    }

    /** The steps of a statement, of which the last one has its rows. */
    private static void add(BoundStatement s, int slot, boolean main, List<BoundStatement.Step> to) {
        if (s instanceof BoundStatement.Program p) {
            for (BoundStatement.Step step : p.steps()) {
                to.add(new BoundStatement.Step(
                        step.statement(),
                        step.shown() ? slot < 0 ? step.slot() : slot : step.slot(),
                        main && step.counted(),
                        main && step.shown()));
            }
        } else {
            to.add(new BoundStatement.Step(s, slot, main, main));
        }
    }

    /** A statement that names none of the others runs before them if it reads what they change. */
    private boolean mainFirst(BoundStatement main) {
        return order.stream().noneMatch(CommonQuery::isNamed)
                && order.stream()
                        .map(c -> c.changed.statement().target())
                        .anyMatch(r -> r != null && (Columns.reads(main, r) || r == main.target()));
    }

    private void refuseMeetings(BoundStatement main, Place at) {
        boolean before = mainFirst(main);
        for (int i = 0; i < order.size(); i++) {
            BoundStatement one = order.get(i).changed.statement();
            for (int k = i + 1; k < order.size(); k++) {
                BoundStatement other = order.get(k).changed.statement();
                refuseMeeting(one, other, order.get(k).at);
            }
            if (before) {
                refuseMeeting(main, one, order.get(i).at);
            } else {
                refuseMeeting(one, main, at);
            }
        }
    }

    /** Refuses a second statement that would see, or meet, what the first one has changed. */
    private static void refuseMeeting(BoundStatement first, BoundStatement second, Place at) {
        Relation changed = first.target();
        if (changed == null) {
            return;
        }
        boolean inserts = second instanceof BoundStatement.Inserts i && i.conflict() == null;
        if (Columns.reads(second, changed) || second.target() == changed && !inserts) {
            throw at.unsupported("a table that is changed by one statement of WITH and used by another");
        }
    }
}
