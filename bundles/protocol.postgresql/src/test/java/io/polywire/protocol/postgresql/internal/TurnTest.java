package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two connections on one event loop, with sessions that answer right there. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TurnTest {
    private static final int DEEP = 4_000;
    private static final long EACH_NANOS = 200_000;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Channel> servers = new ArrayList<>();

    private Socket connect(FakeDoor door) throws Exception {
        PostgresProtocol protocol = new PostgresProtocol(door, door);
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
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
        servers.add(server);
        Socket s = new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.localAddress()).getPort());
        s.setTcpNoDelay(true);
        s.getOutputStream()
                .write(new Frames()
                        .startup("user", "alice")
                        .parse("s", "select 1")
                        .sync()
                        .bytes());
        DataInputStream in = new DataInputStream(s.getInputStream());
        untilReady(in);
        untilReady(in);
        return s;
    }

    /** Reads up to ReadyForQuery. */
    private static int untilReady(DataInputStream in) throws Exception {
        for (int messages = 1; ; messages++) {
            byte type = in.readByte();
            in.readNBytes(in.readInt() - 4);
            if (type == 'Z') {
                return messages;
            }
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (Channel server : servers) {
            server.close().sync();
        }
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    @Test
    void a_deep_pipeline_on_the_loop_does_not_keep_another_client_from_its_answer() throws Exception {
        FakeDoor one = Samples.door(Runnable::run);
        FakeDoor other = Samples.door(Runnable::run);
        AtomicInteger ran = new AtomicInteger();
        one.session.statements.get("select 1").onRun = () -> {
            ran.incrementAndGet();
            for (long t = System.nanoTime(); System.nanoTime() - t < EACH_NANOS; ) {
                Thread.onSpinWait();
            }
        };
        Frames deep = new Frames();
        for (int i = 0; i < DEEP; i++) {
            deep.bind("", "s", 0).execute("", 0);
        }
        try (Socket busy = connect(one);
                Socket brief = connect(other)) {
            DataInputStream answers = new DataInputStream(brief.getInputStream());
            Thread writer = new Thread(() -> {
                try {
                    busy.getOutputStream().write(deep.sync().bytes());
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            Thread reader = new Thread(() -> {
                try {
                    assertThat(untilReady(new DataInputStream(new java.io.BufferedInputStream(busy.getInputStream()))))
                            .isEqualTo(3 * DEEP + 1);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            List<Throwable> wrong = new ArrayList<>();
            reader.setUncaughtExceptionHandler((t, e) -> wrong.add(e));
            reader.start();
            while (ran.get() == 0) {
                Thread.onSpinWait();
            }
            int answered = 0;
            int most = 0;
            while (ran.get() < DEEP) {
                int before = ran.get();
                brief.getOutputStream()
                        .write(new Frames()
                                .bind("", "s", 0)
                                .execute("", 0)
                                .sync()
                                .bytes());
                assertThat(untilReady(answers)).isEqualTo(4);
                most = Math.max(most, ran.get() - before);
                answered++;
            }
            writer.join();
            reader.join();
            assertThat(wrong).isEmpty();
            assertThat(answered).as("answers meanwhile").isGreaterThan(10);
            // a turn is 5 ms, which is some 25 of these; a busy machine makes it more
            assertThat(most)
                    .as("statements of the other between question and answer")
                    .isLessThan(DEEP / 4);
        }
    }

    @Test
    void a_pipeline_of_many_turns_is_answered_whole_and_in_order() throws Exception {
        FakeDoor door = Samples.door(Runnable::run);
        Frames deep = new Frames().parse("l", "lookup");
        for (int i = 0; i < 60_000; i++) {
            deep.bind("", "l", 0, Integer.toString(i), "x").execute("", 0);
        }
        try (Socket s = connect(door)) {
            byte[] bytes = deep.sync().bytes();
            Thread writer = new Thread(() -> {
                try {
                    s.getOutputStream().write(bytes);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            writer.start();
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(s.getInputStream()));
            assertThat((char) in.readByte()).isEqualTo('1');
            in.readNBytes(in.readInt() - 4);
            for (int i = 0; i < 60_000; i++) {
                assertThat((char) in.readByte()).isEqualTo('2');
                in.readNBytes(in.readInt() - 4);
                assertThat((char) in.readByte()).isEqualTo('D');
                byte[] row = in.readNBytes(in.readInt() - 4);
                assertThat(new String(row, 6, row[5], java.nio.charset.StandardCharsets.US_ASCII))
                        .isEqualTo(Integer.toString(i));
                assertThat((char) in.readByte()).isEqualTo('C');
                in.readNBytes(in.readInt() - 4);
            }
            assertThat((char) in.readByte()).isEqualTo('Z');
            writer.join();
        }
    }
}
