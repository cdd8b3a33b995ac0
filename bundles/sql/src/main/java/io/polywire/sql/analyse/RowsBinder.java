package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.JsonRows;
import io.polywire.sql.tree.Argument;
import io.polywire.sql.tree.BinaryOperation;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.UnaryOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Functions that give rows in a list of outputs: their rows stand beside each row of FROM, several of them side by side,
 * with NULLs where one has fewer.
 */
final class RowsBinder {
    private static final Type JSON = Type.of(TypeKind.TEXT, "text");

    private final Analysis analysis;
    private Set<FunctionCall> allowed = Set.of();
    private List<RowsCall> calls = new ArrayList<>();
    private Scope owner;
    private int source;

    RowsBinder(Analysis analysis) {
        this.analysis = analysis;
    }

    /** What was looked for before; for {@link #end}. */
    record Around(Set<FunctionCall> allowed, List<RowsCall> calls, Scope owner, int source) {}

    /** Starts a query, whose outputs may have such functions. */
    Around start(List<SelectItem> items, Scope scope) {
        Around around = new Around(allowed, calls, owner, source);
        allowed = Collections.newSetFromMap(new IdentityHashMap<>());
        items.forEach(i -> allow(i.expression()));
        calls = new ArrayList<>();
        owner = scope;
        source = 0;
        return around;
    }

    private void allow(Expression e) {
        if (e instanceof FunctionCall f) {
            allowed.add(f);
            if (!analysis.rules().arrays().givesRows(f.name().last().name())) {
                f.arguments().stream().map(Argument::value).forEach(this::allow);
            }
        } else if (e instanceof Cast c) {
            allow(c.operand());
        } else if (e instanceof BinaryOperation b) {
            allow(b.left());
            allow(b.right());
        } else if (e instanceof UnaryOperation u) {
            allow(u.operand());
        }
    }

    /** Ends a query; gives the source of the rows of its functions, or null if it has none. */
    BoundSource end(Around around) {
        BoundSource found = calls.isEmpty() ? null : beside(source, calls);
        allowed = around.allowed();
        calls = around.calls();
        owner = around.owner();
        source = around.source();
        return found;
    }

    /** A value of such a function. */
    BoundExpression value(FunctionCall e, RowsCall call, Place at) {
        if (!allowed.contains(e)) {
            throw at.unsupported("a function that gives rows in this place");
        }
        if (call.types().size() != 1) {
            throw at.unsupported("a row as a value");
        }
        if (source == 0) {
            source = analysis.newSource(null);
            analysis.own(source, owner);
        }
        calls.add(call);
        return new BoundColumn(
                source, QueryBinder.columnOf(calls.size() - 1), call.types().get(0), true);
    }

    /** The rows of several calls side by side. */
    static BoundSource.Call beside(int source, List<RowsCall> calls) {
        List<Type> types = new ArrayList<>();
        calls.forEach(c -> types.addAll(c.types()));
        if (calls.size() == 1) {
            return new BoundSource.Call(source, calls.get(0).rows(), types);
        }
        List<Integer> widths = calls.stream().map(c -> c.types().size()).toList();
        List<BoundExpression> rows = new ArrayList<>();
        calls.forEach(c -> rows.add(c.rows()));
        return new BoundSource.Call(source, new FunctionValue(new Beside(widths), rows, JSON), types);
    }

    /** The value of a function that gives one as one row. */
    static FunctionValue row(BoundExpression value) {
        return new FunctionValue(new OneRow(), List.of(value), JSON);
    }

    private record Beside(List<Integer> widths) implements ScalarFunction {
        @Override
        public String name() {
            return "pw_rows_beside_" + widths.stream().map(String::valueOf).collect(Collectors.joining("_"));
        }

        @Override
        public int arity() {
            return widths.size();
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < in.size(); i++) {
                all.add(in.getText(i));
            }
            out.putText(JsonRows.beside(all, widths));
        }
    }

    private record OneRow() implements ScalarFunction {
        @Override
        public String name() {
            return "pw_rows_one";
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            JsonRows rows = new JsonRows();
            rows.row(
                    switch (in.kind(0)) {
                        case NULL -> null;
                        case LONG -> (Object) in.getLong(0);
                        case DOUBLE -> in.getDouble(0);
                        case BYTES -> in.getBytes(0);
                        case UTF8 -> in.getText(0);
                        default -> throw SqlFailure.unsupported("a value of this kind in FROM");
                    });
            out.putText(rows.toString());
        }
    }
}
