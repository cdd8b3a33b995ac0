package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.session.Reply;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusSource;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of a {@link SqliteStorage}: one for each configuration. A changed configuration takes effect at once: what
 * runs is interrupted, and the databases that sessions hold on to open again under the new settings. One that is not
 * allowed is refused in the log, and what ran goes on.
 */
@Component(
        configurationPid = "io.polywire.storage.sqlite",
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {Storage.class, StatusSource.class, MetricSource.class})
@Designate(ocd = SqliteStorageConfig.class, factory = true)
public final class SqliteStorageComponent implements Storage, StatusSource, MetricSource {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStorageComponent.class);

    private final SettingsReader reader;
    private volatile SqliteStorage storage;
    /** Why the last change was not taken on; null if it was. */
    private volatile String refused;

    /**
     * Opens it.
     *
     * @throws io.polywire.api.error.SqlFailure of kind CONFIGURATION if a value is not allowed
     */
    @Activate
    public SqliteStorageComponent(BundleContext context, SqliteStorageConfig config) {
        String home = context.getProperty("polywire.home");
        if (home == null) {
            home = System.getProperty("polywire.home");
        }
        reader = new SettingsReader(home == null ? null : Path.of(home).toAbsolutePath());
        storage = new SqliteStorage(reader.read(config));
    }

    /** Takes a changed configuration on, or refuses it. */
    @Modified
    public void modified(SqliteStorageConfig config) {
        SqliteStorage before = storage;
        Settings settings;
        try {
            settings = reader.read(config);
        } catch (SqlFailure f) {
            refused = f.getMessage();
            LOG.error("The change is refused, storage {} goes on as it was: {}", before.name(), f.getMessage());
            return;
        }
        refused = null;
        if (settings.equals(before.settings())) {
            return;
        }
        before.close();
        try {
            storage = new SqliteStorage(settings, before);
        } catch (SqlFailure f) {
            refused = f.getMessage();
            LOG.error("The change is refused, storage {} goes on as it was: {}", before.name(), f.getMessage(), f);
            storage = new SqliteStorage(before.settings(), before);
        }
    }

    /** Ends it, in bounded time. */
    @Deactivate
    public void deactivate() {
        storage.close();
    }

    @Override
    public String name() {
        return storage.name();
    }

    @Override
    public String dialect() {
        return storage.dialect();
    }

    @Override
    public Set<Capability> capabilities() {
        return storage.capabilities();
    }

    @Override
    public List<String> databases() {
        return storage.databases();
    }

    @Override
    public Database database(String name) {
        return storage.database(name);
    }

    @Override
    public void create(String name, Map<String, String> options, Reply<Void> reply) {
        storage.create(name, options, reply);
    }

    @Override
    public void drop(String name, Reply<Void> reply) {
        storage.drop(name, reply);
    }

    @Override
    public void rename(String name, String newName, Reply<Void> reply) {
        storage.rename(name, newName, reply);
    }

    @Override
    public List<StatusEntry> entries() {
        String reason = refused;
        if (reason == null) {
            return storage.entries();
        }
        List<StatusEntry> entries = new ArrayList<>();
        entries.add(new StatusEntry("storage", storage.name(), StatusEntry.State.DEGRADED, Map.of("reason", reason)));
        entries.addAll(storage.entries());
        return entries;
    }

    @Override
    public void collect(Collector collector) {
        storage.collect(collector);
    }
}
