package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.InSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What fails as soon as a statement is planned, where a dialect works out calls of constants then (PostgreSQL's
 * eval_const_expressions): it fails before it is described and whether there is a row or not, and so do branches that no row
 * reaches. Behind what settles a condition, in a column of a derived table that nobody reads, and in whatever is not certain to be
 * looked at, nothing is worked out: then the statement fails when it runs, or does not.
 */
public final class PlanningFailures {
    /** Works out calls. */
    public interface Calls {
        /**
         * The value of a call whose arguments are constants; null if it is worked out when the statement runs.
         *
         * @throws SqlFailure what it fails with
         */
        BoundConstant value(FunctionValue call);
    }

    /** What is known of a value. */
    private enum Known {
        /** It comes from a row. */
        OF_ROW,
        /** Nothing: it may be a constant that is not worked out here. */
        NOTHING
    }

    private static final BoundConstant NULL = new BoundConstant(null, io.polywire.api.type.Type.UNKNOWN);

    private final Calls calls;
    /** Numbers of the sources that are tables. */
    private final Set<Integer> tables = new HashSet<>();
    /** Names of the columns that are read of each source. */
    private final Map<Integer, Set<String>> read = new HashMap<>();
    /** Queries in the expression that is looked at. */
    private final List<Planned> planned = new ArrayList<>();

    private record Planned(BoundQuery query, boolean all) {}

    private PlanningFailures(Calls calls) {
        this.calls = calls;
    }

    /** What a statement fails with, or null. */
    public static SqlFailure of(BoundStatement statement, Calls calls) {
        try {
            new PlanningFailures(calls).statement(statement);
            return null;
        } catch (SqlFailure f) {
            return f;
        }
    }

    private void statement(BoundStatement s) {
        if (s instanceof BoundStatement.Selects q) {
            query(q.query(), true);
        } else if (s instanceof BoundStatement.Inserts i) {
            if (i.source() != null) {
                query(i.source(), true);
            }
            tables.add(i.number());
            outputs(i.outputs());
        } else if (s instanceof BoundStatement.Updates u) {
            tables.add(u.number());
            tables(u.from());
            u.values().forEach(this::whole);
            outputs(u.outputs());
            whole(u.where());
            sources(u.from(), false);
        } else if (s instanceof BoundStatement.Deletes d) {
            tables.add(d.number());
            outputs(d.outputs());
            whole(d.where());
        } else if (s instanceof BoundStatement.Program p) {
            p.steps().forEach(x -> statement(x.statement()));
        }
    }

    private void outputs(List<BoundOutput> outputs) {
        outputs.forEach(o -> whole(o.value()));
    }

    // --- queries --------------------------------------------------------------------------------------------------

    /** @param all whether all outputs are wanted */
    private void query(BoundQuery q, boolean all) {
        body(q.body(), all);
        if (all) {
            q.orderBy().forEach(s -> whole(s.key()));
        }
        whole(q.limit());
        whole(q.offset());
    }

    private void body(BoundBody b, boolean all) {
        if (b instanceof BoundBody.Select s) {
            select(s, all ? s.outputs() : List.of());
        } else if (b instanceof BoundBody.Rows r && all) {
            r.rows().forEach(row -> row.forEach(this::whole));
        } else if (b instanceof BoundBody.Combined c) {
            query(c.left(), all);
            query(c.right(), all);
        }
    }

    private void select(BoundBody.Select s, List<BoundOutput> wanted) {
        tables(s.from());
        outputs(wanted);
        whole(s.having());
        s.groupBy().forEach(this::whole);
        Object condition = s.where() == null ? Known.OF_ROW : whole(s.where());
        sources(s.from(), condition != Known.OF_ROW);
    }

    /** Notes which sources are tables: the value of a column of theirs is known of no row before it is read. */
    private void tables(BoundSource from) {
        if (from instanceof BoundSource.Table t) {
            tables.add(t.number());
        } else if (from instanceof BoundSource.System y) {
            tables.add(y.number());
        } else if (from instanceof BoundSource.Joined j) {
            tables(j.left());
            tables(j.right());
        }
    }

