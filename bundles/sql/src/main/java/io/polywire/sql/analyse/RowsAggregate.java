package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind.Carrier;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.JsonRows;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a query as one value, in the form that {@link io.polywire.sql.bound.BoundSource.Call} reads.
 *
 * @param carriers of the columns
 */
record RowsAggregate(List<Carrier> carriers) implements AggregateFunction {
    /** Most characters that the rows of one group may have. */
    static final int MOST = 64 << 20;

    static RowsAggregate of(List<Type> types) {
        return new RowsAggregate(types.stream().map(t -> t.kind().carrier()).toList());
    }

    /**
     * The rows of a query as one value; a query that gives none has one too.
     *
     * @param source number of the query within that value
     * @param columns its columns, as that value reads them
     * @param once whether it must be worked out once
     */
    static BoundSubquery collected(int source, BoundQuery q, List<BoundExpression> columns, boolean once) {
        RowsAggregate rows = of(columns.stream().map(BoundExpression::type).toList());
        BoundBody all = new BoundBody.Select(
                false,
                List.of(new BoundOutput(
                        "", new AggregateValue(new Aggregate.Own(rows), columns, false, null, RowsBinder.JSON))),
                new BoundSource.Derived(source, q, once),
                null,
                true,
                List.of(),
                null);
        return new BoundSubquery(false, new BoundQuery(all, List.of(), null, null), RowsBinder.JSON);
    }

    @Override
    public String name() {
        return "pw_rows_of_"
                + carriers.stream().map(c -> c.name().substring(0, 1)).collect(Collectors.joining());
    }

    @Override
    public int arity() {
        return carriers.size();
    }

    @Override
    public Accumulator begin() {
        JsonRows rows = new JsonRows();
        return new Accumulator() {
            @Override
            public void add(FunctionArguments in) {
                Object[] row = new Object[carriers.size()];
                for (int i = 0; i < row.length; i++) {
                    row[i] = value(in, i);
                }
                rows.row(row);
                if (rows.length() > MOST) {
                    throw SqlFailure.of(FailureKind.LIMIT, "a query whose rows are one value gives too many rows");
                }
            }

            @Override
            public void result(FunctionResult out) {
                out.putText(rows.toString());
            }
        };
    }

    private Object value(FunctionArguments in, int i) {
        return carried(in, i, carriers.get(i) == Carrier.DOUBLE);
    }

    /**
     * A value as rows have it.
     *
     * @param real whether it is of a floating-point type, whose NaN storages hand over as text
     */
    static Object carried(FunctionArguments in, int i, boolean real) {
        return switch (in.kind(i)) {
            case NULL -> null;
            case LONG -> real ? (Object) (double) in.getLong(i) : (Object) in.getLong(i);
            case DOUBLE -> in.getDouble(i);
            case BYTES -> in.getBytes(i);
            case UTF8 -> real ? (Object) Double.valueOf(in.getText(i)) : in.getText(i);
            default -> throw SqlFailure.unsupported("a value of this kind in FROM");
        };
    }
}
