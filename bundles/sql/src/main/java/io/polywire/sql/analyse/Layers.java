package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.WindowFunction;
import io.polywire.sql.bound.WindowValue;
import java.util.ArrayList;
import java.util.List;

/** Queries around queries, for what storages have no clause for. */
final class Layers {
    private static final String HIDDEN = "";

    private final Analysis analysis;
    private final TypeRules rules;

    Layers(Analysis analysis) {
        this.analysis = analysis;
        this.rules = analysis.rules();
    }

    /** A query as a source, and its columns. */
    private final class Inside {
        final int source = analysis.newSource(null);
        final BoundQuery query;

        Inside(BoundQuery query) {
            this.query = query;
        }

        BoundColumn column(int i) {
            return new BoundColumn(
                    source,
                    QueryBinder.columnOf(i),
                    query.outputs().get(i).value().type(),
                    true);
        }

        List<BoundOutput> outputs(int count) {
            List<BoundOutput> outputs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                outputs.add(new BoundOutput(query.outputs().get(i).name(), column(i)));
            }
            return outputs;
        }

        BoundSource from() {
            return new BoundSource.Derived(source, query);
        }
    }

    private static BoundBody.Select select(List<BoundOutput> outputs, BoundSource from, BoundExpression where) {
        return new BoundBody.Select(false, outputs, from, where, false, List.of(), null);
    }

    private static BoundQuery bare(BoundBody body) {
        return new BoundQuery(body, List.of(), null, null);
    }

    private static BoundBody.Select with(BoundBody.Select s, boolean distinct, List<BoundOutput> outputs) {
        return new BoundBody.Select(distinct, outputs, s.from(), s.where(), s.grouped(), s.groupBy(), s.having());
    }

    private static List<BoundOutput> and(List<BoundOutput> outputs, List<? extends BoundExpression> hidden) {
        List<BoundOutput> all = new ArrayList<>(outputs);
        hidden.forEach(h -> all.add(new BoundOutput(HIDDEN, h)));
        return all;
    }

    /** Number of a group's rows. */
    AggregateValue rows() {
        return new AggregateValue(Aggregate.Standard.COUNT, List.of(), false, null, rules.rowCountType());
    }

    /** A query of one group whose outputs do not show that it is one: a storage must be told. */
    BoundQuery counted(BoundQuery q) {
        BoundBody.Select s = (BoundBody.Select) q.body();
        Inside in = new Inside(bare(with(s, false, and(s.outputs(), List.of(rows())))));
        return bare(select(in.outputs(s.outputs().size()), in.from(), null));
    }

    /** DISTINCT over columns whose carriers do not compare as they do: groups of equal rows, any of which stands for all. */
    BoundQuery distinct(BoundQuery q, List<BoundExpression> sorted, Place at) {
        BoundBody.Select s = (BoundBody.Select) q.body();
        Inside in = new Inside(bare(with(s, false, s.outputs())));
        List<BoundExpression> keys = new ArrayList<>();
        for (int i = 0; i < s.outputs().size(); i++) {
            keys.add(rules.orderKey(in.column(i), at));
        }
        List<BoundSort> sorts = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            BoundSort o = q.orderBy().get(i);
            sorts.add(new BoundSort(
                    rules.orderKey(in.column(output(s, sorted.get(i))), at), o.descending(), o.nullsFirst()));
        }
        BoundBody body = new BoundBody.Select(false, in.outputs(s.outputs().size()), in.from(), null, true, keys, null);
        return new BoundQuery(body, sorts, null, null);
    }

    /** Whether a selection joins a UNION ALL with something. */
    static boolean joinsUnions(BoundBody.Select s) {
        return !s.grouped() && s.from() instanceof BoundSource.Joined j && hasUnion(j);
    }

    private static boolean hasUnion(BoundSource s) {
        if (s instanceof BoundSource.Joined j) {
            return hasUnion(j.left()) || hasUnion(j.right());
        }
        return s instanceof BoundSource.Derived d
                && d.query().body() instanceof BoundBody.Combined c
                && c.kind() == BoundBody.Kind.UNION
                && c.all();
    }

    /**
     * DISTINCT over the rows of a join, as a query around it: storages join each part of a UNION ALL by itself, with the
     * indexes that serve it, only where nothing is asked of all rows together.
     */
    BoundQuery distinctBehind(BoundQuery q, List<BoundExpression> sorted, Place at) {
        BoundBody.Select s = (BoundBody.Select) q.body();
        // an offset of none keeps it a query of its own
        Inside in = new Inside(new BoundQuery(with(s, false, s.outputs()), List.of(), null, number(0)));
        List<BoundSort> sorts = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            BoundSort o = q.orderBy().get(i);
            sorts.add(new BoundSort(
                    rules.orderKey(in.column(output(s, sorted.get(i))), at), o.descending(), o.nullsFirst()));
        }
        int count = s.outputs().size();
        BoundBody body = new BoundBody.Select(true, in.outputs(count), in.from(), null, false, List.of(), null);
        return new BoundQuery(body, sorts, null, null);
    }

    /** Of several rows with the same first column any one, whole. */
    BoundQuery first(BoundQuery q) {
        Inside in = new Inside(q);
        return bare(new BoundBody.Select(
                false, in.outputs(q.outputs().size()), in.from(), null, true, List.of(in.column(0)), null));
    }

    private static int output(BoundBody.Select s, BoundExpression value) {
        int i = 0;
        while (!s.outputs().get(i).value().equals(value)) {
            i++;
        }
        return i;
    }

    private OperationValue bool(Operation operation, BoundExpression... operands) {
        return new OperationValue(operation, List.of(operands), rules.booleanType());
    }

    private BoundConstant number(long n) {
        return new BoundConstant(n, rules.rowCountType());
    }

    private WindowValue ranked(WindowFunction f, List<BoundExpression> partition, List<BoundSort> order) {
        return new WindowValue(f, List.of(), null, new BoundWindow(partition, order, null), rules.rowCountType());
    }

    /**
     * The first row of each group of rows.
     *
     * @param on what tells the groups apart
     * @param sorted the values behind the query's order
     */
    BoundQuery distinctOn(BoundQuery q, List<BoundExpression> on, List<BoundExpression> sorted, Place at) {
        BoundBody.Select s = (BoundBody.Select) q.body();
        List<BoundExpression> left = new ArrayList<>(on);
        for (BoundExpression e : sorted) {
            if (left.isEmpty()) {
                break;
            }
            if (!on.contains(e)) {
                throw at.build(
                                FailureKind.SEMANTIC,
                                "SELECT DISTINCT ON expressions must match initial ORDER BY expressions")
                        .sqlState("42P10")
                        .build();
            }
            left.removeIf(e::equals);
        }
        List<BoundSort> order = new ArrayList<>(q.orderBy());
        for (BoundExpression e : left) {
            order.add(new BoundSort(rules.orderKey(e, at), false, rules.nullsFirst(false)));
        }
        int count = s.outputs().size();
        List<BoundExpression> hidden = new ArrayList<>();
        order.forEach(o -> hidden.add(o.key()));
        on.forEach(e -> hidden.add(rules.orderKey(e, at)));
        Inside in = new Inside(bare(with(s, false, and(s.outputs(), hidden))));
        List<BoundExpression> partition = new ArrayList<>();
        for (int i = 0; i < on.size(); i++) {
            partition.add(in.column(count + order.size() + i));
        }
        List<BoundSort> inside = sorts(order, in, count);
        List<BoundExpression> keys = new ArrayList<>();
        inside.forEach(o -> keys.add(o.key()));
        keys.add(ranked(WindowFunction.Standard.ROW_NUMBER, partition, inside));
        Inside numbered = new Inside(bare(select(and(in.outputs(count), keys), in.from(), null)));
        BoundExpression first = bool(Operation.EQUAL, numbered.column(count + order.size()), number(1));
        return new BoundQuery(
                select(numbered.outputs(count), numbered.from(), first), sorts(order, numbered, count), null, null);
    }

    /** The same order over columns. */
    private static List<BoundSort> sorts(List<BoundSort> order, Inside in, int first) {
        List<BoundSort> sorts = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            BoundSort o = order.get(i);
            sorts.add(new BoundSort(in.column(first + i), o.descending(), o.nullsFirst()));
        }
        return sorts;
    }

    /**
     * The first rows, and those that the order does not tell from the last of them.
     *
     * @param rows how many, and how many are left out before
     */
    BoundQuery withTies(BoundQuery q, long[] rows, List<BoundExpression> sorted, Place at) {
        BoundBody.Select s = (BoundBody.Select) q.body();
        if (q.orderBy().isEmpty()) {
            throw at.failure(FailureKind.SYNTAX, "WITH TIES cannot be specified without ORDER BY clause");
        }
        int count = s.outputs().size();
        Inside in;
        List<BoundSort> inside = new ArrayList<>();
        if (s.distinct()) {
            in = new Inside(bare(s));
            for (int i = 0; i < sorted.size(); i++) {
                BoundSort o = q.orderBy().get(i);
                inside.add(new BoundSort(
                        rules.orderKey(in.column(output(s, sorted.get(i))), at), o.descending(), o.nullsFirst()));
            }
        } else {
            in = new Inside(bare(with(
                    s,
                    false,
                    and(s.outputs(), q.orderBy().stream().map(BoundSort::key).toList()))));
            inside.addAll(sorts(q.orderBy(), in, count));
        }
        List<BoundExpression> keys = new ArrayList<>();
        inside.forEach(o -> keys.add(o.key()));
        keys.add(ranked(WindowFunction.Standard.RANK, List.of(), inside));
        keys.add(ranked(WindowFunction.Standard.ROW_NUMBER, List.of(), inside));
        Inside numbered = new Inside(bare(select(and(in.outputs(count), keys), in.from(), null)));
        int rank = count + inside.size();
        BoundExpression where = bool(
                Operation.AND,
                bool(Operation.LESS_EQUAL, numbered.column(rank), number(rows[0] + rows[1])),
                bool(Operation.GREATER, numbered.column(rank + 1), number(rows[1])));
        if (rows[0] == 0) {
            where = bool(Operation.LESS, numbered.column(rank), number(0));
        }
        return new BoundQuery(
                select(numbered.outputs(count), numbered.from(), where), sorts(inside, numbered, count), null, null);
    }

    /** The rows that LIMIT and OFFSET let through, at least one of which reads a query around, by their numbers. */
    BoundQuery counted(BoundQuery q, BoundExpression limit, BoundExpression offset, Place at) {
        if (Columns.isVolatile(q)) {
            throw at.unsupported("LIMIT with a column of a query around it over volatile values");
        }
        int count = q.outputs().size();
        Inside in;
        List<BoundSort> inside = new ArrayList<>();
        if (q.orderBy().isEmpty()) {
            in = new Inside(q);
        } else if (q.body() instanceof BoundBody.Select s && !s.distinct()) {
            in = new Inside(bare(with(
                    s,
                    false,
                    and(s.outputs(), q.orderBy().stream().map(BoundSort::key).toList()))));
            inside.addAll(sorts(q.orderBy(), in, count));
        } else {
            throw at.unsupported("LIMIT with a column of a query around it behind SELECT DISTINCT with ORDER BY");
        }
        List<BoundExpression> keys = new ArrayList<>();
        inside.forEach(o -> keys.add(o.key()));
        keys.add(ranked(WindowFunction.Standard.ROW_NUMBER, List.of(), inside));
        Inside numbered = new Inside(bare(select(and(in.outputs(count), keys), in.from(), null)));
        BoundColumn number = numbered.column(count + inside.size());
        Type rows = rules.rowCountType();
        BoundExpression before = offset == null ? number(0) : offset;
        BoundExpression most = limit == null ? none(rows) : limit;
        BoundExpression where = bool(
                Operation.AND,
                bool(Operation.GREATER, number, new FunctionValue(RowCounts.PW_ROWS_BEFORE, List.of(before), rows)),
                bool(
                        Operation.LESS_EQUAL,
                        number,
                        new FunctionValue(RowCounts.PW_LAST_ROW, List.of(most, before), rows)));
        return new BoundQuery(
                select(numbered.outputs(count), numbered.from(), where), sorts(inside, numbered, count), null, null);
    }

    /** Bodies of the same columns, one behind the other. */
    static BoundBody united(List<? extends BoundBody> branches) {
        if (branches.size() == 1) {
            return branches.get(0);
        }
        int half = branches.size() / 2;
        return new BoundBody.Combined(
                BoundBody.Kind.UNION,
                true,
                bare(united(branches.subList(0, half))),
                bare(united(branches.subList(half, branches.size()))));
    }

    /** Rows with a further column: which of the rows that are equal to it a row is. */
    BoundBody numbered(BoundBody body, Place at) {
        Inside in = new Inside(bare(body));
        int width = body.outputs().size();
        List<BoundExpression> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(rules.orderKey(in.column(i), at));
        }
        BoundExpression nth = ranked(WindowFunction.Standard.ROW_NUMBER, columns, List.of());
        return select(and(in.outputs(width), List.of(nth)), in.from(), null);
    }

    /**
     * INTERSECT and EXCEPT over columns whose carriers do not compare as they do: groups of equal rows of either side, by
     * the sides that they have rows of.
     */
    BoundBody matched(BoundBody left, BoundBody right, boolean both, Place at) {
        int width = left.outputs().size();
        Inside in = new Inside(
                bare(QueryBinder.combination(BoundBody.Kind.UNION, true, tagged(left, 1), tagged(right, 2))));
        List<BoundExpression> keys = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            keys.add(rules.orderKey(in.column(i), at));
        }
        // with one min or max, a storage takes the other columns from its row: one of the left side
        BoundColumn tag = in.column(width);
        BoundExpression having = both
                ? bool(
                        Operation.AND,
                        bool(Operation.EQUAL, side(Aggregate.Standard.MIN, tag, false), number(1)),
                        bool(Operation.EQUAL, side(Aggregate.Standard.COUNT, tag, true), number(2)))
                : bool(Operation.EQUAL, side(Aggregate.Standard.MAX, tag, false), number(1));
        return new BoundBody.Select(false, in.outputs(width), in.from(), null, true, keys, having);
    }

    private AggregateValue side(Aggregate aggregate, BoundExpression tag, boolean distinct) {
        return new AggregateValue(aggregate, List.of(tag), distinct, null, rules.rowCountType());
    }

    private BoundBody tagged(BoundBody body, int tag) {
        Inside in = new Inside(bare(body));
        return select(and(in.outputs(body.outputs().size()), List.of(number(tag))), in.from(), null);
    }

    /** The first columns of rows. */
    BoundBody narrowed(BoundBody body, int width) {
        Inside in = new Inside(bare(body));
        return select(in.outputs(width), in.from(), null);
    }

    /** The first columns of rows, as a query. */
    BoundQuery narrowedQuery(BoundBody body, int width) {
        return bare(narrowed(body, width));
    }

    /** A query with an OFFSET that works out what is skipped too, since volatile functions are called for it. */
    BoundQuery behind(BoundQuery q, Place at) {
        BoundExpression most = q.limit() == null ? null : rules.operator("+", q.limit(), q.offset(), at);
        Inside in = new Inside(new BoundQuery(q.body(), q.orderBy(), most, null));
        BoundBody rows =
                select(in.outputs(q.outputs().size()), new BoundSource.Derived(in.source, in.query, true), null);
        return new BoundQuery(rows, List.of(), null, q.offset());
    }

    /** NULL of a type. */
    static BoundExpression none(Type type) {
        return new BoundConstant(null, type);
    }
}
