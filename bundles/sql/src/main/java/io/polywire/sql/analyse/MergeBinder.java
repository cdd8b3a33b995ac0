package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.bound.ChangeRights;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.DefaultValue;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.Merge;
import io.polywire.sql.tree.MergeBranch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds out what MERGE means: the rows of the source with what is done about each are worked out and kept; then come the
 * deletions, the updates and the insertions.
 */
final class MergeBinder {
    /** One branch as it was bound: its values stand among the kept columns from {@code first} on. */
    private record Branch(MergeBranch written, List<String> names, int first) {}

    /** Fails where a row of the target is changed for a second row of the source. */
    private record MetTwice() implements ScalarFunction {
        @Override
        public String name() {
            return "pw_merge_met_twice";
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            if (in.getLong(0) > 1) {
                throw SqlFailure.build(FailureKind.SEMANTIC, "MERGE command cannot affect row a second time")
                        .sqlState("21000")
                        .hint("Ensure that not more than one source row matches any one target row.")
                        .build();
            }
            out.putLong(1);
        }
    }

    private final Analysis analysis;
    private final TypeRules rules;
    private final ChangeBinder changes;
    private Relation target;

    MergeBinder(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.changes = new ChangeBinder(analysis);
    }

    BoundStatement merge(Merge s) {
        Place at = analysis.at(s.target());
        Relation named = analysis.relation(s.target().name());
        if (named.kind() != Relation.Kind.TABLE) {
            String kind = named.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            throw SqlFailure.build(FailureKind.UNSUPPORTED, "cannot execute MERGE on relation \"" + named.name() + "\"")
                    .detail("This operation is not supported for " + kind + "s.")
                    .build();
        }
        target = changes.target(s.target(), ViewTarget.Change.UPDATE);
        if (s.with() != null && s.with().recursive()) {
            throw SqlFailure.of(FailureKind.SYNTAX, "WITH RECURSIVE is not supported for MERGE statement");
        }
        Scope sourceOnly = changes.around(s.with());
        Scope both = Scope.beside(sourceOnly);
        int number = changes.scoped(s.target(), target, both);
        BoundSource source = new FromBinder(analysis, sourceOnly).bind(List.of(s.source()));
        both.takeNames(sourceOnly);
        both.visible.addAll(sourceOnly.visible);
        BoundExpression on = analysis.expressions().condition(s.on(), both, "JOIN/ON");
        BoundColumn id = ReturningJoined.number(target, number, rules.rowCountType(), at);
        List<BoundOutput> kept = new ArrayList<>();
        kept.add(new BoundOutput("", id));
        kept.add(null);
        List<Branch> branches = new ArrayList<>();
        List<BoundExpression> chosen = new ArrayList<>();
        for (MergeBranch b : s.branches()) {
            chosen.add(
                    chosen(b, s.branches().subList(0, branches.size()), chosen, id, b.matched() ? both : sourceOnly));
            List<BoundExpression> values = new ArrayList<>();
            List<String> names = new ArrayList<>();
            if (b.action() == MergeBranch.Action.UPDATE) {
                Assignments set = new Assignments(changes, analysis, target, number);
                set.bind(b.assignments(), both, "UPDATE");
                if (target.columns().stream().anyMatch(c -> c.rowNumber() && set.names.contains(c.name()))) {
                    throw analysis.at(b).unsupported("MERGE that changes an INTEGER PRIMARY KEY");
                }
                names.addAll(set.names);
                values.addAll(set.values);
            } else if (b.action() == MergeBranch.Action.INSERT) {
                inserted(b, sourceOnly, names, values);
            }
            branches.add(new Branch(b, names, kept.size()));
            BoundExpression when = chosen.get(chosen.size() - 1);
            values.forEach(
                    v -> kept.add(new BoundOutput("", new BoundCase(List.of(when), List.of(v), null, v.type()))));
        }
        kept.set(1, new BoundOutput("", action(chosen)));
        return steps(s, number, source, on, kept, branches, at);
    }

    // --- branches ---------------------------------------------------------------------------------------------------

