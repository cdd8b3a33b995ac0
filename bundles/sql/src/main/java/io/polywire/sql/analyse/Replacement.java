package io.polywire.sql.analyse;

import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.BoundSort;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.WindowValue;
import java.util.List;

/** Copies expressions with others in place of parts of them, in their sub-queries too. */
abstract class Replacement {
    private int depth;

    /**
     * What stands in place of an expression.
     *
     * @param depth how many queries within the expression are around it
     * @return null to look into it
     */
    abstract BoundExpression replaced(BoundExpression e, int depth);

    /** What stands in place of a source; null to look into it. */
    BoundSource replaced(BoundSource s) {
        return null;
    }

    /** Takes note of a selection. */
    void selects(BoundBody.Select s) {}

    /** An expression with its parts replaced; null stays null. */
    BoundExpression of(BoundExpression e) {
        if (e == null) {
            return null;
        }
        BoundExpression other = replaced(e, depth);
        return other != null ? other : inside(e);
    }

    private BoundExpression inside(BoundExpression e) {
        if (e instanceof OperationValue o) {
            return new OperationValue(o.operation(), all(o.operands()), o.type());
        } else if (e instanceof FunctionValue f) {
            return new FunctionValue(f.function(), all(f.arguments()), f.type());
        } else if (e instanceof AggregateValue a) {
            return new AggregateValue(
                    a.aggregate(), all(a.arguments()), a.distinct(), of(a.filter()), sorts(a.orderBy()), a.type());
        } else if (e instanceof WindowValue w) {
            BoundWindow window = new BoundWindow(
                    all(w.window().partitionBy()),
                    sorts(w.window().orderBy()),
                    w.window().frame());
            return new WindowValue(w.function(), all(w.arguments()), of(w.filter()), window, w.type());
        } else if (e instanceof BoundRow r) {
            return new BoundRow(
                    all(r.fields()), r.names(), r.ofTable(), of(r.present()), all(r.written()), of(r.text()), r.type());
        } else if (e instanceof BoundCase c) {
            return new BoundCase(all(c.conditions()), all(c.results()), of(c.otherwise()), c.type());
        } else if (e instanceof BoundSubquery s) {
            return new BoundSubquery(s.exists(), below(s.query()), s.type());
        } else if (e instanceof InSubquery in) {
            return new InSubquery(of(in.operand()), below(in.query()), in.negated(), in.type());
        }
        return e;
    }

    /** Rows of functions with their parts replaced. */
    BoundSource.Call of(BoundSource.Call rows) {
        return new BoundSource.Call(rows.number(), of(rows.rows()), rows.columns());
    }

    private List<BoundExpression> all(List<BoundExpression> list) {
        return list.stream().map(this::of).toList();
    }

    /** Keys of an order with their parts replaced. */
    List<BoundSort> sorts(List<BoundSort> sorts) {
        return sorts.stream()
                .map(s -> new BoundSort(of(s.key()), s.descending(), s.nullsFirst()))
                .toList();
    }

    /** Outputs with their parts replaced. */
    List<BoundOutput> outputs(List<BoundOutput> outputs) {
        return outputs.stream()
                .map(o -> new BoundOutput(o.name(), of(o.value())))
                .toList();
    }

    private BoundQuery below(BoundQuery q) {
        depth++;
        try {
            return query(q);
        } finally {
            depth--;
        }
    }

    /** A query with its parts replaced. */
    BoundQuery query(BoundQuery q) {
        return new BoundQuery(body(q.body()), sorts(q.orderBy()), of(q.limit()), of(q.offset()));
    }

    private BoundBody body(BoundBody body) {
        if (body instanceof BoundBody.Select s) {
            selects(s);
            return new BoundBody.Select(
                    s.distinct(),
                    outputs(s.outputs()),
                    source(s.from()),
                    of(s.where()),
                    s.grouped(),
                    all(s.groupBy()),
                    of(s.having()));
        } else if (body instanceof BoundBody.Rows r) {
            return new BoundBody.Rows(
                    outputs(r.outputs()), r.rows().stream().map(this::all).toList());
        } else if (body instanceof BoundBody.Recursive r) {
            return new BoundBody.Recursive(r.table(), r.all(), query(r.first()), query(r.next()));
        }
        BoundBody.Combined c = (BoundBody.Combined) body;
        return new BoundBody.Combined(c.kind(), c.all(), query(c.left()), query(c.right()));
    }

    private BoundSource source(BoundSource source) {
        BoundSource other = source == null ? null : replaced(source);
        if (other != null) {
            return other;
        }
        if (source instanceof BoundSource.Derived d) {
            return new BoundSource.Derived(d.number(), below(d.query()), d.once(), d.view());
        } else if (source instanceof BoundSource.Call c) {
            return new BoundSource.Call(c.number(), of(c.rows()), c.columns());
        } else if (source instanceof BoundSource.Joined j) {
            return new BoundSource.Joined(j.kind(), source(j.left()), source(j.right()), of(j.on()));
        }
        return source;
    }
}
