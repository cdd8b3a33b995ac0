package io.polywire.protocol.r2db2.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.session.Session;
import io.polywire.api.session.SessionRequest;
import java.util.Map;

/** The end of the start-up: the client is who it says, gets its session, and is told so. Runs on the event loop. */
final class Opening implements Flow, Reply<Session> {
    private final Conversation conversation;
    private final Startup startup;
    private final Method method;
    private final Principal principal;
    private final boolean surplus;

    private boolean called;
    private Session session;
    private SqlFailure failure;

    Opening(Conversation conversation, Startup startup, Method method, Principal principal, boolean surplus) {
        this.conversation = conversation;
        this.startup = startup;
        this.method = method;
        this.principal = principal;
        this.surplus = surplus;
    }

    @Override
    public boolean proceed() {
        if (!called) {
            called = true;
            if (!conversation.connection.authenticated(principal.name())) {
                conversation.replyFailed(
                        SqlFailure.build(FailureKind.TOO_MANY_CONNECTIONS, "too many connections for this user")
                                .fatal()
                                .build());
                return true;
            }
            long call = conversation.call();
            conversation.services.sessions().open(request(), new ClientFace(conversation), this);
            if (!conversation.baton.returned(call)) {
                return false;
            }
        }
        if (failure != null) {
            conversation.replyFailed(failure.asFatal());
        } else {
            conversation.opened(session);
            welcome();
        }
        return true;
    }

    /** The connection went while the session was being opened. */
    @Override
    public void abandon() {
        if (session != null) {
            session.close();
        }
    }

    @Override
    public void done(Session opened) {
        session = opened;
        conversation.answeredOnLoop();
    }

    @Override
    public void failed(SqlFailure why) {
        failure = why;
        conversation.answeredOnLoop();
    }

    private SessionRequest request() {
        StartupOptions options = conversation.options();
        Map<String, String> settings =
                options.applicationName == null ? Map.of() : Map.of("application_name", options.applicationName);
        return new SessionRequest(conversation.connection, principal, options.database, dialect(options), settings);
    }

    /** The client's wish, else the listener's default, which null stands for, else this wire's own. */
    private String dialect(StartupOptions options) {
        if (options.dialect != null && !options.dialect.isEmpty()) {
            return options.dialect;
        }
        return conversation.connection.listener().dialect() == null ? R2db2Protocol.DIALECT : null;
    }

    private void welcome() {
        StartupOptions options = conversation.options();
        boolean plainStrings = conversation.output.style() == StringStyle.RAW;
        if (options.cancel) {
            conversation.replies.sessionKey(session);
        }
        Map<String, String> pairs = startup.hasOptions && !plainStrings ? options.accepted() : Map.of();
        conversation.replies.ready(principal.authenticated(), pairs);
        if (conversation.trace.isOn()) {
            conversation.trace.step("Z " + method.mechanism() + ", session " + session.id() + ", " + pairs.keySet());
        }
        Compression compression = options.codec == null
                ? null
                : new Compression(
                        options.codec,
                        options.compressionLevel,
                        conversation.link.context().alloc());
        conversation.output.compression(compression);
        conversation.serve(
                new Requests(conversation, compression, principal.authenticated(), surplus), heartbeat(options));
    }

    private Heartbeat heartbeat(StartupOptions options) {
        if (options.heartbeatSeconds == 0) {
            return null;
        }
        Link link = conversation.link;
        Heartbeat heartbeat = new Heartbeat(link, () -> {
            if (conversation.trace.isOn()) {
                conversation.trace.step("heartbeats unanswered");
            }
            link.context().close();
        });
        // What the client sent behind its start-up is here already.
        conversation.input.forEachPending(heartbeat::follow);
        heartbeat.start(options.heartbeatSeconds);
        return heartbeat;
    }
}
