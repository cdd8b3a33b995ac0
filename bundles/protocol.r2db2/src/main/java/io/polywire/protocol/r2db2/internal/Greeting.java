package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.wire.TlsMode;
import io.polywire.api.wire.TlsState;
import java.util.List;

/** The first bytes of a connection: TLS or clear, start-up or cancel. */
final class Greeting {
    private final Conversation conversation;

    Greeting(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Looks at the first byte. */
    boolean firstByte(byte first) {
        if (first == Message.TLS_HANDSHAKE && conversation.connection.tls() == null) {
            if (!conversation.connection.canStartTls()) {
                throw SqlFailure.of(FailureKind.AUTHORIZATION, "this listener does not speak TLS");
            }
            startTls();
            return true;
        }
        if (first != Message.STARTUP && first != Message.CANCEL_REQUEST) {
            throw Breach.fatal("not the r2db2 protocol");
        }
        boolean clear = conversation.connection.tls() == null;
        if (clear && conversation.connection.listener().tls() == TlsMode.REQUIRED) {
            throw SqlFailure.of(FailureKind.AUTHORIZATION, "this listener requires TLS");
        }
        conversation.greeted();
        return true;
    }

    /** S or k. */
    void startup(Payload message, Login login) {
        if (message.type() == Message.CANCEL_REQUEST) {
            int id = message.int32();
            long secret = message.int64();
            message.end();
            conversation.services.sessions().cancel(id, secret);
            conversation.end(Closing.Way.AT_ONCE);
            return;
        }
        Startup startup = new Startup(message.secretRest());
        conversation.output.style(startup.style);
        StartupOptions options =
                new StartupOptions(startup.options, conversation.services.codecs(), conversation.trace.isAllowed());
        conversation.options(options);
        if (options.trace) {
            conversation.trace.start();
        }
        if (conversation.trace.isOn()) {
            conversation.trace.step("S " + startup.style + ", options " + startup.options.keySet());
        }
        login.begin(startup);
    }

    /** The bytes that are here belong to the handshake; after it the first byte is looked at again. */
    private void startTls() {
        ByteBuf handshake = conversation.input.giveBack();
        try {
            conversation.connection.startTls(List.of(), new Reply<>() {
                @Override
                public void done(TlsState state) {
                    if (conversation.trace.isOn()) {
                        conversation.trace.step("TLS " + state.protocol() + " " + state.cipher());
                    }
                }

                @Override
                public void failed(SqlFailure failure) {
                    // The door has logged it and closes: there is nobody to tell in clear.
                    if (conversation.trace.isOn()) {
                        conversation.trace.step("TLS failed");
                    }
                }
            });
        } catch (RuntimeException e) {
            handshake.release();
            throw e;
        }
        conversation.link.context().pipeline().fireChannelRead(handshake);
    }
}