    /** Whether a branch is the one for a row: the first of its kind whose condition holds. */
    private BoundExpression chosen(
            MergeBranch b, List<MergeBranch> before, List<BoundExpression> taken, BoundColumn id, Scope scope) {
        List<BoundExpression> all = new ArrayList<>();
        all.add(test(b.matched() ? Operation.IS_NOT_NULL : Operation.IS_NULL, id));
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).matched() != b.matched()) {
                continue;
            }
            if (before.get(i).condition() == null) {
                throw SqlFailure.of(
                        FailureKind.SYNTAX, "unreachable WHEN clause specified after unconditional WHEN clause");
            }
            all.add(test(Operation.IS_NOT_TRUE, taken.get(i)));
        }
        if (b.condition() != null) {
            BoundExpression condition = analysis.expressions().condition(b.condition(), scope, "WHEN");
            if (Columns.isVolatile(condition)) {
                throw analysis.at(b.condition()).unsupported("a volatile function in a condition of MERGE");
            }
            all.add(test(Operation.IS_TRUE, condition));
        }
        return all.size() == 1 ? all.get(0) : new OperationValue(Operation.AND, all, rules.booleanType());
    }

    private OperationValue test(Operation operation, BoundExpression of) {
        return new OperationValue(operation, List.of(of), rules.booleanType());
    }

    private BoundExpression action(List<BoundExpression> chosen) {
        List<BoundExpression> numbers = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            numbers.add(number(i));
        }
        return new BoundCase(chosen, numbers, number(-1), rules.rowCountType());
    }

    private BoundConstant number(long n) {
        return new BoundConstant(n, rules.rowCountType());
    }

    private void inserted(MergeBranch b, Scope scope, List<String> names, List<BoundExpression> values) {
        if (b.overriding() == Insert.Overriding.USER
                && target.columns().stream().anyMatch(RelationColumn::rowNumber)) {
            throw analysis.at(b).unsupported("OVERRIDING");
        }
        List<RelationColumn> columns = new ArrayList<>();
        if (b.columns().isEmpty()) {
            columns.addAll(target.columns());
        }
        for (Expression e : b.columns()) {
            RelationColumn c = changes.column(target, e, true);
            if (columns.contains(c)) {
                throw analysis.at(e)
                        .failure(FailureKind.DUPLICATE_COLUMN, "column \"" + c.name() + "\" specified more than once");
            }
            columns.add(c);
        }
        if (b.values().size() > columns.size()) {
            throw analysis.at(b.values().get(columns.size()))
                    .failure(FailureKind.SYNTAX, "INSERT has more expressions than target columns");
        }
        if (!b.columns().isEmpty() && !b.values().isEmpty() && b.values().size() < columns.size()) {
            throw analysis.at(b.columns().get(b.values().size()))
                    .failure(FailureKind.SYNTAX, "INSERT has more target columns than expressions");
        }
        for (int i = 0; i < b.values().size(); i++) {
            Expression e = b.values().get(i);
            if (e instanceof DefaultValue) {
                continue;
            }
            RelationColumn c = columns.get(i);
            Type type = changes.typeOf(c, e);
            BoundExpression value = analysis.expressions().plain(e, scope, "VALUES");
            if (c.identity() != RelationColumn.Identity.NONE && b.overriding() == Insert.Overriding.USER) {
                continue;
            }
            ChangeBinder.refuseValue(c, b.overriding() == Insert.Overriding.SYSTEM, false);
            names.add(c.name());
            values.add(changes.assigned(value, c, type, e));
        }
    }

    // --- steps
    // --------------------------------------------------------------------------------------------------------

    private BoundStatement steps(
            Merge s,
            int number,
            BoundSource source,
            BoundExpression on,
            List<BoundOutput> kept,
            List<Branch> branches,
            Place at) {
        boolean unmatched = branches.stream().anyMatch(b -> !b.written().matched());
        BoundSource joined = new BoundSource.Joined(
                unmatched ? BoundSource.Kind.LEFT : BoundSource.Kind.INNER,
                source,
                new BoundSource.Table(number, target),
                on);
        int slot = analysis.programs().newSlot();
        BoundQuery rows = ReturningJoined.plain(ReturningJoined.select(kept, joined, null));
        List<Type> types = kept.stream().map(o -> o.value().type()).toList();
        List<BoundStatement.Step> steps = new ArrayList<>();
        steps.add(new BoundStatement.Step(new BoundStatement.Selects(rows), slot, false, false));
        steps.add(new BoundStatement.Step(once(branches, slot, types), -1, false, false));
        for (MergeBranch.Action action :
                List.of(MergeBranch.Action.DELETE, MergeBranch.Action.UPDATE, MergeBranch.Action.INSERT)) {
            for (int i = 0; i < branches.size(); i++) {
                if (branches.get(i).written().action() == action) {
                    steps.add(new BoundStatement.Step(step(branches.get(i), i, slot, types, s, at), -1, true, false));
                }
            }
        }
        return new BoundStatement.Program(steps, List.of(), target);
    }

    /** A query that fails if a row of the target is to be changed twice. */
    private BoundStatement once(List<Branch> branches, int slot, List<Type> types) {
        int source = analysis.newSource(null);
        List<BoundExpression> changing = new ArrayList<>();
        changing.add(ReturningJoined.column(source, 1, types));
        for (int i = 0; i < branches.size(); i++) {
            MergeBranch.Action a = branches.get(i).written().action();
            if (a == MergeBranch.Action.UPDATE || a == MergeBranch.Action.DELETE) {
                changing.add(number(i));
            }
        }
        changing.add(number(-2));
        BoundExpression count =
                new AggregateValue(Aggregate.Standard.COUNT, List.of(), false, null, rules.rowCountType());
        BoundExpression guard = new FunctionValue(new MetTwice(), List.of(count), rules.rowCountType());
        BoundBody body = new BoundBody.Select(
                false,
                List.of(new BoundOutput("", guard)),
                new BoundSource.Call(source, new CapturedRows(slot), types),
                new OperationValue(Operation.IN, changing, rules.booleanType()),
                true,
                List.of(ReturningJoined.column(source, 0, types)),
                null);
        return new BoundStatement.Selects(ReturningJoined.plain(body));
    }

    private OperationValue equal(BoundExpression a, BoundExpression b) {
        return new OperationValue(Operation.EQUAL, List.of(a, b), rules.booleanType());
    }

    private BoundStatement step(Branch b, int index, int slot, List<Type> types, Merge s, Place at) {
        switch (b.written().action()) {
            case DELETE:
                return new ReturningJoined(analysis, at)
                        .byNumber(
                                target,
                                slot,
                                types,
                                rows -> equal(ReturningJoined.column(rows, 1, types), number(index)),
                                ChangeRights.of(List.of()));
            case UPDATE:
                return update(b, index, slot, types, at);
            default:
                return insert(b, index, slot, types, s);
        }
    }

    private BoundStatement update(Branch b, int index, int slot, List<Type> types, Place at) {
        int rows = analysis.newSource(null);
        int changed = analysis.newSource(target);
        List<BoundExpression> values = new ArrayList<>();
        for (int i = 0; i < b.names().size(); i++) {
            values.add(ReturningJoined.column(rows, b.first() + i, types));
        }
        BoundExpression where = new OperationValue(
                Operation.AND,
                List.of(
                        equal(
                                ReturningJoined.number(target, changed, rules.rowCountType(), at),
                                ReturningJoined.column(rows, 0, types)),
                        equal(ReturningJoined.column(rows, 1, types), number(index))),
                rules.booleanType());
        return new BoundStatement.Updates(
                target,
                b.names(),
                values,
                new BoundSource.Call(rows, new CapturedRows(slot), types),
                false,
                where,
                List.of(),
                changed,
                ChangeRights.of(b.names()));
    }

    private BoundStatement insert(Branch b, int index, int slot, List<Type> types, Merge s) {
        int rows = analysis.newSource(null);
        List<String> names = new ArrayList<>(b.names());
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < b.names().size(); i++) {
            outputs.add(new BoundOutput(b.names().get(i), ReturningJoined.column(rows, b.first() + i, types)));
        }
        for (RelationColumn c : target.columns()) {
            boolean filler = outputs.isEmpty() && !c.generated() && !c.rowNumber();
            if (!b.names().contains(c.name()) && (Defaults.isNeeded(c) || isDomain(c) || filler)) {
                Type type = changes.typeOf(c, s);
                names.add(c.name());
                outputs.add(new BoundOutput(c.name(), new Defaults(analysis).of(c, type, target, s)));
            }
        }
        BoundBody body = ReturningJoined.select(
                outputs,
                new BoundSource.Call(rows, new CapturedRows(slot), types),
                equal(ReturningJoined.column(rows, 1, types), number(index)));
        return new BoundStatement.Inserts(
                target,
                names,
                ReturningJoined.plain(body),
                null,
                List.of(),
                analysis.newSource(target),
                ChangeRights.of(b.names()));
    }

    /** Whether what a column gets by default has to be looked at. */
    private boolean isDomain(RelationColumn c) {
        return c.typeId() != 0
                && analysis.catalog().type(c.typeId()) != null
                && analysis.catalog().type(c.typeId()).isDomain();
    }
}
