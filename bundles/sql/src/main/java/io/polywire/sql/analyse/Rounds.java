package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind.Carrier;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.JsonRows;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A recursive common table whose rounds are worked out as a whole, each over all rows of the one before: where the name of the
 * table stands deeper than FROM, and where what goes on from a round counts, sorts, limits or tells rows apart. The rows of a
 * round are one value then, and the recursion goes from value to value; where equal rows count once, those of all rounds so far
 * go with it.
 */
final class Rounds {
    /** The rows that did not come before, each once. */
    private record Fresh(Set<Integer> reals) implements ScalarFunction {
        @Override
        public String name() {
            return "pw_rows_fresh" + reals.stream().sorted().map(i -> "_" + i).collect(Collectors.joining());
        }

        @Override
        public int arity() {
            return 2;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            out.putText(JsonRows.fresh(in.getText(0), in.getText(1), reals));
        }
    }

    /** Rows and further ones. */
    private record Joined() implements ScalarFunction {
        @Override
        public String name() {
            return "pw_rows_joined";
        }

        @Override
        public int arity() {
            return 2;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            String all = JsonRows.joined(in.getText(0), in.getText(1));
            if (all.length() > RowsAggregate.MOST) {
                throw SqlFailure.of(FailureKind.LIMIT, "a recursive query whose rows count once gives too many rows");
            }
            out.putText(all);
        }
    }

    private static final BoundConstant NONE = new BoundConstant(new JsonRows().toString(), RowsBinder.JSON);

    private final Analysis analysis;
    private final int table;
    private final List<Type> types;

    /**
     * @param table number of the recursive table
     * @param types of its columns
     */
    Rounds(Analysis analysis, int table, List<Type> types) {
        this.analysis = analysis;
        this.table = table;
        this.types = types;
    }

    /** Whether what goes on from a round can be worked out for each row by itself: a selection with the rows in FROM. */
    static boolean isByRow(BoundBody next, int table) {
        return next instanceof BoundBody.Select s
                && !s.grouped()
                && !s.distinct()
                && direct(s.from(), table)
                && s.outputs().stream().noneMatch(o -> GroupBinder.hasWindow(o.value()));
    }

    /** Whether the rows of the round before stand in FROM itself. */
    static boolean direct(BoundSource from, int table) {
        if (from instanceof BoundSource.Working w) {
            return w.table() == table;
        }
        return from instanceof BoundSource.Joined j && (direct(j.left(), table) || direct(j.right(), table));
    }

    /** Whether a selection over the rows of the round before has aggregates. */
    static boolean aggregates(BoundBody next, int table) {
        boolean[] found = {false};
        new Replacement() {
            @Override
            BoundExpression replaced(BoundExpression e, int depth) {
                return null;
            }

            @Override
            void selects(BoundBody.Select s) {
                if (s.grouped() && direct(s.from(), table)) {
                    List<BoundExpression> all = new ArrayList<>();
                    s.outputs().forEach(o -> all.add(o.value()));
                    all.add(s.having());
                    all.forEach(e -> Columns.each(
                            e,
                            x -> {
                                found[0] |= x instanceof AggregateValue;
                                return false;
                            },
                            c -> {}));
                }
            }
        }.query(plain(next));
        return found[0];
    }

    /** All rows of the table. */
    BoundBody rows(boolean all, BoundBody first, BoundBody next, List<BoundOutput> names) {
        int round = analysis.newSource(null);
        BoundColumn before = new BoundColumn(round, QueryBinder.columnOf(0), RowsBinder.JSON, false);
        BoundColumn seen = new BoundColumn(round, QueryBinder.columnOf(1), RowsBinder.JSON, false);
        BoundQuery over = new Replacement() {
            @Override
            BoundExpression replaced(BoundExpression e, int depth) {
                return null;
            }

            @Override
            BoundSource replaced(BoundSource s) {
                return s instanceof BoundSource.Working w && w.table() == table
                        ? new BoundSource.Call(w.number(), before, types)
                        : null;
            }
        }.query(plain(next));
        List<BoundOutput> start = new ArrayList<>();
        List<BoundOutput> further = new ArrayList<>();
        BoundExpression some = new OperationValue(
                Operation.NOT_EQUAL, List.of(before, NONE), analysis.rules().booleanType());
        if (all) {
            start.add(new BoundOutput("", collected(plain(first))));
            further.add(new BoundOutput("", collected(over)));
        } else {
            BoundExpression known = new FunctionValue(new Joined(), List.of(seen, before), RowsBinder.JSON);
            start.add(new BoundOutput("", fresh(NONE, plain(first))));
            start.add(new BoundOutput("", NONE));
            further.add(new BoundOutput("", fresh(known, over)));
            further.add(new BoundOutput("", known));
        }
        BoundBody rounds = new BoundBody.Recursive(
                table,
                true,
                plain(ReturningJoined.select(start, null, null)),
                plain(ReturningJoined.select(further, new BoundSource.Working(round, table), some)));
        int each = analysis.newSource(null);
        int rows = analysis.newSource(null);
        List<BoundOutput> outputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            outputs.add(new BoundOutput(names.get(i).name(), ReturningJoined.column(rows, i, types)));
        }
        BoundExpression text = new BoundColumn(each, QueryBinder.columnOf(0), RowsBinder.JSON, false);
        return ReturningJoined.select(
                outputs,
                new BoundSource.Joined(
                        BoundSource.Kind.INNER,
                        new BoundSource.Derived(each, plain(rounds)),
                        new BoundSource.Call(rows, text, types),
                        null),
                null);
    }

    private BoundExpression fresh(BoundExpression seen, BoundQuery q) {
        Set<Integer> reals = new HashSet<>();
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).kind().carrier() == Carrier.DOUBLE) {
                reals.add(i);
            }
        }
        return new FunctionValue(new Fresh(Set.copyOf(reals)), List.of(seen, collected(q)), RowsBinder.JSON);
    }

    private BoundExpression collected(BoundQuery q) {
        int source = analysis.newSource(null);
        List<BoundExpression> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(ReturningJoined.column(source, i, types));
        }
        return RowsAggregate.collected(source, q, columns, Columns.isVolatile(q));
    }

    private static BoundQuery plain(BoundBody body) {
        return new BoundQuery(body, List.of(), null, null);
    }
}
