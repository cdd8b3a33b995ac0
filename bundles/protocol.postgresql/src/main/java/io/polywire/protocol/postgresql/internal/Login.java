package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Session;
import io.polywire.api.session.SessionRequest;
import io.polywire.api.wire.Drain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * From the StartupMessage to ReadyForQuery (manual, 55.2.1 and 55.3). Secrets pass through as bytes; which mechanism is
 * open, and whether the client has proved anything, is said elsewhere.
 *
 * <pre>
 *   none, certificate ────────────────────────────────────────────────────────┐
 *   password, token   R CleartextPassword ─▶ p PasswordMessage ───────────────┤
 *   md5               R MD5Password(salt) ─▶ p PasswordMessage ───────────────┼─▶ R Ok ─▶ session opens
 *   scram-*           R SASL(names) ─▶ p SASLInitialResponse                  │      S* ParameterStatus
 *                     R SASLContinue ─▶ p SASLResponse ─▶ R SASLFinal ────────┘      K BackendKeyData, Z
 * </pre>
 */
final class Login implements Stage {
    private static final String PLUS = "scram-sha-256-plus";
    private static final String SCRAM = "scram-sha-256";
    /** PostgreSQL's own bound of an authentication message's body. */
    private static final int LONGEST = 65_535;

    private enum Expect {
        NOTHING,
        PASSWORD,
        SASL_INITIAL,
        SASL
    }

    private final Backend backend;
    private final StartupPacket packet;
    private final AuthContext context;
    private List<String> offered = List.of();
    private Exchange exchange;
    private boolean sasl;
    private Expect expect = Expect.NOTHING;
    private boolean begun;

    Login(Backend backend, StartupPacket packet) {
        this.backend = backend;
        this.packet = packet;
        this.context = new AuthContext(backend.connection, packet.user(), packet.database());
    }

    @Override
    public boolean step() {
        if (!begun) {
            begun = true;
            begin();
            return true;
        }
        if (expect == Expect.NOTHING || backend.in.size() < 5) {
            return false;
        }
        ByteBuf b = backend.in.buffer();
        int at = b.readerIndex();
        byte type = b.getByte(at);
        if (type != Message.PASSWORD) {
            throw Failures.protocol(
                    (expect == Expect.PASSWORD ? "expected password response" : "expected SASL response")
                            + ", got message type " + (type & 0xFF));
        }
        int length = b.getInt(at + 1);
        int most = Math.min(LONGEST, backend.connection.listener().limits().messageBeforeAuth());
        if (length < 4 || length - 4 > most) {
            backend.hangUp("invalid message length");
            return false;
        }
        if (backend.in.size() < 1 + length) {
            return false;
        }
        backend.reader.reset(b, at + 5, length - 4);
        take();
        b.setZero(at + 5, length - 4);
        backend.in.skip(1 + length);
        return true;
    }

    // ---- offers ----

    private void begin() {
        List<String> spoken = new ArrayList<>();
        if (backend.connection.tls() != null && backend.connection.tls().serverEndPoint() != null) {
            spoken.add(PLUS);
        }
        spoken.addAll(List.of(SCRAM, "md5", "password", "token", "certificate", Gatekeeper.NONE));
        List<String> open = backend.protocol.gatekeeper.mechanisms(context, spoken);
        if (open.isEmpty()) {
            throw SqlFailure.of(
                    FailureKind.AUTHORIZATION,
                    "no method of authentication is open to user \"" + packet.user() + "\", database \""
                            + packet.database() + "\", "
                            + (backend.connection.tls() == null ? "no encryption" : "SSL encryption"));
        }
        String first = open.get(0);
        switch (first) {
            case PLUS, SCRAM -> {
                sasl = true;
                offered = open.stream()
                        .filter(m -> m.equals(PLUS) || m.equals(SCRAM))
                        .toList();
                Replies.sasl(offered.stream().map(Login::saslName).toList(), backend.out());
                await(Expect.SASL_INITIAL);
            }
            case "md5", "certificate", Gatekeeper.NONE -> {
                exchange = backend.protocol.gatekeeper.begin(first, context);
                exchange.next(null, new Outcome(first));
            }
            default -> {
                exchange = backend.protocol.gatekeeper.begin(first, context);
                Replies.authentication(Message.AUTH_CLEAR_PASSWORD, null, backend.out());
                await(Expect.PASSWORD);
            }
        }
    }

    private static String saslName(String mechanism) {
        return mechanism.equals(PLUS) ? "SCRAM-SHA-256-PLUS" : "SCRAM-SHA-256";
    }

    private void await(Expect next) {
        expect = next;
        backend.link.ask();
    }

    // ---- answers ----

