package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.sql.bound.JsonRows;

/**
 * All rows of a query as one text of {@link JsonRows}, in the order of the query.
 *
 * @param arity how many columns they have
 */
record CollectedRows(int arity) implements AggregateFunction {
    /** Characters that they may have, as those of any other function that gives rows. */
    private static final int MOST = 64 << 20;

    @Override
    public String name() {
        return "pw_rows_collected_" + arity;
    }

    @Override
    public Accumulator begin() {
        JsonRows rows = new JsonRows();
        return new Accumulator() {
            @Override
            public void add(FunctionArguments in) {
                Object[] values = new Object[in.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = switch (in.kind(i)) {
                        case NULL -> null;
                        case LONG -> (Object) in.getLong(i);
                        case DOUBLE -> in.getDouble(i);
                        case BYTES -> in.getBytes(i);
                        case UTF8 -> in.getText(i);
                        default -> throw SqlFailure.unsupported("a value of this kind in the rows of a function");
                    };
                }
                rows.row(values);
                if (rows.length() > MOST) {
                    throw SqlFailure.of(
                            FailureKind.TOO_COMPLEX, "a function gives rows of more than " + MOST + " characters");
                }
            }

            @Override
            public void result(FunctionResult out) {
                out.putText(rows.toString());
            }
        };
    }
}
