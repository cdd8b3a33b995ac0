package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.Alias;
import java.util.ArrayList;
import java.util.List;

/**
 * LATERAL for storages without it: a query that only filters is a join with its condition, one that gives at most one row
 * is a sub-query for each of its columns. Others are refused.
 */
final class Lateral {
    private final Analysis analysis;
    private final TypeRules rules;
    /** The scope of the query around, which owns what stands in its FROM. */
    private final Scope query;

    Lateral(Analysis analysis, Scope query) {
        this.analysis = analysis;
        this.rules = analysis.rules();
        this.query = query;
    }

    BoundSource join(BoundSource.Kind kind, BoundSource left, BoundQuery q, Alias alias, Scope into, Place at) {
        if (Columns.isVolatile(q) || !(q.body() instanceof BoundBody.Select s)) {
            throw at.unsupported("LATERAL with this query");
        }
        if (s.grouped() && s.groupBy().isEmpty() && s.having() == null && q.limit() == null && q.offset() == null) {
            show(alias, values(q), into);
            return left;
        }
        boolean bare = s.from() == null && s.where() == null && !s.grouped() && !s.distinct() && !windows(s);
        if (bare && q.limit() == null && q.offset() == null) {
            List<BoundExpression> values = new ArrayList<>();
            s.outputs().forEach(o -> values.add(o.value()));
            show(alias, new Values(s.outputs(), values), into);
            return left;
        }
        boolean one = q.limit() instanceof BoundConstant c && Long.valueOf(1).equals(c.value());
        if (one && q.offset() == null && !s.distinct() && !s.grouped()) {
            BoundQuery settled = new BoundQuery(q.body(), settled(q, s, at), q.limit(), null);
            show(alias, values(settled), into);
            if (kind == BoundSource.Kind.LEFT) {
                return left;
            }
            BoundExpression some = new BoundSubquery(true, settled, rules.booleanType());
            return new BoundSource.Joined(BoundSource.Kind.INNER, left, oneRow(), some);
        }
        if (s.distinct() || s.grouped() || q.limit() != null || q.offset() != null || s.from() == null || windows(s)) {
            throw at.unsupported("LATERAL with this query");
        }
        boolean columns = s.outputs().stream().allMatch(o -> o.value() instanceof BoundColumn c && within(s.from(), c));
        if (kind == BoundSource.Kind.LEFT && !columns) {
            throw at.unsupported("LEFT JOIN LATERAL with an expression");
        }
        own(s.from());
        List<BoundExpression> values = new ArrayList<>();
        s.outputs().forEach(o -> values.add(o.value()));
        show(alias, new Values(s.outputs(), values), into);
        return new BoundSource.Joined(kind, left, s.from(), s.where());
    }

    private record Values(List<BoundOutput> outputs, List<BoundExpression> values) {}

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
            BoundBody one =
                    new BoundBody.Select(false, List.of(o), s.from(), s.where(), s.grouped(), s.groupBy(), s.having());
            values.add(new BoundSubquery(
                    false,
                    new BoundQuery(one, q.orderBy(), q.limit(), null),
                    o.value().type()));
        }
        return new Values(s.outputs(), values);
    }

    /** An order that tells all rows apart, so that all columns come from the same one. */
    private List<BoundSort> settled(BoundQuery q, BoundBody.Select s, Place at) {
        if (s.outputs().size() < 2 || s.from() == null) {
            return q.orderBy();
        }
        if (!(s.from() instanceof BoundSource.Table t)
                || t.relation().primaryKey().isEmpty()) {
            throw at.unsupported("LATERAL with a first row of other than one table with a primary key");
        }
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
            throw analysis.at(alias.name())
                    .build(
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
