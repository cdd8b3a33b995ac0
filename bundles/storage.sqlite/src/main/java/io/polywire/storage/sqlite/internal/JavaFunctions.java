package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.function.StorageFunction;
import io.polywire.api.session.Parameters;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.sqlite.RawAggregate;
import org.sqlite.RawScalar;
import org.sqlite.RawWindow;
import org.sqlite.core.DB;
import org.sqlite.core.RawCall;
import org.sqlite.core.RawConnection;

/**
 * Functions that statements have brought along to one connection. What one of them fails with is kept here, since SQLite
 * carries nothing but a text. Under the connection's thread rule.
 */
final class JavaFunctions {
    /** What stands for not a number, of which SQLite makes NULL; it sorts behind all numbers. */
    static final String NAN = "NaN";

    private static final byte[] NOTHING = {};

    private final RawConnection raw;
    private final Map<String, StorageFunction> registered = new HashMap<>();
    private final BooleanSupplier cancelled;
    private SqlFailure failure;
    /** The session that statements run for; null for none. */
    private FunctionContext context;

    JavaFunctions(RawConnection raw, BooleanSupplier cancelled) {
        this.raw = raw;
        this.cancelled = cancelled;
    }

    /** Sees to it that the functions are there; one that its bundle brought anew replaces the old one. */
    void register(List<StorageFunction> functions) throws SQLException {
        for (StorageFunction f : functions) {
            if (f.equals(registered.get(f.name()))) {
                continue;
            }
            if (f instanceof ScalarFunction s) {
                raw.createFunction(f.name(), new Scalar(s, raw.database()), f.arity(), s.deterministic());
            } else if (f instanceof AggregateFunction a && a.countsFrames()) {
                raw.createFunction(f.name(), new Whole(a, raw.database()), f.arity(), false);
            } else if (f instanceof AggregateFunction a && a.overWindows()) {
                raw.createFunction(f.name(), new Over(a, raw.database()), f.arity(), false);
            } else if (f instanceof AggregateFunction a) {
                raw.createFunction(f.name(), new Group(a, raw.database()), f.arity(), false);
            }
            registered.put(f.name(), f);
        }
    }

    /** Whether it is one of these whose result depends on its arguments alone; as its work does. */
    boolean isDeterministic(String name) {
        return registered.get(name) instanceof ScalarFunction s && s.deterministic();
    }

    /** Whether it is none of these, or one whose result depends on its arguments alone. */
    boolean isConstant(String name) {
        return !(registered.get(name) instanceof ScalarFunction s)
                || s.deterministic() && !s.mayWait() && !s.usesSequences();
    }

    /** Whether it is one of these whose work is as short as reading its arguments. */
    boolean isBrief(String name) {
        return registered.get(name) instanceof ScalarFunction s && s.brief();
    }

    /** Whether it is one of these that counts with a sequence, which takes as little time. */
    boolean usesSequences(String name) {
        return registered.get(name) instanceof ScalarFunction s && s.usesSequences();
    }

    /** What a function has failed with since the last question, or null. */
    SqlFailure takeFailure() {
        SqlFailure f = failure;
        failure = null;
        return f;
    }

    FunctionContext served() {
        return context;
    }

    /** Says which session statements run for; null for none. */
    void serve(FunctionContext session) {
        context = session;
    }

    private interface Step<T> {
        T run() throws SQLException;
    }

    private static <T> T checked(Step<T> step) {
        try {
            return step.run();
        } catch (SQLException e) {
            throw SqlFailure.build(FailureKind.INTERNAL, "a function could not reach its values")
                    .cause(e)
                    .build();
        }
    }

    private interface Put {
        void run() throws SQLException;
    }

    private static void put(Put put) {
        checked(() -> {
            put.run();
            return null;
        });
    }

    /** A call, as the contract has it. */
    private final class Call implements FunctionArguments, FunctionResult {
        private final RawCall raw;
        /** Bytes of the texts and blobs that were taken. */
        private long taken;

        Call(RawCall raw) {
            this.raw = raw;
        }

        @Override
        public FunctionContext context() {
            return context == null ? FunctionArguments.super.context() : context;
        }

        @Override
        public void checkCancelled() {
            if (cancelled.getAsBoolean()) {
                throw SqliteErrors.of(SqliteErrors.INTERRUPT, null, null);
            }
        }

        @Override
        public int size() {
            return raw.size();
        }

        @Override
        public Parameters.Kind kind(int i) {
            return switch (checked(() -> raw.type(i))) {
                case RawConnection.INTEGER -> Parameters.Kind.LONG;
                case RawConnection.FLOAT -> Parameters.Kind.DOUBLE;
                case RawConnection.TEXT -> Parameters.Kind.UTF8;
                case RawConnection.BLOB -> Parameters.Kind.BYTES;
                default -> Parameters.Kind.NULL;
            };
        }

        @Override
        public long getLong(int i) {
            return checked(() -> raw.getLong(i));
        }

        @Override
        public double getDouble(int i) {
            double d = checked(() -> raw.getDouble(i));
            // the number that SQLite reads in a text that is none
            return d == 0 && kind(i) == Parameters.Kind.UTF8 && NAN.equals(getText(i)) ? Double.NaN : d;
        }

        @Override
        public String getText(int i) {
            String text = checked(() -> raw.getText(i));
            taken += text == null ? 0 : text.length();
            return text;
        }

