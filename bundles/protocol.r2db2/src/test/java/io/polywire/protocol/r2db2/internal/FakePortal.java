package io.polywire.protocol.r2db2.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.api.session.Transaction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Runs a statement of words. */
final class FakePortal implements Portal {
    static final List<Column> FOUR = List.of(
            FakeSession.column("id", TypeKind.INT64),
            FakeSession.column("name", TypeKind.TEXT),
            FakeSession.column("ratio", TypeKind.FLOAT64),
            FakeSession.column("data", TypeKind.BYTES));
    static final List<Column> ONE = List.of(FakeSession.column("t", TypeKind.UNKNOWN));
    static final List<Column> TYPED = List.of(
            FakeSession.column("a", TypeKind.DATE),
            FakeSession.column("b", TypeKind.TIMESTAMP),
            Column.of("c", new Type(TypeKind.DECIMAL, "decimal", 0, 0, 9, 2, null)),
            FakeSession.column("d", TypeKind.UINT64),
            FakeSession.column("e", TypeKind.UUID),
            FakeSession.column("f", TypeKind.FLOAT32),
            FakeSession.column("g", TypeKind.BOOLEAN),
            FakeSession.column("h", TypeKind.TIMESTAMP_TZ),
            FakeSession.column("i", TypeKind.TIME));

    private final FakeSession session;
    private final FakeSession.FakePrepared prepared;
    private final Parameters parameters;
    private final String[] words;
    private long next;
    private boolean closed;
    private int results;
    private RunReply waiting;

    FakePortal(FakeSession session, FakeSession.FakePrepared prepared, Parameters parameters) {
        this.session = session;
        this.prepared = prepared;
        this.parameters = parameters;
        words = prepared.text().split(" ");
    }

    @Override
    public Prepared prepared() {
        return prepared;
    }

    @Override
    public List<Column> columns() {
        return prepared.columns();
    }

    @Override
    public void run(long maxRows, RowSink sink, RunReply reply) {
        session.enter();
        if (words[0].equals("bug")) {
            throw new IllegalStateException("a bug");
        }
        if (words[0].equals("block")) {
            waiting = reply;
            session.blocked.set(this);
            if (session.closed) {
                // It was closed before there was anything to cancel.
                session.cancel(SqlFailure.of(FailureKind.CONNECTION, "session closed"));
            }
            return;
        }
        session.strand.run(() -> {
            try {
                boolean done = step(maxRows, sink);
                session.leave();
                if (done) {
                    reply.completed(this);
                } else {
                    reply.suspended(this);
                }
            } catch (SqlFailure failure) {
                close();
                session.leave();
                reply.failed(this, failure);
            }
        });
    }

    /** What a blocked statement waits for. */
    void cancelled(SqlFailure reason) {
        session.leave();
        waiting.failed(this, reason);
    }

    private boolean step(long maxRows, RowSink sink) {
        long number = words.length > 1 && words[1].matches("[0-9]+") ? Long.parseLong(words[1]) : 1;
        switch (words[0]) {
            case "select" -> {
                long given = 0;
                while (next < number) {
                    four(sink, next++);
                    if (!sink.endRow() || ++given == maxRows) {
                        return false;
                    }
                }
            }
            case "echo" -> {
                while (next < parameters.size()) {
                    sink.startRow();
                    echo(sink, (int) next++);
                    sink.endRow();
                }
            }
            case "value" -> {
                next++;
                sink.startRow();
                sink.putDouble(Double.parseDouble(words[1]));
                sink.endRow();
            }
            case "blob", "text" -> {
                byte[] bytes = new byte[(int) number];
                if (words[0].equals("blob")) {
                    new Random(1).nextBytes(bytes);
                } else {
                    java.util.Arrays.fill(bytes, (byte) 'x');
                }
                next++;
                sink.startRow();
                if (words[0].equals("blob")) {
                    sink.putBytes(bytes, 0, bytes.length);
                } else {
                    sink.putUtf8(bytes, 0, bytes.length);
                }
                sink.endRow();
            }
            case "badtext" -> {
                sink.startRow();
                sink.putUtf8(new byte[] {'a', (byte) 0xFF}, 0, 2);
                sink.endRow();
            }
            case "typed" -> {
                typed(sink);
                next++;
            }
            case "several" -> {
                next++;
                sink.startRow();
                sink.putLong(results);
                sink.endRow();
            }
            case "insert" -> {
                session.inserts++;
                next++;
            }
            case "begin" -> session.state = Transaction.State.ACTIVE;
            case "commit" -> session.state = Transaction.State.IDLE;
            case "failrun" -> throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
            case "failrow" -> {
                sink.startRow();
                sink.putNull();
                throw SqlFailure.of(FailureKind.DIVISION_BY_ZERO, "division by zero");
            }
            default -> {
                return true;
            }
        }
        return true;
    }

    private static void four(RowSink sink, long i) {
        byte[] name = ("row " + i).getBytes(StandardCharsets.UTF_8);
        sink.startRow();
        sink.putLong(i);
        if (i % 3 == 2) {
            sink.putNull();
        } else {
            sink.putUtf8(name, 0, name.length);
        }
        sink.putDouble(i / 2.0);
        sink.putBytes(name, 0, (int) (i % 4));
    }

    private static void typed(RowSink sink) {
        sink.startRow();
        sink.putLong(20_000);
        sink.putLong(1_500_000);
        sink.putLong(-12_345);
        sink.putLong(-1);
        sink.putBytes(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, 0, 16);
        sink.putDouble(0.1f);
        sink.putLong(1);
        sink.putLong(Long.MAX_VALUE);
        sink.putLong(3_661_000_000L);
        sink.endRow();
    }

    private void echo(RowSink sink, int i) {
        switch (parameters.kind(i)) {
            case NULL -> sink.putNull();
            case LONG -> sink.putLong(parameters.getLong(i));
            case DOUBLE -> sink.putDouble(parameters.getDouble(i));
            case UTF8 -> sink.putUtf8(parameters.heap(), parameters.offset(i), parameters.length(i));
            case BYTES -> sink.putBytes(parameters.heap(), parameters.offset(i), parameters.length(i));
        }
    }

    @Override
    public String command() {
        return prepared.command();
    }

    @Override
    public long rows() {
        return next;
    }

    @Override
    public long lastInsertId() {
        return session.inserts;
    }

    @Override
    public boolean hasMore() {
        return words[0].equals("several") && results < 2;
    }

    @Override
    public void next(Reply<Portal> reply) {
        session.enter();
        results++;
        next = 0;
        session.strand.run(() -> {
            session.leave();
            reply.done(this);
        });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.openPortals.decrementAndGet();
        }
    }
}
