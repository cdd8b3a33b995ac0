package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.session.Parameters;

/**
 * An aggregate that is called over windows. It has a name of its own, since it must remember rows.
 *
 * @param of the aggregate
 * @param filtered whether its first argument says if the row counts (FILTER); the aggregate's own are behind it
 */
record OverWindow(AggregateFunction of, boolean filtered) implements AggregateFunction {
    @Override
    public String name() {
        return of.name() + (filtered ? "_of_some_over" : "_over");
    }

    @Override
    public int arity() {
        return filtered && of.arity() >= 0 ? of.arity() + 1 : of.arity();
    }

    @Override
    public boolean overWindows() {
        return true;
    }

    @Override
    public boolean countsFrames() {
        return of.countsFrames();
    }

    @Override
    public Accumulator begin() {
        Accumulator state = of.begin();
        if (!filtered) {
            return state;
        }
        return new Accumulator() {
            @Override
            public void add(FunctionArguments in) {
                if (in.getLong(0) != 0) {
                    state.add(new Rest(in));
                }
            }

            @Override
            public void result(FunctionResult out) {
                state.result(out);
            }
        };
    }

    /** All arguments but the first. */
    private record Rest(FunctionArguments of) implements FunctionArguments {
        @Override
        public int size() {
            return of.size() - 1;
        }

        @Override
        public Parameters.Kind kind(int i) {
            return of.kind(i + 1);
        }

        @Override
        public long getLong(int i) {
            return of.getLong(i + 1);
        }

        @Override
        public double getDouble(int i) {
            return of.getDouble(i + 1);
        }

        @Override
        public String getText(int i) {
            return of.getText(i + 1);
        }

        @Override
        public byte[] getBytes(int i) {
            return of.getBytes(i + 1);
        }

        @Override
        public void checkCancelled() {
            of.checkCancelled();
        }

        @Override
        public FunctionContext context() {
            return of.context();
        }
    }
}
