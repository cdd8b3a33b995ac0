package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Transaction;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches over real sockets, with a session whose strand is a thread of its own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PipelineTest {
    private static final int FIRST = 1;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService threads = Executors.newSingleThreadExecutor(r -> new Thread(r, "strand"));
    /** How often something came from another thread to the strand's. */
    private final AtomicInteger handedOver = new AtomicInteger();
    /** Whether the strand answers later than its call returns, as where it waits. */
    volatile boolean answersLater;

    private final FakeDoor door = Samples.door(this::onStrand);
    final FakeSession session = door.session;
    private final PostgresProtocol protocol = new PostgresProtocol(door, door);
    final List<Integer> ran = new ArrayList<>();
    volatile IntConsumer onRun = i -> {};
    private Channel server;

    /** Whether the session takes executions of the same statement as one load. */
    boolean loads() {
        return false;
    }

    private void onStrand(Runnable r) {
        if (Thread.currentThread().getName().equals("strand") && !answersLater) {
            r.run();
            return;
        }
        if (!Thread.currentThread().getName().equals("strand")) {
            handedOver.incrementAndGet();
        }
        threads.execute(r);
    }

    Socket connect() throws Exception {
        FakeSession.Stub change =
                new FakeSession.Stub("INSERT").parameters(Samples.INT4).affected(1);
        change.loadable = loads();
        change.onRun = () -> {
            int i = (int) session.lastParameters.getLong(0);
            ran.add(i);
            onRun.accept(i);
        };
        session.add("change", change);
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_SNDBUF, 8 * 1024)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel c) {
                        door.channel = c;
                        c.pipeline().addLast(protocol.handler(door));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        Socket s = new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.localAddress()).getPort());
        s.setTcpNoDelay(true);
        s.getOutputStream()
                .write(new Frames()
                        .startup("user", "alice")
                        .parse("s", "change")
                        .sync()
                        .bytes());
        DataInputStream in = new DataInputStream(s.getInputStream());
        read(in);
        read(in);
        handedOver.set(0);
        return s;
    }

    @AfterEach
    void stop() throws Exception {
        server.close().sync();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        threads.shutdownNow();
    }

    /** Messages up to ReadyForQuery. */
    private static List<String> read(DataInputStream in) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all);
        byte type;
        do {
            type = in.readByte();
            int length = in.readInt();
            out.writeByte(type);
            out.writeInt(length);
            out.write(in.readNBytes(length - 4));
        } while (type != 'Z');
        return Wire.lines(all.toByteArray());
    }

    static Frames batch(int count) {
        Frames f = new Frames();
        for (int i = FIRST; i <= count; i++) {
            f.bind("", "s", 0, Integer.toString(i)).describe('P', "").execute("", 0);
        }
        return f;
    }

    List<String> ask(Frames f) throws Exception {
        try (Socket s = connect()) {
            s.getOutputStream().write(f.bytes());
            return read(new DataInputStream(new BufferedInputStream(s.getInputStream())));
        }
    }

    static List<String> answers(int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.addAll(List.of("2", "n", "C INSERT 0 1|"));
        }
        return all;
    }

    static List<String> with(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void a_batch_runs_in_order_and_is_handed_over_a_few_times_only() throws Exception {
        assertThat(ask(batch(2_000).sync())).isEqualTo(with(answers(2_000), "Z I"));
        assertThat(ran).hasSize(2_000).isSorted().doesNotHaveDuplicates();
        // what decides is how the bytes come in, and how busy the machine is
        assertThat(handedOver).hasValueLessThan(1_000);
    }

    @Test
    void a_batch_whose_statements_wait_each_runs_in_order_too() throws Exception {
        answersLater = true;
        assertThat(ask(batch(2_000).sync())).isEqualTo(with(answers(2_000), "Z I"));
        assertThat(ran).hasSize(2_000).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_batch_that_comes_byte_by_byte_is_the_same() throws Exception {
        try (Socket s = connect()) {
            for (byte b : batch(20).sync().bytes()) {
                s.getOutputStream().write(b);
            }
            assertThat(read(new DataInputStream(s.getInputStream()))).isEqualTo(with(answers(20), "Z I"));
        }
    }

    @Test
    void replies_of_a_client_that_reads_late_wait_for_it() throws Exception {
        try (Socket s = connect()) {
            byte[] all = batch(5_000).sync().bytes();
            Thread writer = new Thread(() -> {
                try {
                    s.getOutputStream().write(all);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            await().until(() -> ran.size() > 1_000);
            assertThat(read(new DataInputStream(new BufferedInputStream(s.getInputStream()))))
                    .isEqualTo(with(answers(5_000), "Z I"));
            writer.join();
        }
    }

    @Test
    void a_failure_in_the_middle_ends_it_up_to_sync() throws Exception {
        onRun = i -> {
            if (i == 13) {
                throw SqlFailure.of(FailureKind.UNIQUE, "duplicate");
            }
        };
        try (Socket s = connect()) {
            DataInputStream in = new DataInputStream(s.getInputStream());
            s.getOutputStream()
                    .write(batch(50)
                            .sync()
                            .bind("", "s", 0, "99")
                            .execute("", 0)
                            .sync()
                            .bytes());
            assertThat(read(in)).isEqualTo(with(answers(12), "2", "n", "E SERROR|VERROR|C23505|Mduplicate||", "Z I"));
            assertThat(read(in)).containsExactly("2", "C INSERT 0 1|", "Z I");
        }
        assertThat(ran).hasSize(14).endsWith(12, 13, 99);
        assertThat(session.calls).containsOnlyOnce("endUnit false");
    }

    @Test
    void a_failure_in_a_block_leaves_it_failed() throws Exception {
        session.state = Transaction.State.ACTIVE;
        onRun = i -> {
            if (i == 13) {
                throw SqlFailure.of(FailureKind.UNIQUE, "duplicate");
            }
        };
        assertThat(ask(batch(50).sync())).endsWith("E SERROR|VERROR|C23505|Mduplicate||", "Z E");
        assertThat(ran).hasSize(13);
    }

    @Test
    void a_bad_message_in_the_middle_is_refused_where_it_stands() throws Exception {
        Frames f = batch(30).bind("", "s", 0, "x").execute("", 0);
        assertThat(ask(f.bind("", "s", 0, "31").execute("", 0).sync()))
                .startsWith(answers(30).toArray(String[]::new))
                .hasSize(3 * 30 + 2)
                .last()
                .isEqualTo("Z I");
        assertThat(ran).hasSize(30);
        assertThat(session.calls).containsOnlyOnce("endUnit false");
    }

    @Test
    void other_messages_in_between_keep_their_place() throws Exception {
        Frames f = batch(3);
        f.parse("", "three").bind("", "", 0).execute("", 2);
        f.bind("p", "s", 0, "4").execute("p", 0).execute("p", 0);
        List<String> r = ask(f.sync());
        assertThat(r).startsWith(answers(3).toArray(String[]::new));
        assertThat(r.subList(9, r.size()))
                .extracting(line -> line.substring(0, 1))
                .containsExactly("1", "2", "D", "D", "s", "2", "C", "E", "Z");
        assertThat(r.get(r.size() - 2)).contains("C55000|Mportal \"p\" cannot be run");
    }

    @Test
    void a_notice_comes_before_the_tag_of_its_statement() throws Exception {
        onRun = i -> {
            if (i == 7) {
                session.client.notice(Notice.warning("seven"));
            }
        };
        List<String> r = ask(batch(20).sync());
        assertThat(r.get(6 * 3 + 2)).startsWith("N ").contains("seven");
        assertThat(r.get(6 * 3 + 3)).isEqualTo("C INSERT 0 1|");
        assertThat(r).hasSize(20 * 3 + 2);
    }

    @Test
    void a_cancel_in_the_middle_takes_the_rest_back_to_the_loop_and_meets_what_runs_there() throws Exception {
        int key = 0x1234_5678 ^ 0x9ABC_DEF0;
        AtomicInteger before = new AtomicInteger();
        onRun = i -> {
            if (i == 13) {
                protocol.keys.cancel(session.id(), key, () -> {});
                await().until(() -> !door.cancels.isEmpty());
                before.set(handedOver.get());
                session.cancelled = SqlFailure.of(FailureKind.CANCELLED, "canceling statement due to user request");
            }
        };
        assertThat(ask(batch(50).sync()))
                .isEqualTo(with(
                        answers(13),
                        "2",
                        "n",
                        "E SERROR|VERROR|C57014|Mcanceling statement due to user request||",
                        "Z I"));
        assertThat(ran).hasSize(13);
        assertThat(handedOver.get())
                .as("the next one came from the loop, and the end of the unit")
                .isEqualTo(before.get() + 2);
        assertThat(door.cancels).as("it met that one too").hasSizeGreaterThan(1);
    }

    /** Gives back its parameter as often as that says, as rows with a text of some length. */
    private FakeSession.Stub returning(int length) {
        byte[] text = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
        FakeSession.Stub stub = new FakeSession.Stub("INSERT")
                .parameters(Samples.INT4)
                .rows(List.of(Column.of("n", Samples.INT4), Column.of("t", Samples.TEXT)), (i, in, sink) -> {
                    if (i >= in.getLong(0)) {
                        return false;
                    }
                    sink.startRow();
                    sink.putLong(i);
                    if (in.getLong(0) == 13) {
                        throw SqlFailure.of(FailureKind.UNIQUE, "duplicate");
                    }
                    sink.putUtf8(text, 0, text.length);
                    return true;
                });
        stub.onRun = () -> ran.add((int) session.lastParameters.getLong(0));
        return stub;
    }

    private List<String> askReturning(int length, Frames f) throws Exception {
        session.add("returning", returning(length));
        try (Socket s = connect()) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(s.getInputStream()));
            s.getOutputStream()
                    .write(new Frames().parse("r", "returning").sync().bytes());
            read(in);
            handedOver.set(0);
            byte[] all = f.bytes();
            Thread writer = new Thread(() -> {
                try {
                    s.getOutputStream().write(all);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            List<String> answer = read(in);
            writer.join();
            return answer;
        }
    }

    @Test
    void rows_that_changes_return_come_in_their_place() throws Exception {
        Frames f = new Frames();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            f.bind("", "r", 0, "2").execute("", 0);
            f.bind("", "s", 0, Integer.toString(i + 1)).execute("", 0);
            expected.addAll(List.of(
                    "2",
                    "D |\\x02|||\\x010|||\\x01x",
                    "D |\\x02|||\\x011|||\\x01x",
                    "C INSERT 0 2|",
                    "2",
                    "C INSERT 0 1|"));
        }
        expected.add("Z I");
        assertThat(askReturning(1, f.sync())).isEqualTo(expected);
        assertThat(handedOver).hasValueLessThan(1_000);
    }

    @Test
    void queries_between_changes_are_taken_along() throws Exception {
        session.add("query", Samples.rows(3));
        Frames f = new Frames().parse("q", "query");
        for (int i = 0; i < 500; i++) {
            f.bind("", "s", 0, "1")
                    .execute("", 0)
                    .bind("", "q", 0)
                    .execute("", 2)
                    .execute("", 0);
        }
        List<String> answer = askReturning(1, f.sync());
        assertThat(answer.stream().filter(x -> x.equals("s")).count()).isEqualTo(500);
        assertThat(answer.stream().filter(x -> x.equals("C SELECT 1|")).count()).isEqualTo(500);
        assertThat(answer.stream().filter(x -> x.startsWith("D ")).count()).isEqualTo(1_500);
        assertThat(answer).endsWith("Z I");
        assertThat(handedOver).hasValueLessThan(500);
    }

    @Test
    void rows_of_a_batch_wait_for_a_client_that_reads_late() throws Exception {
        Frames f = new Frames();
        for (int i = 0; i < 100; i++) {
            f.bind("", "r", 0, "300").execute("", i % 2 == 0 ? 0 : 200);
        }
        session.add("returning", returning(1_000));
        try (Socket s = connect()) {
            s.getOutputStream().write(new Frames().parse("r", "returning").bytes());
            s.getOutputStream().write(f.sync().bytes());
            // what stands still does so with the first statements: the rest is not run for a client that does not read
            await().during(java.time.Duration.ofMillis(200)).until(() -> !ran.isEmpty());
            assertThat(ran.size()).isLessThan(100);
            List<String> answer = read(new DataInputStream(new BufferedInputStream(s.getInputStream())));
            assertThat(answer.stream().filter(x -> x.startsWith("D ")).count()).isEqualTo(50 * 300 + 50 * 200);
            assertThat(answer.stream().filter(x -> x.equals("C INSERT 0 300|")).count())
                    .isEqualTo(50);
            assertThat(answer.stream().filter(x -> x.equals("s")).count()).isEqualTo(50);
            assertThat(answer).endsWith("Z I");
        }
    }

    @Test
    void a_failure_amid_a_row_leaves_nothing_of_the_row() throws Exception {
        Frames f = new Frames();
        f.bind("", "r", 0, "1").execute("", 0);
        f.bind("", "r", 0, "13").execute("", 0);
        f.bind("", "r", 0, "1").execute("", 0);
        assertThat(askReturning(1, f.sync()))
                .extracting(x -> x.substring(0, 1))
                .containsExactly("2", "D", "C", "2", "E", "Z");
        assertThat(session.calls).containsOnlyOnce("endUnit false");
    }

    @Test
    void a_long_batch_lets_others_have_its_thread_after_a_slice() throws Exception {
        long nanos = Pipeline.SLICE_NANOS / 4;
        ConcurrentHashMap<Integer, Integer> otherAfter = new ConcurrentHashMap<>();
        onRun = i -> {
            if (i == 2) {
                threads.execute(() -> otherAfter.put(0, ran.size()));
            }
            for (long t = System.nanoTime(); System.nanoTime() - t < nanos; ) {
                Thread.onSpinWait();
            }
        };
        assertThat(ask(batch(60).sync())).hasSize(60 * 3 + 1);
        assertThat(otherAfter.get(0)).isBetween(2, 10);
    }

    @Test
    void a_client_that_leaves_in_the_middle_takes_its_session_along() throws Exception {
        try (Socket s = connect()) {
            onRun = i -> {
                if (i == 5) {
                    closeHard(s);
                    await().until(() -> session.closed);
                }
            };
            s.getOutputStream().write(batch(500).bytes());
            await().until(() -> session.closed);
        }
    }

    private static void closeHard(Socket s) {
        try {
            s.setSoLinger(true, 0);
            s.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
