package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.sql.bound.JsonRows;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A function of PostgreSQL's that gives rows: to the storage a function that gives them all as JSON. */
record RowsFunction(String name, int arity, boolean noneForNull, boolean deterministic, Body body)
        implements ScalarFunction {
    /** Most characters that the rows of one call may have. */
    private static final int MOST = 64 << 20;

    /** Gives the rows. */
    interface Body {
        /** Gives each row to {@code out}. */
        void call(FunctionArguments in, Rows out);
    }

    /** Takes rows. */
    static final class Rows {
        private static final int BETWEEN_CHECKS = 1024;

        private final FunctionArguments in;
        private final JsonRows json = new JsonRows();
        private int rows;

        Rows(FunctionArguments in) {
            this.in = in;
        }

        /** A row: a value for each column, in the carrier of its type. */
        void row(Object... values) {
            json.row(values);
            if (++rows % BETWEEN_CHECKS == 0) {
                in.checkCancelled();
            }
            if (json.length() > MOST) {
                throw SqlFailure.of(FailureKind.LIMIT, "a function in FROM gives too many rows");
            }
        }
    }

    static RowsFunction strict(String name, int arity, Body body) {
        return new RowsFunction("pw_pg_rows_" + name, arity, true, true, body);
    }

    static RowsFunction lenient(String name, int arity, Body body) {
        return new RowsFunction("pw_pg_rows_" + name, arity, false, true, body);
    }

    /** One whose rows depend on when it is called. */
    static RowsFunction changing(String name, int arity, Body body) {
        return new RowsFunction("pw_pg_rows_" + name, arity, true, false, body);
    }

    private static final Map<String, RowsFunction> SHARED = new ConcurrentHashMap<>();

    /** The one function of a name that sees NULLs, for those that are made when a statement needs them. */
    static RowsFunction shared(String name, int arity, Body body) {
        return SHARED.computeIfAbsent("pw_pg_rows_" + name, n -> new RowsFunction(n, arity, false, true, body));
    }

    @Override
    public void call(FunctionArguments in, FunctionResult out) {
        Rows rows = new Rows(in);
        boolean none = false;
        for (int i = 0; noneForNull && i < in.size(); i++) {
            none |= in.isNull(i);
        }
        if (!none) {
            body.call(in, rows);
        }
        out.putText(rows.json.toString());
    }
}
