package io.polywire.protocol.wazuh.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Drain;
import io.polywire.wazuh.Commands;
import io.polywire.wazuh.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Requests of one connection, one at a time; those behind the running one wait, and reading pauses meanwhile, so that no
 * more of them wait than one reading gives. Who the client is is asked with the first request, again when its
 * Authorization header is another one, and again after a while: what was taken back in the meantime lets nobody in any
 * more, however long a connection is kept. Everything here runs on the event loop.
 */
final class HttpRequests extends ChannelInboundHandlerAdapter {
    private static final List<String> SPOKEN = List.of(Gatekeeper.NONE, "password", "token");

    /** How long a token is good for without being asked for: a look into the store, and a hash. */
    private static final long TOKEN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The same for a password, which is slow to check by intention. */
    private static final long PASSWORD_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";

    private final Connection connection;
    private final Commands commands;
    private final Gatekeeper gatekeeper;
    private final LongSupplier clock;
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    private ChannelHandlerContext ctx;
    private Conversation conversation;
    private String known;
    private String user;

    /** When the client was let in the last time, by the clock, and for how long; 0 for good. */
    private long admitted;

    private long good;

    private Exchange exchange;
    private boolean busy;
    private boolean leaving;

    HttpRequests(Connection connection, Commands commands, Gatekeeper gatekeeper, LongSupplier clock) {
        this.connection = connection;
        this.commands = commands;
        this.gatekeeper = gatekeeper;
        this.clock = clock;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        if (gatekeeper
                .mechanisms(new AuthContext(connection, null, null), SPOKEN)
                .isEmpty()) {
            connection.violation("HTTP takes passwords and tokens, and the listener's auth allows none of its methods");
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (leaving || !(message instanceof FullHttpRequest request)) {
            ReferenceCountUtil.release(message);
            return;
        }
        waiting.add(request);
        serve();
    }

    private void serve() {
        while (!busy && !leaving && ctx.channel().isWritable() && !waiting.isEmpty()) {
            busy = true;
            FullHttpRequest request = waiting.remove();
            if (request.decoderResult().isFailure()) {
                // what comes behind it cannot be told apart any more
                leaving = true;
                answer(request, HttpResponseStatus.BAD_REQUEST, TEXT, text("Bad request"));
            } else {
                admit(request);
            }
        }
        ctx.channel().config().setAutoRead(leaving || waiting.isEmpty() && !busy);
    }

    /** Lets the client in if it says for the first time who it is, or something else than before, or said it long ago. */
    private void admit(FullHttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        boolean same = conversation != null && Objects.equals(header, known);
        if (same && (good == 0 || clock.getAsLong() - admitted < good)) {
            ask(request);
            return;
        }
        if (same) {
            endExchange();
        } else {
            forget();
        }
        Credentials who = Credentials.of(header);
        AuthContext context = new AuthContext(connection, who.user(), null);
        List<String> open = gatekeeper.mechanisms(context, SPOKEN);
        String mechanism = Gatekeeper.NONE.equals(who.mechanism()) || open.contains(who.mechanism())
                ? who.mechanism()
                // credentials that are not asked for do no harm where nobody has to show any
                : Gatekeeper.NONE;
        if (mechanism == null || !open.contains(mechanism)) {
            forget();
            unauthorized(request, open);
            return;
        }
        good = switch (mechanism) {
            case "token" -> TOKEN_NANOS;
            case "password" -> PASSWORD_NANOS;
            default -> 0;
        };
        exchange = gatekeeper.begin(mechanism, context);
        exchange.next(mechanism.equals(Gatekeeper.NONE) ? null : who.secret(), new AuthReply() {
            @Override
            public void challenge(byte[] data) {
                refused(null);
            }

            @Override
            public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
                onLoop(() -> admitted(request, header, principal));
            }

            @Override
            public void refused(SqlFailure failure) {
                onLoop(() -> {
                    forget();
                    unauthorized(request, open);
                });
            }
        });
    }

    private void admitted(FullHttpRequest request, String header, Principal principal) {
        if (!ctx.channel().isOpen()) {
            request.release();
            return;
        }
        admitted = clock.getAsLong();
        if (conversation != null && principal.name().equals(user)) {
            ask(request);
            return;
        }
        if (!connection.authenticated(principal.name())) {
            leaving = true;
            answer(request, HttpResponseStatus.SERVICE_UNAVAILABLE, TEXT, text("Too many connections"));
            return;
        }
        if (conversation != null) {
            conversation.close();
        }
        conversation = commands.open(connection, principal, ctx::close);
        known = header;
        user = principal.name();
        ask(request);
    }

    private void unauthorized(FullHttpRequest request, List<String> open) {
        FullHttpResponse response = response(HttpResponseStatus.UNAUTHORIZED, TEXT, text("Authentication is required"));
        if (open.contains("password")) {
            response.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"polywire\", charset=\"UTF-8\"");
        }
        if (open.contains("token")) {
            response.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"polywire\"");
        }
        send(request, response);
    }

    private void ask(FullHttpRequest request) {
        Paths path = Paths.of(request.method(), request.uri());
        if (path.missing() != null) {
            answer(request, HttpResponseStatus.BAD_REQUEST, TEXT, text("Missing parameter: " + path.missing()));
            return;
        }
        if (path.question() == null) {
            answer(request, HttpResponseStatus.NOT_FOUND, null, new byte[0]);
            return;
        }
        String argument =
                path.argument() == null ? request.content().toString(StandardCharsets.UTF_8) : path.argument();
        conversation
                .ask(path.question(), argument)
                .whenComplete((json, why) -> onLoop(() -> {
                    if (why != null) {
                        answer(request, HttpResponseStatus.INTERNAL_SERVER_ERROR, null, new byte[0]);
                    } else {
                        answer(request, HttpResponseStatus.OK, json.length == 0 ? null : JSON, json);
                    }
                }));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void answer(FullHttpRequest request, HttpResponseStatus status, String type, byte[] body) {
        send(request, response(status, type, body));
    }

    private static FullHttpResponse response(HttpResponseStatus status, String type, byte[] body) {
        ByteBuf content = Unpooled.wrappedBuffer(body);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (type != null) {
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        }
        return response;
    }

    private void send(FullHttpRequest request, FullHttpResponse response) {
        boolean stay = !leaving && HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, stay);
        // an HTTP/1.0 client is told so too
        if (stay && !request.protocolVersion().isKeepAliveDefault()) {
            response.headers().set(HttpHeaderNames.CONNECTION, "keep-alive");
        }
        request.release();
        busy = false;
        if (stay) {
            ctx.writeAndFlush(response, ctx.voidPromise());
            // not from within: many requests that are answered at once must not pile up on the stack
            ctx.executor().execute(this::goOn);
        } else {
            leaving = true;
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void goOn() {
        if (!ctx.isRemoved()) {
            serve();
        }
    }

    private void onLoop(Runnable task) {
        if (ctx.executor().inEventLoop()) {
            task.run();
        } else {
            ctx.executor().execute(task);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            serve();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Drain) {
            leaving = true;
            if (!busy) {
                context.close();
            }
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // a client that goes in the middle of a request is nothing that went wrong here
        if (!(cause instanceof PrematureChannelClosureException)) {
            context.fireExceptionCaught(cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        leaving = true;
        while (!waiting.isEmpty()) {
            waiting.remove().release();
        }
        forget();
    }

    private void endExchange() {
        if (exchange != null) {
            exchange.close();
            exchange = null;
        }
    }

    private void forget() {
        known = null;
        user = null;
        endExchange();
        if (conversation != null) {
            conversation.close();
            conversation = null;
        }
    }
}
