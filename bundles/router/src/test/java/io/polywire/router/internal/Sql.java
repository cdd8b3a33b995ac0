package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.LoadReply;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RowSource;
import io.polywire.api.session.RunReply;
import io.polywire.api.session.Script;
import io.polywire.api.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A session as a test uses it: statements in, rows out, blocking. */
final class Sql {
    final Session session;
    final Harness.Told told;

    Sql(Session session, Harness.Told told) {
        this.session = session;
        this.told = told;
    }

    /** The outcome of a run. */
    record Outcome(List<List<Object>> rows, String command, long count, long lastId, boolean suspended) {}

    /** Rows as they come; pauses after a number of them. */
    static final class Rows implements RowSink {
        final List<List<Object>> rows = new ArrayList<>();
        private final int pauseAfter;
        private List<Object> row;

        Rows(int pauseAfter) {
            this.pauseAfter = pauseAfter;
        }

        @Override
        public void startRow() {
            row = new ArrayList<>();
        }

        @Override
        public void putNull() {
            row.add(null);
        }

        @Override
        public void putLong(long value) {
            row.add(value);
        }

        @Override
        public void putDouble(double value) {
            row.add(value);
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            row.add(new String(from, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            row.add(java.util.Arrays.copyOfRange(from, offset, offset + length));
        }

        @Override
        public boolean endRow() {
            rows.add(row);
            return pauseAfter == 0 || rows.size() % pauseAfter != 0;
        }
    }

    Outcome run(String text, Object... values) {
        Portal p = portal(text, values);
        try {
            return Harness.await(start(p, 0, new Rows(0)));
        } finally {
            p.close();
        }
    }

    List<List<Object>> rows(String text, Object... values) {
        return run(text, values).rows();
    }

    Object one(String text, Object... values) {
        return rows(text, values).get(0).get(0);
    }

    void script(String text) {
        Script s = session.script(text);
        while (s.hasNext()) {
            run(s.next());
        }
    }

    Prepared prepare(String text) {
        CompletableFuture<Prepared> f = new CompletableFuture<>();
        session.prepare(text, List.of(), into(f));
        return Harness.await(f);
    }

    Portal portal(String text, Object... values) {
        return session.bind(prepare(text), null, parameters(values));
    }

    static Parameters parameters(Object... values) {
        Parameters p = new Parameters().reset(values.length);
        for (int i = 0; i < values.length; i++) {
            set(p, i, values[i]);
        }
        return p;
    }

    private static void set(Parameters p, int i, Object v) {
        if (v instanceof Number n && !(v instanceof Double)) {
            p.setLong(i, n.longValue());
        } else if (v instanceof Double d) {
            p.setDouble(i, d);
        } else if (v instanceof String s) {
            p.setText(i, s);
        } else if (v instanceof byte[] b) {
            p.setBytes(i, b, 0, b.length);
        }
    }

    /** Runs without waiting. */
    CompletableFuture<Outcome> start(Portal portal, long maxRows, Rows sink) {
        CompletableFuture<Outcome> f = new CompletableFuture<>();
        portal.run(maxRows, sink, new RunReply() {
            @Override
            public void suspended(Portal p) {
                f.complete(new Outcome(sink.rows, p.command(), 0, 0, true));
            }

            @Override
            public void completed(Portal p) {
                f.complete(new Outcome(sink.rows, p.command(), p.rows(), p.lastInsertId(), false));
            }

            @Override
            public void failed(Portal p, SqlFailure failure) {
                f.completeExceptionally(failure);
            }
        });
        return f;
    }

    CompletableFuture<Outcome> start(String text, Object... values) {
        return start(portal(text, values), 0, new Rows(0));
    }

    /** Counts of the rows of a batch, or the failure; its index is in {@link LoadFailure}. */
    List<Long> load(String text, List<Object[]> sets) {
        CompletableFuture<List<Long>> f = new CompletableFuture<>();
        List<Long> counts = new ArrayList<>();
        var i = sets.iterator();
        session.load(
                prepare(text),
                null,
                new RowSource() {
                    @Override
                    public Next next(Parameters into) {
                        if (!i.hasNext()) {
                            return Next.END;
                        }
                        into.copyFrom(parameters(i.next()));
                        return Next.ROW;
                    }
                },
                new LoadReply() {
                    @Override
                    public void row(long affected) {
                        counts.add(affected);
                    }

                    @Override
                    public void completed(long affected, long lastInsertId) {
                        f.complete(counts);
                    }

                    @Override
                    public void failed(long index, SqlFailure failure) {
                        f.completeExceptionally(new LoadFailure(index, failure));
                    }
                });
        return Harness.await(f);
    }

    static final class LoadFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final long index;
        final transient SqlFailure failure;

        LoadFailure(long index, SqlFailure failure) {
            super(failure);
            this.index = index;
            this.failure = failure;
        }
    }

    static <T> Reply<T> into(CompletableFuture<T> f) {
        return new Reply<>() {
            @Override
            public void done(T value) {
                f.complete(value);
            }

            @Override
            public void failed(SqlFailure failure) {
                f.completeExceptionally(failure);
            }
        };
    }
}
