package io.polywire.protocol.r2db2.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Authentication, in the order that serves both readings of the published design:
 *
 * <pre>
 *   S without credentials, none allowed        Z
 *   S with credentials                         A Z     or  A E; one p that follows is checked again and dropped
 *   S without credentials                      A       p   Z or E
 *   S over TLS with a client certificate       A Z     or  A E
 * </pre>
 *
 * Secrets are relayed, never looked at, and wiped by who takes them last. Runs on the event loop.
 */
final class Login implements Flow, AuthReply {
    private static final byte[] NO_DATA = {};

    private final Conversation conversation;
    private Startup startup;
    private Method method;
    private byte[] toSend;
    private volatile Exchange exchange;
    private AuthContext context;

    /** Whether A was sent and its answer awaited, so that an answer that comes later is not surplus but wrong. */
    private boolean asked;

    /** Whether the client is in already, and what is checked is a surplus answer. */
    private boolean surplus;

    private boolean replied;
    private Principal principal;
    private byte[] challenge;
    private SqlFailure refusal;

    Login(Conversation conversation) {
        this.conversation = conversation;
    }

    /** Whether a message is one of those in which clients send their secret. */
    static boolean isSecret(int type) {
        return switch (type) {
            case Message.AUTHENTICATION_RESPONSE,
                    Message.PREPARE,
                    'R',
                    Message.AUTHENTICATION_REQUEST,
                    Message.STARTUP -> true;
            default -> false;
        };
    }

    /** Chooses the method and starts with it. */
    void begin(Startup message) {
        startup = message;
        method = choose(conversation.services.gatekeeper().mechanisms(context(), Method.SPOKEN));
        toSend = message.secret;
        if (method != Method.NONE) {
            conversation.replies.authenticationRequest(method, NO_DATA);
            if (method != Method.CERTIFICATE && toSend == null) {
                awaitSecret();
                return;
            }
        }
        if (toSend != null && (method == Method.NONE || method == Method.CERTIFICATE)) {
            // Nobody asked for it.
            Arrays.fill(toSend, (byte) 0);
            toSend = null;
        }
        conversation.start(this);
    }

    /** The client's answer to A. */
    void secret(Payload message) {
        toSend = secretOf(message);
        conversation.start(this);
    }

    /** An answer to A that came although the start-up held good credentials: it must be as good. */
    void surplus(Payload message) {
        if (method != Method.PASSWORD && method != Method.TOKEN) {
            Arrays.fill(message.secretRest(), (byte) 0);
            return;
        }
        surplus = true;
        secret(message);
    }

    @Override
    public boolean proceed() {
        if (!replied) {
            if (exchange == null) {
                exchange = conversation.services.gatekeeper().begin(method.mechanism(), context());
            }
            byte[] secret = toSend;
            toSend = null;
            long call = conversation.call();
            exchange.next(secret, this);
            if (!conversation.baton.returned(call)) {
                return false;
            }
        }
        replied = false;
        if (challenge != null && !surplus) {
            byte[] data = challenge;
            challenge = null;
            conversation.replies.authenticationRequest(method, data);
            awaitSecret();
            return true;
        }
        abandon();
        if (challenge != null) {
            // A second question to a client that is in already: it was not the proof that it was the first time.
            refusal = SqlFailure.of(FailureKind.AUTHENTICATION, "authentication failed");
        }
        if (refusal != null) {
            conversation.replyFailed(refusal.asFatal());
        } else if (!surplus) {
            conversation.start(new Opening(conversation, startup, method, principal, !asked));
            startup = null;
        }
        return true;
    }

    /** The client is gone: what still computes for it may stop. On the event loop, whoever holds the baton. */
    void clientGone() {
        Exchange present = exchange;
        if (present != null) {
            present.close();
        }
    }

    /** Ends an exchange that is under way and wipes what was not used. */
    @Override
    public void abandon() {
        if (exchange != null) {
            exchange.close();
            exchange = null;
        }
        if (toSend != null) {
            Arrays.fill(toSend, (byte) 0);
            toSend = null;
        }
    }

    @Override
    public void challenge(byte[] data) {
        challenge = data;
        reply();
    }

    @Override
    public void done(Principal who, byte[] finalData, byte[] sessionKey) {
        if (sessionKey != null) {
            Arrays.fill(sessionKey, (byte) 0);
        }
        principal = who;
        reply();
    }

    @Override
    public void refused(SqlFailure failure) {
        refusal = failure;
        reply();
    }

    private void reply() {
        replied = true;
        conversation.answeredOnLoop();
    }

    private void awaitSecret() {
        asked = true;
        conversation.awaitSecret();
    }

    private AuthContext context() {
        if (context == null) {
            context = new AuthContext(conversation.connection, startup.user, conversation.options().database);
        }
        return context;
    }

    /** What a client may ask for, by the names that it asks with. */
    private static String offered(List<String> open) {
        String names = Method.SPOKEN.stream().filter(open::contains).collect(Collectors.joining(", "));
        return names.isEmpty() ? "none is" : "offered: " + names;
    }

    /** The client's wish, else what its message is made for, else what the server wants most. */
    private Method choose(List<String> open) {
        String asked = conversation.options().auth;
        if (asked != null) {
            Method wished = Method.of(asked);
            if (wished == null || !open.contains(wished.mechanism())) {
                throw SqlFailure.of(
                        FailureKind.AUTHORIZATION,
                        "authentication method \"" + asked + "\" is not offered here; " + offered(open));
            }
            return wished;
        }
        if (startup.secret != null) {
            Method first = startup.secretIsToken ? Method.TOKEN : Method.PASSWORD;
            Method second = startup.secretIsToken ? Method.PASSWORD : Method.TOKEN;
            if (open.contains(first.mechanism())) {
                return first;
            }
            if (open.contains(second.mechanism())) {
                return second;
            }
        }
        boolean certified = conversation.connection.tls() != null
                && !conversation.connection.tls().peerCertificates().isEmpty();
        if (certified && open.contains(Method.CERTIFICATE.mechanism())) {
            return Method.CERTIFICATE;
        }
        if (open.contains(Method.NONE.mechanism())) {
            return Method.NONE;
        }
        for (Method wanted : List.of(Method.PASSWORD, Method.TOKEN, Method.CERTIFICATE)) {
            if (open.contains(wanted.mechanism())) {
                return wanted;
            }
        }
        throw SqlFailure.of(FailureKind.AUTHORIZATION, "no authentication method is open to this client");
    }

    private static byte[] secretOf(Payload message) {
        if (message.type() == Message.STARTUP) {
            return Startup.secretOf(message.secretRest());
        }
        byte[] all = message.secretRest();
        int from = 0;
        int end = all.length;
        if (end >= 4 && prefix(all) == end - 4) {
            from = 4;
        } else if (end > 0 && all[end - 1] == 0) {
            end--;
        }
        byte[] secret = Arrays.copyOfRange(all, from, end);
        Arrays.fill(all, (byte) 0);
        return secret;
    }

    private static int prefix(byte[] b) {
        return (b[0] & 0xFF) << 24 | (b[1] & 0xFF) << 16 | (b[2] & 0xFF) << 8 | (b[3] & 0xFF);
    }
}
