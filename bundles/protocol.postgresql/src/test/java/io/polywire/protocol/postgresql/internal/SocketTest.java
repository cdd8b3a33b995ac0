package io.polywire.protocol.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets, an event loop and a session that replies on a thread of its own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SocketTest {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final ExecutorService strand = Executors.newSingleThreadExecutor();
    private final FakeDoor door = Samples.door(strand);
    private Channel server;

    private Socket connect() throws Exception {
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel c) {
                        door.channel = c;
                        c.pipeline().addLast(new PostgresProtocol(door, door).handler(door));
                        // the door's own part: a lost connection is closed
                        c.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                                ctx.close();
                            }
                        });
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
        Socket s = new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.localAddress()).getPort());
        s.setTcpNoDelay(true);
        s.getOutputStream().write(new Frames().startup("user", "alice").bytes());
        assertThat(until(new DataInputStream(s.getInputStream()), 1)).isEqualTo(16);
        return s;
    }

    @AfterEach
    void stop() throws Exception {
        server.close().sync();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        strand.shutdownNow();
    }

    /** Reads messages up to the n-th ReadyForQuery; how many there were. */
    private static int until(DataInputStream in, int ready) throws Exception {
        int messages = 0;
        for (int n = ready; n > 0; ) {
            byte type = in.readByte();
            in.skipNBytes(in.readInt() - 4);
            messages++;
            if (type == 'Z') {
                n--;
            }
        }
        return messages;
    }

    @Test
    void rows_by_the_hundred_thousand_reach_a_client_that_reads_late() throws Exception {
        try (Socket s = connect()) {
            s.getOutputStream().write(new Frames().query("many").query("three").bytes());
            // the run is paused, not buffered: the strand is free for something else
            strand.submit(() -> {}).get(30, TimeUnit.SECONDS);
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(s.getInputStream()));
            assertThat(until(in, 2)).isEqualTo(200_000 + 3 + 6);
        }
    }

    @Test
    void a_pipeline_is_answered_in_order() throws Exception {
        try (Socket s = connect()) {
            Frames f = new Frames().parse("s", "lookup").sync();
            for (int i = 0; i < 2_000; i++) {
                f.bind("", "s", 0, Integer.toString(i), "x").execute("", 0).sync();
            }
            s.getOutputStream().write(f.bytes());
            DataInputStream in = new DataInputStream(s.getInputStream());
            until(in, 1);
            List<String> rows = new ArrayList<>();
            while (rows.size() < 2_000) {
                byte type = in.readByte();
                byte[] body = in.readNBytes(in.readInt() - 4);
                if (type == 'D') {
                    rows.add(Wire.readable(body));
                }
            }
            for (int i = 0; i < 2_000; i++) {
                assertThat(rows.get(i)).contains(Integer.toString(i));
            }
        }
    }

    @Test
    void a_client_that_leaves_in_the_middle_takes_its_session_along() throws Exception {
        try (Socket s = connect()) {
            s.getOutputStream().write(new Frames().query("many").bytes());
            s.getInputStream().readNBytes(1000);
            s.setSoLinger(true, 0);
        }
        org.awaitility.Awaitility.await().until(() -> door.session.closed);
    }
}
