package io.polywire.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.api.session.Session;
import io.polywire.api.session.Transaction;
import io.polywire.api.session.TransactionMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs statements on one session, one after the other. Under the thread rule of {@link Session}. */
final class Runner {
    /** Prepared statements that are kept, of our own commands (there are not more of them) and of the client. */
    private static final int KEPT = 128;

    private final Session session;
    private final Deadline.Watch watch;
    private final Statistics statistics;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Map<String, Prepared> kept = new Kept<>();

    /** Apart from ours: a client may not run what we may. */
    private final Map<String, Known> clients = new Kept<>();

    /** The values of the running statement; there is one at a time. */
    private final Parameters values = new Parameters();

    /** Those that were used last. */
    private static final class Kept<T> extends LinkedHashMap<String, T> {
        private static final long serialVersionUID = 1;

        Kept() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
            return size() > KEPT;
        }
    }

    Runner(Session session, Deadline deadline, Statistics statistics) {
        this.session = session;
        this.statistics = statistics;
        watch = deadline.over(session);
        statistics.session(1);
    }

    /** Cancels work on the session that takes too long. */
    <T> CompletableFuture<T> bounded(Supplier<CompletableFuture<T>> work) {
        return watch.of(work);
    }

    /** Ends the session. From any thread; idempotent. */
    void close() {
        if (open.getAndSet(false)) {
            statistics.session(-1);
        }
        watch.close();
        session.close();
    }

    Session session() {
        return session;
    }

    static <T> CompletableFuture<T> call(Consumer<Reply<T>> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        try {
            call.accept(new Reply<>() {
                @Override
                public void done(T value) {
                    future.complete(value);
                }

                @Override
                public void failed(SqlFailure failure) {
                    future.completeExceptionally(failure);
                }
            });
        } catch (SqlFailure failure) {
            future.completeExceptionally(failure);
        }
        return future;
    }

    CompletableFuture<Prepared> prepare(String sql) {
        return call(reply -> session.prepare(sql, List.of(), reply));
    }

    /** A client's statement that it may run and that is kept prepared, or null. */
    Known known(String sql) {
        Known known = clients.get(sql);
        if (known != null) {
            statistics.reused();
        }
        return known;
    }

    /** Keeps a statement that a client may run prepared. */
    void keep(String sql, Known statement) {
        statistics.kept();
        clients.put(sql, statement);
    }

    /** Runs one of our own statements; arguments that it has no parameter for are left out, null is NULL. */
    <S extends RowSink> CompletableFuture<S> run(String sql, List<String> arguments, Function<Prepared, S> sink) {
        Prepared known = kept.get(sql);
        CompletableFuture<Prepared> prepared = known == null ? prepare(sql) : CompletableFuture.completedFuture(known);
        return prepared.thenCompose(statement -> {
            kept.put(sql, statement);
            return run(statement, arguments, sink.apply(statement));
        });
    }

    /**
     * Runs a statement to its end, or until its sink has enough.
     *
     * @param arguments each a Long, a String or null
     */
    <S extends RowSink> CompletableFuture<S> run(Prepared statement, List<?> arguments, S sink) {
        CompletableFuture<S> future = new CompletableFuture<>();
        try {
            values.reset(statement.parameters().size());
            for (int i = 0; i < values.size(); i++) {
                Object argument = i < arguments.size() ? arguments.get(i) : null;
                if (argument == null) {
                    values.setNull(i);
                } else if (argument instanceof Long number) {
                    values.setLong(i, number);
                } else {
                    values.setText(i, (String) argument);
                }
            }
            Portal portal = session.bind(statement, null, values);
            portal.run(0, sink, new RunReply() {
                @Override
                public void suspended(Portal at) {
                    at.close();
                    future.complete(sink);
                }

                @Override
                public void completed(Portal at) {
                    at.close();
                    future.complete(sink);
                }

                @Override
                public void failed(Portal at, SqlFailure failure) {
                    future.completeExceptionally(failure);
                }
            });
        } catch (SqlFailure failure) {
            future.completeExceptionally(failure);
        }
        return future;
    }

    /** Runs something in a transaction of its own that has the right to write from its begin. */
    <T> CompletableFuture<T> atomically(Function<Runner, CompletableFuture<T>> work) {
        return in(new TransactionMode(TransactionMode.Isolation.SERIALIZABLE, false, false, true, -1), work);
    }

    /** Runs something in a transaction of its own. */
    <T> CompletableFuture<T> in(TransactionMode mode, Function<Runner, CompletableFuture<T>> work) {
        return Runner.<Void>call(reply -> session.transaction().begin(mode, reply))
                .thenCompose(begun -> work.apply(this)
                        .thenCompose(value ->
                                Runner.<Void>call(session.transaction()::commit).thenApply(x -> value))
                        .exceptionallyCompose(why -> Runner.<Void>call(session.transaction()::rollback)
                                .handle((x, y) -> null)
                                .thenCompose(x -> CompletableFuture.failedFuture(why))));
    }

    /** Runs one of our own statements for its effect or its few rows; null is NULL. */
    CompletableFuture<Cells> effect(String sql, String... arguments) {
        return run(sql, Arrays.asList(arguments), statement -> new Cells());
    }

    /** Whether a client's transaction is open. */
    boolean inTransaction() {
        return session.transaction().state() != Transaction.State.IDLE;
    }

    static boolean is(Throwable why, FailureKind kind) {
        return why instanceof SqlFailure failure && failure.kind() == kind;
    }
}
