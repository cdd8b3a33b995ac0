package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Client;
import io.polywire.api.session.Reply;
import io.polywire.api.session.Session;
import io.polywire.api.session.SessionRequest;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Limits;
import io.polywire.api.wire.Listener;
import io.polywire.dialect.sqlite.internal.SqliteDialect;
import io.polywire.storage.sqlite.internal.SqliteStorageComponent;
import io.polywire.storage.sqlite.internal.SqliteStorageConfig;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.BundleContext;

/** A desk over real SQLite files, wired by hand. */
final class Harness implements AutoCloseable {
    private static final AtomicLong CONNECTIONS = new AtomicLong();

    final SettingsService settings;
    final Desk desk;
    final Trail audit = new Trail();
    final SqliteDialect dialect = new SqliteDialect();
    private final Path home;
    private SqliteStorageComponent storage;

    Harness(Path home, Map<String, Object> config) {
        this.home = home;
        settings = new SettingsService(annotation(RouterConfig.class, config));
        desk = new Desk(settings, new EventLogService(settings), audit, () -> AuditSettings.defaults(home));
        desk.addDialect(dialect);
        startStorage();
    }

    void startStorage() {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, args) -> method.getName().equals("getProperty") ? home.toString() : null);
        storage = new SqliteStorageComponent(
                context, annotation(SqliteStorageConfig.class, Map.of("create", new String[] {"main", "other"})));
        desk.addStorage(storage);
    }

    void stopStorage() {
        desk.removeStorage(storage);
        storage.deactivate();
    }

    /** An instance of a configuration: its defaults, and what is given. */
    static <A extends Annotation> A annotation(Class<A> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    Sql open() {
        return open("main", true);
    }

    Sql open(String database, boolean superuser) {
        return open(database, new Principal("tester", 1, superuser, Set.of(), true), "sqlite");
    }

    /** A session of a user in a dialect. */
    Sql open(String database, Principal user, String language) {
        Told told = new Told();
        CompletableFuture<Session> opened = new CompletableFuture<>();
        desk.open(
                new SessionRequest(connection(), user, database, language, Map.of("application_name", "harness")),
                told,
                new Reply<>() {
                    @Override
                    public void done(Session value) {
                        opened.complete(value);
                    }

                    @Override
                    public void failed(SqlFailure failure) {
                        opened.completeExceptionally(failure);
                    }
                });
        return new Sql(await(opened), told);
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** What a session says of its own accord. */
    static final class Told implements Client {
        final CompletableFuture<SqlFailure> shutdown = new CompletableFuture<>();
        volatile boolean takesInsertIds = true;
        private final List<String> told = new CopyOnWriteArrayList<>();

        /** What was said since the last call. */
        List<String> take() {
            List<String> all = List.copyOf(told);
            told.clear();
            return all;
        }

        @Override
        public void notice(Notice notice) {
            told.add(notice.sqlState() + " " + notice.message());
        }

        @Override
        public void notification(int sender, String channel, String payload) {
            told.add("from " + sender + " " + channel + ": " + payload);
        }

        @Override
        public void settingChanged(String name, String value) {
            told.add(name + " = " + value);
        }

        @Override
        public void shutdown(SqlFailure reason) {
            shutdown.complete(reason);
        }

        @Override
        public boolean takesInsertIds() {
            return takesInsertIds;
        }
    }

    static Connection connection() {
        long id = CONNECTIONS.incrementAndGet();
        Listener listener = (Listener) Proxy.newProxyInstance(
                Listener.class.getClassLoader(), new Class<?>[] {Listener.class}, (p, m, a) -> switch (m.getName()) {
                    case "limits" -> Limits.DEFAULT;
                    case "auth" -> List.of("none", "password");
                    case "name", "protocol" -> "test";
                    default -> null;
                });
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (p, m, a) -> switch (m.getName()) {
                    case "id" -> id;
                    case "listener" -> listener;
                    default -> null;
                });
    }

    @Override
    public void close() {
        desk.stop();
        stopStorage();
    }
}
