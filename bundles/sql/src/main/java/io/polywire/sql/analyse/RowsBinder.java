package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
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
import io.polywire.sql.tree.FieldSelection;
import io.polywire.sql.tree.FunctionCall;
import io.polywire.sql.tree.IsTest;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.Not;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.Subscript;
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
    static final Type JSON = Type.of(TypeKind.TEXT, "text");

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
        } else if (e instanceof FieldSelection f) {
            allow(f.base());
        } else if (e instanceof UnaryOperation u) {
            allow(u.operand());
        } else if (e instanceof Subscript s) {
            allow(s.base());
        } else if (e instanceof IsTest t) {
            allow(t.operand());
        } else if (e instanceof Not n) {
            allow(n.operand());
        } else if (e instanceof Like l) {
            allow(l.operand());
            allow(l.pattern());
        }
    }

    /** Ends a query; gives the source of the rows of its functions, or null if it has none. */
    BoundSource.Call end(Around around) {
        BoundSource.Call found = calls.isEmpty() ? null : beside(source, calls);
        allowed = around.allowed();
        calls = around.calls();
        owner = around.owner();
        source = around.source();
        return found;
    }

    /** Whether rows can stand in a place; those of one function are no arguments of another one. */
    boolean allows(FunctionCall e, List<BoundExpression> arguments) {
        boolean[] rows = {false};
        for (BoundExpression a : arguments) {
            if (a != null) {
                Columns.each(a, x -> false, c -> rows[0] |= source != 0 && c.source() == source);
            }
        }
        return allowed.contains(e) && !rows[0];
    }

    private static SqlFailure within(String what, Place at) {
        return at.build(FailureKind.UNSUPPORTED, what + " calls cannot contain set-returning function calls")
                .hint("You might be able to move the set-returning function into a LATERAL FROM item.")
                .build();
    }

    /** A value of such a function. */
    BoundExpression value(FunctionCall e, RowsCall call, Place at) {
        return value(e, call, null, at);
    }

    /** @param row the type of the rows where they are of one with a name, else null */
    BoundExpression value(FunctionCall e, RowsCall call, Type row, Place at) {
        if (analysis.expressions().calls().inAggregate()) {
            throw within("aggregate function", at);
        }
        if (analysis.expressions().calls().windows().isWithin()) {
            throw within("window function", at);
        }
        if (!allowed.contains(e)) {
            throw at.unsupported("a function that gives rows in this place");
        }
        int first = add(call);
        if (call.types().size() == 1 && row == null) {
            return column(first, call.types().get(0));
        }
        List<BoundExpression> fields = new ArrayList<>();
        for (int i = 0; i < call.types().size(); i++) {
            fields.add(column(first + i, call.types().get(i)));
        }
        return row == null
                ? analysis.rules().row(call.names(), fields, at)
                : analysis.rules().row(row, fields, at);
    }

    /** A field of the rows of such a function. */
    BoundExpression field(FunctionCall e, RowsCall call, String field, Place at) {
        if (!allowed.contains(e)) {
            throw at.unsupported("a function that gives rows in this place");
        }
        int i = call.names().indexOf(field);
        if (i < 0) {
            throw at.failure(FailureKind.UNDEFINED_COLUMN, "column \"" + field + "\" not found in data type record");
        }
        return column(add(call) + i, call.types().get(i));
    }

    /** Puts a call beside the others; gives the number of its first column. */
    private int add(RowsCall call) {
        if (source == 0) {
            source = analysis.newSource(null);
            analysis.own(source, owner);
        }
        int first = calls.stream().mapToInt(c -> c.types().size()).sum();
        calls.add(call);
        return first;
    }

    private BoundExpression column(int number, Type type) {
        return new BoundColumn(source, QueryBinder.columnOf(number), type, true);
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
        return new FunctionValue(
                new OneRow(value.type().kind().carrier() == TypeKind.Carrier.DOUBLE), List.of(value), JSON);
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

    /** The text of the rows of a query. */
    static FunctionValue text(BoundExpression query) {
        return new FunctionValue(new Text(), List.of(query), JSON);
    }

    private record Text() implements ScalarFunction {
        @Override
        public String name() {
            return "pw_rows_text";
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            out.putText(in.getText(0));
        }
    }

    private record OneRow(boolean real) implements ScalarFunction {
        @Override
        public String name() {
            return real ? "pw_rows_one_real" : "pw_rows_one";
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            JsonRows rows = new JsonRows();
            rows.row(RowsAggregate.carried(in, 0, real));
            out.putText(rows.toString());
        }
    }
}
