package io.polywire.protocol.postgresql.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Client;
import io.polywire.api.session.Column;
import io.polywire.api.session.Copy;
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
import io.polywire.api.session.Transaction;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A session that knows statements by their text and holds to the contract: one call at a time, one reply to each, on the
 * calling thread or wherever its executor runs.
 */
final class FakeSession implements Session {
    /** Writes the rows of a statement; gives false where the sink asked for a pause. */
    interface Rows {
        /** Writes row {@code i} if there is one. */
        boolean write(long i, Parameters in, RowSink sink);
    }

    /** What a statement is. */
    static final class Stub implements Prepared {
        final String command;
        List<Column> columns = List.of();
        List<Type> parameters = List.of();
        Rows rows;
        long affected;
        SqlFailure failure;
        SqlFailure prepareFailure;
        Runnable onRun = () -> {};
        Copy copy;
        boolean current = true;
        boolean loadable;
        SqlFailure renewFailure;
        Consumer<Reply<Void>> renew = r -> r.done(null);

        Stub(String command) {
            this.command = command;
        }

        Stub rows(List<Column> c, Rows r) {
            columns = c;
            rows = r;
            return this;
        }

        Stub copying(Copy c, Rows r) {
            copy = c;
            rows = r;
            return this;
        }

        @Override
        public Copy copy() {
            return copy;
        }

        Stub parameters(Type... types) {
            parameters = List.of(types);
            return this;
        }

        Stub affected(long n) {
            affected = n;
            return this;
        }

        Stub failing(SqlFailure f) {
            failure = f;
            return this;
        }

        @Override
        public List<Column> columns() {
            return columns;
        }

        @Override
        public List<Type> parameters() {
            return parameters;
        }

        @Override
        public String command() {
            return command;
        }

        @Override
        public boolean returnsRows() {
            return rows != null && copy == null;
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public boolean isCurrent() {
            return current;
        }

        @Override
        public boolean isLoadable() {
            return loadable;
        }

        @Override
        public void renew(Reply<Void> reply) {
            renew.accept(reply);
        }
    }

    final Map<String, Stub> statements = new HashMap<>();
    final List<String> calls = new ArrayList<>();
    final Map<String, String> settings = new HashMap<>();
    final Executor executor;
    Client client;
    Transaction.State state = Transaction.State.IDLE;
    boolean unit;
    SqlFailure endFailure;
    volatile boolean closed;
    volatile SqlFailure cancelled;
    private boolean busy;
    Parameters lastParameters;
    List<Type> lastDeclared;
    List<List<String>> loaded = new ArrayList<>();
    int rowsLoaded;

    FakeSession(Executor executor) {
        this.executor = executor;
        statements.put("", new Stub(""));
        statements.put("begin", stateful("BEGIN", Transaction.State.ACTIVE));
        statements.put("commit", stateful("COMMIT", Transaction.State.IDLE));
        statements.put("rollback", stateful("ROLLBACK", Transaction.State.IDLE));
        statements.put(
                "fail",
                new Stub("SELECT")
                        .failing(SqlFailure.build(FailureKind.DIVISION_BY_ZERO, "division by zero")
                                .position(8)
                                .build()));
    }

    private Stub stateful(String command, Transaction.State next) {
        Stub s = new Stub(command);
        s.onRun = () -> state = next;
        return s;
    }

    Stub add(String text, Stub s) {
        statements.put(text, s);
        return s;
    }

    private void enter(String call) {
        if (busy) {
            throw new AssertionError("two calls at once: " + call);
        }
        busy = true;
        calls.add(call);
    }

    private void reply(Runnable r) {
        executor.execute(() -> {
            busy = false;
            r.run();
        });
    }

    @Override
    public int id() {
        return 4711;
    }

    @Override
    public long secret() {
        return 0x1234_5678_9ABC_DEF0L;
    }

    @Override
    public Principal principal() {
        return new Principal("alice", 1, true, Set.of(), true);
    }

    @Override
    public String database() {
        return "main";
    }

