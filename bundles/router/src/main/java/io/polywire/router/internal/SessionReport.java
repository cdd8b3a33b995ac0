package io.polywire.router.internal;

import io.polywire.api.session.SessionInfo;
import java.time.Instant;
import java.util.Objects;

/** What is told of a session to who looks at all of them; from any thread. */
final class SessionReport {
    private SessionReport() {}

    static SessionInfo of(RouterSession s) {
        long quiet = System.nanoTime() - s.startedNanos();
        String state = s.isBusy()
                ? "active"
                : switch (s.transaction.state()) {
                    case IDLE -> "idle";
                    case ACTIVE -> "idle in transaction";
                    case FAILED -> "idle in transaction (failed)";
                };
        return new SessionInfo(
                s.id(),
                s.connection.id(),
                s.principal().name(),
                s.database(),
                s.connection.listener().protocol(),
                String.valueOf(s.connection.peer()),
                Objects.requireNonNullElse(s.settings.get("application_name"), ""),
                state,
                Instant.now().minusNanos(quiet));
    }
}
