package io.polywire.net.internal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.wire.TlsState;
import javax.net.ssl.SSLException;

/**
 * Stands behind the TLS handler and speaks for it: the outcome of the handshake goes to the protocol before the first
 * decrypted byte, and what breaks in TLS ends here instead of in the protocol.
 */
final class TlsGate extends ChannelInboundHandlerAdapter {
    private final DoorConnection connection;
    private final TlsContext context;
    private final SslHandler ssl;
    private final Reply<TlsState> reply;
    private boolean finished;
    private boolean broken;

    TlsGate(DoorConnection connection, TlsContext context, SslHandler ssl, Reply<TlsState> reply) {
        this.connection = connection;
        this.context = context;
        this.ssl = ssl;
        this.reply = reply;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
            super.userEventTriggered(ctx, event);
        } else if (!finished) {
            finished = true;
            if (handshake.isSuccess()) {
                TlsState state = context.state(ssl.engine());
                connection.secured(state);
                reply.done(state);
            } else {
                broken(ctx, handshake.cause());
                reply.failed(SqlFailure.build(FailureKind.PROTOCOL, "the TLS handshake failed")
                        .fatal()
                        .cause(handshake.cause())
                        .build());
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        if (cause instanceof SSLException || cause instanceof DecoderException) {
            broken(ctx, cause);
        } else {
            super.exceptionCaught(ctx, cause);
        }
    }

    /** Once: a failed handshake comes as event and as exception. */
    private void broken(ChannelHandlerContext ctx, Throwable cause) {
        if (!broken) {
            broken = true;
            connection.tlsBroken(finished && connection.tls() == null, reason(cause));
        }
        ctx.close();
    }

    /** Netty's text for bytes that are no TLS holds the bytes: they could be a password sent in clear. */
    private static String reason(Throwable cause) {
        Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (root instanceof NotSslRecordException) {
            return "not a TLS record";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
