package io.polywire.storage.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.session.Reply;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusSource;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Storage;
import io.polywire.client.wazuh.WazuhDbOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The databases behind a manager's Wazuh-db socket; one for each configuration. Thread-safe. */
@Component(
        configurationPid = "io.polywire.storage.wazuh",
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {Storage.class, StatusSource.class, MetricSource.class})
@Designate(ocd = WazuhStorageConfig.class, factory = true)
public final class WazuhStorage implements Storage, StatusSource, MetricSource {
    private static final Logger LOG = LoggerFactory.getLogger(WazuhStorage.class);

    private static final int WAITING = 10_000;
    private static final int KEPT = 10_000;
    private static final Pattern AGENT = Pattern.compile("agent_([0-9]{3,10})");
    private static final String AGENTS = "SELECT id FROM agent ORDER BY id";

    private final Settings settings;
    private final Remote remote;
    private final LocalTables local;
    private final Map<String, RemoteDatabase> known = new ConcurrentHashMap<>();

    /** One thread, there only while there are schemas to look at. */
    private final ThreadPoolExecutor beside = new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "polywire-wazuh-schema"));

    /**
     * With the storage on which functions are worked out: another one by the property {@code local.target}.
     *
     * @throws SqlFailure of kind CONFIGURATION if a value is not allowed
     */
    @Activate
    public WazuhStorage(
            BundleContext context,
            WazuhStorageConfig config,
            @Reference(name = "local", target = "(" + NAME + "=main)") Storage local) {
        this(Settings.of(config, home(context)), local);
    }

    WazuhStorage(Settings settings, Storage local) {
        this.settings = settings;
        remote = new Remote(WazuhDbOptions.of(settings.socket())
                .withTimeout(settings.timeout())
                .withConnections(settings.connections(), WAITING));
        this.local = new LocalTables(local, "main", settings.timeout().toMillis());
    }

    private static Path home(BundleContext context) {
        String home = context.getProperty("polywire.home");
        return home == null ? null : Path.of(home).toAbsolutePath();
    }

    /** Closes the connections that are idle, and the others when they are given back. */
    @Deactivate
    void close() {
        beside.shutdownNow();
        remote.close();
    }

    /** Runs something on a thread of its own, one after the other; not at all once the storage has gone. */
    void beside(Runnable task) {
        try {
            beside.execute(task);
        } catch (RejectedExecutionException gone) {
            LOG.debug("the storage has gone", gone);
        }
    }

    Settings settings() {
        return settings;
    }

    Remote remote() {
        return remote;
    }

    LocalTables local() {
        return local;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String dialect() {
        return "sqlite";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.NULLS_ORDER, Capability.CANCEL, Capability.DECLARED_TYPES);
    }

    @Override
    public List<String> databases() {
        List<String> names = new ArrayList<>();
        Pages agents = new Pages(remote, "global", AGENTS, 1, () -> false);
        while (agents.hasNext()) {
            names.add(settings.prefix() + "_agent_" + String.format("%03d", (Long) agents.next()[0]));
        }
        names.add(settings.prefix() + "_global");
        names.add(settings.prefix() + "_mitre");
        names.add(settings.prefix() + "_task");
        names.sort(null);
        return names;
    }

    @Override
    public Database database(String name) {
        if (!name.startsWith(settings.prefix() + "_")) {
            return null;
        }
        RemoteDatabase found = known.get(name);
        if (found != null) {
            return found;
        }
        String part = name.substring(settings.prefix().length() + 1);
        RemoteDatabase made = switch (part) {
            case "global", "task" -> new RemoteDatabase(this, name, part, settings.writable());
            case "mitre" -> new RemoteDatabase(this, name, part, false);
            default -> agent(name, part);
        };
        if (made != null && known.size() < KEPT) {
            RemoteDatabase other = known.putIfAbsent(name, made);
            return other == null ? made : other;
        }
        return made;
    }

    private RemoteDatabase agent(String name, String part) {
        Matcher m = AGENT.matcher(part);
        if (!m.matches() || Long.parseLong(m.group(1)) > Integer.MAX_VALUE) {
            return null;
        }
        String padded = String.format("%03d", Integer.parseInt(m.group(1)));
        if (!padded.equals(m.group(1))) {
            return null;
        }
        RemoteDatabase made = new RemoteDatabase(this, name, "agent " + padded, settings.writable());
        try {
            made.checkSchema();
        } catch (SqlFailure failure) {
            if (failure.kind() == FailureKind.UNDEFINED_DATABASE) {
                return null;
            }
            throw failure;
        }
        return made;
    }

    @Override
    public void create(String name, Map<String, String> options, Reply<Void> reply) {
        reply.failed(SqlFailure.unsupported("CREATE DATABASE on a remote Wazuh-db"));
    }

    @Override
    public void drop(String name, Reply<Void> reply) {
        reply.failed(SqlFailure.unsupported("DROP DATABASE on a remote Wazuh-db"));
    }

    @Override
    public List<StatusEntry> entries() {
        String reason = remote.reason();
        return List.of(new StatusEntry(
                "storage",
                settings.name(),
                reason == null ? StatusEntry.State.UP : StatusEntry.State.DEGRADED,
                reason == null
                        ? Map.of("kind", "wazuh", "prefix", settings.prefix())
                        : Map.of("kind", "wazuh", "prefix", settings.prefix(), "reason", reason)));
    }

    @Override
    public void collect(Collector collector) {
        String name = settings.name();
        collector.counter(
                "storage.wazuh.requests", "Requests to a manager's socket", remote.requests(), "storage", name);
        collector.counter(
                "storage.wazuh.failures", "Requests that were not answered", remote.failures(), "storage", name);
        collector.gauge("storage.wazuh.in.use", "Connections at work", remote.inUse(), "storage", name);
    }
}
