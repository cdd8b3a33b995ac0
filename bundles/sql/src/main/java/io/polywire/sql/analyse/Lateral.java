package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.Alias;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * LATERAL for storages without it: a query that only filters is a join with its condition, one that gives at most one row
 * is a sub-query for each of its columns. Of any other the rows are collected to one value for each row before it, and
 * read from there.
 */
final class Lateral {
    private static final Type TEXT = Type.of(TypeKind.TEXT, "text");

    private final Analysis analysis;
    private final TypeRules rules;
    /** The scope of the query around, which owns what stands in its FROM. */
    private final Scope query;

    Lateral(Analysis analysis, Scope query) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.query = query;
    }

    /**
     * Refuses columns that what stands in FROM may not read.
     *
     * @param joined whether it is since they are the left side's of an outer join
     */
    void refuse(BoundExpression e, Scope of, boolean joined) {
        Set<Integer> sources = of.visible.stream()
                .map(x -> x.value() instanceof BoundColumn c ? c.source() : 0)
                .collect(Collectors.toSet());
        Columns.each(e, x -> false, c -> {
            if (sources.contains(c.source())) {
                String table = analysis.alias(c.source());
                Place named = analysis.expressions().named(c);
                SqlFailure.Builder failure = (named == null ? analysis.at(0) : named)
                        .build(
                                FailureKind.SEMANTIC,
                                "invalid reference to FROM-clause entry for table \"" + table + "\"")
                        .sqlState("42P10");
                throw (joined
                                ? failure.detail(
                                        "The combining JOIN type must be INNER or LEFT for a LATERAL reference.")
                                : failure.hint("There is an entry for table \"" + table
                                        + "\", but it cannot be referenced from this part of the query."))
                        .build();
            }
        });
    }

    /** Whether a query reads what stands before it in FROM. */
    boolean isDependent(BoundQuery q) {
        return reads(new BoundSubquery(true, q, rules.booleanType()));
    }

    private boolean reads(BoundExpression e) {
        boolean[] found = {false};
        Columns.each(e, x -> false, c -> found[0] |= analysis.isLocal(query, c));
        return found[0];
    }

    private boolean reads(BoundSource from) {
        BoundBody rows = new BoundBody.Select(false, List.of(), from, null, false, List.of(), null);
        return isDependent(new BoundQuery(rows, List.of(), null, null));
    }

    /** The rows of a query that reads what stands before it, collected for each row of that. */
    BoundSource.Call collected(int source, BoundQuery q) {
        List<Type> types = new ArrayList<>();
        List<BoundExpression> columns = new ArrayList<>();
        int inside = analysis.newSource(null);
        for (int i = 0; i < q.outputs().size(); i++) {
            Type type = q.outputs().get(i).value().type();
            types.add(type);
            columns.add(new BoundColumn(inside, QueryBinder.columnOf(i), type, true));
        }
        return new BoundSource.Call(source, RowsAggregate.collected(inside, q, columns, Columns.isVolatile(q)), types);
    }

    /** A join with a query that reads what stands before it, where no rows need be collected for it; null elsewhere. */
    BoundSource join(BoundSource.Kind kind, BoundSource left, BoundQuery q, Alias alias, Scope into) {
        if (Columns.isVolatile(q) || !(q.body() instanceof BoundBody.Select s)) {
            return null;
        }
        if (s.grouped() && s.groupBy().isEmpty() && s.having() == null && q.limit() == null && q.offset() == null) {
            show(alias, values(q), into);
            return left;
        }
        boolean bare = s.from() == null && s.where() == null && !s.grouped() && !s.distinct() && !windows(s);
        if (bare && q.limit() == null && q.offset() == null) {
            List<BoundExpression> values = new ArrayList<>();
            s.outputs().forEach(o -> values.add(own(o.value(), values)));
            show(alias, new Values(s.outputs(), values), into);
            return left;
        }
        boolean one = q.limit() instanceof BoundConstant c && Long.valueOf(1).equals(c.value());
        List<BoundSort> order = one && q.offset() == null && !s.distinct() && !s.grouped() ? settled(q, s) : null;
        if (order != null) {
            BoundQuery settled = new BoundQuery(q.body(), order, q.limit(), null);
            show(alias, values(settled), into);
            if (kind == BoundSource.Kind.LEFT) {
                return left;
            }
            BoundExpression some = new BoundSubquery(true, settled, rules.booleanType());
            return new BoundSource.Joined(BoundSource.Kind.INNER, left, oneRow(), some);
        }
        if (s.distinct() || s.grouped() || q.limit() != null || q.offset() != null || s.from() == null || windows(s)) {
            return null;
        }
        boolean columns = s.outputs().stream().allMatch(o -> o.value() instanceof BoundColumn c && within(s.from(), c));
        if (kind == BoundSource.Kind.LEFT && !columns || reads(s.from())) {
            return null;
        }
        own(s.from());
        List<BoundExpression> values = new ArrayList<>();
        for (BoundOutput o : s.outputs()) {
            boolean fresh = o.value() instanceof BoundColumn c && within(s.from(), c) && !values.contains(c);
            values.add(fresh || kind == BoundSource.Kind.LEFT ? o.value() : own(o.value(), values));
        }
        show(alias, new Values(s.outputs(), values), into);
        return new BoundSource.Joined(kind, left, s.from(), s.where());
    }

    private record Values(List<BoundOutput> outputs, List<BoundExpression> values) {}

    /** A value that is a column of its own, and not the column of another table that it is equal to. */
    private static BoundExpression own(BoundExpression value, List<BoundExpression> others) {
        if (value instanceof BoundRow) {
            return value;
        }
        BoundExpression own = value;
        do {
            own = new OperationValue(Operation.AS_IS, List.of(own), own.type());
        } while (others.contains(own));
        return own;
    }

    private static boolean windows(BoundBody.Select s) {
        return s.outputs().stream().anyMatch(o -> GroupBinder.hasWindow(o.value()));
    }

    /** One row without columns that matter. */
    private BoundSource oneRow() {
        BoundBody.Select row = new BoundBody.Select(
                false,
                List.of(new BoundOutput("", new BoundConstant(1L, rules.rowCountType()))),
                null,
                null,
                false,
                List.of(),
                null);
        int source = analysis.newSource(null);
        analysis.own(source, query);
        return new BoundSource.Derived(source, new BoundQuery(row, List.of(), null, null));
    }

    /** Each column as a sub-query. */
    private Values values(BoundQuery q) {
        BoundBody.Select s = (BoundBody.Select) q.body();
        List<BoundExpression> values = new ArrayList<>();
        for (BoundOutput o : s.outputs()) {
            if (s.grouped() && !ExpressionBinder.hasAggregate(o.value())) {
                // of the one group, whose rows it does not read; without an aggregate a storage would see no group
                values.add(own(o.value(), values));
                continue;
            }
            BoundBody one =
                    new BoundBody.Select(false, List.of(o), s.from(), s.where(), s.grouped(), s.groupBy(), s.having());
            values.add(new BoundSubquery(
                    false,
                    new BoundQuery(one, q.orderBy(), q.limit(), null),
                    o.value().type()));
        }
        return new Values(s.outputs(), values);
    }

    /** An order that tells all rows apart, so that all columns come from the same one; null if there is none. */
    private List<BoundSort> settled(BoundQuery q, BoundBody.Select s) {
        if (s.outputs().size() < 2 || s.from() == null) {
            return q.orderBy();
        }
        if (!(s.from() instanceof BoundSource.Table t) || !t.relation().hasLastingPrimaryKey()) {
            return null;
        }
        Place at = analysis.at(0);
        List<BoundSort> order = new ArrayList<>(q.orderBy());
        Relation r = t.relation();
        for (String key : r.primaryKey()) {
            RelationColumn c = r.columns().get(r.index(key));
            BoundExpression column = new BoundColumn(t.number(), key, rules.stored(c), false);
            order.add(new BoundSort(rules.orderKey(column, at), false, rules.nullsFirst(false)));
        }
        return order;
    }

    private void show(Alias alias, Values v, Scope into) {
        String name = alias.name().name();
        if (alias.columns().size() > v.values.size()) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "table \"" + name + "\" has " + v.values.size() + " columns available but "
                                    + alias.columns().size() + " columns specified")
                    .sqlState("42P10")
                    .build();
        }
        List<Scope.Entry> entries = new ArrayList<>();
        for (int i = 0; i < v.values.size(); i++) {
            entries.add(new Scope.Entry(
                    i < alias.columns().size()
                            ? alias.columns().get(i).name()
                            : v.outputs.get(i).name(),
                    v.values.get(i)));
        }
        into.add(name, entries);
        query.ranges().add(name, true, 0, null, entries);
    }

    private static boolean within(BoundSource from, BoundColumn c) {
        if (from instanceof BoundSource.Table t) {
            return t.number() == c.source();
        }
        if (from instanceof BoundSource.Derived d) {
            return d.number() == c.source();
        }
        return from instanceof BoundSource.Joined j && (within(j.left(), c) || within(j.right(), c));
    }

    private void own(BoundSource from) {
        if (from instanceof BoundSource.Table t) {
            analysis.own(t.number(), query);
        } else if (from instanceof BoundSource.Derived d) {
            analysis.own(d.number(), query);
        } else if (from instanceof BoundSource.Joined j) {
            own(j.left());
            own(j.right());
        }
    }
}
