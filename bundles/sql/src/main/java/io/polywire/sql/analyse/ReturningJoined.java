package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.bound.ChangeRights;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * UPDATE ... FROM and DELETE ... USING whose RETURNING is of the other tables too, in steps: the rows that meet, and what is
 * returned of them, are worked out and kept, then changed by their numbers.
 */
final class ReturningJoined {
    private final Analysis analysis;
    private final TypeRules rules;
    private final Place at;

    ReturningJoined(Analysis analysis, Place at) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.at = at;
    }

    /**
     * Whether what is returned is of other tables than the changed one, of a query that reads what the change changes, or of
     * rows that the change of others has changed before their turn comes.
     */
    static boolean needed(List<BoundOutput> outputs, Reach reach, int target, Scope scope, Analysis analysis) {
        boolean[] other = {reach.returns() && !outputs.isEmpty()};
        for (BoundOutput o : outputs) {
            other[0] |= reach.isReadBy(o.value());
            Columns.each(o.value(), x -> false, c -> other[0] |= analysis.isLocal(scope, c) && c.source() != target);
        }
        return other[0];
    }

    /** The number of a row of a table. */
    static BoundColumn number(Relation r, int source, Type type, Place at) {
        String name = r.rowNumber();
        if (name == null) {
            throw at.unsupported("a table whose rows have no number, or whose columns have all names of one");
        }
        return new BoundColumn(source, name, type, false);
    }

    static BoundQuery plain(BoundBody body) {
        return new BoundQuery(body, List.of(), null, null);
    }

    static BoundBody select(List<BoundOutput> outputs, BoundSource from, BoundExpression where) {
        return new BoundBody.Select(false, outputs, from, where, false, List.of(), null);
    }

    private OperationValue equal(BoundExpression a, BoundExpression b) {
        return new OperationValue(Operation.EQUAL, List.of(a, b), rules.booleanType());
    }

    /** The columns of other tables that outputs read, each once. */
    private static Map<BoundColumn, Integer> others(List<BoundOutput> outputs, int target) {
        Map<BoundColumn, Integer> columns = new LinkedHashMap<>();
        for (BoundOutput o : outputs) {
            for (BoundColumn c : Columns.free(o.value())) {
                if (c.source() != target) {
                    columns.putIfAbsent(c, columns.size());
                }
            }
        }
        return columns;
    }

    /** An UPDATE. */
    BoundStatement update(
            Relation r,
            int number,
            Assignments set,
            BoundSource from,
            BoundExpression where,
            List<BoundOutput> outputs,
            ChangeRights rights) {
        LateChange parts = late(
                r,
                number,
                set.names,
                set.values,
                from,
                where,
                outputs,
                analysis.programs().newSlot(),
                rights);
        return whole(parts, outputs, r);
    }

    /** The queries, the change, and of the queries what the last one gives. */
    static BoundStatement whole(LateChange parts, List<BoundOutput> outputs, Relation r) {
        List<BoundStatement.Step> steps = new ArrayList<>(parts.before());
        BoundStatement.Step last = steps.remove(steps.size() - 1);
        // as many as are changed, also where one row's change removes others
        steps.add(new BoundStatement.Step(last.statement(), -1, true, true));
        steps.add(new BoundStatement.Step(parts.change(), -1, false, false));
        return new BoundStatement.Program(steps, outputs, r);
    }

    /**
     * An UPDATE in parts: which rows meet, each of the target once, and what they become; what is returned of them, if
     * anything is; the change.
     *
     * @param from may be null
     * @param returned number under which the rows are kept that are returned
     */
    LateChange late(
            Relation r,
            int number,
            List<String> names,
            List<BoundExpression> given,
            BoundSource from,
            BoundExpression where,
            List<BoundOutput> outputs,
            int returned,
            ChangeRights rights) {
        BoundColumn id = number(r, number, rules.rowCountType(), at);
        List<BoundOutput> told = workedOut(outputs, r, number);
        Map<BoundColumn, Integer> others = others(told, number);
        List<BoundOutput> kept = new ArrayList<>();
        kept.add(new BoundOutput("", id));
        given.forEach(v -> kept.add(new BoundOutput("", v)));
        int first = kept.size();
        others.keySet().forEach(c -> kept.add(new BoundOutput("", c)));
        int slot = analysis.programs().newSlot();
        BoundSource table = new BoundSource.Table(number, r, analysis.programs().added(r), rights.through());
        BoundQuery all = plain(select(
                kept, from == null ? table : new BoundSource.Joined(BoundSource.Kind.INNER, table, from, null), where));
        BoundQuery meets = from == null ? all : once(all);
        List<Type> types = meets.outputs().stream().map(o -> o.value().type()).toList();
        List<BoundStatement.Step> before = new ArrayList<>();
        before.add(new BoundStatement.Step(new BoundStatement.Selects(meets), slot, false, false));
        if (!outputs.isEmpty()) {
            before.add(new BoundStatement.Step(
                    new BoundStatement.Selects(returned(r, number, names, others, first, told, slot, types, rights)),
                    returned,
                    false,
                    false));
        }
        int rows = analysis.newSource(null);
        int changed = analysis.newSource(r);
        List<BoundExpression> values = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            values.add(column(rows, i + 1, types));
        }
        BoundStatement update = new BoundStatement.Updates(
                r,
                names,
                values,
                new BoundSource.Call(rows, new CapturedRows(slot), types),
                false,
                equal(number(r, changed, rules.rowCountType(), at), column(rows, 0, types)),
                List.of(),
                changed,
                rights);
        return new LateChange(before, update);
    }

    /** Outputs with what generated columns are worked out from in place of them. */
    private List<BoundOutput> workedOut(List<BoundOutput> outputs, Relation r, int number) {
        Map<String, BoundExpression> generated = new HashMap<>();
        if (outputs.isEmpty() || r.columns().stream().noneMatch(RelationColumn::generated)) {
            return outputs;
        }
        new TableParts(analysis, r, TableParts.types(analysis, r, at))
                .declaration()
                .generated()
                .forEach((n, e) -> generated.put(
                        r.column(n).name(),
                        Substitution.of(e, c -> new BoundColumn(number, c.name(), c.type(), c.nullable()))));
        return outputs.stream()
                .map(o -> new BoundOutput(o.name(), Substitution.replaced(o.value(), number, generated)))
                .toList();
    }

    /** What is returned of rows that are still to be changed: the columns that are set have the kept values. */
    private BoundQuery returned(
            Relation r,
            int number,
            List<String> names,
            Map<BoundColumn, Integer> others,
            int first,
            List<BoundOutput> outputs,
            int slot,
            List<Type> types,
            ChangeRights rights) {
        int again = analysis.newSource(null);
        int now = analysis.newSource(r);
        List<BoundOutput> shown = new ArrayList<>();
        for (BoundOutput o : outputs) {
            shown.add(new BoundOutput(o.name(), Substitution.of(o.value(), c -> {
                if (others.containsKey(c)) {
                    return column(again, first + others.get(c), types);
                } else if (c.source() != number) {
                    return c;
                }
                int i = names.indexOf(c.name());
                return i >= 0 ? column(again, i + 1, types) : new BoundColumn(now, c.name(), c.type(), c.nullable());
            })));
        }
        return plain(select(
                shown,
                new BoundSource.Joined(
                        BoundSource.Kind.INNER,
                        new BoundSource.Call(again, new CapturedRows(slot), types),
                        new BoundSource.Table(now, r, List.of(), rights.through()),
                        equal(number(r, now, rules.rowCountType(), at), column(again, 0, types))),
                null));
    }

    BoundStatement delete(
            Relation r,
            int number,
            BoundSource using,
            BoundExpression where,
            List<BoundOutput> outputs,
            ChangeRights rights) {
        BoundColumn id = number(r, number, rules.rowCountType(), at);
        List<BoundOutput> kept = new ArrayList<>();
        kept.add(new BoundOutput("", id));
        kept.addAll(outputs);
        int slot = analysis.programs().newSlot();
        BoundSource table = new BoundSource.Table(number, r, List.of(), rights.through());
        BoundQuery all = plain(select(
                kept,
                using == null ? table : new BoundSource.Joined(BoundSource.Kind.INNER, table, using, null),
                where));
        BoundQuery meets = using == null ? all : once(all);
        List<Type> types = meets.outputs().stream().map(o -> o.value().type()).toList();
        BoundStatement delete = byNumber(r, slot, types, null, rights);
        int again = analysis.newSource(null);
        List<BoundOutput> shown = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            shown.add(new BoundOutput(outputs.get(i).name(), column(again, i + 1, types)));
        }
        BoundQuery result = plain(select(shown, new BoundSource.Call(again, new CapturedRows(slot), types), null));
        return new BoundStatement.Program(
                List.of(
                        new BoundStatement.Step(new BoundStatement.Selects(meets), slot, true, false),
                        new BoundStatement.Step(delete, -1, false, false),
                        new BoundStatement.Step(new BoundStatement.Selects(result), -1, false, true)),
                outputs,
                r);
    }

    /** Notes the columns of a source that a condition compares with something that is the same for all rows. */
    private static void equals(BoundExpression where, int source, Set<String> to) {
        if (!(where instanceof OperationValue o)) {
            return;
        }
        if (o.operation() == Operation.AND) {
            o.operands().forEach(x -> equals(x, source, to));
        } else if (o.operation() == Operation.EQUAL) {
            for (int i = 0; i < 2; i++) {
                BoundExpression other = o.operands().get(1 - i);
                if (o.operands().get(i) instanceof BoundColumn c
                        && c.source() == source
                        && (other instanceof BoundConstant || other instanceof BoundParameter)) {
                    to.add(c.name());
                }
            }
        }
    }

    /** A DELETE that removes rows of its own table by foreign keys too, before their turn comes: they count beforehand. */
    BoundStatement counted(BoundStatement.Deletes d) {
        Set<String> given = new HashSet<>();
        equals(d.where(), d.number(), given);
        if (d.target().hasLastingPrimaryKey() && given.containsAll(d.target().primaryKey())) {
            // one row, if any
            return d;
        }
        if (Columns.isVolatile(d.where())) {
            throw at.unsupported("DELETE with a volatile condition of a table whose foreign keys refer to itself");
        }
        BoundQuery rows = plain(select(
                List.of(new BoundOutput("", new BoundConstant(1L, rules.rowCountType()))),
                new BoundSource.Table(
                        d.number(), d.target(), List.of(), d.rights().through()),
                d.where()));
        return new BoundStatement.Program(
                List.of(
                        new BoundStatement.Step(new BoundStatement.Selects(rows), -1, true, false),
                        new BoundStatement.Step(d, -1, false, true)),
                List.of(),
                d.target());
    }

    /** A DELETE of the rows whose numbers are the first column of kept ones, of those for which a condition holds. */
    BoundStatement byNumber(
            Relation r,
            int slot,
            List<Type> types,
            java.util.function.IntFunction<BoundExpression> condition,
            ChangeRights rights) {
        int rows = analysis.newSource(null);
        int changed = analysis.newSource(r);
        BoundQuery numbers = plain(select(
                List.of(new BoundOutput("", column(rows, 0, types))),
                new BoundSource.Call(rows, new CapturedRows(slot), types),
                condition == null ? null : condition.apply(rows)));
        return new BoundStatement.Deletes(
                r,
                new InSubquery(number(r, changed, rules.rowCountType(), at), numbers, false, rules.booleanType()),
                List.of(),
                changed,
                rights);
    }

    static BoundColumn column(int source, int i, List<Type> types) {
        return new BoundColumn(source, QueryBinder.columnOf(i), types.get(i), true);
    }

    /** Of several rows of one number the first that comes. */
    private BoundQuery once(BoundQuery q) {
        return new Layers(analysis).first(q);
    }
}
