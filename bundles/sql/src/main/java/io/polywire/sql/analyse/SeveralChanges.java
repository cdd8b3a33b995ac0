package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Statements of WITH of which several change one table, or one reads what another has changed. They are taken in the order in
 * which PostgreSQL comes to them: what the statement itself names, the statement, and what nobody names, the last first.
 * What an UPDATE, DELETE or INSERT changes is worked out and kept; the changes come behind all of that, in the same order.
 * A row that two of them are about is changed by the first, if it is sure which one that is; otherwise that fails by name. An INSERT whose rows another statement names changes at once, as do
 * those before it that are about its table; a table that has been changed is read as a first step has kept it.
 */
final class SeveralChanges {
    /**
     * One of the statements.
     *
     * @param common what names it; null for the statement itself
     */
    private record One(CommonQuery common, BoundStatement statement, Place at) {
        boolean isMain() {
            return common == null;
        }

        int slot() {
            return common == null ? -1 : common.changed.slot();
        }
    }

    /**
     * A statement taken apart.
     *
     * @param before what is worked out
     * @param changes what is changed
     * @param slot number of the rows that have the numbers of the changed ones; -1 where it is not known which they are
     * @param column which of their columns it is
     */
    private record Parts(List<BoundStatement.Step> before, List<BoundStatement.Step> changes, int slot, int column) {}

    /**
     * Rows that are changed, by kept rows that have their numbers.
     *
     * @param column which of the columns it is
     * @param of what changes them
     */
    private record Numbers(int slot, int column, List<Type> types, One of) {}

    /** Fails: a row is to be changed by two statements, of which nobody knows which one comes first. */
    private record ChangedTwice() implements ScalarFunction {
        @Override
        public String name() {
            return "pw_row_changed_by_two";
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public boolean deterministic() {
            return false;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            throw SqlFailure.unsupported("a row that two statements of WITH change");
        }
    }

    /** Changes that are worked out. */
    private record Pending(One of, Set<Relation> reach, List<BoundStatement.Step> steps) {}

    private final Analysis analysis;
    private final TypeRules rules;
    private final List<One> all = new ArrayList<>();
    private final One main;

    private final List<BoundStatement.Step> steps = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    /** Tables that are not what they were. */
    private final Set<Relation> changed = new HashSet<>();
    /** Of those, the ones to which nothing but rows was added: by which kept rows they are known. */
    private final Map<Relation, Set<Integer>> added = new IdentityHashMap<>();
    /** What is kept of tables. */
    private final KeptTables kept;
    /** Who has changed rows of a table that were there. */
    private final Map<Relation, List<Numbers>> touched = new IdentityHashMap<>();

    /** Tables of which nobody knows what rows have been changed. */
    private final Set<Relation> unknown = new HashSet<>();

    /** @param order the statements of WITH as they are written */
    SeveralChanges(Analysis analysis, List<CommonQuery> order, BoundStatement main, Place at) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        for (CommonQuery c : order) {
            all.add(new One(c, c.changed.statement(), c.at));
        }
        this.main = new One(null, main, at);
        this.kept = new KeptTables(analysis, () -> refused(at));
    }

    /** Whether two of the statements change one table. */
    static boolean meet(List<CommonQuery> order, BoundStatement main, Analysis analysis) {
        Set<Relation> targets = new HashSet<>();
        boolean twice = main.target() != null && !targets.add(main.target());
        for (CommonQuery c : order) {
            Relation r = c.changed.statement().target();
            twice |= r != null && !targets.add(r);
        }
        return twice;
    }

    BoundStatement whole() {
        List<One> turns = turns();
        refuseUpserts(turns);
        Map<One, Parts> parts = new IdentityHashMap<>();
        for (One o : turns) {
            parts.put(o, parts(o));
        }
        for (One o : turns) {
            take(o, parts.get(o));
        }
        flush(pending.size());
        List<BoundStatement.Step> whole = new ArrayList<>(kept.steps());
        whole.addAll(steps);
        return new BoundStatement.Program(
                whole, main.statement().outputs(), main.statement().target());
    }

    // --- whose turn it is -----------------------------------------------------------------------------------------

    private List<One> turns() {
        List<One> turns = new ArrayList<>();
        visit(main, turns);
        for (int i = all.size() - 1; i >= 0; i--) {
            One o = all.get(i);
            // a query that nobody names is not worked out
            if (!(o.statement() instanceof BoundStatement.Selects)) {
                visit(o, turns);
            }
        }
        return turns;
    }

    private void visit(One o, List<One> turns) {
        if (turns.contains(o)) {
            return;
        }
        for (int slot : Columns.slots(o.statement())) {
            all.stream().filter(x -> x != o && x.slot() == slot).forEach(x -> visit(x, turns));
        }
        turns.add(o);
    }

