package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.session.Parameters;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An aggregate that passes over arguments equal to those before: it sees rows in the order of their keys, which stand before
 * the arguments.
 *
 * @param inner sees the arguments
 * @param keys how many keys there are
 * @param arity with the keys, and with what stands behind the arguments for an order only
 */
record DistinctAggregate(AggregateFunction inner, int keys, int arity) implements AggregateFunction {
    /** One for each aggregate, of which there are few: a storage knows it by its name. */
    private static final Map<String, DistinctAggregate> MADE = new ConcurrentHashMap<>();

    static DistinctAggregate of(AggregateFunction inner, int keys, int arity) {
        return MADE.computeIfAbsent(inner.name() + keys + "_" + arity, n -> new DistinctAggregate(inner, keys, arity));
    }

    @Override
    public String name() {
        return inner.name() + "_distinct" + keys + (arity == 2 * keys ? "" : "_" + arity);
    }

    @Override
    public Accumulator begin() {
        return new Filter(inner.begin(), keys);
    }

    private static final class Filter implements Accumulator {
        private final Accumulator inner;
        private final Object[] last;
        private boolean any;

        Filter(Accumulator inner, int keys) {
            this.inner = inner;
            this.last = new Object[keys];
        }

        @Override
        public void add(FunctionArguments in) {
            boolean same = any;
            for (int i = 0; i < last.length; i++) {
                Object key = Casts.value(in, i);
                same &= Objects.deepEquals(key, last[i]);
                last[i] = key;
            }
            any = true;
            if (!same) {
                inner.add(new Behind(in, last.length));
            }
        }

        @Override
        public void result(FunctionResult out) {
            inner.result(out);
        }
    }

    /** The arguments behind the keys. */
    private record Behind(FunctionArguments in, int keys) implements FunctionArguments {
        @Override
        public int size() {
            return in.size() - keys;
        }

        @Override
        public Parameters.Kind kind(int i) {
            return in.kind(i + keys);
        }

        @Override
        public long getLong(int i) {
            return in.getLong(i + keys);
        }

        @Override
        public double getDouble(int i) {
            return in.getDouble(i + keys);
        }

        @Override
        public String getText(int i) {
            return in.getText(i + keys);
        }

        @Override
        public byte[] getBytes(int i) {
            return in.getBytes(i + keys);
        }
    }
}
