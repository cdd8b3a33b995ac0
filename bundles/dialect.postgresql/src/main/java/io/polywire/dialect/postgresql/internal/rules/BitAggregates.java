package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.type.Type;
import java.io.ByteArrayOutputStream;
import java.util.function.LongBinaryOperator;

/** bit_and, bit_or, bit_xor of integers; string_agg of bytea. */
final class BitAggregates {
    private BitAggregates() {}

    static void register(Registry r) {
        bits(r, "bit_and", (a, b) -> a & b);
        bits(r, "bit_or", (a, b) -> a | b);
        bits(r, "bit_xor", (a, b) -> a ^ b);
        r.aggregate(
                StandardAggregates.own("string_agg_bytea", 2, Bytes::new),
                "string_agg",
                PgTypes.BYTEA,
                PgTypes.BYTEA,
                PgTypes.BYTEA);
    }

    private static void bits(Registry r, String name, LongBinaryOperator operator) {
        AggregateFunction f = StandardAggregates.own(name, 1, () -> new Bits(operator));
        for (Type t : new Type[] {PgTypes.INT2, PgTypes.INT4, PgTypes.INT8}) {
            r.aggregate(f, name, t, t);
        }
    }

    private static final class Bits implements AggregateFunction.Accumulator {
        private final LongBinaryOperator operator;
        private boolean any;
        private long value;

        Bits(LongBinaryOperator operator) {
            this.operator = operator;
        }

        @Override
        public void add(FunctionArguments in) {
            if (!in.isNull(0)) {
                value = any ? operator.applyAsLong(value, in.getLong(0)) : in.getLong(0);
                any = true;
            }
        }

        @Override
        public void result(FunctionResult out) {
            if (any) {
                out.putLong(value);
            } else {
                out.putNull();
            }
        }
    }

    private static final class Bytes implements AggregateFunction.Accumulator {
        private ByteArrayOutputStream bytes;

        @Override
        public void add(FunctionArguments in) {
            if (in.isNull(0)) {
                return;
            }
            if (bytes == null) {
                bytes = new ByteArrayOutputStream();
            } else if (!in.isNull(1)) {
                bytes.writeBytes(in.getBytes(1));
            }
            bytes.writeBytes(in.getBytes(0));
        }

        @Override
        public void result(FunctionResult out) {
            if (bytes == null) {
                out.putNull();
            } else {
                out.putBytes(bytes.toByteArray());
            }
        }
    }
}
