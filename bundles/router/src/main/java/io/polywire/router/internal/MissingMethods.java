package io.polywire.router.internal;

import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import io.polywire.api.wire.Listener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells of methods that rules and listeners name and no bundle offers: a word that is written wrongly keeps everybody out,
 * and cannot be refused, since the bundle may come later. A listener is known here from its connections. Thread-safe.
 */
final class MissingMethods {
    /** A listener that nobody has come to for so long may be gone. */
    private static final long KNOWN_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final int MOST = 1_000;

    private record Asked(List<String> methods, long nanos) {}

    private final Map<String, Asked> listeners = new ConcurrentHashMap<>();

    /** Somebody wants to log in there. */
    void asked(Listener listener) {
        if (listeners.size() < MOST || listeners.containsKey(listener.name())) {
            listeners.put(listener.name(), new Asked(listener.auth(), System.nanoTime()));
        }
    }

    /** One entry, or none where all is there. */
    List<StatusEntry> entries(GateRules rules, Collection<Authenticator> there) {
        Set<String> known = new HashSet<>(Set.of(Gatekeeper.NONE));
        there.forEach(a -> known.add(a.method()));
        List<String> reasons = new ArrayList<>();
        long now = System.nanoTime();
        listeners.values().removeIf(asked -> now - asked.nanos() > KNOWN_NANOS);
        new TreeMap<>(listeners)
                .forEach((name, asked) -> asked.methods().stream()
                        .filter(method -> !known.contains(method))
                        .forEach(method -> reasons.add("no bundle offers method " + method + " of listener " + name)));
        there.forEach(a -> known.add(a.mechanism()));
        rules.methods().stream()
                .filter(word -> !known.contains(word))
                .forEach(word -> reasons.add("no bundle offers method or mechanism " + word + " of the rules"));
        return reasons.isEmpty()
                ? List.of()
                : List.of(new StatusEntry(
                        "authentication", "methods", State.DEGRADED, Map.of("reason", String.join("; ", reasons))));
    }
}
