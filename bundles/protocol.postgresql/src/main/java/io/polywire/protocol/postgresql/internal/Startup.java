package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.wire.Drain;
import io.polywire.api.wire.TlsMode;
import io.polywire.api.wire.TlsState;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * From the first byte to the StartupMessage (manual, 55.2.1, 55.2.8 to 55.2.10).
 *
 * <pre>
 *   0x16 first ─▶ TLS at once, ALPN must say "postgresql" ─┐
 *   SSLRequest ─▶ 'N', or 'S' and TLS ─────────────────────┼─▶ again, each request once
 *   GSSENCRequest ─▶ 'N' ──────────────────────────────────┘
 *   CancelRequest ─▶ passed on; close when it has met a command or there is none
 *   StartupMessage 3.x ─▶ {@link Login}
 *   anything else ─▶ FATAL 0A000, or close
 * </pre>
 */
final class Startup implements Stage {
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final String ALPN = "postgresql";

    private final Backend backend;
    private boolean sslAsked;
    private boolean gssAsked;
    private boolean securing;
    /** It has brought a CancelRequest and is closed when that is passed on. */
    private boolean asksCancel;

    Startup(Backend backend) {
        this.backend = backend;
    }

    @Override
    public boolean step() {
        Inbox in = backend.in;
        if (securing || asksCancel || in.size() == 0) {
            return false;
        }
        ByteBuf b = in.buffer();
        int at = b.readerIndex();
        if (b.getByte(at) == TLS_HANDSHAKE && !sslAsked && !gssAsked && backend.connection.tls() == null) {
            return directTls();
        }
        if (in.size() < 4) {
            return false;
        }
        int length = b.getInt(at);
        int most = Math.min(
                Message.LONGEST_STARTUP, backend.connection.listener().limits().messageBeforeAuth());
        if (length < 8 || length > most) {
            backend.hangUp("invalid length of startup packet");
            return false;
        }
        if (in.size() < length) {
            return false;
        }
        int code = b.getInt(at + 4);
        if (code == Message.CANCEL_REQUEST) {
            cancel(b, at, length);
            return false;
        }
        if (code == Message.SSL_REQUEST && !sslAsked) {
            sslAsked = true;
            in.skip(length);
            return sslRequest();
        }
        if (code == Message.GSSENC_REQUEST && !gssAsked) {
            gssAsked = true;
            in.skip(length);
            answer('N');
            return true;
        }
        backend.reader.reset(b, at + 8, length - 8);
        start(code);
        if (backend.in.size() >= length) {
            backend.in.skip(length);
        }
        return true;
    }

    private void answer(char c) {
        backend.context()
                .writeAndFlush(
                        Unpooled.wrappedBuffer(new byte[] {(byte) c}),
                        backend.context().voidPromise());
    }

    private boolean sslRequest() {
        if (!backend.connection.canStartTls()) {
            answer('N');
            return true;
        }
        if (backend.in.size() > 0) {
            // Whatever was sent before the handshake would be taken for encrypted later (CVE-2021-23214).
            backend.violation(SqlFailure.build(FailureKind.PROTOCOL, "received unencrypted data after SSL request")
                    .detail("This could be either a client-software bug or evidence of an attempted"
                            + " man-in-the-middle attack.")
                    .build());
            return false;
        }
        answer('S');
        secure(false);
        return true;
    }

    private boolean directTls() {
        if (!backend.connection.canStartTls()) {
            backend.hangUp("direct TLS where the listener has none");
            return false;
        }
        ByteBuf hello = backend.in.take();
        sslAsked = true;
        secure(true);
        backend.context().pipeline().fireChannelRead(hello);
        return false;
    }

    private void secure(boolean direct) {
        securing = true;
        backend.connection.startTls(List.of(ALPN), new Reply<>() {
            @Override
            public void done(TlsState state) {
                securing = false;
                if (direct && !ALPN.equals(state.alpn())) {
                    backend.violation(Failures.protocol(
                            "received direct SSL connection request without ALPN protocol negotiation extension"));
                }
                backend.goOn();
            }

            @Override
            public void failed(SqlFailure failure) {
                // The door has written the reason to the security log and closes the connection.
                securing = false;
            }
        });
    }

    private void cancel(ByteBuf b, int at, int length) {
        if (length != 16) {
            backend.hangUp("invalid length of cancel request");
            return;
        }
        asksCancel = true;
        // the client may send its next query as soon as this connection is closed: the cancel must not meet that
        backend.protocol.keys.cancel(b.getInt(at + 8), b.getInt(at + 12), this::closeAfterCancel);
    }

    private void closeAfterCancel() {
        if (backend.link.loop().inEventLoop()) {
            backend.link.close(false);
            return;
        }
        try {
            backend.link.loop().execute(() -> backend.link.close(false));
        } catch (RejectedExecutionException stopping) {
            // the loops have ended and closed the connection
        }
    }

    private void start(int code) {
        if (code >>> 16 != 3) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED,
                    "unsupported frontend protocol " + (code >>> 16) + "." + (code & 0xFFFF)
                            + ": server supports 3.0 to 3.0");
        }
        StartupPacket packet = StartupPacket.read(backend.reader);
        if (backend.connection.listener().tls() == TlsMode.REQUIRED && backend.connection.tls() == null) {
            throw SqlFailure.build(FailureKind.AUTHORIZATION, "connections without TLS are not accepted here")
                    .hint("Use sslmode=require or stronger.")
                    .build();
        }
        if ((code & 0xFFFF) > 0 || !packet.unknownOptions().isEmpty()) {
            Replies.negotiate(packet.unknownOptions(), backend.out());
        }
        backend.become(new Login(backend, packet));
    }

    @Override
    public boolean isBlocked() {
        return securing;
    }

    @Override
    public void failed(SqlFailure failure) {
        backend.fatal(failure);
    }

    @Override
    public void drain(Drain drain) {
        if (securing) {
            // nothing can be said in the middle of a handshake
            backend.link.close(false);
        } else {
            backend.fatal(drain.reason());
        }
    }

    @Override
    public void gone() {
        // holds nothing
    }
}
