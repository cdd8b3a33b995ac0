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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes Java functions of lambdas. All but those that say so are strict: NULL in, NULL out, as most of PostgreSQL's. */
final class Functions {
    /** What a function does with arguments that are not NULL. */
    interface Body {
        void call(FunctionArguments in, FunctionResult out);
    }

    private record Scalar(String name, int arity, boolean strict, boolean deterministic, boolean brief, Body body)
            implements ScalarFunction {
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

    /** Names that were given twice; a storage knows a function by its name. */
    static final Set<String> TWICE = ConcurrentHashMap.newKeySet();

    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    private Functions() {}

    private static String named(String name) {
        String full = "pw_pg_" + name;
        if (!NAMES.add(full)) {
            TWICE.add(full);
        }
        return full;
    }

    static ScalarFunction strict(String name, int arity, Body body) {
        return new Scalar(named(name), arity, true, true, false, body);
    }

    static ScalarFunction lenient(String name, int arity, Body body) {
        return new Scalar(named(name), arity, false, true, false, body);
    }

    /** A strict one that is as short as reading its arguments ({@link ScalarFunction#brief}). */
    static ScalarFunction brief(String name, int arity, Body body) {
        return new Scalar(named(name), arity, true, true, true, body);
    }

    /** The same for one that sees NULLs. */
    static ScalarFunction briefLenient(String name, int arity, Body body) {
        return new Scalar(named(name), arity, false, true, true, body);
    }

    /** One whose results differ from call to call. */
    static ScalarFunction changing(String name, int arity, Body body) {
        return new Scalar(named(name), arity, true, false, false, body);
    }

    /** One that asks for something of the session, or changes something there. */
    static ScalarFunction ofSession(String name, int arity, Body body) {
        return new Scalar(named(name), arity, false, false, false, body);
    }

    private record Waiting(String name, int arity, Body body) implements ScalarFunction {
        @Override
        public boolean deterministic() {
            return false;
        }

        @Override
        public boolean mayWait() {
            return true;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            for (int i = 0; i < in.size(); i++) {
                if (in.isNull(i)) {
                    out.putNull();
                    return;
                }
            }
            body.call(in, out);
        }
    }

    /** A strict one that may ask the session to wait. */
    static ScalarFunction waiting(String name, int arity, Body body) {
        return new Waiting(named(name), arity, body);
    }

    private static final Map<String, ScalarFunction> SHARED = new ConcurrentHashMap<>();

    /** The one strict function of a name, for those that are made when a statement needs them. */
    static ScalarFunction sharedStrict(String name, int arity, Body body) {
        return SHARED.computeIfAbsent("pw_pg_" + name, n -> new Scalar(n, arity, true, true, false, body));
    }

    /** The same for one that sees NULLs. */
    static ScalarFunction sharedLenient(String name, int arity, Body body) {
        return SHARED.computeIfAbsent("pw_pg_" + name, n -> new Scalar(n, arity, false, true, false, body));
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