    private boolean isNamed(One o) {
        return !o.isMain()
                && (Columns.slots(main.statement()).contains(o.slot())
                        || all.stream()
                                .anyMatch(x ->
                                        x != o && Columns.slots(x.statement()).contains(o.slot())));
    }

    /** ON CONFLICT DO UPDATE and MERGE fail over rows that the same statement has changed, which is not known here. */
    private void refuseUpserts(List<One> turns) {
        for (One o : turns) {
            if (!isUpsert(o.statement())) {
                continue;
            }
            boolean merge = isMerge(o.statement());
            boolean told = o.statement() instanceof BoundStatement.Inserts && isNamed(o);
            boolean seen = false;
            for (One x : turns) {
                seen |= x == o;
                BoundStatement change = change(x.statement());
                boolean deletes = change instanceof BoundStatement.Deletes;
                boolean apart = seen ? told && (deletes || change instanceof BoundStatement.Updates) : deletes;
                if (x != o && x.statement().target() == o.statement().target() && (merge || !apart)) {
                    throw refused(o.at());
                }
            }
        }
    }

    /** What a statement changes, if that is one step of it. */
    private static BoundStatement change(BoundStatement s) {
        if (!(s instanceof BoundStatement.Program p) || isUpsert(s)) {
            return s;
        }
        return p.steps().stream()
                .map(BoundStatement.Step::statement)
                .filter(x -> !(x instanceof BoundStatement.Selects))
                .findFirst()
                .orElse(s);
    }

    /** Whether it changes rows that it finds by what it brings along. */
    private static boolean isUpsert(BoundStatement s) {
        if (s instanceof BoundStatement.Inserts i) {
            return i.conflict() != null && !i.conflict().columns().isEmpty();
        }
        return isMerge(s);
    }

    /** Whether it is a MERGE: what it changes is counted as it is changed. */
    private static boolean isMerge(BoundStatement s) {
        return s instanceof BoundStatement.Program p
                && p.steps().stream().anyMatch(x -> x.counted() && !(x.statement() instanceof BoundStatement.Selects));
    }

    // --- statements in parts --------------------------------------------------------------------------------------

    /** What a statement does, in parts; null where it cannot be taken apart. */
    private Parts parts(One o) {
        BoundStatement s = o.statement();
        if (s instanceof BoundStatement.Updates || s instanceof BoundStatement.Deletes) {
            LateChange late = LateChange.of(s, o.isMain() ? analysis.programs().newSlot() : o.slot(), analysis, o.at());
            return late == null ? null : simple(o, late);
        }
        if (s instanceof BoundStatement.Program p) {
            return program(o, p);
        }
        if (s instanceof BoundStatement.Inserts i && !isNamed(o)) {
            return insert(o, i);
        }
        return null;
    }

    private Parts simple(One o, LateChange late) {
        boolean update = o.statement() instanceof BoundStatement.Updates;
        List<BoundOutput> outputs = o.statement().outputs();
        List<BoundStatement.Step> before = new ArrayList<>(late.before());
        int slot = before.get(0).slot();
        int column = update ? 0 : outputs.size();
        BoundStatement.Step last = before.get(before.size() - 1);
        if (o.isMain()) {
            before.remove(before.size() - 1);
            if (outputs.isEmpty()) {
                before.add(new BoundStatement.Step(last.statement(), last.slot(), true, false));
            } else if (update) {
                before.add(new BoundStatement.Step(last.statement(), -1, true, true));
            } else {
                before.add(last);
                before.add(new BoundStatement.Step(
                        new BoundStatement.Selects(again(slot, last.statement().outputs(), outputs.size())),
                        -1,
                        true,
                        true));
            }
        }
        return new Parts(before, List.of(new BoundStatement.Step(late.change(), -1, false, false)), slot, column);
    }