    @Override
    public String dialect() {
        return "postgresql";
    }

    @Override
    public Script script(String text) {
        if (text.contains("lexerror")) {
            throw SqlFailure.of(FailureKind.SYNTAX, "unterminated quoted string");
        }
        String[] parts = text.split(";", -1);
        return new Script() {
            private int next;
            private int offset;
            private int at;

            @Override
            public boolean hasNext() {
                for (int i = next; i < parts.length; i++) {
                    if (!parts[i].isBlank()) {
                        return true;
                    }
                }
                return false;
            }

            @Override
            public String next() {
                while (parts[next].isBlank()) {
                    at += parts[next++].length() + 1;
                }
                offset = at + parts[next].length() - parts[next].stripLeading().length();
                at += parts[next].length() + 1;
                return parts[next++].strip();
            }

            @Override
            public int offset() {
                return offset;
            }
        };
    }

    private void renew(Stub s, Reply<Void> reply) {
        enter("renew");
        reply(() -> {
            if (s.renewFailure != null) {
                broken();
                reply.failed(s.renewFailure);
            } else {
                s.current = true;
                reply.done(null);
            }
        });
    }

    @Override
    public void prepareCall(int function, Reply<Prepared> reply) {
        prepare("function " + function, List.of(), reply);
    }

    @Override
    public void prepare(String text, List<Type> declared, Reply<Prepared> reply) {
        enter("prepare " + text);
        lastDeclared = declared;
        Stub s = statements.get(text);
        reply(() -> {
            SqlFailure f = s == null
                    ? SqlFailure.build(FailureKind.SYNTAX, "syntax error")
                            .position(1)
                            .build()
                    : s.prepareFailure;
            if (f == null && state == Transaction.State.FAILED && !s.command.equals("ROLLBACK")) {
                f = SqlFailure.of(FailureKind.TRANSACTION_FAILED, "current transaction is aborted");
            }
            if (f != null) {
                broken();
                reply.failed(f);
            } else {
                s.renew = r -> renew(s, r);
                reply.done(s);
            }
        });
    }

    private void broken() {
        if (state == Transaction.State.ACTIVE) {
            state = Transaction.State.FAILED;
        }
    }

    @Override
    public Portal bind(Prepared prepared, Transaction in, Parameters parameters) {
        return new FakePortal((Stub) prepared, parameters);
    }

    private final class FakePortal implements Portal {
        private final Stub stub;
        private final Parameters in;
        private long next;
        private boolean open = true;

        FakePortal(Stub stub, Parameters in) {
            this.stub = stub;
            this.in = in;
        }

        @Override
        public Prepared prepared() {
            return stub;
        }

        @Override
        public List<Column> columns() {
            return stub.columns;
        }

        @Override
        public void run(long maxRows, RowSink sink, RunReply reply) {
            enter("run " + stub.command);
            if (!open) {
                throw new AssertionError("a closed portal is run");
            }
            lastParameters = in;
            executor.execute(() -> {
                SqlFailure f = cancelled;
                boolean suspended = false;
                if (f == null) {
                    try {
                        stub.onRun.run();
                        suspended = stub.failure == null && rows(maxRows, sink);
                        f = stub.failure;
                    } catch (SqlFailure e) {
                        f = e;
                    }
                }
                busy = false;
                if (f != null) {
                    open = false;
                    broken();
                    reply.failed(this, f);
                } else if (suspended) {
                    reply.suspended(this);
                } else {
                    reply.completed(this);
                }
            });
        }

