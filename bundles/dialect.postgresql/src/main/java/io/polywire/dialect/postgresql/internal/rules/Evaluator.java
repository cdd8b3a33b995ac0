package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.OperationValue;

/** Works out small expressions of one value in Java, where the storage has no place for them: for elements of arrays. */
final class Evaluator {
    private Evaluator() {}

    /** Whether an expression consists of what is worked out here. */
    static boolean can(BoundExpression e) {
        if (e instanceof FunctionValue f) {
            return f.arguments().stream().allMatch(Evaluator::can);
        }
        if (e instanceof OperationValue o) {
            return switch (o.operation()) {
                case AS_IS, INTEGER_TO_TEXT, TO_DOUBLE, IS_TRUE, IS_FALSE ->
                    can(o.operands().get(0));
                default -> false;
            };
        }
        if (e instanceof BoundCase c) {
            return c.conditions().stream().allMatch(Evaluator::can)
                    && c.results().stream().allMatch(Evaluator::can)
                    && (c.otherwise() == null || can(c.otherwise()));
        }
        return e instanceof BoundConstant || e instanceof BoundParameter;
    }

    /** The value of an expression in which a parameter stands for a value. */
    static Object value(BoundExpression e, Object of) {
        if (e instanceof BoundParameter) {
            return of;
        }
        if (e instanceof BoundConstant c) {
            return c.value();
        }
        if (e instanceof FunctionValue f) {
            Object[] in = f.arguments().stream().map(a -> value(a, of)).toArray();
            return call(f.function(), in);
        }
        if (e instanceof BoundCase c) {
            for (int i = 0; i < c.conditions().size(); i++) {
                if (value(c.conditions().get(i), of) instanceof Long n && n != 0) {
                    return value(c.results().get(i), of);
                }
            }
            return c.otherwise() == null ? null : value(c.otherwise(), of);
        }
        OperationValue o = (OperationValue) e;
        Object v = value(o.operands().get(0), of);
        return switch (o.operation()) {
            case AS_IS -> v;
            case INTEGER_TO_TEXT -> v == null ? null : v.toString();
            case TO_DOUBLE -> v == null ? null : (Object) ((Number) v).doubleValue();
            case IS_TRUE -> v instanceof Long n && n != 0 ? 1L : 0L;
            case IS_FALSE -> v instanceof Long n && n == 0 ? 1L : 0L;
            default -> throw SqlFailure.unsupported("operation " + o.operation() + " on elements of arrays");
        };
    }

    /** Calls a function as a storage would. */
    static Object call(ScalarFunction f, Object... in) {
        Result out = new Result();
        f.call(new ArgumentValues(in), out);
        return out.value;
    }

    private static final class Result implements FunctionResult {
        private Object value;

        @Override
        public void putNull() {
            value = null;
        }

        @Override
        public void putLong(long v) {
            value = v;
        }

        @Override
        public void putDouble(double v) {
            value = v;
        }

        @Override
        public void putText(String v) {
            value = v;
        }

        @Override
        public void putBytes(byte[] v) {
            value = v;
        }
    }
}
