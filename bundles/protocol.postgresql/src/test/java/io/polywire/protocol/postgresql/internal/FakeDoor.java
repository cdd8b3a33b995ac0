package io.polywire.protocol.postgresql.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Client;
import io.polywire.api.session.Reply;
import io.polywire.api.session.Session;
import io.polywire.api.session.SessionFactory;
import io.polywire.api.session.SessionInfo;
import io.polywire.api.session.SessionRequest;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Limits;
import io.polywire.api.wire.Listener;
import io.polywire.api.wire.TlsMode;
import io.polywire.api.wire.TlsState;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Door, gatekeeper and desk of a test, in one. */
final class FakeDoor implements Connection, SessionFactory, Gatekeeper {
    TlsMode tlsMode = TlsMode.OPTIONAL;
    boolean hasCertificate;
    TlsState tls;
    String alpn = "postgresql";
    Limits limits = Limits.DEFAULT;
    boolean room = true;
    List<String> mechanisms = List.of(NONE);
    List<String> spoken;
    /** What the mechanism answers, step after step: bytes are a challenge, a failure refuses, anything else lets in. */
    List<Object> steps = new ArrayList<>(List.of(true));

    byte[] finalData;
    final List<String> received = new ArrayList<>();
    final List<String> violations = new ArrayList<>();
    final List<String> cancels = new java.util.concurrent.CopyOnWriteArrayList<>();
    FakeSession session = new FakeSession(Runnable::run);
    SqlFailure openFailure;
    SessionRequest request;
    Channel channel;
    boolean tlsStarted;

    private final Listener listener = new Listener() {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public String protocol() {
            return "postgresql";
        }

        @Override
        public SocketAddress address() {
            return peer();
        }

        @Override
        public TlsMode tls() {
            return tlsMode;
        }

        @Override
        public List<String> auth() {
            return List.of("none");
        }

        @Override
        public String database() {
            return null;
        }

        @Override
        public String dialect() {
            return null;
        }

        @Override
        public Limits limits() {
            return limits;
        }

        @Override
        public Map<String, String> options() {
            return Map.of();
        }
    };

    // ---- Connection ----

    @Override
    public long id() {
        return 1;
    }

    @Override
    public Listener listener() {
        return listener;
    }

    @Override
    public SocketAddress peer() {
        return new InetSocketAddress("127.0.0.1", 1);
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public void startTls(List<String> offered, Reply<TlsState> reply) {
        tlsStarted = true;
        tls = new TlsState("TLSv1.3", "x", offered.contains(alpn) ? alpn : null, null, List.of(), new byte[32]);
        reply.done(tls);
    }

    @Override
    public boolean canStartTls() {
        return hasCertificate && !tlsStarted;
    }

    @Override
    public boolean authenticated(String user) {
        return room;
    }

    @Override
    public void violation(String reason) {
        violations.add(reason);
    }

    @Override
    public void openAuxiliary(
            Function<Connection, ChannelHandler> handler, long timeoutMillis, Reply<SocketAddress> reply) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TlsState tls() {
        return tls;
    }

    // ---- SessionFactory ----

    @Override
    public void open(SessionRequest r, Client client, Reply<Session> reply) {
        request = r;
        session.client = client;
        r.settings().forEach(session.settings::put);
        session.executor.execute(() -> {
            if (openFailure != null) {
                reply.failed(openFailure);
            } else {
                reply.done(session);
            }
        });
    }

    @Override
    public void cancel(int id, long secret) {
        cancels.add(id + " " + Long.toHexString(secret));
    }

    @Override
    public List<SessionInfo> sessions() {
        return List.of();
    }

    // ---- Gatekeeper ----

    @Override
    public List<String> mechanisms(AuthContext context, List<String> wire) {
        spoken = wire;
        return mechanisms.stream().filter(wire::contains).toList();
    }

    @Override
    public Exchange begin(String mechanism, AuthContext context) {
        received.add("begin " + mechanism);
        return new Exchange() {
            @Override
            public void next(byte[] data, AuthReply reply) {
                received.add(data == null ? "null" : new String(data, java.nio.charset.StandardCharsets.ISO_8859_1));
                Object step = steps.isEmpty() ? Boolean.TRUE : steps.remove(0);
                session.executor.execute(() -> {
                    if (step instanceof byte[] challenge) {
                        reply.challenge(challenge);
                    } else if (step instanceof SqlFailure f) {
                        reply.refused(f);
                    } else {
                        reply.done(new Principal("alice", 1, true, Set.of(), true), finalData, null);
                    }
                });
            }

            @Override
            public void close() {
                received.add("close");
            }
        };
    }
}
