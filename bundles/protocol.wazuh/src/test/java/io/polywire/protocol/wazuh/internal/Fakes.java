package io.polywire.protocol.wazuh.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Limits;
import io.polywire.api.wire.Listener;
import io.polywire.api.wire.TlsMode;
import io.polywire.api.wire.TlsState;
import io.polywire.wazuh.Commands;
import io.polywire.wazuh.Conversation;
import io.polywire.wazuh.Question;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What a handler meets on both sides: a door that lets in whom it is told to, and commands that answer what they heard. */
final class Fakes implements Connection, Commands, Gatekeeper {
    private static final Limits LIMITS = new Limits(4096, 4096, 10_000, 0, 60_000, 256 * 1024);

    final List<String> heard = new ArrayList<>();
    final List<String> violations = new ArrayList<>();
    final List<CompletableFuture<byte[]>> pending = new ArrayList<>();
    List<String> methods = List.of(NONE);
    String secret;
    boolean later;
    int open;

    /** How often somebody was asked who he is. */
    int asked;

    EmbeddedChannel channel;

    EmbeddedChannel start(ChannelHandler handler) {
        channel = new EmbeddedChannel(handler);
        return channel;
    }

    // --- commands
    // -----------------------------------------------------------------------------------------------------

    @Override
    public Conversation open(Connection connection, Principal principal, Runnable disconnect) {
        open++;
        return new Conversation() {
            @Override
            public CompletionStage<byte[]> answer(String request, Push push) {
                return hear(request, text -> "ok " + text);
            }

            @Override
            public CompletionStage<byte[]> ask(Question question, String argument) {
                if (argument.equals("fail")) {
                    return CompletableFuture.failedFuture(new IllegalStateException("as asked"));
                }
                return hear(question + " " + argument, text -> '"' + text + '"');
            }

            private boolean closed;

            @Override
            public void close() {
                open -= closed ? 0 : 1;
                closed = true;
            }
        };
    }

    private CompletionStage<byte[]> hear(String text, Function<String, String> answer) {
        heard.add(text);
        byte[] bytes = answer.apply(text).getBytes(StandardCharsets.UTF_8);
        if (!later) {
            return CompletableFuture.completedFuture(bytes);
        }
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        pending.add(reply);
        return reply;
    }

    // --- who comes in
    // -------------------------------------------------------------------------------------------------

    @Override
    public List<String> mechanisms(AuthContext context, List<String> spoken) {
        return methods.stream().filter(spoken::contains).toList();
    }

    @Override
    public Exchange begin(String mechanism, AuthContext context) {
        return new Exchange() {
            @Override
            public void next(byte[] data, AuthReply reply) {
                asked++;
                if (mechanism.equals(NONE) || secret.equals(new String(data, StandardCharsets.UTF_8))) {
                    reply.done(new Principal("user", 1, false, Set.of(), true), null, null);
                } else {
                    reply.refused(SqlFailure.of(FailureKind.AUTHORIZATION, "no"));
                }
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }

    // --- the door
    // -----------------------------------------------------------------------------------------------------

    @Override
    public long id() {
        return 1;
    }

    @Override
    public Listener listener() {
        return new FakeListener(TlsMode.OFF, methods, LIMITS, Map.of());
    }

    @Override
    public SocketAddress peer() {
        return channel.remoteAddress();
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public TlsState tls() {
        return null;
    }

    @Override
    public void startTls(List<String> alpn, Reply<TlsState> reply) {
        throw new UnsupportedOperationException("no TLS here");
    }

    @Override
    public boolean canStartTls() {
        return false;
    }

    @Override
    public boolean authenticated(String user) {
        return true;
    }

    @Override
    public void violation(String reason) {
        violations.add(reason);
    }

    @Override
    public void openAuxiliary(
            Function<Connection, ChannelHandler> handler, long timeoutMillis, Reply<SocketAddress> reply) {
        throw new UnsupportedOperationException("no second address here");
    }
}
