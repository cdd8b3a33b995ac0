package io.polywire.sql.analyse;

import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.bound.CursorRow;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.WindowValue;
import io.polywire.sql.catalog.Relation;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Walks over the columns that an expression reads, also those that its sub-queries read from around. */
final class Columns {
    private final Predicate<BoundExpression> skip;
    private final Consumer<BoundColumn> to;
    private Relation table;
    /** Rows of the table of which it does not matter whether they are there, as those who read it do without them. */
    private int added = -1;

    private final Set<Integer> slots = new LinkedHashSet<>();
    /** Whether what comes first when it runs is walked first: rows, then what is made of them. */
    private boolean inTurn;

    /** Numbers of the sources that stand in what is walked over. */
    private final Set<Integer> within = new HashSet<>();

    private boolean met;
    private boolean changing;

    private Columns(Predicate<BoundExpression> skip, Consumer<BoundColumn> to) {
        this.skip = skip;
        this.to = to;
    }

    /**
     * Shows each column.
     *
     * @param skip expressions that are not looked into
     */
    static void each(BoundExpression e, Predicate<BoundExpression> skip, Consumer<BoundColumn> to) {
        new Columns(skip, to).walk(e);
    }

    /** Whether a table is read by sub-queries in an expression; null reads nothing. */
    static boolean read(BoundExpression e, Relation table) {
        Columns c = new Columns(x -> false, x -> {});
        c.table = table;
        c.walk(e);
        return c.met;
    }

    /**
     * Whether a statement reads a table besides the rows of it that it changes.
     *
     * @param added number of rows that are inserted; who reads the table without them does not count. -1 for none
     */
    static boolean reads(BoundStatement s, Relation table, int added) {
        Columns c = new Columns(x -> false, x -> {});
        c.table = table;
        c.added = added;
        c.walk(s);
        return c.met;
    }

    /** The numbers of the kept rows that a statement reads, in turn; those that it is to do without are not among them. */
    static Set<Integer> slots(BoundStatement s) {
        Columns c = new Columns(x -> false, x -> {});
        c.inTurn = true;
        c.walk(s);
        return c.slots;
    }

    /** The columns of rows around an expression, each once; those that its sub-queries read from around are among them. */
    static Set<BoundColumn> free(BoundExpression e) {
        Set<BoundColumn> all = new LinkedHashSet<>();
        Columns c = new Columns(x -> false, all::add);
        c.walk(e);
        all.removeIf(x -> c.within.contains(x.source()));
        return all;
    }

    private void walk(BoundStatement s) {
        if (!inTurn) {
            s.outputs().forEach(o -> walk(o.value()));
        }
        parts(s);
        if (inTurn) {
            s.outputs().forEach(o -> walk(o.value()));
        }
    }

    private void parts(BoundStatement s) {
        if (s instanceof BoundStatement.Selects q) {
            walk(q.query());
        } else if (s instanceof BoundStatement.Inserts i) {
            if (i.source() != null) {
                walk(i.source());
            }
            if (i.conflict() != null) {
                i.conflict().values().forEach(this::walk);
                walk(i.conflict().where());
            }
        } else if (s instanceof BoundStatement.Updates u) {
            if (!inTurn) {
                u.values().forEach(this::walk);
            }
            walk(u.from());
            walk(u.where());
            if (inTurn) {
                u.values().forEach(this::walk);
            }
        } else if (s instanceof BoundStatement.Deletes d) {
            walk(d.where());
        } else if (s instanceof BoundStatement.Program p) {
            p.steps().forEach(step -> walk(step.statement()));
        }
    }

    /** Whether a query stands in it. */
    static boolean hasQuery(BoundExpression e) {
        boolean[] found = {false};
        each(
                e,
                x -> {
                    found[0] |= x instanceof BoundSubquery || x instanceof InSubquery;
                    return false;
                },
                c -> {});
        return found[0];
    }

    /** Whether a query calls functions whose value may differ from call to call. */
    static boolean isVolatile(BoundQuery q) {
        Columns c = new Columns(x -> false, x -> {});
        c.walk(q);
        return c.changing;
    }

