package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import io.polywire.api.status.StatusSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the checked configuration for the components of this bundle, which stay as they are when it changes: a bad value
 * is refused, and what ran keeps running with the old ones.
 */
@Component(
        service = {SettingsService.class, StatusSource.class},
        configurationPid = RouterConfig.PID,
        configurationPolicy = ConfigurationPolicy.OPTIONAL)
@Designate(ocd = RouterConfig.class)
public final class SettingsService implements StatusSource {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsService.class);

    private final List<Consumer<Settings>> listeners = new CopyOnWriteArrayList<>();
    private volatile Settings settings;
    private volatile String refused;

    /** Made by the component runtime; a bad first configuration means that there is no router until it is mended. */
    @Activate
    public SettingsService(RouterConfig config) {
        settings = Settings.of(config);
    }

    @Modified
    void modified(RouterConfig config) {
        Settings next;
        try {
            next = Settings.of(config);
        } catch (SqlFailure bad) {
            refused = bad.getMessage();
            LOG.error("{}; the configuration before stays in force", bad.getMessage());
            return;
        }
        refused = null;
        settings = next;
        for (Consumer<Settings> l : listeners) {
            l.accept(next);
        }
    }

    Settings get() {
        return settings;
    }

    /** Calls {@code listener} with each new configuration from now on; the returned handle ends that. */
    Runnable listen(Consumer<Settings> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public List<StatusEntry> entries() {
        String reason = refused;
        return List.of(new StatusEntry(
                "router",
                settings.production() ? "production" : "development",
                reason == null ? State.UP : State.DEGRADED,
                reason == null ? Map.of() : Map.of("reason", reason)));
    }
}
