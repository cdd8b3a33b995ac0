package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes Java functions of lambdas. All but those that say so are strict: NULL in, NULL out, as most of PostgreSQL's. */
final class Functions {
    /** What a function does with arguments that are not NULL. */
    interface Body {
        void call(FunctionArguments in, FunctionResult out);
    }

    private record Scalar(String name, int arity, boolean strict, Body body) implements ScalarFunction {
        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            if (strict) {
                for (int i = 0; i < in.size(); i++) {
                    if (in.isNull(i)) {
                        out.putNull();
                        return;
                    }
                }
            }
            body.call(in, out);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Functions() {}

    static ScalarFunction strict(String name, int arity, Body body) {
        return new Scalar("pw_pg_" + name, arity, true, body);
    }

    static ScalarFunction lenient(String name, int arity, Body body) {
        return new Scalar("pw_pg_" + name, arity, false, body);
    }

    private static final Map<String, ScalarFunction> SHARED = new ConcurrentHashMap<>();

    /** The one function of a name, for those that are made when a statement needs them: a storage takes a name for one. */
    static ScalarFunction shared(ScalarFunction made) {
        ScalarFunction before = SHARED.putIfAbsent(made.name(), made);
        return before == null ? made : before;
    }

    static BoundExpression call(ScalarFunction f, Type type, BoundExpression... arguments) {
        return new FunctionValue(f, List.of(arguments), type);
    }

    static BoundExpression call(ScalarFunction f, Type type, List<BoundExpression> arguments) {
        return new FunctionValue(f, arguments, type);
    }

    static OperationValue operation(Operation o, Type type, BoundExpression... operands) {
        return new OperationValue(o, List.of(operands), type);
    }
}
