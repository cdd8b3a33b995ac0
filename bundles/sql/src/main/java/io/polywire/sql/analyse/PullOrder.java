package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.CapturedRows;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is sure, whatever plan PostgreSQL makes, of when a statement of WITH that changes rows has changed all of them: it changes
 * one as somebody asks for the row that it returns of it.
 */
final class PullOrder {
    private static final Set<Operation> LAZY = Set.of(Operation.AND, Operation.OR);

    private PullOrder() {}

    // --- to the end -----------------------------------------------------------------------------------------------

    /** Whether a statement, when it is over, has asked for all rows of a number. */
    static boolean drains(BoundStatement s, int slot) {
        if (s instanceof BoundStatement.Selects q) {
            return drains(q.query(), slot, true);
        }
        return s instanceof BoundStatement.Inserts i && i.source() != null && drains(i.source(), slot, true);
    }

    /** @param shown whether its outputs are all worked out */
    private static boolean drains(BoundQuery q, int slot, boolean shown) {
        return q.limit() == null && drains(q.body(), slot, shown);
    }

    private static boolean drains(BoundBody body, int slot, boolean shown) {
        if (body instanceof BoundBody.Combined c) {
            return c.kind() == BoundBody.Kind.UNION
                    && (drains(c.left(), slot, shown) || drains(c.right(), slot, shown));
        }
        if (!(body instanceof BoundBody.Select s) || s.having() != null) {
            return false;
        }
        if (s.from() == null) {
            return shown
                    && s.where() == null
                    && !s.grouped()
                    && s.outputs().stream().anyMatch(o -> isWhole(o.value(), slot));
        }
        return readsRows(s.where()) && drains(s.from(), slot, s.where() == null);
    }

    /** Whether a condition, which may be null, is looked at for each row, and not once before there is any. */
    private static boolean readsRows(BoundExpression where) {
        boolean[] reads = {where == null};
        boolean one = !(where instanceof OperationValue o) || !LAZY.contains(o.operation());
        Columns.each(where, x -> false, c -> reads[0] = true);
        return one && reads[0];
    }

    private static boolean drains(BoundSource from, int slot, boolean all) {
        if (from instanceof BoundSource.Call c) {
            return c.rows() instanceof CapturedRows r && r.slot() == slot;
        } else if (from instanceof BoundSource.Derived d) {
            return drains(d.query(), slot, false);
        } else if (from instanceof BoundSource.Joined j && all) {
            // what an outer join keeps all rows of
            return switch (j.kind()) {
                case LEFT -> drains(j.left(), slot, true);
                case RIGHT -> drains(j.right(), slot, true);
                case FULL -> drains(j.left(), slot, true) || drains(j.right(), slot, true);
                case INNER -> false;
            };
        }
        return false;
    }

    /** Whether an expression is the value of a query that asks for all rows of a number, to see that there is but one. */
    private static boolean isWhole(BoundExpression e, int slot) {
        return e instanceof BoundSubquery s && !s.exists() && drains(s.query(), slot, false);
    }

    /** Whether an expression cannot be worked out without such a value. */
    private static boolean needs(BoundExpression e, int slot) {
        if (e instanceof OperationValue o) {
            return !LAZY.contains(o.operation()) && o.operands().stream().anyMatch(x -> needs(x, slot));
        } else if (e instanceof FunctionValue f) {
            return f.arguments().stream().anyMatch(x -> needs(x, slot));
        }
        return isWhole(e, slot);
    }

    // --- one before the other -------------------------------------------------------------------------------------

    /**
     * Whether a query asks for all rows of one number before it asks for the first of others.
     *
     * @param later numbers of the others, with those that bring them along
     */
    static boolean before(BoundStatement s, int first, Set<Integer> later) {
        return s instanceof BoundStatement.Selects q && before(q.query(), first, later);
    }

    private static boolean before(BoundQuery q, int first, Set<Integer> later) {
        if (q.limit() != null || !q.orderBy().isEmpty()) {
            return false;
        }
        if (q.body() instanceof BoundBody.Combined c && c.kind() == BoundBody.Kind.UNION && c.all()) {
            if (!reads(c.left(), later)) {
                return drains(c.left(), first, true) || before(c.right(), first, later);
            }
            return before(c.left(), first, later);
        }
        if (!(q.body() instanceof BoundBody.Select s) || s.from() != null || s.where() != null || s.grouped()) {
            return false;
        }
        for (int i = 0; i < s.outputs().size(); i++) {
            BoundExpression value = s.outputs().get(i).value();
            BoundQuery alone = ReturningJoined.plain(
                    ReturningJoined.select(List.of(s.outputs().get(i)), null, null));
            if (reads(alone, later)) {
                return false;
            } else if (isWhole(value, first)) {
                return true;
            }
        }
        return false;
    }

