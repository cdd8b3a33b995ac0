package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.CommonTable;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Statements that take several steps: those of WITH that change rows. All of them see the database as it was before the
 * first: rows that one has inserted are left out where others read the table, and an UPDATE or DELETE whose table others
 * read, or a table that its foreign keys act upon, is put off until they have ({@link LateChange}). What can be had by
 * neither is refused. A query that is to be materialized runs in its turn too, so that those behind it may change what it
 * has read.
 */
final class Programs {
    private final Analysis analysis;
    private final Map<CommonTable, CommonQuery> changes = new IdentityHashMap<>();
    private final List<CommonQuery> order = new ArrayList<>();
    /** Common tables that a statement within WITH can name. */
    private Scope around;

    /** Of whose rows others see the table without. */
    private final Set<CommonQuery> added = new HashSet<>();

    private int slots;

    /** The table into which the statement inserts, while what it returns is bound; null otherwise. */
    private Relation own;
    /** Number of these rows; -1 as long as nothing reads the table. */
    private int ownSlot = -1;

    /**
     * What an INSERT returns.
     *
     * @param slot number of the inserted rows, whose first column is the row's number; -1 if nothing reads the table
     */
    record Own(List<BoundOutput> outputs, int slot) {}

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

    /** Binds what an INSERT returns, whose queries do not see what it has inserted. */
    Own own(Relation r, Supplier<List<BoundOutput>> returned) {
        Relation around = own;
        int aroundSlot = ownSlot;
        own = r;
        ownSlot = -1;
        try {
            List<BoundOutput> outputs = returned.get();
            return new Own(outputs, ownSlot);
        } finally {
            own = around;
            ownSlot = aroundSlot;
        }
    }

    /** The rows that earlier statements of WITH have inserted into a table, which nothing behind them sees. */
    List<BoundSource.Added> added(Relation r) {
        boolean returned = own != null && own.id() == r.id();
        if (order.isEmpty() && !returned || !r.own()) {
            return List.of();
        }
        List<BoundSource.Added> rows = new ArrayList<>();
        if (returned) {
            if (ownSlot < 0) {
                ownSlot = newSlot();
            }
            rows.add(new BoundSource.Added(new CapturedRows(ownSlot), 0));
        }
        for (CommonQuery c : order) {
            if (c.changed.statement() instanceof BoundStatement.Inserts i
                    && i.target().id() == r.id()
                    && isPlain(i)) {
                added.add(c);
                rows.add(new BoundSource.Added(
                        new CapturedRows(c.changed.slot()), c.changed.outputs().size()));
            }
        }
        return rows;
    }

    private static boolean isPlain(BoundStatement.Inserts i) {
        return i.conflict() == null || i.conflict().columns().isEmpty();
    }

    /** A statement of WITH as it runs: with the numbers of the rows that it inserts, if somebody asks for them. */
    private BoundStatement running(CommonQuery c) {
        if (!added.contains(c) || !(c.changed.statement() instanceof BoundStatement.Inserts i)) {
            return c.changed.statement();
        }
        List<BoundOutput> outputs = new ArrayList<>(i.outputs());
        outputs.add(new BoundOutput(
                "",
                ReturningJoined.number(i.target(), i.number(), analysis.rules().rowCountType(), c.at)));
        return new BoundStatement.Inserts(
                i.target(), i.columns(), i.source(), i.conflict(), outputs, i.number(), i.rights());
    }

    /** The whole statement with what its WITH changes. */
    BoundStatement whole(BoundStatement main, Place at) {
        dropUnread(main);
        if (order.isEmpty()) {
            return main;
        }
        if (main instanceof BoundStatement.ChangesSchema) {
            throw order.get(0).at.unsupported("a statement that changes rows within WITH of a change of the schema");
        }
        boolean first = mainFirst(main);
        Map<CommonQuery, LateChange> late = SeveralChanges.meet(order, main, analysis) ? null : late(main, first, at);
        if (late == null) {
            return new SeveralChanges(analysis, order, main, at).whole();
        }
        List<BoundStatement.Step> steps = new ArrayList<>();
        if (first) {
            add(main, -1, true, steps);
        }
        for (CommonQuery c : order) {
            if (late.containsKey(c)) {
                steps.addAll(late.get(c).before());
                continue;
            }
            BoundStatement one = running(c);
            add(one, one.outputs().isEmpty() ? -1 : c.changed.slot(), false, steps);
        }
        if (!first) {
            add(main, -1, true, steps);
        }
        for (CommonQuery c : ordered(late.keySet())) {
            steps.add(new BoundStatement.Step(late.get(c).change(), -1, false, false));
        }
        return new BoundStatement.Program(steps, main.outputs(), main.target());
    }

