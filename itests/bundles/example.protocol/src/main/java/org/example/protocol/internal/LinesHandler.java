package org.example.protocol.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Client;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RunReply;
import io.polywire.api.session.Session;
import io.polywire.api.session.SessionFactory;
import io.polywire.api.session.SessionRequest;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Drain;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * One connection. The first line is {@code USER PROOF} where the listener asks for proof; each further line is a
 * statement. Replies come on other threads and are brought onto the event loop, which alone touches the fields.
 */
final class LinesHandler extends SimpleChannelInboundHandler<ByteBuf> implements Client, RunReply {
    private static final List<String> SPOKEN = List.of(Gatekeeper.NONE, "password", "backwards");

    private final Connection connection;
    private final Gatekeeper gatekeeper;
    private final SessionFactory sessions;
    private final Queue<String> waiting = new ArrayDeque<>();
    private ChannelHandlerContext ctx;
    private Exchange exchange;
    private Session session;
    private TextRows rows;
    private boolean busy;
    private SqlFailure leaving;

    LinesHandler(Connection connection, Gatekeeper gatekeeper, SessionFactory sessions) {
        this.connection = connection;
        this.gatekeeper = gatekeeper;
        this.sessions = sessions;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        int longest = connection.listener().limits().message();
        context.pipeline().addBefore(context.name(), null, new LineBasedFrameDecoder(longest));
        rows = new TextRows(context.alloc());
        List<String> offered = gatekeeper.mechanisms(new AuthContext(connection, null, null), SPOKEN);
        if (offered.isEmpty()) {
            end("no way in");
        } else if (offered.get(0).equals(Gatekeeper.NONE)) {
            logIn(Gatekeeper.NONE, "", "");
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf line) {
        waiting.add(line.toString(StandardCharsets.UTF_8).strip());
        next();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connection.violation(String.valueOf(cause.getMessage()));
        end("the line is too long, or the connection is broken");
    }

    /** Takes the next line, unless the last one is still being answered. */
    private void next() {
        // a client that sends faster than it is served waits in its own socket
        ctx.channel().config().setAutoRead(waiting.size() < 100);
        if (busy || !ctx.channel().isActive()) {
            return;
        }
        if (leaving != null) {
            end(leaving.getMessage());
            return;
        }
        String line = waiting.poll();
        if (line == null) {
            return;
        }
        busy = true;
        if (session == null) {
            String[] words = line.split(" ", 2);
            AuthContext who = new AuthContext(connection, words[0], null);
            List<String> offered = gatekeeper.mechanisms(who, SPOKEN);
            logIn(offered.isEmpty() ? Gatekeeper.NONE : offered.get(0), words[0], words.length > 1 ? words[1] : "");
        } else {
            session.prepare(line, List.of(), new Prepare());
        }
    }

    private void logIn(String mechanism, String user, String proof) {
        busy = true;
        exchange = gatekeeper.begin(mechanism, new AuthContext(connection, user, null));
        exchange.next(proof.getBytes(StandardCharsets.UTF_8), new AuthReply() {
            @Override
            public void challenge(byte[] data) {
                refused(SqlFailure.unsupported("a mechanism with several steps"));
            }

            @Override
            public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
                onLoop(() -> openSession(principal));
            }

            @Override
            public void refused(SqlFailure failure) {
                onLoop(() -> end(failure.getMessage()));
            }
        });
    }

    private void openSession(Principal principal) {
        if (!connection.authenticated(principal.name())) {
            end("too many connections");
            return;
        }
        String configured = connection.listener().dialect();
        String dialect = configured == null ? LinesProtocol.DIALECT : configured;
        sessions.open(new SessionRequest(connection, principal, null, dialect, Map.of()), this, new Reply<>() {
            @Override
            public void done(Session opened) {
                onLoop(() -> {
                    session = opened;
                    if (!ctx.channel().isActive()) {
                        opened.close();
                        return;
                    }
                    say("READY");
                });
            }

            @Override
            public void failed(SqlFailure failure) {
                onLoop(() -> end(failure.getMessage()));
            }
        });
    }

    private final class Prepare implements Reply<Prepared> {
        @Override
        public void done(Prepared prepared) {
            try {
                Parameters none = new Parameters();
                session.bind(prepared, null, none.reset(0)).run(0, rows, LinesHandler.this);
            } catch (SqlFailure failure) {
                failed(failure);
            }
        }

        @Override
        public void failed(SqlFailure failure) {
            onLoop(() -> fail(failure));
        }
    }

    @Override
    public void suspended(Portal portal) {
        // the client reads slowly: the rows go on when these are written
        onLoop(() -> ctx.writeAndFlush(rows.take()).addListener(f -> {
            if (f.isSuccess()) {
                portal.run(0, rows, this);
            } else {
                portal.close();
            }
        }));
    }

    @Override
    public void completed(Portal portal) {
        String line = "OK " + portal.command() + " " + portal.rows();
        portal.close();
        onLoop(() -> {
            ctx.write(rows.take());
            say(line);
        });
    }

    @Override
    public void failed(Portal portal, SqlFailure failure) {
        onLoop(() -> fail(failure));
    }

    private void fail(SqlFailure failure) {
        rows.take().release();
        String line = "ERROR " + failure.sqlState() + " " + failure.getMessage();
        if (failure.isFatal()) {
            end(line);
        } else {
            say(line);
        }
    }

    private void say(String line) {
        ctx.writeAndFlush(text(line));
        busy = false;
        next();
    }

    private void end(String line) {
        ctx.writeAndFlush(text("BYE " + line)).addListener(ChannelFutureListener.CLOSE);
    }

    private static ByteBuf text(String line) {
        return Unpooled.copiedBuffer(line + "\n", StandardCharsets.UTF_8);
    }

    private void onLoop(Runnable task) {
        ctx.executor().execute(task);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Drain drain) {
            leaving = drain.reason();
            next();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.close();
        }
        if (session != null) {
            session.close();
        }
        context.fireChannelInactive();
    }

    @Override
    public void notice(Notice notice) {
        // this wire has no place for notices
    }

    @Override
    public void notification(int sender, String channel, String payload) {
        // nor for notifications
    }

    @Override
    public void settingChanged(String name, String value) {
        // nor for settings
    }

    @Override
    public void shutdown(SqlFailure reason) {
        onLoop(() -> end(reason.getMessage()));
    }
}