    private void take() {
        Expect now = expect;
        expect = Expect.NOTHING;
        MessageReader in = backend.reader;
        switch (now) {
            case PASSWORD -> {
                byte[] all = in.rest();
                if (all.length == 0 || all[all.length - 1] != 0) {
                    Arrays.fill(all, (byte) 0);
                    throw Failures.protocol("invalid password packet size");
                }
                byte[] password = Arrays.copyOf(all, all.length - 1);
                Arrays.fill(all, (byte) 0);
                if (password.length == 0) {
                    throw SqlFailure.of(FailureKind.AUTHENTICATION, "empty password returned by client");
                }
                exchange.next(password, new Outcome("password"));
            }
            case SASL_INITIAL -> {
                String name = in.text();
                String mechanism = offered.stream()
                        .filter(m -> saslName(m).equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> Failures.protocol("client selected an invalid SASL authentication mechanism"));
                int length = in.i32();
                if (length != (length == -1 ? -1 : in.remaining()) || length == -1 && in.remaining() > 0) {
                    throw Failures.protocol("invalid message format");
                }
                exchange = backend.protocol.gatekeeper.begin(mechanism, context);
                exchange.next(length == -1 ? null : in.rest(), new Outcome(mechanism));
            }
            case SASL -> exchange.next(in.rest(), new Outcome(SCRAM));
            case NOTHING -> throw new IllegalStateException("no message is awaited");
        }
    }

    /** One step's outcome, brought to the event loop. */
    private final class Outcome implements AuthReply {
        private final String mechanism;

        Outcome(String mechanism) {
            this.mechanism = mechanism;
        }

        @Override
        public void challenge(byte[] data) {
            onLoop(() -> {
                if (sasl) {
                    Replies.authentication(Message.AUTH_SASL_CONTINUE, data, backend.out());
                    await(Expect.SASL);
                } else {
                    if (!mechanism.equals("md5")) {
                        throw new IllegalStateException("mechanism " + mechanism + " has no challenge on this wire");
                    }
                    Replies.authentication(Message.AUTH_MD5, data, backend.out());
                    await(Expect.PASSWORD);
                }
            });
        }

        @Override
        public void done(Principal principal, byte[] finalData, byte[] sessionKey) {
            if (sessionKey != null) {
                Arrays.fill(sessionKey, (byte) 0);
            }
            onLoop(() -> accepted(principal, finalData));
        }

        @Override
        public void refused(SqlFailure failure) {
            onLoop(() -> backend.fatal(worded(failure)));
        }

        /** Who is not believed is told so in PostgreSQL's words for the method; libpq's users look for them. */
        private SqlFailure worded(SqlFailure f) {
            if (f.kind() != FailureKind.AUTHENTICATION) {
                return f;
            }
            String method = switch (mechanism) {
                case "certificate" -> "certificate";
                case Gatekeeper.NONE -> "trust";
                default -> "password";
            };
            return SqlFailure.build(
                            f.kind(),
                            method + " authentication failed for user \"" + Reported.printable(packet.user()) + '"')
                    .sqlState("28P01")
                    .cause(f.getCause())
                    .build();
        }

        private void onLoop(Runnable step) {
            Runnable guarded = () -> {
                if (backend.isGone() || backend.link.isClosing()) {
                    return;
                }
                try {
                    step.run();
                } catch (SqlFailure f) {
                    backend.fatal(f);
                } catch (RuntimeException | Error e) {
                    backend.fatal(backend.defect(e));
                }
                backend.goOn();
            };
            if (backend.link.loop().inEventLoop()) {
                guarded.run();
                return;
            }
            try {
                backend.link.loop().execute(guarded);
            } catch (RejectedExecutionException gone) {
                backend.note("log-in", Failures.of(gone));
            }
        }
    }

    // ---- in ----

    private void accepted(Principal principal, byte[] finalData) {
        if (sasl && finalData != null) {
            Replies.authentication(Message.AUTH_SASL_FINAL, finalData, backend.out());
        }
        if (!backend.connection.authenticated(principal.name())) {
            throw SqlFailure.of(FailureKind.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
        }
        Replies.authentication(Message.AUTH_OK, null, backend.out());
        closeExchange();
        Pushes pushes = new Pushes(backend);
        String dialect = backend.connection.listener().dialect() == null ? PostgresProtocol.PROTOCOL : null;
        SessionRequest request =
                new SessionRequest(backend.connection, principal, packet.database(), dialect, packet.settings());
        backend.protocol.sessions.open(request, pushes, new Answer<>(backend) {
            @Override
            void onDone(Session session) {
                if (backend.link.isClosing()) {
                    session.close();
                    return;
                }
                Conversation c = new Conversation(backend, session, pushes);
                backend.become(c);
                c.begin();
            }

            @Override
            void onFailed(SqlFailure f) {
                backend.fatal(f);
            }

            @Override
            void tooLate(Session session) {
                session.close();
            }
        });
    }

    private void closeExchange() {
        if (exchange != null) {
            exchange.close();
            exchange = null;
        }
    }

    // ---- stage ----

    @Override
    public boolean isBlocked() {
        return expect == Expect.NOTHING;
    }

    @Override
    public void failed(SqlFailure failure) {
        if (failure.kind() == FailureKind.PROTOCOL) {
            backend.violation(failure);
        } else {
            backend.fatal(failure);
        }
    }

    @Override
    public void drain(Drain drain) {
        backend.fatal(drain.reason());
    }

    @Override
    public void gone() {
        closeExchange();
    }
}