        @Override
        public byte[] getBytes(int i) {
            byte[] b = checked(() -> raw.getBytes(i));
            taken += b == null ? 0 : b.length;
            // SQLite has no address for a blob without bytes
            return b == null && kind(i) == Parameters.Kind.BYTES ? NOTHING : b;
        }

        @Override
        public void putNull() {
            put(raw::resultNull);
        }

        @Override
        public void putLong(long value) {
            put(() -> raw.resultLong(value));
        }

        @Override
        public void putDouble(double value) {
            if (Double.isNaN(value)) {
                put(() -> raw.resultText(NAN));
            } else {
                put(() -> raw.resultDouble(value));
            }
        }

        @Override
        public void putText(String value) {
            put(() -> raw.resultText(value));
        }

        @Override
        public void putBytes(byte[] value) {
            put(() -> raw.resultBytes(value));
        }
    }

    private void run(RawCall raw, Runnable body) {
        try {
            body.run();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // an exception must not go through SQLite; the statement fails with it all the same
            failure = failure(e);
            try {
                raw.resultError("polywire: a function has failed");
            } catch (SQLException f) {
                failure.addSuppressed(f);
            }
        }
    }

    private static SqlFailure failure(Throwable e) {
        if (e instanceof SqlFailure f) {
            return f;
        }
        if (e instanceof OutOfMemoryError) {
            return HeapWatch.full(e);
        }
        return e instanceof StackOverflowError
                ? SqlFailure.of(FailureKind.TOO_COMPLEX, "stack depth limit exceeded")
                : SqlFailure.build(FailureKind.INTERNAL, "a function has failed")
                        .cause(e)
                        .build();
    }

    /** What one aggregate has been given, and so may hold. */
    private static final class Collected {
        private static final int ROW = 64;

        private long bytes;
        private long asks = HeapWatch.MUCH;

        /** After a row of so many bytes. */
        void add(long more) {
            bytes += ROW + more;
            if (bytes >= asks) {
                asks = bytes + HeapWatch.STEP;
                HeapWatch.check();
            }
        }
    }

    private final class Scalar extends RawScalar {
        private final ScalarFunction function;
        private final Call call = new Call(present());

        Scalar(ScalarFunction function, DB db) {
            super(db);
            this.function = function;
        }

        @Override
        protected void call() {
            run(present(), () -> function.call(call, call));
        }
    }

    /** An aggregate over a frame: it keeps the frame's rows, and begins anew where one has left. */
    private final class Over extends RawWindow {
        private final AggregateFunction function;
        private final ArrayDeque<KeptArguments> rows = new ArrayDeque<>();
        private final Collected collected = new Collected();
        /** Has seen all rows; null where it must begin anew. */
        private AggregateFunction.Accumulator state;

        Over(AggregateFunction function, DB db) {
            super(db);
            this.function = function;
        }

        @Override
        protected RawWindow another() {
            return new Over(function, database());
        }

        @Override
        protected void step() {
            RawCall raw = present();
            run(raw, () -> {
                Call call = new Call(raw);
                KeptArguments row = KeptArguments.of(call);
                if (state == null && rows.isEmpty()) {
                    state = function.begin();
                }
                rows.add(row);
                if (state != null) {
                    state.add(row);
                }
                collected.add(call.taken);
            });
        }

        @Override
        protected void back() {
            rows.poll();
            state = null;
        }

        @Override
        protected void value() {
            RawCall raw = present();
            run(raw, () -> {
                if (state == null) {
                    state = function.begin();
                    rows.forEach(state::add);
                }
                state.result(new Call(raw));
            });
        }

        @Override
        protected void end() {
            value();
            state = null;
            rows.clear();
        }
    }

    /** An aggregate that counts frames itself: SQLite asks for its value once for each row, when it has had all of them. */
    private final class Whole extends RawWindow {
        private final AggregateFunction function;
        private final Collected collected = new Collected();
        /** Of one partition; null before its first row. */
        private AggregateFunction.Accumulator state;

        Whole(AggregateFunction function, DB db) {
            super(db);
            this.function = function;
        }

        @Override
        protected RawWindow another() {
            return new Whole(function, database());
        }

        @Override
        protected void step() {
            RawCall raw = present();
            run(raw, () -> {
                if (state == null) {
                    state = function.begin();
                }
                Call call = new Call(raw);
                state.add(call);
                collected.add(call.taken);
            });
        }

        @Override
        protected void back() {
            throw new IllegalStateException("a row has left a frame that is the whole partition");
        }

        @Override
        protected void value() {
            RawCall raw = present();
            run(raw, () -> state.result(new Call(raw)));
        }

        @Override
        protected void end() {
            state = null;
            RawCall raw = present();
            run(raw, new Call(raw)::putNull);
        }
    }

    private final class Group extends RawAggregate {
        private final AggregateFunction function;
        /** Of one group; null in the original that clones are made of, as is the next. */
        private AggregateFunction.Accumulator state;

        private Collected collected;

        Group(AggregateFunction function, DB db) {
            super(db);
            this.function = function;
        }

        private AggregateFunction.Accumulator state() {
            if (state == null) {
                state = function.begin();
                collected = new Collected();
            }
            return state;
        }

        @Override
        protected void step() {
            RawCall raw = present();
            run(raw, () -> {
                Call call = new Call(raw);
                state().add(call);
                collected.add(call.taken);
            });
        }

        @Override
        protected void end() {
            RawCall raw = present();
            run(raw, () -> state().result(new Call(raw)));
            state = null;
        }
    }
}
