package io.polywire.protocol.wazuh.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.ReferenceCountUtil;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.TlsMode;
import io.polywire.api.wire.TlsState;
import io.polywire.wazuh.Commands;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The first bytes of a connection: a TLS client speaks first, and the first byte of its handshake is no letter of an HTTP
 * method. Then this handler gives its place to the codec of HTTP and the handler of its requests.
 */
final class HttpEntry extends ChannelInboundHandlerAdapter {
    /** Content type of a TLS record with a handshake (RFC 8446, 5.1). */
    private static final int HANDSHAKE = 22;

    private static final int LINE = 8192;
    private static final int HEADERS = 16_384;

    private final Connection connection;
    private final Commands commands;
    private final Gatekeeper gatekeeper;
    private final LongSupplier clock;
    private boolean securing;

    HttpEntry(Connection connection, Commands commands, Gatekeeper gatekeeper) {
        this(connection, commands, gatekeeper, System::nanoTime);
    }

    HttpEntry(Connection connection, Commands commands, Gatekeeper gatekeeper, LongSupplier clock) {
        this.clock = clock;
        this.connection = connection;
        this.commands = commands;
        this.gatekeeper = gatekeeper;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (connection.listener().tls() == TlsMode.OFF) {
            speak(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (securing || !(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (connection.tls() == null && bytes.getByte(bytes.readerIndex()) == HANDSHAKE) {
            securing = true;
            // TLS is put in front of this handler; the bytes have to come from there again
            ctx.executor().execute(() -> secure(ctx, bytes));
            return;
        }
        if (connection.tls() == null && connection.listener().tls() == TlsMode.REQUIRED) {
            connection.violation("HTTP in clear text, where TLS is required");
            bytes.release();
            ctx.close();
            return;
        }
        ctx.pipeline().addAfter(ctx.name(), null, requests());
        addCodec(ctx);
        ctx.fireChannelRead(bytes);
        ctx.pipeline().remove(this);
    }

    private void secure(ChannelHandlerContext ctx, ByteBuf bytes) {
        if (!ctx.channel().isOpen()) {
            bytes.release();
            return;
        }
        connection.startTls(List.of("http/1.1"), new Reply<>() {
            @Override
            public void done(TlsState state) {
                speak(ctx);
            }

            @Override
            public void failed(SqlFailure failure) {
                // the door has written the reason to the security log and closes the connection
            }
        });
        ctx.pipeline().fireChannelRead(bytes);
        ctx.pipeline().fireChannelReadComplete();
    }

    private void speak(ChannelHandlerContext ctx) {
        if (!ctx.isRemoved()) {
            ctx.pipeline().addAfter(ctx.name(), null, requests());
            addCodec(ctx);
            ctx.pipeline().remove(this);
        }
    }

    private HttpRequests requests() {
        return new HttpRequests(connection, commands, gatekeeper, clock);
    }

    /** In front of the handler of requests, which is added behind this one before. */
    private void addCodec(ChannelHandlerContext ctx) {
        HttpDecoderConfig bounds =
                new HttpDecoderConfig().setMaxInitialLineLength(LINE).setMaxHeaderSize(HEADERS);
        ctx.pipeline()
                .addAfter(
                        ctx.name(),
                        null,
                        new HttpObjectAggregator(connection.listener().limits().message()));
        // not the codec of both in one: it fails where a client sends 129 requests before it reads an answer
        ctx.pipeline().addAfter(ctx.name(), null, new HttpResponseEncoder());
        ctx.pipeline().addAfter(ctx.name(), null, new HttpRequestDecoder(bounds));
    }
}
