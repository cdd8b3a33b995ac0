package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.tree.NestedQuery;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.SetOperation;
import io.polywire.sql.tree.Star;
import io.polywire.sql.tree.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of INSERT ... SELECT. A literal or parameter without a type in the select list is not a column of the query but
 * stands beside it, so that the column that it becomes decides its type.
 */
final class SelectedRows {
    private final Query query;
    private final int source;
    private final BoundQuery rows;
    private final List<BoundExpression> values = new ArrayList<>();

    SelectedRows(Analysis analysis, Query written, Scope scope) {
        Query q = written;
        while (q.body() instanceof NestedQuery n && isBare(q)) {
            q = n.query();
        }
        this.query = q;
        BoundQuery bound = analysis.queries().bindForColumns(q, scope);
        this.source = analysis.newSource(null);
        List<BoundOutput> kept = new ArrayList<>();
        boolean beside = false;
        for (int i = 0; i < bound.outputs().size(); i++) {
            BoundOutput o = bound.outputs().get(i);
            BoundExpression v = o.value();
            if (v.type().kind() != TypeKind.UNKNOWN) {
                values.add(new BoundColumn(source, QueryBinder.columnOf(i), v.type(), true));
                kept.add(o);
                continue;
            }
            if (!(v instanceof BoundConstant || v instanceof BoundParameter)
                    || !(bound.body() instanceof BoundBody.Select)) {
                throw analysis.at(place(i)).unsupported("a literal without a type in the list of this query");
            }
            beside = true;
            values.add(v);
            BoundExpression nothing = new BoundConstant(null, Type.UNKNOWN);
            kept.add(new BoundOutput(o.name(), analysis.settled(nothing, place(i))));
        }
        this.rows = beside ? with(kept, bound) : bound;
    }

    private static boolean isBare(Query q) {
        return q.with() == null
                && q.orderBy().isEmpty()
                && q.limit() == null
                && q.locking().isEmpty();
    }

    private static BoundQuery with(List<BoundOutput> outputs, BoundQuery q) {
        BoundBody.Select s = (BoundBody.Select) q.body();
        BoundBody.Select body =
                new BoundBody.Select(s.distinct(), outputs, s.from(), s.where(), s.grouped(), s.groupBy(), s.having());
        return new BoundQuery(body, q.orderBy(), q.limit(), q.offset());
    }

    int width() {
        return values.size();
    }

    String name(int i) {
        return rows.outputs().get(i).name();
    }

    /** A column as it is; of a literal without a type, the literal. */
    BoundExpression value(int i) {
        return values.get(i);
    }

    /** A column as the value of one of the table; rows of VALUES stand nowhere in particular. */
    BoundExpression assigned(int i, RelationColumn target, Type type, ChangeBinder changes) {
        try {
            return changes.assigned(values.get(i), target, type, place(i));
        } catch (SqlFailure f) {
            throw query.body() instanceof Values ? f.but().position(0).build() : f;
        }
    }

    /** Where a column stands in the list of the first selection; the whole where that cannot be told. */
    private Part place(int i) {
        QueryBody body = query.body();
        while (body instanceof SetOperation o) {
            body = o.left();
        }
        if (!(body instanceof Select s)) {
            return query;
        }
        List<SelectItem> items = s.items();
        for (int k = 0; k < items.size() && k <= i; k++) {
            if (items.get(k).expression() instanceof Star) {
                return items.size() == 1 ? items.get(0) : query;
            }
        }
        return i < items.size() ? items.get(i) : query;
    }

    /** The query as a source. */
    BoundSource source(boolean once) {
        return new BoundSource.Derived(source, rows, once);
    }
}
