package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.session.Parameters;
import io.polywire.api.type.Type;
import io.polywire.api.value.ArrayValue;
import io.polywire.sql.bound.BoundExpression;
import java.util.List;

/**
 * Arguments of which the last is an array, marked VARIADIC: its elements stand in place of it, by their output functions.
 *
 * @param given the arguments
 * @param elements of the array; null for those that are NULL
 */
record SpreadArguments(FunctionArguments given, List<String> elements) implements FunctionArguments {
    /**
     * Registers what a function does with such arguments.
     *
     * @param of takes the elements one by one
     * @param nullIsNone whether NULL is an array without elements; otherwise the result is NULL
     */
    static void register(Registry r, String name, ScalarFunction of, boolean nullIsNone) {
        ScalarFunction spread = Functions.lenient(of.name() + "_of_array", -1, (in, out) -> {
            int last = in.size() - 1;
            if (!in.isNull(last)) {
                of.call(
                        new SpreadArguments(
                                in, ArrayValue.read(in.getText(last)).elements()),
                        out);
            } else if (nullIsNone) {
                of.call(new SpreadArguments(in, List.of()), out);
            } else {
                out.putNull();
            }
        });
        r.spread(name, (a, t) -> call(spread, a, t));
    }

    private static BoundExpression call(ScalarFunction spread, List<BoundExpression> a, Type t) {
        return Functions.call(spread, t, a.stream().map(TextFunctions::shown).toList());
    }

    private boolean isElement(int i) {
        return i >= given.size() - 1;
    }

    private String element(int i) {
        return elements.get(i - given.size() + 1);
    }

    @Override
    public int size() {
        return given.size() - 1 + elements.size();
    }

    @Override
    public Parameters.Kind kind(int i) {
        if (!isElement(i)) {
            return given.kind(i);
        }
        return element(i) == null ? Parameters.Kind.NULL : Parameters.Kind.UTF8;
    }

    @Override
    public long getLong(int i) {
        return isElement(i) ? Long.parseLong(element(i)) : given.getLong(i);
    }

    @Override
    public double getDouble(int i) {
        return isElement(i) ? Double.parseDouble(element(i)) : given.getDouble(i);
    }

    @Override
    public String getText(int i) {
        return isElement(i) ? element(i) : given.getText(i);
    }

    @Override
    public byte[] getBytes(int i) {
        return given.getBytes(i);
    }

    @Override
    public void checkCancelled() {
        given.checkCancelled();
    }

    @Override
    public FunctionContext context() {
        return given.context();
    }
}
