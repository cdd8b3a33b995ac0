package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.JsonRows;
import java.util.List;
import java.util.stream.Collectors;

/**
 * All rows of a group as one text of {@link JsonRows}, so that the rows of a query can stand where a storage takes a value
 * alone.
 *
 * @param carriers how the columns are carried
 */
record PackedRows(List<TypeKind.Carrier> carriers) implements AggregateFunction {
    /** Most characters that the rows of one group may have. */
    private static final int MOST = 64 << 20;

    static PackedRows of(List<Type> columns) {
        return new PackedRows(columns.stream().map(t -> t.kind().carrier()).toList());
    }

    @Override
    public String name() {
        return "pw_rows_packed_"
                + carriers.stream().map(c -> c.name().substring(0, 1)).collect(Collectors.joining());
    }

    @Override
    public int arity() {
        return carriers.size();
    }

    @Override
    public Accumulator begin() {
        JsonRows rows = new JsonRows();
        Object[] values = new Object[carriers.size()];
        return new Accumulator() {
            @Override
            public void add(FunctionArguments in) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = value(in, i);
                }
                rows.row(values);
                if (rows.length() > MOST) {
                    throw SqlFailure.of(FailureKind.LIMIT, "a LATERAL query gives too many rows");
                }
            }

            @Override
            public void result(FunctionResult out) {
                out.putText(rows.toString());
            }
        };
    }

    private Object value(FunctionArguments in, int i) {
        if (in.isNull(i)) {
            return null;
        }
        return switch (carriers.get(i)) {
            case LONG -> in.getLong(i);
            case DOUBLE -> in.getDouble(i);
            case BYTES -> in.getBytes(i);
            case UTF8 -> in.getText(i);
            case ANY ->
                switch (in.kind(i)) {
                    case LONG -> (Object) in.getLong(i);
                    case UTF8 -> in.getText(i);
                    default -> throw SqlFailure.unsupported("a value of this kind in LATERAL");
                };
        };
    }
}
