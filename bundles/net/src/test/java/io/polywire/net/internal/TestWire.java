package io.polywire.net.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Drain;
import io.polywire.api.wire.Protocol;
import io.polywire.api.wire.TlsState;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A wire of text lines, each answered by a line; a first byte of 0x16 starts TLS, as r2db2 does it. */
final class TestWire implements Protocol {
    private final String name;
    private final int port;
    /** Handlers that the pipeline still knows. */
    final AtomicInteger handlers = new AtomicInteger();

    final Queue<Handler> busy = new ConcurrentLinkedQueue<>();
    final Queue<TlsState> handshakes = new ConcurrentLinkedQueue<>();
    final Queue<SqlFailure> failedHandshakes = new ConcurrentLinkedQueue<>();
    volatile List<String> alpn = List.of();

    TestWire(String name, int port) {
        this.name = name;
        this.port = port;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int defaultPort() {
        return port;
    }

    @Override
    public String defaultDialect() {
        return "none";
    }

    @Override
    public ChannelHandler handler(Connection connection) {
        if (connection.listener().options().containsKey("broken")) {
            throw new IllegalStateException("this wire makes no handlers");
        }
        return new Handler(connection);
    }

    /** One connection. */
    final class Handler extends ChannelInboundHandlerAdapter {
        private final Connection connection;
        private ChannelHandlerContext context;
        private ByteBuf line = Unpooled.EMPTY_BUFFER;
        private boolean first = true;
        private boolean holding;
        private boolean stubborn;
        private volatile boolean draining;

        Handler(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            context = ctx;
            handlers.incrementAndGet();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            line.release();
            busy.remove(this);
            handlers.decrementAndGet();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (first && connection.canStartTls() && bytes.getByte(bytes.readerIndex()) == 0x16) {
                first = false;
                connection.startTls(alpn, new Reply<>() {
                    @Override
                    public void done(TlsState state) {
                        handshakes.add(state);
                    }

                    @Override
                    public void failed(SqlFailure failure) {
                        failedHandshakes.add(failure);
                    }
                });
                ctx.pipeline().fireChannelRead(bytes);
                return;
            }
            first = false;
            line = Unpooled.wrappedBuffer(line, bytes);
            for (int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(new byte[] {'\n'}), line);
                    end >= 0;
                    end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(new byte[] {'\n'}), line)) {
                String text = line.toString(line.readerIndex(), end - line.readerIndex(), StandardCharsets.UTF_8);
                line.readerIndex(end + 1);
                command(text.trim());
            }
        }

        private void command(String text) {
            String[] words = text.split(" ", 2);
            switch (words[0]) {
                case "auth" -> say(connection.authenticated(words[1]) ? "ok" : "full");
                case "bad" -> connection.violation(words[1]);
                case "boom" -> throw new IllegalStateException("asked to");
                case "hold" -> {
                    holding = true;
                    busy.add(this);
                    say("holding");
                }
                case "stubborn" -> {
                    stubborn = true;
                    say("stubborn");
                }
                case "id" -> say(String.valueOf(connection.id()));
                case "tls" ->
                    say(connection.tls() == null ? "clear" : connection.tls().protocol());
                case "limits" ->
                    say(String.valueOf(connection.listener().limits().message()));
                case "narrow" -> {
                    // else the system says "writable" only after megabytes
                    connection.channel().config().setOption(ChannelOption.SO_SNDBUF, 16 * 1024);
                    say("narrow");
                }
                case "flood" -> flood();
                case "aux" -> auxiliary(Long.parseLong(words[1]));
                default -> say("echo " + text);
            }
        }

        /** Far more than the client's and the system's buffers take. */
        private void flood() {
            while (context.channel().isWritable()) {
                context.writeAndFlush(context.alloc().buffer(65536).writeZero(65536));
            }
        }

        private void auxiliary(long millis) {
            connection.openAuxiliary(Handler::new, millis, new Reply<>() {
                @Override
                public void done(SocketAddress address) {
                    say("aux " + ((InetSocketAddress) address).getPort());
                }

                @Override
                public void failed(SqlFailure failure) {
                    say("no " + failure.getMessage());
                }
            });
        }

        private void say(String text) {
            context.writeAndFlush(ByteBufUtil.writeUtf8(context.alloc(), text + "\n"));
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Drain drain && !stubborn) {
                draining = true;
                if (!holding) {
                    end("bye " + drain.reason().sqlState());
                }
            }
        }

        boolean isDraining() {
            return draining;
        }

        /** What ran is done. */
        void finish() {
            context.executor().execute(() -> end("finished"));
        }

        private void end(String text) {
            context.writeAndFlush(ByteBufUtil.writeUtf8(context.alloc(), text + "\n"))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
