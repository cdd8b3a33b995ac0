package io.polywire.wazuh.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Session;
import io.polywire.api.session.SessionFactory;
import io.polywire.api.session.SessionRequest;
import io.polywire.api.storage.Storage;
import io.polywire.api.wire.Connection;
import io.polywire.wazuh.Commands;
import io.polywire.wazuh.Conversation;
import io.polywire.wazuh.internal.Schemas.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes conversations, and the databases when they are used first. Thread-safe. */
@Component
public final class CommandsComponent implements Commands {
    private static final String DIALECT = "sqlite";

    private final SessionFactory sessions;
    private final Storage storage;

    /** With the storage that new databases are made in: another one by the property {@code storage.target}. */
    @Activate
    public CommandsComponent(
            @Reference SessionFactory sessions,
            @Reference(name = "storage", target = "(" + Storage.NAME + "=main)") Storage storage) {
        this.sessions = sessions;
        this.storage = storage;
    }

    @Override
    public Conversation open(Connection connection, Principal principal, Runnable disconnect) {
        return new SessionConversation(this, connection, principal, disconnect);
    }

    /** A session on a database whose tables are there. */
    CompletableFuture<Runner> open(Kind kind, Connection connection, Principal principal, Runnable disconnect) {
        return session(kind, connection, principal, disconnect)
                .exceptionallyCompose(why -> {
                    Throwable cause = SessionConversation.cause(why);
                    if (!Runner.is(cause, FailureKind.UNDEFINED_DATABASE)) {
                        return CompletableFuture.failedFuture(cause);
                    }
                    return create(kind).thenCompose(made -> session(kind, connection, principal, disconnect));
                })
                .thenCompose(session -> ready(new Runner(session), kind));
    }

    private CompletableFuture<Void> create(Kind kind) {
        return Runner.<Void>call(reply -> storage.create(kind.database(), Map.of(), reply))
                .exceptionallyCompose(why -> Runner.is(SessionConversation.cause(why), FailureKind.DUPLICATE_DATABASE)
                        // another client was faster
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(why));
    }

    private CompletableFuture<Session> session(
            Kind kind, Connection connection, Principal principal, Runnable disconnect) {
        SessionRequest request = new SessionRequest(connection, principal, kind.database(), DIALECT, Map.of());
        return Runner.call(reply -> sessions.open(request, new Silent(disconnect), reply));
    }

    private CompletableFuture<Runner> ready(Runner runner, Kind kind) {
        return version(runner)
                .thenCompose(version -> version == Schemas.VERSION
                        ? CompletableFuture.completedFuture(runner)
                        : runner.atomically(same -> upgrade(same, kind)))
                .whenComplete((done, why) -> {
                    if (why != null) {
                        runner.session().close();
                    }
                });
    }

    private static CompletableFuture<Integer> version(Runner runner) {
        return runner.run("PRAGMA user_version", "", statement -> new Cells())
                .thenApply(cells -> Integer.parseInt(cells.rows().get(0)[0]));
    }

    private static CompletableFuture<Runner> upgrade(Runner runner, Kind kind) {
        // asked again with the right to write: another client may have made them meanwhile
        return version(runner).thenCompose(version -> {
            if (version == Schemas.VERSION) {
                return CompletableFuture.completedFuture(runner);
            }
            if (version != 0) {
                return CompletableFuture.failedFuture(
                        SqlFailure.unsupported("version " + version + " of the tables of database " + kind.database()));
            }
            CompletableFuture<?> all = CompletableFuture.completedFuture(null);
            for (String sql : List.copyOf(Schemas.of(kind))) {
                all = all.thenCompose(x -> runner.run(sql, "", statement -> new Cells()));
            }
            return all.thenCompose(
                            x -> runner.run("PRAGMA user_version = " + Schemas.VERSION, "", statement -> new Cells()))
                    .thenApply(x -> runner);
        });
    }
}
