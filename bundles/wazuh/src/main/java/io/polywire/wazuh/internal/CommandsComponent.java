package io.polywire.wazuh.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.session.Session;
import io.polywire.api.session.SessionFactory;
import io.polywire.api.session.SessionRequest;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusSource;
import io.polywire.api.storage.Storage;
import io.polywire.api.wire.Connection;
import io.polywire.wazuh.Commands;
import io.polywire.wazuh.Conversation;
import io.polywire.wazuh.internal.Schemas.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes conversations, and the databases when they are used first. Thread-safe. */
@Component(configurationPid = "io.polywire.wazuh")
@Designate(ocd = CommandsConfiguration.class)
public final class CommandsComponent implements Commands, MetricSource, StatusSource {
    private static final Logger LOG = LoggerFactory.getLogger(CommandsComponent.class);

    private static final String DIALECT = "sqlite";

    /** Databases of which is remembered why they could not be opened. */
    private static final int UNAVAILABLE = 100;

    private final SessionFactory sessions;
    private final Storage storage;
    private final Path home;
    private final Deadline deadline = new Deadline();

    /** What is configured now; clients keep their connections when it changes. */
    private volatile Limits limits;

    private volatile Backups backups;

    /** Why the configuration was not taken; null if it was. */
    private volatile String refused;

    /** Why a database could not be opened the last time, by its name. */
    private final Map<String, String> unavailable = new ConcurrentHashMap<>();

    private record Limits(int agentSessions, int httpReply, int backupsKept) {}