    /** Queries whose rows nobody asks for are not worked out. */
    private void dropUnread(BoundStatement main) {
        Set<Integer> read = new HashSet<>(Columns.slots(main));
        order.stream().filter(c -> !isQuery(c)).forEach(c -> read.addAll(Columns.slots(c.changed.statement())));
        boolean more = true;
        while (more) {
            more = false;
            for (CommonQuery c : order) {
                more |= isQuery(c)
                        && read.contains(c.changed.slot())
                        && read.addAll(Columns.slots(c.changed.statement()));
            }
        }
        order.removeIf(c -> isQuery(c) && !read.contains(c.changed.slot()));
    }

    private static boolean isQuery(CommonQuery c) {
        return c.changed.statement() instanceof BoundStatement.Selects;
    }

    /** The steps of a statement, of which the last one has its rows. */
    private static void add(BoundStatement s, int slot, boolean main, List<BoundStatement.Step> to) {
        if (s instanceof BoundStatement.Program p) {
            for (BoundStatement.Step step : p.steps()) {
                to.add(new BoundStatement.Step(
                        step.statement(),
                        step.shown() ? slot < 0 ? step.slot() : slot : step.slot(),
                        main && step.counted(),
                        main && step.shown(),
                        step.key()));
            }
        } else {
            to.add(new BoundStatement.Step(s, slot, main, main));
        }
    }

    /** A statement that names none of the others runs before them if it reads what they change. */
    private boolean mainFirst(BoundStatement main) {
        boolean inserts = main instanceof BoundStatement.Inserts i && i.conflict() == null;
        return order.stream().noneMatch(CommonQuery::isNamed)
                && order.stream()
                        .flatMap(c -> changed(c).stream())
                        .anyMatch(r -> Columns.reads(main, r, -1) || r == main.target() && !inserts);
    }

    private Set<Relation> changed(CommonQuery c) {
        return Reach.of(c.changed.statement(), analysis.catalog()).tables();
    }

    /**
     * The statements that are put off until the others have read what they change.
     *
     * @param first whether the statement itself runs before all others
     * @return null where that is not enough ({@link SeveralChanges})
     */
    private Map<CommonQuery, LateChange> late(BoundStatement main, boolean first, Place at) {
        Map<CommonQuery, LateChange> late = new IdentityHashMap<>();
        for (int i = 0; i < order.size(); i++) {
            CommonQuery one = order.get(i);
            for (int k = i + 1; k < order.size(); k++) {
                if (!meet(one, order.get(k).changed.statement(), order.get(k).at, late)) {
                    return null;
                }
            }
            if (first ? sees(main, -1, one.changed.statement()) : !meet(one, main, at, late)) {
                return null;
            }
        }
        for (CommonQuery c : late.keySet()) {
            Relation target = c.changed.statement().target();
            if (!first && Reach.of(main, analysis.catalog()).tables().contains(target)) {
                return null;
            }
            // what is inserted may need the place of a row that goes
            for (CommonQuery o : order.subList(order.indexOf(c) + 1, order.size())) {
                if (o.changed.statement().target() == target) {
                    return null;
                }
            }
        }
        return late;
    }

    /** Puts a statement off if one behind it would see, or meet, what it has changed; false if that cannot be done. */
    private boolean meet(CommonQuery one, BoundStatement second, Place at, Map<CommonQuery, LateChange> late) {
        BoundStatement first = one.changed.statement();
        if (!sees(first, one.changed.slot(), second)) {
            return true;
        }
        if (second.target() == first.target() && second.target() != null) {
            return false;
        }
        if (!late.containsKey(one)) {
            LateChange parts = LateChange.of(first, one.changed.slot(), analysis, one.at);
            if (parts == null) {
                return false;
            }
            late.put(one, parts);
        }
        return true;
    }

    /** Whether a second statement would see, or meet, what the first one has changed. */
    private boolean sees(BoundStatement first, int slot, BoundStatement second) {
        for (Relation changed : Reach.of(first, analysis.catalog()).tables()) {
            boolean inserts = second instanceof BoundStatement.Inserts i && i.conflict() == null;
            if (Columns.reads(second, changed, slot) || second.target() == changed && !inserts) {
                return true;
            }
        }
        return false;
    }

    /** What is put off, so that none changes by its foreign keys what a later one is about. */
    private List<CommonQuery> ordered(Set<CommonQuery> late) {
        List<CommonQuery> left = new ArrayList<>(order);
        left.retainAll(late);
        List<CommonQuery> all = new ArrayList<>();
        while (!left.isEmpty()) {
            CommonQuery next = left.stream()
                    .filter(c -> left.stream()
                            .noneMatch(o -> o != c
                                    && changed(c).contains(o.changed.statement().target())))
                    .findFirst()
                    .orElseThrow(() -> refused(left.get(0).at));
            left.remove(next);
            all.add(next);
        }
        return all;
    }

    private static SqlFailure refused(Place at) {
        return at.unsupported("a table that is changed by one statement of WITH and used by another");
    }
}
