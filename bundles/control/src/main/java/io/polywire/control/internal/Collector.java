package io.polywire.control.internal;

import io.polywire.api.status.Profile;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import io.polywire.api.status.StatusSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks everyone who knows something of the server's state, and makes a {@link Snapshot} of it. Thread-safe. */
final class Collector {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final BundleContext context;
    private final Configurations configurations;
    private final Supplier<List<StatusSource>> sources;
    private final Supplier<Profile> profile;

    Collector(
            BundleContext context,
            Configurations configurations,
            Supplier<List<StatusSource>> sources,
            Supplier<Profile> profile) {
        this.context = context;
        this.configurations = configurations;
        this.sources = sources;
        this.profile = profile;
    }

    Snapshot collect() {
        List<StatusEntry> entries = new ArrayList<>();
        for (StatusSource source : sources.get()) {
            add(source, entries);
        }
        int pending = configurations.check(entries);
        int active = bundles(entries);
        Profile current = profile.get();
        return new Snapshot(
                entries,
                pending,
                active,
                current == null ? null : current.name(),
                current == null ? List.of() : current.refusals());
    }

    private static void add(StatusSource source, List<StatusEntry> entries) {
        try {
            entries.addAll(source.entries());
        } catch (RuntimeException e) {
            // one part that cannot speak must not silence the others
            LOG.error("{} cannot say how it is", source.getClass().getName(), e);
            entries.add(down("status", source.getClass().getName(), "it cannot say how it is; see the log"));
        }
    }

    private int bundles(List<StatusEntry> entries) {
        int active = 0;
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = isFragment(bundle);
            if (bundle.getState() == Bundle.ACTIVE || fragment && bundle.getState() == Bundle.RESOLVED) {
                active++;
            } else if (bundle.getState() != Bundle.UNINSTALLED) {
                entries.add(down("bundle", name(bundle), reason(bundle, fragment)));
            }
        }
        return active;
    }

    private static boolean isFragment(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private static String name(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return (name == null ? bundle.getLocation() : name) + " " + bundle.getVersion();
    }

    private static String reason(Bundle bundle, boolean fragment) {
        return switch (bundle.getState()) {
            case Bundle.INSTALLED ->
                fragment ? "its host is not there" : "something that it imports is not there; the log names it";
            case Bundle.RESOLVED -> "it is not started";
            case Bundle.STARTING -> "it is starting";
            case Bundle.STOPPING -> "it is stopping";
            default -> "it is in an unknown state";
        };
    }

    static StatusEntry down(String section, String name, String reason) {
        return new StatusEntry(section, name, State.DOWN, Map.of("reason", reason));
    }
}
