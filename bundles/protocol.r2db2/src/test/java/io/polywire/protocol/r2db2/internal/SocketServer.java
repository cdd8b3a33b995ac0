package io.polywire.protocol.r2db2.internal;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** The protocol over real sockets: event loops, strands and clients are different threads. */
final class SocketServer implements AutoCloseable {
    final FakeGate gate = new FakeGate();
    final FakeLog log = new FakeLog();
    final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
    final FakeDesk desk;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final Channel server;

    SocketServer(Strand.Mode mode, FakeListener listener) {
        desk = new FakeDesk(mode);
        var protocol = Harness.protocol(desk, gate, log);
        server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        FakeConnection connection = new FakeConnection(listener);
                        connection.channel = channel;
                        connections.add(connection);
                        channel.pipeline().addLast(protocol.handler(connection));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    Client client(String... options) throws IOException {
        String[] strings = new String[options.length + 2];
        strings[0] = "";
        strings[1] = "";
        System.arraycopy(options, 0, strings, 2, options.length);
        Client client = new Client(((InetSocketAddress) server.localAddress()).getPort());
        client.send(Frames.startup(strings));
        ServerMessage reply;
        do {
            reply = client.read();
        } while (reply.type() != 'Z');
        return client;
    }

    Client rawClient() throws IOException {
        return new Client(((InetSocketAddress) server.localAddress()).getPort());
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        // As the door does: loops that end under open channels do not tell every one of them.
        for (FakeConnection connection : connections) {
            connection.channel.close().syncUninterruptibly();
        }
        // What a strand has in hand it hands to its loop at the end, which has to be there to release it.
        Awaitility.await().until(() -> desk.sessions.stream().allMatch(s -> s.strand.isIdle()));
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** A blocking client. */
    static final class Client implements AutoCloseable {
        final Socket socket;
        final DataInputStream in;
        private final OutputStream out;

        Client(int port) throws IOException {
            socket = new Socket();
            socket.setReceiveBufferSize(32 * 1024);
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 16 * 1024));
            out = socket.getOutputStream();
        }

        void send(byte[]... frames) throws IOException {
            out.write(Frames.concat(frames));
            out.flush();
        }

        ServerMessage read() throws IOException {
            char type = (char) in.readUnsignedByte();
            int length = in.readInt();
            if (length < 5 || length > 64 * 1024 * 1024) {
                throw new AssertionError("message " + type + " of length " + length);
            }
            byte[] payload = new byte[length - 5];
            in.readFully(payload);
            return new ServerMessage(type, payload);
        }

        /** Reads up to and with the given number of messages that end a reply. */
        List<ServerMessage> replies(int count) throws IOException {
            List<ServerMessage> messages = new ArrayList<>();
            int ends = 0;
            while (ends < count) {
                ServerMessage message = read();
                messages.add(message);
                if ("CEstw".indexOf(message.type()) >= 0) {
                    ends++;
                }
            }
            return messages;
        }

        boolean atEnd() throws IOException {
            try {
                in.readByte();
                return false;
            } catch (EOFException e) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
