package io.polywire.auth.password.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.Exchange;
import io.polywire.api.event.AuditLog;
import io.polywire.api.wire.Connection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The whole of the bundle without a framework, and short ways to log in. */
record Gate(PasswordService service) implements AutoCloseable {
    static Gate development(Path home, String... keysAndValues) {
        return audited(home, null, keysAndValues);
    }

    /** @param audit is told of what the command line changed; may be null */
    static Gate audited(Path home, AuditLog audit, String... keysAndValues) {
        return new Gate(PasswordService.open(
                Configurations.settings(keysAndValues),
                home.toString(),
                new FakeProfile(false),
                () -> null,
                () -> audit));
    }

    Authenticator authenticator(String mechanism) {
        return service.authenticators().stream()
                .filter(a -> a.mechanism().equals(mechanism))
                .findFirst()
                .orElseThrow();
    }

    Exchange begin(String mechanism, String user) {
        return begin(mechanism, user, FakeConnection.CLEAR);
    }

    Exchange begin(String mechanism, String user, Connection connection) {
        return authenticator(mechanism).begin(new AuthContext(connection, user, null));
    }

    /** A log-in by clear password. */
    Answer password(String user, String password) throws Exception {
        return Answer.to(begin("password", user), password.getBytes(StandardCharsets.UTF_8));
    }

    void add(String name, String password) {
        service.store().create(name, true, false);
        service.store().setPassword(name, password.toCharArray());
    }

    @Override
    public void close() {
        service.close();
    }
}