    /** The first columns of kept rows. */
    private BoundQuery again(int slot, List<BoundOutput> outputs, int most) {
        int n = analysis.newSource(null);
        List<Type> types = outputs.stream().map(x -> x.value().type()).toList();
        List<BoundOutput> shown = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            shown.add(new BoundOutput(outputs.get(i).name(), ReturningJoined.column(n, i, types)));
        }
        return ReturningJoined.plain(
                ReturningJoined.select(shown, new BoundSource.Call(n, new CapturedRows(slot), types), null));
    }

    /** One that is of several steps already: its queries come first, and what it changes is told by their rows. */
    private Parts program(One o, BoundStatement.Program p) {
        List<BoundStatement.Step> before = new ArrayList<>();
        List<BoundStatement.Step> changes = new ArrayList<>();
        for (BoundStatement.Step s : p.steps()) {
            boolean query = s.statement() instanceof BoundStatement.Selects;
            if (query && !changes.isEmpty() && !Columns.reads(s.statement(), p.target(), -1)
                    || query && changes.isEmpty()) {
                before.add(own(o, s));
            } else if (query) {
                return null;
            } else {
                changes.add(own(o, s));
            }
        }
        int slot = p.steps().get(0).slot();
        boolean known = !changes.isEmpty()
                && slot >= 0
                && changes.stream().allMatch(c -> Columns.slots(c.statement()).contains(slot));
        return known ? new Parts(before, changes, slot, 0) : null;
    }

    private static BoundStatement.Step own(One o, BoundStatement.Step s) {
        return o.isMain()
                ? s
                : new BoundStatement.Step(s.statement(), s.shown() ? o.slot() : s.slot(), false, false, s.key());
    }

    /** An INSERT whose rows are worked out before they are inserted. */
    private Parts insert(One o, BoundStatement.Inserts i) {
        List<BoundStatement.Step> before = new ArrayList<>();
        BoundStatement late = i;
        if (i.source() != null && !i.source().outputs().isEmpty()) {
            int slot = analysis.programs().newSlot();
            before.add(new BoundStatement.Step(new BoundStatement.Selects(i.source()), slot, false, false));
            late = new BoundStatement.Inserts(
                    i.target(),
                    i.columns(),
                    again(slot, i.source().outputs(), i.source().outputs().size()),
                    i.conflict(),
                    i.outputs(),
                    i.number(),
                    i.rights());
        }
        return new Parts(before, List.of(new BoundStatement.Step(late, -1, o.isMain(), o.isMain())), -1, 0);
    }

    // --- steps ----------------------------------------------------------------------------------------------------

    private void take(One o, Parts p) {
        if (o.statement() instanceof BoundStatement.Selects) {
            read(new BoundStatement.Step(o.statement(), o.slot(), o.isMain(), o.isMain()));
            return;
        }
        Relation target = o.statement().target();
        Set<Relation> reach = Reach.of(o.statement(), analysis.catalog()).tables();
        if (p == null) {
            atOnce(o, target, reach);
            return;
        }
        boolean first = p.slot() >= 0;
        if (first && unknown.contains(target)) {
            throw refused(o.at());
        }
        for (BoundStatement.Step s : p.before()) {
            read(first ? without(s, p, target, o) : s);
            first = false;
        }
        if (p.slot() >= 0) {
            List<Type> types = p.before().get(0).statement().outputs().stream()
                    .map(c -> c.value().type())
                    .toList();
            touched.computeIfAbsent(target, r -> new ArrayList<>()).add(new Numbers(p.slot(), p.column(), types, o));
        }
        pending.add(new Pending(o, reach, p.changes()));
    }

    /** The rows that meet, but for those that others change. */
    private BoundStatement.Step without(BoundStatement.Step s, Parts p, Relation target, One second) {
        List<Numbers> others = touched.getOrDefault(target, List.of());
        if (others.isEmpty()) {
            return s;
        }
        BoundQuery q = ((BoundStatement.Selects) s.statement()).query();
        int n = analysis.newSource(null);
        List<Type> types = q.outputs().stream().map(x -> x.value().type()).toList();
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            outputs.add(new BoundOutput(q.outputs().get(i).name(), ReturningJoined.column(n, i, types)));
        }
        BoundExpression where = null;
        for (Numbers x : others) {
            int m = analysis.newSource(null);
            BoundExpression number = ReturningJoined.column(n, p.column(), types);
            BoundExpression mine = new InSubquery(
                    number,
                    ReturningJoined.plain(ReturningJoined.select(
                            List.of(new BoundOutput("", ReturningJoined.column(m, x.column(), x.types()))),
                            new BoundSource.Call(m, new CapturedRows(x.slot()), x.types()),
                            null)),
                    true,
                    rules.booleanType());
            if (!isSure(x.of(), second)) {
                mine = new BoundCase(
                        List.of(mine),
                        List.of(new BoundConstant(1L, rules.booleanType())),
                        new FunctionValue(new ChangedTwice(), List.of(number), rules.booleanType()),
                        rules.booleanType());
            }
            where = where == null ? mine : new OperationValue(Operation.AND, List.of(where, mine), rules.booleanType());
        }
        BoundQuery rest =
                ReturningJoined.plain(ReturningJoined.select(outputs, new BoundSource.Derived(n, q, true), where));
        return new BoundStatement.Step(new BoundStatement.Selects(rest), s.slot(), s.counted(), s.shown());
    }

    /** Whether of two statements the first has changed what it changes when the second comes to a row that both are about. */
    private boolean isSure(One first, One second) {
        if (first.isMain() || !isNamed(first)) {
            return true;
        }
        if (PullOrder.behind(second.statement(), first.statement(), first.slot())) {
            return true;
        }
        if (!second.isMain() && !isNamed(second)) {
            return isDrained(first, second, new HashSet<>());
        }
        Set<Integer> later = new HashSet<>();
        later.add(second.slot());
        // and all that bring them along
        boolean more = true;
        while (more) {
            more = false;
            for (One o : all) {
                more |= Columns.slots(o.statement()).stream().anyMatch(later::contains) && later.add(o.slot());
            }
        }
        return !second.isMain() && PullOrder.before(main.statement(), first.slot(), later);
    }

    /** Whether somebody who is over when the second comes, as nobody names it, has asked for all rows of the first. */
    private boolean isDrained(One first, One second, Set<One> seen) {
        if (!seen.add(first)) {
            return false;
        }
        List<One> others = new ArrayList<>(all);
        others.add(main);
        return others.stream()
                .filter(o -> o != first && o != second && PullOrder.drains(o.statement(), first.slot()))
                .anyMatch(o -> o.isMain() || isNamed(o) && isDrained(o, second, seen));
    }

    /** One that changes its table in its turn. */
    private void atOnce(One o, Relation target, Set<Relation> reach) {
        boolean inserts = o.statement() instanceof BoundStatement.Inserts;
        if (!inserts && (changed.contains(target) || touched.containsKey(target))) {
            throw refused(o.at());
        }
        for (int i = pending.size(); i > 0; i--) {
            if (pending.get(i - 1).reach().stream().anyMatch(reach::contains)) {
                flush(i);
                break;
            }
        }
        BoundStatement s = o.statement() instanceof BoundStatement.Inserts i ? numbered(i, o) : o.statement();
        boolean rows = inserts && !isUpsert(s);
        if (s instanceof BoundStatement.Program p) {
            for (BoundStatement.Step x : p.steps()) {
                read(own(o, x));
            }
        } else {
            read(new BoundStatement.Step(
                    s, o.isMain() || s.outputs().isEmpty() ? -1 : o.slot(), o.isMain(), o.isMain()));
        }
        for (Relation r : reach) {
            if (rows && (!changed.contains(r) || added.containsKey(r))) {
                added.computeIfAbsent(r, x -> new HashSet<>()).add(o.slot());
            } else {
                added.remove(r);
            }
            changed.add(r);
        }
        if (!inserts) {
            unknown.add(target);
        } else if (!rows) {
            List<Type> types = s.outputs().stream().map(x -> x.value().type()).toList();
            touched.computeIfAbsent(target, r -> new ArrayList<>())
                    .add(new Numbers(o.slot(), types.size() - 1, types, o));
        }
    }

    /** An INSERT that gives the numbers of its rows behind what it returns. */
    private BoundStatement numbered(BoundStatement.Inserts i, One o) {
        List<BoundOutput> outputs = new ArrayList<>(i.outputs());
        outputs.add(new BoundOutput("", ReturningJoined.number(i.target(), i.number(), rules.rowCountType(), o.at())));
        return new BoundStatement.Inserts(
                i.target(), i.columns(), i.source(), i.conflict(), outputs, i.number(), i.rights());
    }

    /** Lets the first of what is worked out happen. */
    private void flush(int most) {
        List<Pending> now = new ArrayList<>(pending.subList(0, most));
        pending.subList(0, most).clear();
        while (!now.isEmpty()) {
            // none that changes by its foreign keys what a later one is about
            Pending next = now.stream()
                    .filter(p -> now.stream()
                            .noneMatch(x -> x != p
                                    && x.of().statement().target()
                                            != p.of().statement().target()
                                    && p.reach().contains(x.of().statement().target())))
                    .findFirst()
                    .orElseThrow(() -> refused(now.get(0).of().at()));
            now.remove(next);
            steps.addAll(next.steps());
            for (Relation r : next.reach()) {
                changed.add(r);
                added.remove(r);
            }
        }
    }

    /** A step that reads tables as they were. */
    private void read(BoundStatement.Step s) {
        Set<BoundStatement.KeptTable> before = new LinkedHashSet<>();
        for (Relation r : changed) {
            boolean known = added.containsKey(r)
                    && added.get(r).stream().noneMatch(slot -> Columns.reads(s.statement(), r, slot));
            if (!known && Columns.reads(s.statement(), r, -1)) {
                before.add(kept.of(r));
            }
        }
        steps.add(
                before.isEmpty()
                        ? s
                        : new BoundStatement.Step(
                                s.statement(), s.slot(), s.counted(), s.shown(), s.key(), List.copyOf(before), false));
    }

    private static SqlFailure refused(Place at) {
        return at.unsupported("a table that is changed by one statement of WITH and used by another");
    }
}