    private static boolean reads(BoundQuery q, Set<Integer> slots) {
        return Columns.slots(new BoundStatement.Selects(q)).stream().anyMatch(slots::contains);
    }

    // --- rows that are changed only behind ------------------------------------------------------------------------

    /**
     * Whether a statement changes a row only after all rows of a number were asked for, or after the one that the other statement
     * returned of the same row.
     *
     * @param first the other statement
     */
    static boolean behind(BoundStatement second, BoundStatement first, int slot) {
        if (second instanceof BoundStatement.Updates u) {
            return u.values().stream().anyMatch(v -> needs(v, slot))
                    || behind(u.where(), u.from(), u.number(), u.target(), first, slot);
        }
        return second instanceof BoundStatement.Deletes d
                && behind(d.where(), null, d.number(), d.target(), first, slot);
    }

    private static boolean behind(
            BoundExpression where, BoundSource from, int number, Relation target, BoundStatement first, int slot) {
        List<BoundExpression> all = new ArrayList<>();
        conditions(where, all);
        for (BoundExpression e : all) {
            if (needs(e, slot)
                    || e instanceof OperationValue o
                            && o.operation() == Operation.EQUAL
                            && (same(o.operands().get(0), o.operands().get(1), from, number, target, first, slot)
                                    || same(
                                            o.operands().get(1),
                                            o.operands().get(0),
                                            from,
                                            number,
                                            target,
                                            first,
                                            slot))) {
                return true;
            }
            if (e instanceof InSubquery in
                    && !in.negated()
                    && in.query().body() instanceof BoundBody.Select s
                    && !s.grouped()
                    && same(in.operand(), s.outputs().get(0).value(), s.from(), number, target, first, slot)) {
                return true;
            }
            // DELETE ... USING
            if (e instanceof BoundSubquery s
                    && s.exists()
                    && s.query().body() instanceof BoundBody.Select x
                    && !x.grouped()
                    && behind(x.where(), x.from(), number, target, first, slot)) {
                return true;
            }
        }
        return false;
    }

    private static void conditions(BoundExpression e, List<BoundExpression> to) {
        if (e instanceof OperationValue o && o.operation() == Operation.AND) {
            o.operands().forEach(x -> conditions(x, to));
        } else if (e != null) {
            to.add(e);
        }
    }

    /** Whether two columns are the primary key of the changed row and that of a row which the other statement returned. */
    private static boolean same(
            BoundExpression own,
            BoundExpression other,
            BoundSource from,
            int number,
            Relation target,
            BoundStatement first,
            int slot) {
        if (!(own instanceof BoundColumn mine)
                || !(other instanceof BoundColumn theirs)
                || mine.source() != number
                || !target.hasLastingPrimaryKey()
                || !target.primaryKey().equals(List.of(mine.name()))
                || !isOf(from, theirs.source(), slot)) {
            return false;
        }
        for (int i = 0; i < first.outputs().size(); i++) {
            if (QueryBinder.columnOf(i).equals(theirs.name())) {
                return first.outputs().get(i).value() instanceof BoundColumn c && keeps(first, c, mine.name());
            }
        }
        return false;
    }

    /** Whether a statement returns a column of the rows that it changes, which it does not set. */
    private static boolean keeps(BoundStatement first, BoundColumn c, String name) {
        if (!c.name().equals(name)) {
            return false;
        }
        return first instanceof BoundStatement.Updates u
                ? c.source() == u.number() && !u.columns().contains(name)
                : first instanceof BoundStatement.Deletes d && c.source() == d.number();
    }

    /** Whether a source is the rows of a number. */
    private static boolean isOf(BoundSource from, int source, int slot) {
        if (from instanceof BoundSource.Joined j && j.kind() == BoundSource.Kind.INNER) {
            return isOf(j.left(), source, slot) || isOf(j.right(), source, slot);
        }
        return from instanceof BoundSource.Call c
                && c.number() == source
                && c.rows() instanceof CapturedRows r
                && r.slot() == slot;
    }
}
