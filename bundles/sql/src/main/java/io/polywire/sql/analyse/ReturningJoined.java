package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.bound.ChangeRights;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * UPDATE ... FROM and DELETE ... USING whose RETURNING is of the other tables too, in steps: the rows that meet are worked
 * out and kept, then changed by their numbers, then looked up again for what is returned.
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

    /** Whether what is returned is of other tables than the changed one. */
    static boolean needed(List<BoundOutput> outputs, int target, Scope scope, Analysis analysis) {
        boolean[] other = {false};
        for (BoundOutput o : outputs) {
            Columns.each(o.value(), x -> false, c -> other[0] |= analysis.isLocal(scope, c) && c.source() != target);
        }
        return other[0];
    }

    /** The number of a row of a table. */
    static BoundColumn number(Relation r, int source, Type type, Place at) {
        for (String name : List.of("rowid", "_rowid_", "oid")) {
            if (r.columns().stream().noneMatch(c -> c.name().equalsIgnoreCase(name))) {
                return new BoundColumn(source, name, type, false);
            }
        }
        throw at.unsupported("a table whose columns have all names of row numbers");
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
    private Map<BoundColumn, Integer> others(List<BoundOutput> outputs, int target) {
        Map<BoundColumn, Integer> columns = new LinkedHashMap<>();
        for (BoundOutput o : outputs) {
            if (Columns.hasQuery(o.value())) {
                throw at.unsupported("a sub-query in RETURNING beside columns of other tables");
            }
            Columns.each(o.value(), x -> false, c -> {
                if (c.source() != target) {
                    columns.putIfAbsent(c, columns.size());
                }
            });
        }
        return columns;
    }

    BoundStatement update(
            Relation r,
            int number,
            Assignments set,
            BoundSource from,
            BoundExpression where,
            List<BoundOutput> outputs) {
        if (r.columns().stream().anyMatch(c -> c.rowNumber() && set.names.contains(c.name()))) {
            throw at.unsupported("RETURNING of other tables beside a change of the row's number");
        }
        BoundColumn id = number(r, number, rules.rowCountType(), at);
        Map<BoundColumn, Integer> others = others(outputs, number);
        // 1. the rows that meet, each of the target once
        List<BoundOutput> kept = new ArrayList<>();
        kept.add(new BoundOutput("", id));
        set.values.forEach(v -> kept.add(new BoundOutput("", v)));
        int first = kept.size();
        others.keySet().forEach(c -> kept.add(new BoundOutput("", c)));
        int slot = analysis.programs().newSlot();
        BoundQuery meets = once(plain(select(
                kept,
                new BoundSource.Joined(BoundSource.Kind.INNER, new BoundSource.Table(number, r), from, null),
                where)));
        // 2. the change
        List<Type> types = meets.outputs().stream().map(o -> o.value().type()).toList();
        int rows = analysis.newSource(null);
        int changed = analysis.newSource(r);
        List<BoundExpression> values = new ArrayList<>();
        for (int i = 0; i < set.names.size(); i++) {
            values.add(column(rows, i + 1, types));
        }
        BoundStatement update = new BoundStatement.Updates(
                r,
                set.names,
                values,
                new BoundSource.Call(rows, new CapturedRows(slot), types),
                false,
                equal(number(r, changed, rules.rowCountType(), at), column(rows, 0, types)),
                List.of(),
                changed,
                ChangeRights.of(set.names));
        // 3. what is returned, of the rows as they are now
        int again = analysis.newSource(null);
        int now = analysis.newSource(r);
        List<BoundOutput> shown = new ArrayList<>();
        for (BoundOutput o : outputs) {
            shown.add(new BoundOutput(
                    o.name(),
                    Substitution.of(
                            o.value(),
                            c -> c.source() == number
                                    ? new BoundColumn(now, c.name(), c.type(), c.nullable())
                                    : others.containsKey(c) ? column(again, first + others.get(c), types) : c,
                            at)));
        }
        BoundQuery result = plain(select(
                shown,
                new BoundSource.Joined(
                        BoundSource.Kind.INNER,
                        new BoundSource.Call(again, new CapturedRows(slot), types),
                        new BoundSource.Table(now, r),
                        equal(number(r, now, rules.rowCountType(), at), column(again, 0, types))),
                null));
        return new BoundStatement.Program(
                List.of(
                        new BoundStatement.Step(new BoundStatement.Selects(meets), slot, false, false),
                        new BoundStatement.Step(update, -1, true, false),
                        new BoundStatement.Step(new BoundStatement.Selects(result), -1, false, true)),
                outputs,
                r);
    }

    BoundStatement delete(Relation r, int number, BoundSource using, BoundExpression where, List<BoundOutput> outputs) {
        BoundColumn id = number(r, number, rules.rowCountType(), at);
        List<BoundOutput> kept = new ArrayList<>();
        kept.add(new BoundOutput("", id));
        kept.addAll(outputs);
        int slot = analysis.programs().newSlot();
        BoundQuery meets = once(plain(select(
                kept,
                new BoundSource.Joined(BoundSource.Kind.INNER, new BoundSource.Table(number, r), using, null),
                where)));
        List<Type> types = meets.outputs().stream().map(o -> o.value().type()).toList();
        BoundStatement delete = byNumber(r, slot, types, null);
        int again = analysis.newSource(null);
        List<BoundOutput> shown = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            shown.add(new BoundOutput(outputs.get(i).name(), column(again, i + 1, types)));
        }
        BoundQuery result = plain(select(shown, new BoundSource.Call(again, new CapturedRows(slot), types), null));
        return new BoundStatement.Program(
                List.of(
                        new BoundStatement.Step(new BoundStatement.Selects(meets), slot, false, false),
                        new BoundStatement.Step(delete, -1, true, false),
                        new BoundStatement.Step(new BoundStatement.Selects(result), -1, false, true)),
                outputs,
                r);
    }

    /** A DELETE of the rows whose numbers are the first column of kept ones, of those for which a condition holds. */
    BoundStatement byNumber(
            Relation r, int slot, List<Type> types, java.util.function.IntFunction<BoundExpression> condition) {
        int rows = analysis.newSource(null);
        int changed = analysis.newSource(r);
        BoundQuery numbers = plain(select(
                List.of(new BoundOutput("", column(rows, 0, types))),
                new BoundSource.Call(rows, new CapturedRows(slot), types),
                condition == null ? null : condition.apply(rows)));
        return new BoundStatement.Deletes(
                r,
                new io.polywire.sql.bound.InSubquery(
                        number(r, changed, rules.rowCountType(), at), numbers, false, rules.booleanType()),
                List.of(),
                changed,
                ChangeRights.of(List.of()));
    }

    static BoundColumn column(int source, int i, List<Type> types) {
        return new BoundColumn(source, QueryBinder.columnOf(i), types.get(i), true);
    }

    /** Of several rows of one number the first that comes. */
    private BoundQuery once(BoundQuery q) {
        return new Layers(analysis).first(q);
    }
}
