package io.polywire.protocol.wazuh.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
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

/**
 * Requests of one connection, one at a time; those behind the running one wait, and reading pauses meanwhile, so that no
 * more of them wait than one reading gives. Who the client is is asked with the first request, and again when its
 * Authorization header is another one. Everything here runs on the event loop.
 */
final class HttpRequests extends ChannelInboundHandlerAdapter {
    private static final List<String> SPOKEN = List.of(Gatekeeper.NONE, "password", "token");

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";

    private final Connection connection;
    private final Commands commands;
    private final Gatekeeper gatekeeper;
    private final Queue<FullHttpRequest> waiting = new ArrayDeque<>();
    private ChannelHandlerContext ctx;
    private Conversation conversation;
    private String known;
    private Exchange exchange;
    private boolean busy;
    private boolean leaving;

    HttpRequests(Connection connection, Commands commands, Gatekeeper gatekeeper) {
        this.connection = connection;
        this.commands = commands;
        this.gatekeeper = gatekeeper;
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

    /** Lets the client in if it says for the first time who it is, or something else than before. */
    private void admit(FullHttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (conversation != null && Objects.equals(header, known)) {
            ask(request);
            return;
        }
        forget();
        Credentials who = Credentials.of(header);
        AuthContext context = new AuthContext(connection, who.user(), null);
        List<String> open = gatekeeper.mechanisms(context, SPOKEN);
        String mechanism = Gatekeeper.NONE.equals(who.mechanism()) || open.contains(who.mechanism())
                ? who.mechanism()
                // credentials that are not asked for do no harm where nobody has to show any
                : Gatekeeper.NONE;
        if (mechanism == null || !open.contains(mechanism)) {
            unauthorized(request, open);
            return;
        }
        exchange = gatekeeper.begin(mechanism, context);
        exchange.next(mechanism.equals(Gatekeeper.NONE) ? null : who.secret(), new AuthReply() {
            @Override
            public void challenge(byte[] data) {
                onLoop(() -> unauthorized(request, open));
            }

            @Override
            public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
                onLoop(() -> admitted(request, header, principal));
            }

            @Override
            public void refused(SqlFailure failure) {
                onLoop(() -> unauthorized(request, open));
            }
        });
    }

    private void admitted(FullHttpRequest request, String header, Principal principal) {
        if (!ctx.channel().isOpen()) {
            request.release();
            return;
        }
        if (!connection.authenticated(principal.name())) {
            leaving = true;
            answer(request, HttpResponseStatus.SERVICE_UNAVAILABLE, TEXT, text("Too many connections"));
            return;
        }
        conversation = commands.open(connection, principal, ctx::close);
        known = header;
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

    private void forget() {
        known = null;
        if (exchange != null) {
            exchange.close();
            exchange = null;
        }
        if (conversation != null) {
            conversation.close();
            conversation = null;
        }
    }
}