    /** @param maybeNone whether it may be known that there are no rows, so that queries among them are not planned */
    private void sources(BoundSource from, boolean maybeNone) {
        if (from instanceof BoundSource.Joined j) {
            whole(j.on());
            // the other side of an outer join that nobody reads is left out
            boolean outer = j.kind() != BoundSource.Kind.INNER;
            sources(j.left(), maybeNone || outer);
            sources(j.right(), maybeNone || outer);
        } else if (from instanceof BoundSource.Call c) {
            whole(c.rows());
        } else if (from instanceof BoundSource.Derived d) {
            derived(d, maybeNone);
        }
    }

    private void derived(BoundSource.Derived d, boolean maybeNone) {
        BoundQuery q = d.query();
        boolean plain = q.limit() == null
                && q.offset() == null
                && q.orderBy().isEmpty()
                && q.body() instanceof BoundBody.Select s
                && !s.grouped()
                && !s.distinct()
                && s.having() == null;
        if (!plain && maybeNone) {
            return;
        }
        Set<String> columns = read.getOrDefault(d.number(), Set.of());
        if (q.body() instanceof BoundBody.Select s) {
            List<BoundOutput> wanted = java.util.stream.IntStream.range(
                            0, s.outputs().size())
                    .filter(i -> columns.contains(QueryBinder.columnOf(i)))
                    .mapToObj(i -> s.outputs().get(i))
                    .toList();
            select(s, wanted);
        } else {
            body(q.body(), false);
        }
        whole(q.limit());
        whole(q.offset());
    }

    // --- values ---------------------------------------------------------------------------------------------------

    /** The same of an expression that stands alone: the queries that are left in it are planned with it. */
    private Object whole(BoundExpression e) {
        Object v = value(e);
        if (planned.isEmpty()) {
            return v;
        }
        List<Planned> left = List.copyOf(planned);
        planned.clear();
        left.forEach(p -> query(p.query(), p.all()));
        return v;
    }

    /** Forgets queries of operands that are left out. */
    private void drop(int from) {
        planned.subList(from, planned.size()).clear();
    }

    /** Another operand of which nothing is known may be NULL, which leaves the queries out. */
    private void dropUncertain(int from, int operands) {
        if (operands > 1) {
            drop(from);
        }
    }

    /** The value as a {@link BoundConstant}, or what is {@link Known} of it; of none, NULL. */
    private Object value(BoundExpression e) {
        if (e == null) {
            return NULL;
        } else if (e instanceof BoundConstant) {
            return e;
        } else if (e instanceof BoundColumn c) {
            read.computeIfAbsent(c.source(), n -> new HashSet<>()).add(c.name());
            return tables.contains(c.source()) ? Known.OF_ROW : Known.NOTHING;
        } else if (e instanceof FunctionValue f) {
            return call(f);
        } else if (e instanceof OperationValue o) {
            return operation(o);
        } else if (e instanceof BoundCase c) {
            return choice(c);
        } else if (e instanceof AggregateValue a) {
            a.arguments().forEach(this::value);
            value(a.filter());
        } else if (e instanceof BoundRow r) {
            r.fields().forEach(this::value);
        } else if (e instanceof BoundSubquery s) {
            planned.add(new Planned(s.query(), !s.exists()));
        } else if (e instanceof InSubquery i) {
            value(i.operand());
            planned.add(new Planned(i.query(), true));
        }
        return Known.NOTHING;
    }

    private List<Object> values(List<BoundExpression> expressions) {
        List<Object> values = new ArrayList<>(expressions.size());
        for (BoundExpression e : expressions) {
            values.add(value(e));
        }
        return values;
    }

    private Object call(FunctionValue f) {
        int before = planned.size();
        List<Object> arguments = values(f.arguments());
        if (hasNull(arguments)) {
            drop(before);
            return f.function().strict() ? new BoundConstant(null, f.type()) : Known.NOTHING;
        }
        if (arguments.contains(Known.NOTHING)) {
            dropUncertain(before, arguments.size());
            return Known.NOTHING;
        }
        if (arguments.contains(Known.OF_ROW)) {
            return Known.OF_ROW;
        }
        if (arguments.isEmpty()) {
            return Known.NOTHING;
        }
        BoundConstant made = calls.value(new FunctionValue(
                f.function(), arguments.stream().map(a -> (BoundExpression) a).toList(), f.type()));
        return made == null ? Known.NOTHING : made;
    }

