package io.polywire.net.internal;

import io.polywire.api.wire.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The protocols that are installed, by name. Used under the lock of its component. */
final class Wires {
    /** As services order: the higher ranking, then the older one. */
    private static final Comparator<Wire> BEST =
            Comparator.comparingInt(Wire::ranking).thenComparing(Wire::id, Comparator.reverseOrder());

    private record Wire(String name, Protocol protocol, int ranking, long id) {}

    private final List<Wire> wires = new ArrayList<>();

    /** Takes a service with its properties. */
    void add(Protocol protocol, Map<String, ?> properties) {
        wires.add(new Wire(
                String.valueOf(properties.get(Protocol.NAME)),
                protocol,
                properties.get("service.ranking") instanceof Integer ranking ? ranking : 0,
                properties.get("service.id") instanceof Long id ? id : Long.MAX_VALUE));
    }

    void remove(Protocol protocol) {
        wires.removeIf(w -> w.protocol() == protocol);
    }

    /** The best one of a name, or null. */
    Protocol best(String name) {
        return wires.stream()
                .filter(w -> w.name().equals(name))
                .max(BEST)
                .map(Wire::protocol)
                .orElse(null);
    }

    boolean has(Protocol protocol) {
        return wires.stream().anyMatch(w -> w.protocol() == protocol);
    }
}
