package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;

/** Functions that fail where SQLite would go on with a value that SQL does not give. */
final class Guards {
    private Guards() {}

    private interface Body {
        void call(FunctionArguments in, FunctionResult out);
    }

    private record Guard(String name, int arity, Body body) implements ScalarFunction {
        @Override
        public boolean brief() {
            return true;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            body.call(in, out);
        }
    }

    /** A scalar sub-query has found a second row; SQLite takes the first. */
    static final ScalarFunction SECOND_ROW = new Guard("pw_second_row", 1, (in, out) -> {
        if (in.getLong(0) > 1) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC, "more than one row returned by a subquery used as an expression")
                    .sqlState("21000")
                    .build();
        }
        out.putLong(0);
    });

    /** ON CONFLICT DO UPDATE has met a row twice; true if not. */
    static final ScalarFunction MET_TWICE = new Guard("pw_met_twice", 1, (in, out) -> {
        if (in.getLong(0) > 1) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC, "ON CONFLICT DO UPDATE command cannot affect row a second time")
                    .sqlState("21000")
                    .hint(
                            "Ensure that no rows proposed for insertion within the same command have duplicate constrained"
                                    + " values.")
                    .build();
        }
        out.putLong(1);
    });

    /** The same where a condition decides whether the row is updated at all: that is not known beforehand. */
    static final ScalarFunction PERHAPS_MET_TWICE = new Guard("pw_perhaps_met_twice", 1, (in, out) -> {
        if (in.getLong(0) > 1) {
            throw SqlFailure.unsupported("ON CONFLICT DO UPDATE ... WHERE with rows of the same key");
        }
        out.putLong(1);
    });

    /** A floating-point number from its bits; NaN is text inside. */
    static final ScalarFunction DOUBLE_OF_BITS = new Guard("pw_double_of_bits", 1, (in, out) -> {
        if (in.isNull(0)) {
            out.putNull();
            return;
        }
        double d = Double.longBitsToDouble(in.getLong(0));
        if (Double.isNaN(d)) {
            out.putText("NaN");
        } else {
            out.putDouble(d);
        }
    });

    /** LIMIT: NULL is none; SQLite takes a negative one for none. */
    static final ScalarFunction LIMIT = new Guard("pw_limit", 1, (in, out) -> {
        if (in.isNull(0)) {
            out.putLong(-1);
            return;
        }
        long n = in.getLong(0);
        if (n < 0) {
            throw SqlFailure.build(FailureKind.DATA, "LIMIT must not be negative")
                    .sqlState("2201W")
                    .build();
        }
        out.putLong(n);
    });

    /** OFFSET: NULL is none; SQLite takes a negative one for none. */
    static final ScalarFunction OFFSET = new Guard("pw_offset", 1, (in, out) -> {
        if (in.isNull(0)) {
            out.putLong(0);
            return;
        }
        long n = in.getLong(0);
        if (n < 0) {
            throw SqlFailure.build(FailureKind.DATA, "OFFSET must not be negative")
                    .sqlState("2201X")
                    .build();
        }
        out.putLong(n);
    });

    /** A value for an INTEGER PRIMARY KEY: SQLite makes up a number for NULL. */
    static final ScalarFunction NOT_NULL = new Guard("pw_not_null", 1, (in, out) -> {
        if (in.isNull(0)) {
            throw SqlFailure.of(FailureKind.NOT_NULL, "null value in the primary key violates not-null constraint");
        }
        out.putLong(in.getLong(0));
    });
}
