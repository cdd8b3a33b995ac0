package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.tree.ArrayExpression;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CommonTable;
import io.polywire.sql.tree.CycleClause;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.OperatorName;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.QuantifiedArray;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.SearchClause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * SEARCH and CYCLE of a recursive common table: further columns that each round makes out of those of the round before
 * (rewriteSearchAndCycle of PostgreSQL). Breadth first has one more that is not shown, the number of the round.
 */
final class SearchAndCycle {
    private static final String SEQUENCE = "sequence of the round before";
    private static final String DEPTH = "number of the round";
    private static final String PATH = "path of the round before";

    private final Analysis analysis;
    private final TypeRules rules;
    private final SearchClause search;
    private final CycleClause cycle;
    private final Place at;
    private final BoundExpression mark;
    private final BoundExpression unmarked;

    /** @param scope that constants of the clause are bound in */
    SearchAndCycle(Analysis analysis, CommonTable t, Scope scope) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.search = t.search();
        this.cycle = t.cycle();
        this.at = analysis.at(t);
        if (cycle == null) {
            this.mark = null;
            this.unmarked = null;
            return;
        }
        if (cycle.value() == null) {
            this.mark = new BoundConstant(1L, rules.booleanType());
            this.unmarked = new BoundConstant(0L, rules.booleanType());
            return;
        }
        BoundExpression value = analysis.expressions().plain(cycle.value(), scope, "CYCLE");
        BoundExpression otherwise = analysis.expressions().plain(cycle.otherwise(), scope, "CYCLE");
        Place valueAt = analysis.at(cycle.value());
        Place otherwiseAt = analysis.at(cycle.otherwise());
        Type type = rules.common(List.of(value, otherwise), "CYCLE", List.of(valueAt, otherwiseAt));
        this.mark = rules.coerce(value, type, valueAt);
        this.unmarked = rules.coerce(otherwise, type, otherwiseAt);
        try {
            rules.operator("<>", mark, unmarked, at);
            rules.orderKey(mark, at);
        } catch (SqlFailure f) {
            if (f.kind() != FailureKind.UNDEFINED_FUNCTION) {
                throw f;
            }
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_FUNCTION,
                    "could not identify an equality operator for type " + rules.display(type));
        }
    }

    /** Whether all columns that the clauses name are there; what is wrong is told after the query has been bound. */
    boolean fits(List<BoundOutput> outputs) {
        Set<String> there = new HashSet<>();
        outputs.forEach(o -> there.add(o.name()));
        return (search == null || search.columns().stream().allMatch(i -> there.contains(i.name())))
                && (cycle == null || cycle.columns().stream().allMatch(i -> there.contains(i.name())));
    }

    private SqlFailure syntax(String message, Part where) {
        return analysis.at(where).failure(FailureKind.SYNTAX, message);
    }

    /** Refuses a query that does not name itself. */
    SqlFailure notRecursive() {
        return at.failure(FailureKind.SYNTAX, "WITH query is not recursive");
    }

    /** Checks what the clauses name. */
    void check(List<String> columns, boolean leftSelects, boolean rightSelects) {
        if (!leftSelects || !rightSelects) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED,
                    "with a SEARCH or CYCLE clause, the " + (leftSelects ? "right" : "left")
                            + " side of the UNION must be a SELECT");
        }
        if (search != null) {
            check("search", search.columns(), columns, search);
            unused("search sequence", search.sequence(), columns, search);
        }
        if (cycle != null) {
            check("cycle", cycle.columns(), columns, cycle);
            unused("cycle mark", cycle.mark(), columns, cycle);
            unused("cycle path", cycle.path(), columns, cycle);
            same("cycle mark", cycle.mark(), "cycle path", cycle.path(), cycle);
        }
        if (search != null && cycle != null) {
            same("search sequence", search.sequence(), "cycle mark", cycle.mark(), search);
            same("search sequence", search.sequence(), "cycle path", cycle.path(), search);
        }
    }

    private void check(String what, List<Identifier> named, List<String> columns, Part clause) {
        Set<String> seen = new HashSet<>();
        for (Identifier i : named) {
            if (!columns.contains(i.name())) {
                throw syntax(what + " column \"" + i.name() + "\" not in WITH query column list", clause);
            }
            if (!seen.add(i.name())) {
                throw analysis.at(clause)
                        .failure(
                                FailureKind.DUPLICATE_COLUMN,
                                what + " column \"" + i.name() + "\" specified more than once");
            }
        }
    }

    private void unused(String what, Identifier name, List<String> columns, Part clause) {
        if (columns.contains(name.name())) {
            throw syntax(what + " column name \"" + name.name() + "\" already used in WITH query column list", clause);
        }
    }

    private void same(String one, Identifier a, String other, Identifier b, Part clause) {
        if (a.name().equals(b.name())) {
            throw syntax(one + " column name and " + other + " column name are the same", clause);
        }
    }

    /** Names of the further columns, in order. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        if (search != null) {
            names.add(search.sequence().name());
        }
        if (cycle != null) {
            names.add(cycle.mark().name());
            names.add(cycle.path().name());
        }
        return names;
    }

    /** The first rows with the further columns. */
    BoundBody.Select first(BoundBody rows, List<BoundOutput> outputs) {
        int source = analysis.newSource(null);
        List<BoundOutput> all = new ArrayList<>();
        Map<String, BoundExpression> columns = new TreeMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            BoundOutput o = outputs.get(i);
            BoundExpression column =
                    new BoundColumn(source, QueryBinder.columnOf(i), o.value().type(), true);
            all.add(new BoundOutput(o.name(), column));
            columns.putIfAbsent(o.name(), column);
        }
        if (search != null) {
            columns.put(DEPTH, new BoundConstant(0L, rules.rowCountType()));
            Expression row = row(search.columns(), search.breadthFirst());
            all.add(output(search.sequence(), search.breadthFirst() ? row : array(row), columns));
        }
        if (cycle != null) {
            all.add(new BoundOutput(cycle.mark().name(), unmarked));
            all.add(output(cycle.path(), array(row(cycle.columns(), false)), columns));
        }
        if (search != null && search.breadthFirst()) {
            all.add(new BoundOutput("", columns.get(DEPTH)));
        }
        BoundQuery query = new BoundQuery(rows, List.of(), null, null);
        return new BoundBody.Select(false, all, new BoundSource.Derived(source, query), null, false, List.of(), null);
    }

    /**
     * Rows of a round with the further columns.
     *
     * @param s the rows without
     * @param first what the first rows are
     * @param working number of the source that is the round before
     */
    BoundBody.Select next(BoundBody.Select s, List<BoundOutput> first, int working, Place place) {
        boolean apart =
                s.outputs().stream().anyMatch(o -> GroupBinder.hasWindow(o.value()) || Columns.isVolatile(o.value()));
        if (apart) {
            throw place.unsupported("SEARCH or CYCLE beside a window or a volatile function");
        }
        int width = s.outputs().size();
        List<BoundOutput> all = new ArrayList<>(s.outputs());
        Map<String, BoundExpression> columns = new TreeMap<>();
        for (int i = 0; i < width; i++) {
            columns.putIfAbsent(first.get(i).name(), s.outputs().get(i).value());
        }
        int at = width;
        BoundExpression where = s.where();
        if (search != null) {
            columns.put(SEQUENCE, before(first, working, at++));
            if (search.breadthFirst()) {
                BoundExpression depth = before(first, working, first.size() - 1);
                columns.put(DEPTH, rules.operator("+", depth, new BoundConstant(1L, depth.type()), place));
            }
            Expression row = row(search.columns(), search.breadthFirst());
            all.add(output(search.sequence(), search.breadthFirst() ? row : appended(SEQUENCE, row), columns));
        }
        if (cycle != null) {
            BoundExpression marked = before(first, working, at++);
            columns.put(PATH, before(first, working, at));
            Expression row = row(cycle.columns(), false);
            BoundExpression met = bound(
                    new QuantifiedArray(row, operator("="), false, reference(PATH), cycle.start(), cycle.end()),
                    columns);
            all.add(new BoundOutput(
                    cycle.mark().name(), new BoundCase(List.of(met), List.of(mark), unmarked, mark.type())));
            all.add(output(cycle.path(), appended(PATH, row), columns));
            BoundExpression on = rules.operator("<>", marked, mark, place);
            where = where == null ? on : new OperationValue(Operation.AND, List.of(where, on), rules.booleanType());
        }
        if (search != null && search.breadthFirst()) {
            all.add(new BoundOutput("", columns.get(DEPTH)));
        }
        return new BoundBody.Select(false, all, s.from(), where, false, List.of(), null);
    }

    /** Whether equal values of the further columns are written alike. */
    boolean isPlain(List<BoundOutput> outputs) {
        Set<String> named = new HashSet<>();
        if (search != null) {
            search.columns().forEach(i -> named.add(i.name()));
        }
        if (cycle != null) {
            cycle.columns().forEach(i -> named.add(i.name()));
        }
        return outputs.stream()
                        .filter(o -> named.contains(o.name()))
                        .allMatch(o -> rules.ordersItself(o.value().type()))
                && (cycle == null || rules.ordersItself(mark.type()));
    }

    private static BoundColumn before(List<BoundOutput> first, int working, int i) {
        return new BoundColumn(
                working, QueryBinder.columnOf(i), first.get(i).value().type(), true);
    }

    // --- expressions ----------------------------------------------------------------------------------------------

    private BoundOutput output(Identifier name, Expression e, Map<String, BoundExpression> columns) {
        return new BoundOutput(name.name(), bound(e, columns));
    }

    /** Bound apart, since nothing of it is written so in the statement. */
    private BoundExpression bound(Expression e, Map<String, BoundExpression> columns) {
        Scope scope = new Scope(null);
        columns.forEach((name, value) -> scope.visible.add(new Scope.Entry(name, value)));
        Analysis apart = analysis.of(analysis.text());
        return apart.settled(apart.expressions().plain(e, scope, "CYCLE"), e);
    }

    private Part clause() {
        return search != null ? search : cycle;
    }

    private Identifier identifier(String name) {
        return new Identifier(name, false, clause().start(), clause().end());
    }

    private Expression reference(String name) {
        return new ColumnReference(List.of(identifier(name)), clause().start(), clause().end());
    }

    private OperatorName operator(String name) {
        return new OperatorName(List.of(), name, clause().start(), clause().end());
    }

    private Expression row(List<Identifier> columns, boolean depth) {
        List<Expression> fields = new ArrayList<>();
        if (depth) {
            fields.add(reference(DEPTH));
        }
        columns.forEach(i -> fields.add(reference(i.name())));
        return new RowExpression(fields, true, clause().start(), clause().end());
    }

    private Expression array(Expression row) {
        return new ArrayExpression(List.of(row), clause().start(), clause().end());
    }

    private Expression appended(String array, Expression row) {
        return new BinaryOperation(operator("||"), reference(array), row, clause().start(), clause().end());
    }
}