    /** One thread, there only while it has something to write or read. */
    private final ThreadPoolExecutor disk = new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "polywire-wazuh-backup"));

    private final Statistics statistics = new Statistics();

    /** Databases that are being made, by name. */
    private final Map<String, CompletableFuture<Void>> creating = new ConcurrentHashMap<>();

    /** With the storage that new databases are made in: another one by the property {@code storage.target}. */
    @Activate
    public CommandsComponent(
            BundleContext context,
            CommandsConfiguration configuration,
            @Reference SessionFactory sessions,
            @Reference(name = "storage", target = "(" + Storage.NAME + "=main)") Storage storage) {
        String root = context.getProperty("polywire.home");
        home = Path.of(root == null ? "" : root);
        this.sessions = sessions;
        this.storage = storage;
        apply(configuration);
    }

    /** Takes another configuration over; clients stay. One that is not allowed changes nothing. */
    @Modified
    void modified(CommandsConfiguration configuration) {
        try {
            apply(configuration);
            refused = null;
        } catch (IllegalArgumentException e) {
            refused = e.getMessage();
            LOG.error("the configuration io.polywire.wazuh is not taken: {}", e.getMessage());
        }
    }

    private void apply(CommandsConfiguration c) {
        require("agent.sessions", c.agent_sessions(), 1);
        require("http.reply.bytes", c.http_reply_bytes(), Conversation.MAX_REPLY);
        require("backup.kept", c.backup_kept(), 1);
        require("statement.timeout.ms", c.statement_timeout_ms(), 0);
        limits = new Limits(c.agent_sessions(), c.http_reply_bytes(), c.backup_kept());
        deadline.set(c.statement_timeout_ms());
        backups = new Backups(
                new BackupFiles(home.resolve(c.backup_directory()), c.backup_kept()), c.backup_directory(), disk);
    }

    private static void require(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(key + " is " + value + ", not " + least + " at least");
        }
    }

    /** Agents' databases on which one client has a session at a time. */
    int agentSessions() {
        return limits.agentSessions();
    }

    /** Backups that are kept. */
    int backupsKept() {
        return limits.backupsKept();
    }

    /** Longest answer of the HTTP interface, in bytes. */
    int httpReply() {
        return limits.httpReply();
    }

    Backups backups() {
        return backups;
    }

    /** Lets go of the disk and of the clock; what runs fails. */
    @Deactivate
    void close() {
        disk.shutdownNow();
        deadline.close();
    }

    Statistics statistics() {
        return statistics;
    }

    @Override
    public void collect(Collector collector) {
        statistics.collect(collector);
    }

    @Override
    public List<StatusEntry> entries() {
        List<StatusEntry> all = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>(statistics.facts());
        String reason = refused;
        if (reason != null) {
            facts.put("reason", reason);
        }
        all.add(new StatusEntry(
                "wazuh", "commands", reason == null ? StatusEntry.State.UP : StatusEntry.State.DEGRADED, facts));
        for (Target t : List.of(Target.GLOBAL, Target.MITRE, Target.TASK)) {
            all.add(entry(t.database(), unavailable.get(t.database())));
        }
        unavailable.forEach((database, why) -> {
            if (Target.isOfAgent(database)) {
                all.add(entry(database, why));
            }
        });
        return all;
    }

    private static StatusEntry entry(String database, String why) {
        return new StatusEntry(
                "wazuh",
                database,
                why == null ? StatusEntry.State.UP : StatusEntry.State.DOWN,
                why == null ? Map.of() : Map.of("reason", why));
    }

    @Override
    public Conversation open(Connection connection, Principal principal, Runnable disconnect) {
        return new SessionConversation(this, connection, principal, disconnect);
    }

    /** A session on a database whose tables are there. */
    CompletableFuture<Runner> open(Target target, Connection connection, Principal principal, Runnable disconnect) {
        return session(target, connection, principal, disconnect)
                .exceptionallyCompose(why -> {
                    Throwable cause = SessionConversation.cause(why);
                    if (!Runner.is(cause, FailureKind.UNDEFINED_DATABASE)) {
                        return CompletableFuture.failedFuture(cause);
                    }
                    return create(target).thenCompose(made -> session(target, connection, principal, disconnect));
                })
                .thenCompose(session -> ready(new Runner(session, deadline, statistics), target))
                .whenComplete((runner, why) -> opened(target.database(), why));
    }

    private void opened(String database, Throwable why) {
        if (why == null) {
            if (!unavailable.isEmpty()) {
                unavailable.remove(database);
            }
        } else if (unavailable.size() < UNAVAILABLE || unavailable.containsKey(database)) {
            // what a failure of another kind says may have to do with what was asked
            unavailable.put(
                    database,
                    SessionConversation.cause(why) instanceof SqlFailure f ? f.getMessage() : "internal error");
        }
    }

    /** Removes a database. */
    CompletableFuture<Void> drop(Target target) {
        unavailable.remove(target.database());
        return Runner.call(reply -> storage.drop(target.database(), reply));
    }

    /** Makes a database; who comes while another client has it made waits for that. */
    private CompletableFuture<Void> create(Target target) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> other = creating.putIfAbsent(target.database(), mine);
        if (other != null) {
            return other;
        }
        Runner.<Void>call(reply -> storage.create(target.database(), Map.of(), reply))
                .exceptionallyCompose(why -> Runner.is(SessionConversation.cause(why), FailureKind.DUPLICATE_DATABASE)
                        // it was made on another wire
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(why))
                .whenComplete((x, why) -> {
                    creating.remove(target.database());
                    if (why == null) {
                        mine.complete(null);
                    } else {
                        mine.completeExceptionally(SessionConversation.cause(why));
                    }
                });
        return mine;
    }

    private CompletableFuture<Session> session(
            Target target, Connection connection, Principal principal, Runnable disconnect) {
        SessionRequest request = new SessionRequest(connection, principal, target.database(), DIALECT, Map.of());
        return Runner.call(reply -> sessions.open(request, new Silent(disconnect), reply));
    }

    private CompletableFuture<Runner> ready(Runner runner, Target target) {
        return version(runner)
                .thenCompose(version -> version == Schemas.VERSION
                        ? CompletableFuture.completedFuture(runner)
                        : runner.atomically(same -> upgrade(same, target)))
                .whenComplete((done, why) -> {
                    if (why != null) {
                        runner.close();
                    }
                });
    }

    private static CompletableFuture<Integer> version(Runner runner) {
        return runner.effect("PRAGMA user_version")
                .thenApply(cells -> Integer.parseInt(cells.rows().get(0)[0]));
    }

    private static CompletableFuture<Runner> upgrade(Runner runner, Target target) {
        // asked again with the right to write: another client may have made them meanwhile
        return version(runner).thenCompose(version -> {
            if (version == Schemas.VERSION) {
                return CompletableFuture.completedFuture(runner);
            }
            if (version < 0 || version > Schemas.VERSION) {
                return CompletableFuture.failedFuture(SqlFailure.unsupported(
                        "version " + version + " of the tables of database " + target.database()));
            }
            if (version > 0) {
                return make(runner, Schemas.changes(target.kind(), version));
            }
            return runner.effect("SELECT count(*) FROM sqlite_schema").thenCompose(tables -> {
                if (!"0".equals(tables.rows().get(0)[0])) {
                    // what others have made is read as it is; what is written to needs our tables
                    return target.kind() == Kind.MITRE
                            ? CompletableFuture.completedFuture(runner)
                            : CompletableFuture.failedFuture(SqlFailure.unsupported(
                                    "database " + target.database() + ", whose tables were not made here,"));
                }
                return make(runner, Schemas.of(target.kind()));
            });
        });
    }

    private static CompletableFuture<Runner> make(Runner runner, List<String> statements) {
        CompletableFuture<?> all = CompletableFuture.completedFuture(null);
        for (String sql : statements) {
            all = all.thenCompose(x -> runner.effect(sql));
        }
        return all.thenCompose(x -> runner.effect("PRAGMA user_version = " + Schemas.VERSION))
                .thenApply(x -> runner);
    }
}
