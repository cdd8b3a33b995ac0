package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;

/**
 * How many rows LIMIT and OFFSET let through, where a column of a query around says so: storages take no columns there, so
 * that rows are counted and compared with these. Storages know them by the names of the constants.
 */
enum RowCounts implements ScalarFunction {
    /** The number of rows before the first one; NULL means none. */
    PW_ROWS_BEFORE(1) {
        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            out.putLong(offset(in, 0));
        }
    },
    /** The number of the last row, by LIMIT and OFFSET; NULL as LIMIT means all. */
    PW_LAST_ROW(2) {
        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            long offset = offset(in, 1);
            if (in.isNull(0)) {
                out.putLong(Long.MAX_VALUE);
                return;
            }
            long limit = in.getLong(0);
            if (limit < 0) {
                throw SqlFailure.build(FailureKind.DATA, "LIMIT must not be negative")
                        .sqlState("2201W")
                        .build();
            }
            out.putLong(limit > Long.MAX_VALUE - offset ? Long.MAX_VALUE : limit + offset);
        }
    };

    private final int arity;

    RowCounts(int arity) {
        this.arity = arity;
    }

    private static long offset(FunctionArguments in, int at) {
        if (in.isNull(at)) {
            return 0;
        }
        long offset = in.getLong(at);
        if (offset < 0) {
            throw SqlFailure.build(FailureKind.DATA, "OFFSET must not be negative")
                    .sqlState("2201X")
                    .build();
        }
        return offset;
    }

    @Override
    public int arity() {
        return arity;
    }

    @Override
    public boolean brief() {
        return true;
    }
}