    /** Whether an expression calls functions whose value may differ from call to call. */
    static boolean isVolatile(BoundExpression e) {
        Columns c = new Columns(x -> false, x -> {});
        c.walk(e);
        return c.changing;
    }

    private void walk(BoundExpression e) {
        if (e == null || skip.test(e)) {
            return;
        }
        switch (kind(e)) {
            case COLUMN -> to.accept((BoundColumn) e);
            case LEAF -> {
                if (e instanceof CapturedRows c) {
                    slots.add(c.slot());
                }
            }
            case QUERY -> queries(e);
            case INNER -> inner(e);
        }
    }

    private enum Kind {
        COLUMN,
        LEAF,
        QUERY,
        INNER
    }

    private static Kind kind(BoundExpression e) {
        if (e instanceof BoundColumn) {
            return Kind.COLUMN;
        }
        if (e instanceof CapturedRows
                || e instanceof CursorRow
                || e instanceof BoundConstant
                || e instanceof BoundParameter
                || e instanceof SessionParameter) {
            return Kind.LEAF;
        }
        return e instanceof BoundSubquery || e instanceof InSubquery ? Kind.QUERY : Kind.INNER;
    }

    private void queries(BoundExpression e) {
        if (e instanceof BoundSubquery s) {
            walk(s.query());
        } else if (e instanceof InSubquery in) {
            walk(in.operand());
            walk(in.query());
        }
    }

    private void inner(BoundExpression e) {
        if (e instanceof OperationValue o) {
            o.operands().forEach(this::walk);
        } else if (e instanceof FunctionValue f) {
            changing |= !f.function().deterministic();
            f.arguments().forEach(this::walk);
        } else if (e instanceof AggregateValue a) {
            a.arguments().forEach(this::walk);
            walk(a.filter());
            a.orderBy().forEach(s -> walk(s.key()));
        } else if (e instanceof WindowValue w) {
            w.arguments().forEach(this::walk);
            walk(w.filter());
            w.window().partitionBy().forEach(this::walk);
            w.window().orderBy().forEach(s -> walk(s.key()));
        } else if (e instanceof BoundRow r) {
            walk(r.text());
        } else if (e instanceof BoundCase c) {
            c.conditions().forEach(this::walk);
            c.results().forEach(this::walk);
            walk(c.otherwise());
        } else {
            throw new IllegalStateException("an expression without a walk: " + e.getClass());
        }
    }

    private void walk(BoundQuery q) {
        walk(q.body());
        q.orderBy().forEach(s -> walk(s.key()));
        walk(q.limit());
        walk(q.offset());
    }

    private void walk(BoundBody body) {
        if (body instanceof BoundBody.Select s) {
            if (!inTurn) {
                s.outputs().forEach(o -> walk(o.value()));
            }
            walk(s.from());
            walk(s.where());
            s.groupBy().forEach(this::walk);
            walk(s.having());
            if (inTurn) {
                s.outputs().forEach(o -> walk(o.value()));
            }
        } else if (body instanceof BoundBody.Rows r) {
            r.rows().forEach(row -> row.forEach(this::walk));
        } else if (body instanceof BoundBody.Recursive c) {
            walk(c.first());
            walk(c.next());
        } else if (body instanceof BoundBody.Combined c) {
            walk(c.left());
            walk(c.right());
        }
    }

    private void walk(BoundSource source) {
        if (source instanceof BoundSource.Table t) {
            within.add(t.number());
            met |= t.relation() == table
                    && t.without().stream().noneMatch(a -> a.rows().slot() == added);
        } else if (source instanceof BoundSource.Derived d) {
            within.add(d.number());
            walk(d.query());
        } else if (source instanceof BoundSource.Call c) {
            within.add(c.number());
            walk(c.rows());
        } else if (source instanceof BoundSource.Joined j) {
            walk(j.left());
            walk(j.right());
            walk(j.on());
        } else if (source instanceof BoundSource.System s) {
            within.add(s.number());
        } else if (source instanceof BoundSource.Working w) {
            within.add(w.number());
        } else if (source instanceof BoundSource.Duplicates d) {
            within.add(d.number());
        }
    }
}