        private boolean rows(long maxRows, RowSink sink) {
            if (stub.rows == null) {
                return false;
            }
            for (long n = 1; stub.rows.write(next, in, sink); n++) {
                next++;
                if (!sink.endRow() || n == maxRows) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String command() {
            return stub.command;
        }

        @Override
        public long rows() {
            return stub.rows != null ? next : stub.affected;
        }

        @Override
        public long lastInsertId() {
            return 0;
        }

        @Override
        public void close() {
            open = false;
        }
    }

    @Override
    public void load(Prepared prepared, Transaction in, RowSource source, LoadReply reply) {
        enter("load");
        if (((Stub) prepared).loadable) {
            executor.execute(() -> pullAhead((Stub) prepared, source, reply));
        } else {
            pull(source, reply, new Parameters());
        }
    }

    /** As storages do that execute several rows together: some are asked for before the first of them is executed. */
    private void pullAhead(Stub stub, RowSource source, LoadReply reply) {
        SqlFailure f = cancelled;
        long done = 0;
        boolean more = true;
        while (more && f == null) {
            List<Parameters> ahead = new ArrayList<>();
            SqlFailure unread = null;
            try {
                while (more && ahead.size() < 7) {
                    Parameters row = new Parameters();
                    more = source.next(row) == RowSource.Next.ROW;
                    if (more) {
                        ahead.add(row);
                    }
                }
            } catch (SqlFailure e) {
                unread = e;
            }
            for (int i = 0; i < ahead.size() && f == null; i++) {
                lastParameters = ahead.get(i);
                try {
                    stub.onRun.run();
                    f = cancelled;
                } catch (SqlFailure e) {
                    f = e;
                }
                if (f == null) {
                    rowsLoaded++;
                    done++;
                    reply.row(stub.affected);
                }
            }
            f = f == null ? unread : f;
        }
        busy = false;
        source.close();
        if (f != null) {
            broken();
            reply.failed(done, f);
        } else {
            reply.completed(done * stub.affected, 0);
        }
    }

    private void pull(RowSource source, LoadReply reply, Parameters row) {
        executor.execute(() -> {
            try {
                while (true) {
                    switch (source.next(row)) {
                        case ROW -> {
                            List<String> values = new ArrayList<>();
                            for (int i = 0; i < row.size(); i++) {
                                values.add(
                                        switch (row.kind(i)) {
                                            case NULL -> null;
                                            case LONG -> Long.toString(row.getLong(i));
                                            case DOUBLE -> Double.toString(row.getDouble(i));
                                            case UTF8 -> row.getText(i);
                                            case BYTES -> java.util.Arrays.toString(row.copyBytes(i));
                                        });
                            }
                            loaded.add(values);
                            reply.row(1);
                        }
                        case WAIT -> {
                            source.whenReady(() -> pull(source, reply, row));
                            return;
                        }
                        case END -> {
                            busy = false;
                            source.close();
                            reply.completed(loaded.size(), 0);
                            return;
                        }
                    }
                }
            } catch (SqlFailure f) {
                busy = false;
                broken();
                source.close();
                reply.failed(loaded.size(), f);
            }
        });
    }

    @Override
    public Transaction transaction() {
        return new Transaction() {
            @Override
            public State state() {
                return state;
            }

            @Override
            public void begin(TransactionMode mode, Reply<Void> reply) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void commit(Reply<Void> reply) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void rollback(Reply<Void> reply) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void savepoint(String name, Reply<Void> reply) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void release(String name, Reply<Void> reply) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void fail() {
                // as a dialect that goes on after an error
            }

            @Override
            public void rollbackTo(String name, Reply<Void> reply) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public void begin(TransactionMode mode, Reply<Transaction> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void beginUnit() {
        calls.add("beginUnit");
        unit = true;
    }

    @Override
    public void endUnit(boolean keep, Reply<Void> reply) {
        enter("endUnit " + keep);
        if (!unit) {
            throw new AssertionError("no unit is open");
        }
        unit = false;
        SqlFailure f = keep ? endFailure : null;
        endFailure = null;
        reply(() -> {
            if (f != null) {
                reply.failed(f);
            } else {
                reply.done(null);
            }
        });
    }

    @Override
    public String setting(String name) {
        return settings.get(name);
    }

    @Override
    public void useDatabase(String name, Reply<Void> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void changeUser(Principal principal, String database, Reply<Void> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset(Reply<Void> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(SqlFailure reason) {
        cancelled = reason;
    }

    @Override
    public void close() {
        closed = true;
    }
}
