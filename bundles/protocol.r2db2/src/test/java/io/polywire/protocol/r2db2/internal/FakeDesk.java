package io.polywire.protocol.r2db2.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Client;
import io.polywire.api.session.Reply;
import io.polywire.api.session.Session;
import io.polywire.api.session.SessionFactory;
import io.polywire.api.session.SessionInfo;
import io.polywire.api.session.SessionRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands out {@link FakeSession}s; the databases are main and other. */
final class FakeDesk implements SessionFactory {
    final List<SessionRequest> requests = new CopyOnWriteArrayList<>();
    final List<FakeSession> sessions = new CopyOnWriteArrayList<>();
    final Map<Integer, FakeSession> byId = new ConcurrentHashMap<>();
    final AtomicInteger numbers = new AtomicInteger();
    final Strand.Mode mode;
    /** Is handed out in place of a new one. */
    Session instead;

    FakeDesk(Strand.Mode mode) {
        this.mode = mode;
    }

    @Override
    public void open(SessionRequest request, Client client, Reply<Session> reply) {
        requests.add(request);
        if (instead != null) {
            reply.done(instead);
            return;
        }
        Strand strand = new Strand(mode);
        strand.run(() -> {
            String database = request.database();
            if (database != null && !database.isEmpty() && !database.equals("main") && !database.equals("other")) {
                reply.failed(
                        SqlFailure.build(FailureKind.UNDEFINED_DATABASE, "database \"" + database + "\" does not exist")
                                .hint("main, other")
                                .build());
                return;
            }
            FakeSession session = new FakeSession(numbers.incrementAndGet(), request, client, strand);
            sessions.add(session);
            byId.put(session.id(), session);
            reply.done(session);
        });
    }

    @Override
    public void cancel(int id, long secret) {
        FakeSession session = byId.get(id);
        if (session != null && session.secret() == secret) {
            session.cancel(SqlFailure.of(FailureKind.CANCELLED, "canceled by request"));
        }
    }

    @Override
    public List<SessionInfo> sessions() {
        return List.of();
    }
}
