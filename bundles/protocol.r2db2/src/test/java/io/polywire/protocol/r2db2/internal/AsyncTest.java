package io.polywire.protocol.r2db2.internal;

import static io.polywire.protocol.r2db2.internal.Frames.batch;
import static io.polywire.protocol.r2db2.internal.Frames.concat;
import static io.polywire.protocol.r2db2.internal.Frames.execute;
import static io.polywire.protocol.r2db2.internal.Frames.fetch;
import static io.polywire.protocol.r2db2.internal.Frames.frame;
import static io.polywire.protocol.r2db2.internal.Frames.heartbeat;
import static io.polywire.protocol.r2db2.internal.Frames.parameters;
import static io.polywire.protocol.r2db2.internal.Frames.prepare;
import static io.polywire.protocol.r2db2.internal.Frames.query;
import static io.polywire.protocol.r2db2.internal.Harness.types;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.Drain;
import io.polywire.api.wire.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replies from other threads, over real sockets. */
@Timeout(60)
class AsyncTest {
    private static final int ROUNDS = 200;

    @ParameterizedTest
    @EnumSource(Strand.Mode.class)
    void pipelinesAreAnsweredInOrder(Strand.Mode mode) throws IOException {
        try (SocketServer server = new SocketServer(mode, FakeListener.PLAIN);
                SocketServer.Client client = server.client("extended", "1")) {
            ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
            pipeline.writeBytes(prepare(1, "echo"));
            pipeline.writeBytes(prepare(2, "insert"));
            for (long i = 0; i < ROUNDS; i++) {
                pipeline.writeBytes(execute(1, 0, 1, 0, parameters(i)));
                pipeline.writeBytes(query("select 2; fail"));
                pipeline.writeBytes(batch(2, parameters(i), parameters(i)));
                pipeline.writeBytes(execute(1, 4, 0, 1, parameters("a", "b")));
            }
            Thread writer = new Thread(() -> {
                try {
                    client.send(pipeline.toByteArray());
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            assertThat(types(client.replies(2))).isEqualTo("tt");
            for (long i = 0; i < ROUNDS; i++) {
                assertThat(client.read().binaryRow()).containsExactly(i);
                assertThat(types(client.replies(5))).isEqualTo("CDDCEwDDC");
            }
            FakeSession session = server.desk.sessions.get(0);
            assertThat(session.loaded).hasSize(2 * ROUNDS);
            client.socket.close();
            await().until(() -> session.closed);
            assertThat(session.openPortals.get()).isZero();
            assertThat(server.log.causes).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Strand.Mode.class)
    void manyClientsAtOnce(Strand.Mode mode) throws Exception {
        try (SocketServer server = new SocketServer(mode, FakeListener.PLAIN)) {
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
            for (int c = 0; c < 8; c++) {
                Thread thread = new Thread(() -> {
                    try (SocketServer.Client client =
                            server.client("extended", "1", "compression", "lz4", "ready", "every", "heartbeat", "1")) {
                        for (int i = 0; i < 100; i++) {
                            client.send(query("insert"), heartbeat('H', i), query("fail"), heartbeat('H', i));
                            int z = 0;
                            StringBuilder seen = new StringBuilder();
                            while (seen.toString().replaceAll("[^EZCh]", "").length() < 6) {
                                char type = client.read().type();
                                seen.append(type == 'H' ? "" : String.valueOf(type));
                                z++;
                            }
                            assertThat(seen.toString().replace("h", "")).isEqualTo("CZEZ");
                            assertThat(z).isGreaterThanOrEqualTo(6);
                        }
                    } catch (Throwable t) {
                        failures.add(t);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Strand.Mode.class)
    void aClientThatNeverReadsHoldsLittle(Strand.Mode mode) throws Exception {
        try (SocketServer server = new SocketServer(mode, FakeListener.PLAIN);
                SocketServer.Client client = server.client()) {
            int rows = 100_000;
            client.send(query("select " + rows), query("insert"));
            FakeConnection connection = server.connections.get(0);
            await().until(() -> !connection.channel.isWritable());
            await().during(Duration.ofMillis(200)).until(() -> !connection.channel.isWritable());
            long waiting = connection.channel.unsafe().outboundBuffer().totalPendingWriteBytes();
            assertThat(waiting).isLessThan(512 * 1024);
            // and when it reads at last, all is there
            List<ServerMessage> replies = client.replies(2);
            assertThat(replies).hasSize(rows + 2);
            assertThat(replies.get(rows - 1).row().get(0)).isEqualTo(Integer.toString(rows - 1));
        }
    }

    @ParameterizedTest
    @EnumSource(Strand.Mode.class)
    void rowsAreTheSameWhateverTheThreads(Strand.Mode mode) throws Exception {
        try (SocketServer server = new SocketServer(mode, FakeListener.PLAIN);
                SocketServer.Client client = server.client("extended", "1", "compression", "lz4")) {
            client.send(prepare(1, "select 30000"), execute(1, 5, 0, 10_000, parameters()), fetch(5, 0));
            int rows = 0;
            StringBuilder ends = new StringBuilder();
            while (ends.length() < 3) {
                ServerMessage outer = client.read();
                List<ServerMessage> inner = List.of(outer);
                if (outer.type() == 'z') {
                    byte[] raw = new byte[outer.reader().getInt()];
                    TestLz4.INSTANCE.decompress(outer.payload(), 4, outer.payload().length - 4, raw, 0, raw.length);
                    inner = ServerMessage.parse(raw);
                }
                for (ServerMessage message : inner) {
                    if (message.type() == 'D') {
                        assertThat(message.row().get(0)).isEqualTo(Integer.toString(rows++));
                    } else {
                        ends.append(message.type());
                    }
                }
            }
            assertThat(ends).hasToString("tsC");
            assertThat(rows).isEqualTo(30_000);
        }
    }

    @Test
    void aClientThatLeavesWhileItsStatementRuns() throws Exception {
        try (SocketServer server = new SocketServer(Strand.Mode.MIXED, FakeListener.PLAIN)) {
            for (int i = 0; i < 100; i++) {
                try (SocketServer.Client client = server.client()) {
                    client.send(query("select " + i * 10), query("block"), query("select 1"));
                    client.read();
                }
                FakeSession session = server.desk.sessions.get(i);
                await().until(() -> session.closed);
            }
        }
    }

    @Test
    void cancelReachesARunningStatement() throws Exception {
        try (SocketServer server = new SocketServer(Strand.Mode.STRAND, FakeListener.PLAIN);
                SocketServer.Client client = server.client("cancel", "1", "errors", "fields", "heartbeat", "60");
                SocketServer.Client other = server.rawClient()) {
            client.send(query("block"), query("insert"), heartbeat('H', 5));
            assertThat(client.read().type()).isEqualTo('h');
            FakeSession session = server.desk.sessions.get(0);
            await().until(() -> session.blocked.get() != null);
            other.send(frame('k', concat(Frames.int32(session.id()), Frames.int64(FakeSession.SECRET))));
            assertThat(other.atEnd()).isTrue();
            List<ServerMessage> replies = client.replies(2);
            assertThat(types(replies)).isEqualTo("EC");
            assertThat(replies.get(0).field('C')).isEqualTo("57014");
        }
    }

    @Test
    void aReplyThatIsDoneDoesNotWaitForTheNextStatement() throws Exception {
        for (Strand.Mode mode : Strand.Mode.values()) {
            try (SocketServer server = new SocketServer(mode, FakeListener.PLAIN);
                    SocketServer.Client client = server.client()) {
                client.socket.setSoTimeout(2_000);
                client.send(query("insert"), query("insert"), query("block"));
                assertThat(types(client.replies(2))).isEqualTo("CC");
            }
        }
    }

    @Test
    void pipelinedInputIsPausedBehindARunningStatement() throws Exception {
        try (SocketServer server = new SocketServer(Strand.Mode.STRAND, FakeListener.PLAIN);
                SocketServer.Client client = server.client()) {
            client.send(query("block"));
            byte[] insert = query("insert");
            int count = 1024 * 1024 / insert.length;
            byte[] many = new byte[count * insert.length];
            for (int i = 0; i < count; i++) {
                System.arraycopy(insert, 0, many, i * insert.length, insert.length);
            }
            Thread writer = new Thread(() -> {
                try {
                    client.send(many);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            FakeConnection connection = server.connections.get(0);
            await().until(() -> !connection.channel.config().isAutoRead());
            // Input may be paused before the statement has begun: only one that runs can be cancelled.
            FakeSession session = server.desk.sessions.get(0);
            await().until(() -> session.blocked.get() != null);
            session.cancel(SqlFailure.of(FailureKind.CANCELLED, "enough"));
            assertThat(types(client.replies(1))).isEqualTo("E");
            List<ServerMessage> replies = client.replies(count);
            assertThat(replies).hasSize(count);
            writer.join();
        }
    }

    @Test
    void anErrorReachesAClientThatStillSends() throws Exception {
        try (SocketServer server = new SocketServer(Strand.Mode.INLINE, FakeListener.PLAIN)) {
            for (int i = 0; i < 20; i++) {
                try (SocketServer.Client client = server.client("errors", "fields")) {
                    client.send(frame('?', new byte[0]), new byte[300_000]);
                    ServerMessage error = client.read();
                    assertThat(error.field('C')).isEqualTo("08P01");
                    assertThat(client.atEnd()).isTrue();
                }
            }
        }
    }

    @Test
    void drainEndsIdleOnesAtOnceAndLetsARunningStatementFinish() throws Exception {
        SqlFailure reason = SqlFailure.of(FailureKind.SHUTDOWN, "the server is stopping");
        try (SocketServer server = new SocketServer(Strand.Mode.STRAND, FakeListener.PLAIN);
                SocketServer.Client idle = server.client("errors", "fields");
                SocketServer.Client busy = server.client("errors", "fields")) {
            busy.send(query("block"));
            await().until(() -> server.desk.sessions.get(1).blocked.get() != null);
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
            drain(server, reason, deadline);
            ServerMessage error = idle.read();
            assertThat(error.field('C')).isEqualTo("57P01");
            assertThat(error.field('S')).isEqualTo("FATAL");
            assertThat(idle.atEnd()).isTrue();
            error = busy.read();
            // It had time until the deadline.
            assertThat(System.nanoTime() - deadline).isNotNegative();
            assertThat(error.field('C')).isEqualTo("57P01");
            assertThat(error.field('S')).isEqualTo("FATAL");
            assertThat(busy.atEnd()).isTrue();
        }
    }

    @Test
    void drainAfterTheStatementIsDoneInTime() throws Exception {
        SqlFailure reason = SqlFailure.of(FailureKind.SHUTDOWN, "the server is stopping");
        try (SocketServer server = new SocketServer(Strand.Mode.STRAND, FakeListener.PLAIN);
                SocketServer.Client busy = server.client("errors", "fields")) {
            busy.send(query("block"), query("insert"));
            FakeSession session = server.desk.sessions.get(0);
            await().until(() -> session.blocked.get() != null);
            drain(server, reason, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
            session.cancel(SqlFailure.of(FailureKind.CANCELLED, "done otherwise"));
            assertThat(busy.read().field('C')).isEqualTo("57014");
            assertThat(busy.read().field('C')).isEqualTo("57P01");
            assertThat(busy.atEnd()).isTrue();
            assertThat(session.inserts).isZero();
        }
    }

    @Test
    void aSessionThatIsEndedSaysSo() throws Exception {
        try (SocketServer server = new SocketServer(Strand.Mode.STRAND, FakeListener.PLAIN);
                SocketServer.Client client = server.client("errors", "fields")) {
            server.desk.sessions.get(0).client.shutdown(SqlFailure.of(FailureKind.SHUTDOWN, "by an administrator"));
            assertThat(client.read().field('M')).isEqualTo("by an administrator");
            assertThat(client.atEnd()).isTrue();
            assertThat(server.desk.sessions.get(0).closed).isTrue();
        }
    }

    @Test
    void smallBoundsWorkToo() throws Exception {
        Limits tight = new Limits(65536, 1 << 20, 10_000, 0, 60_000, 2_000);
        for (Strand.Mode mode : Strand.Mode.values()) {
            try (SocketServer server = new SocketServer(mode, FakeListener.PLAIN.withLimits(tight));
                    SocketServer.Client client = server.client()) {
                client.send(query("select 5000"), query("select 5000"));
                assertThat(client.replies(2)).hasSize(10_002);
            }
        }
    }

    /** Tells every connection to drain; each has seen it when this returns. */
    private static void drain(SocketServer server, SqlFailure reason, long deadlineNanos) {
        Drain drain = new Drain(reason, deadlineNanos);
        for (FakeConnection connection : server.connections) {
            connection
                    .channel
                    .eventLoop()
                    .submit(() -> connection.channel.pipeline().fireUserEventTriggered(drain))
                    .syncUninterruptibly();
        }
    }

    /** Looks often: what is awaited here is a matter of microseconds, and it is awaited hundreds of times. */
    private static ConditionFactory await() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }
}
