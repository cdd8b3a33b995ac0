package io.polywire.protocol.r2db2.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Client;
import io.polywire.api.session.Column;
import io.polywire.api.session.LoadReply;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSource;
import io.polywire.api.session.Script;
import io.polywire.api.session.SessionRequest;
import io.polywire.api.session.Transaction;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A session in memory that keeps to the contract and insists that the wire does: one call at a time, none before the
 * reply of the last. Its statements are words: {@code select 3}, {@code insert}, {@code fail}, {@code block}, ...
 */
final class FakeSession extends SessionStub {
    /** What the wire has said that it holds, and how much it may. */
    volatile long held;

    volatile long mostHeld = Long.MAX_VALUE;

    static final long SECRET = 0x0102030405060708L;

    final SessionRequest request;
    final Client client;
    final Strand strand;
    final AtomicBoolean busy = new AtomicBoolean();
    final AtomicReference<SqlFailure> cancelled = new AtomicReference<>();
    final AtomicReference<FakePortal> blocked = new AtomicReference<>();
    final AtomicInteger openPortals = new AtomicInteger();
    final List<Long> loaded = new ArrayList<>();
    volatile boolean closed;
    volatile Transaction.State state = Transaction.State.IDLE;
    long inserts;

    private final int id;

    FakeSession(int id, SessionRequest request, Client client, Strand strand) {
        this.id = id;
        this.request = request;
        this.client = client;
        this.strand = strand;
    }

    /** A call begins. */
    void enter() {
        if (!busy.compareAndSet(false, true)) {
            throw new AssertionError("a call before the reply of the last one");
        }
    }

    /** Its reply is about to be given. */
    void leave() {
        busy.set(false);
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public long secret() {
        return SECRET;
    }

    @Override
    public Principal principal() {
        return request.principal();
    }

    @Override
    public String database() {
        return "main";
    }

    @Override
    public String dialect() {
        return "sqlite";
    }

    @Override
    public Script script(String text) {
        if (text.startsWith("unsplittable")) {
            throw SqlFailure.of(FailureKind.SYNTAX, "unterminated string");
        }
        return new Script() {
            private int at;
            private int offset;

            @Override
            public boolean hasNext() {
                while (at < text.length() && (text.charAt(at) == ';' || text.charAt(at) == ' ')) {
                    at++;
                }
                return at < text.length();
            }

            @Override
            public String next() {
                int end = text.indexOf(';', at);
                if (end < 0) {
                    end = text.length();
                }
                offset = at;
                at = end;
                return text.substring(offset, end);
            }

            @Override
            public int offset() {
                return offset;
            }
        };
    }

    @Override
    public void prepare(String text, List<Type> declared, Reply<Prepared> reply) {
        enter();
        List<Type> types = List.copyOf(declared);
        strand.run(() -> {
            leave();
            if (text.equals("fail")) {
                reply.failed(SqlFailure.build(FailureKind.SYNTAX, "near \"fail\"")
                        .position(3)
                        .detail("a detail")
                        .hint("a hint")
                        .build());
            } else if (text.equals("gone")) {
                reply.failed(SqlFailure.of(FailureKind.UNAVAILABLE, "storage is not available now"));
            } else if (text.equals("die")) {
                reply.failed(SqlFailure.of(FailureKind.SHUTDOWN, "terminating").asFatal());
            } else {
                reply.done(new FakePrepared(text, types));
            }
        });
    }

    @Override
    public void hold(long bytes) {
        if (bytes > 0 && held + bytes > mostHeld) {
            throw SqlFailure.of(FailureKind.OUT_OF_MEMORY, "the session would hold too much");
        }
        held += bytes;
    }

    @Override
    public Portal bind(Prepared prepared, Transaction transaction, Parameters parameters) {
        if (busy.get()) {
            throw new AssertionError("bind while a call is under way");
        }
        FakePrepared statement = (FakePrepared) prepared;
        if (statement.text().startsWith("two ") && parameters.size() != 2) {
            throw SqlFailure.of(FailureKind.PROTOCOL, "the statement has 2 parameters, not " + parameters.size());
        }
        openPortals.incrementAndGet();
        return new FakePortal(this, statement, parameters);
    }

    @Override
    public void load(Prepared prepared, Transaction transaction, RowSource source, LoadReply reply) {
        enter();
        strand.run(() -> {
            Parameters row = new Parameters();
            long index = 0;
            try {
                while (source.next(row) == RowSource.Next.ROW) {
                    if (row.size() > 0
                            && row.kind(0) == Parameters.Kind.UTF8
                            && row.getText(0).equals("bad")) {
                        throw SqlFailure.of(FailureKind.UNIQUE, "duplicate");
                    }
                    if (row.size() > 0 && row.kind(0) == Parameters.Kind.LONG) {
                        loaded.add(row.getLong(0));
                    }
                    index++;
                    reply.row(1);
                }
                source.close();
                inserts += index;
                leave();
                reply.completed(index, inserts);
            } catch (SqlFailure failure) {
                source.close();
                leave();
                reply.failed(index, failure);
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
                throw new UnsupportedOperationException();
            }

            @Override
            public void rollbackTo(String name, Reply<Void> reply) {
                throw new UnsupportedOperationException();
            }
        };
    }

    @Override
    public void cancel(SqlFailure reason) {
        cancelled.set(reason);
        FakePortal portal = blocked.getAndSet(null);
        if (portal != null) {
            strand.execute(() -> portal.cancelled(reason));
        }
    }

    @Override
    public void close() {
        closed = true;
        cancel(SqlFailure.of(FailureKind.CONNECTION, "session closed"));
    }

    /** A statement of words. */
    record FakePrepared(String text, List<Type> parameters) implements Prepared {
        /** Not by split: of a text of blanks it would leave no first word. */
        private String verb() {
            int blank = text.indexOf(' ');
            return blank < 0 ? text : text.substring(0, blank);
        }

        @Override
        public List<Column> columns() {
            return switch (verb()) {
                case "select" -> FakePortal.FOUR;
                case "echo", "value", "blob", "text", "badtext", "several" -> FakePortal.ONE;
                case "typed" -> FakePortal.TYPED;
                default -> List.of();
            };
        }

        @Override
        public String command() {
            return switch (verb()) {
                case "insert" -> "INSERT";
                case "create" -> "CREATE TABLE";
                case "begin" -> "BEGIN";
                case "commit" -> "COMMIT";
                case "" -> "";
                default -> "SELECT";
            };
        }

        @Override
        public boolean returnsRows() {
            return !columns().isEmpty();
        }

        @Override
        public boolean isReadOnly() {
            return command().equals("SELECT");
        }

        @Override
        public int weight() {
            return 100;
        }
    }

    static Column column(String name, TypeKind kind) {
        return Column.of(name, Type.of(kind, kind.name()));
    }
}