    private Object choice(BoundCase c) {
        boolean ofRow = false;
        for (int i = 0; i < c.conditions().size(); i++) {
            Object condition = value(c.conditions().get(i));
            if (condition == Known.NOTHING) {
                return Known.NOTHING;
            }
            if (condition == Known.OF_ROW) {
                ofRow = true;
                value(c.results().get(i));
            } else if (isTrue(condition)) {
                Object result = value(c.results().get(i));
                return ofRow ? Known.NOTHING : result;
            }
        }
        Object otherwise = value(c.otherwise());
        return ofRow ? Known.NOTHING : otherwise;
    }

    private Object operation(OperationValue o) {
        return switch (o.operation()) {
            case AND -> logical(o, false);
            case OR -> logical(o, true);
            case COALESCE -> first(o);
            default -> plain(o);
        };
    }

    /** @param settles the operand behind which nothing is looked at */
    private Object logical(OperationValue o, boolean settles) {
        boolean ofRow = false;
        int before = planned.size();
        for (BoundExpression operand : o.operands()) {
            Object v = value(operand);
            if (v == Known.NOTHING || v instanceof BoundConstant c && !c.isNull() && isTrue(v) == settles) {
                // also where one that is not known may be settled by a later one
                drop(before);
                return v;
            }
            ofRow |= v == Known.OF_ROW;
        }
        return ofRow ? Known.OF_ROW : Known.NOTHING;
    }

    private Object first(OperationValue o) {
        boolean ofRow = false;
        for (BoundExpression operand : o.operands()) {
            Object v = value(operand);
            if (v == Known.NOTHING || v instanceof BoundConstant c && !c.isNull()) {
                return ofRow ? Known.NOTHING : v;
            }
            ofRow |= v == Known.OF_ROW;
        }
        return ofRow ? Known.OF_ROW : Known.NOTHING;
    }

    private Object plain(OperationValue o) {
        int before = planned.size();
        List<Object> operands = values(o.operands());
        boolean ofNull = hasNull(operands);
        if (ofNull) {
            drop(before);
        }
        if (operands.contains(Known.NOTHING)) {
            dropUncertain(before, operands.size());
            return Known.NOTHING;
        }
        if (operands.contains(Known.OF_ROW)) {
            return ofNull ? Known.NOTHING : Known.OF_ROW;
        }
        return worked(o.operation(), operands, o);
    }

    private static Object worked(Operation operation, List<Object> operands, OperationValue o) {
        Object a = ((BoundConstant) operands.get(0)).value();
        Object b = operands.size() > 1 ? ((BoundConstant) operands.get(1)).value() : null;
        return switch (operation) {
            case AS_IS -> new BoundConstant(a, o.type());
            case IS_NULL -> truth(a == null, o);
            case IS_NOT_NULL -> truth(a != null, o);
            case IS_TRUE -> truth(isTrue(operands.get(0)), o);
            case IS_NOT_TRUE -> truth(!isTrue(operands.get(0)), o);
            case NOT -> a == null ? new BoundConstant(null, o.type()) : truth(!isTrue(operands.get(0)), o);
            case INTEGER_TO_TEXT -> new BoundConstant(a == null ? null : a.toString(), o.type());
            case TO_DOUBLE ->
                a == null || a instanceof Number
                        ? new BoundConstant(a == null ? null : (Object) ((Number) a).doubleValue(), o.type())
                        : Known.NOTHING;
            case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL ->
                a instanceof Long x && b instanceof Long y
                        ? truth(holds(operation, Long.compare(x, y)), o)
                        : Known.NOTHING;
            default -> Known.NOTHING;
        };
    }

    private static boolean holds(Operation operation, int order) {
        return switch (operation) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    private static BoundConstant truth(boolean value, OperationValue o) {
        return new BoundConstant(value ? 1L : 0L, o.type());
    }

    private static boolean isTrue(Object v) {
        return v instanceof BoundConstant c && c.value() instanceof Long n && n != 0;
    }

    private static boolean hasNull(List<Object> values) {
        for (Object v : values) {
            if (v instanceof BoundConstant c && c.isNull()) {
                return true;
            }
        }
        return false;
    }
}
