import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the socket alone costs: Netty as the server uses it, with a handler that answers each frame with one constant frame.
 * Usage: java -cp 'lib/*' SocketFloor.java PATH epoll|nio; prints its process, then serves until it is ended.
 */
public final class SocketFloor {
    private static final byte[] REPLY =
            "ok [{\"id\":12345,\"name\":\"agent-12345\",\"connection_status\":\"pending\"}]".getBytes(StandardCharsets.UTF_8);

    private SocketFloor() {}

    public static void main(String[] args) throws Exception {
        boolean epoll = args[1].equals("epoll");
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        SocketAddress at = epoll ? new DomainSocketAddress(args[0]) : UnixDomainSocketAddress.of(Path.of(args[0]));
        ServerBootstrap server = new ServerBootstrap().group(new MultiThreadIoEventLoopGroup(2, io)).childHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Constant());
            }
        });
        if (epoll) {
            server.channel(EpollServerDomainSocketChannel.class);
        } else {
            server.channel(NioServerDomainSocketChannel.class);
        }
        Channel bound = server.bind(at).sync().channel();
        System.out.println(ProcessHandle.current().pid());
        bound.closeFuture().sync();
    }

    /** Whole frames only: its client sends no halves. */
    private static final class Constant extends ChannelInboundHandlerAdapter {
        private boolean unsent;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            while (in.isReadable()) {
                in.skipBytes(4 + in.getIntLE(in.readerIndex()));
                context.write(context.alloc().buffer(4 + REPLY.length).writeIntLE(REPLY.length).writeBytes(REPLY), context.voidPromise());
                unsent = true;
            }
            in.release();
            if (unsent) {
                unsent = false;
                context.flush();
            }
        }
    }
}
