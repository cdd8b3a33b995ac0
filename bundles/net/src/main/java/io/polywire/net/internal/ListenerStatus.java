package io.polywire.net.internal;

import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a listener is, in the order in which a person reads it. */
final class ListenerStatus {
    private ListenerStatus() {}

    /**
     * The entry.
     *
     * @param settings null where no configuration could be used yet
     * @param door null where it is closed
     * @param tls null where TLS is off
     * @param problem why the present configuration is not used, or null
     */
    static StatusEntry entry(String name, Settings settings, Door door, TlsSource tls, String problem) {
        Map<String, String> facts = new LinkedHashMap<>();
        List<Acceptor> bound = door == null ? List.of() : door.acceptors();
        if (settings != null) {
            facts.put("protocol", settings.protocol());
            facts.put("address", address(settings, bound));
            if (!settings.addresses().isEmpty()) {
                facts.put("port", port(settings, bound));
            }
            facts.put("tls", Texts.lower(settings.tls().mode()));
            if (settings.tls().provider() != null) {
                facts.put("tls.provider", settings.tls().provider());
            }
            facts.put("auth", String.join(",", settings.auth()));
            facts.put(
                    "connections",
                    String.valueOf(door == null ? 0 : door.connections().size()));
        }
        String reason = Stream.of(
                        problem,
                        settings != null && door == null && problem == null
                                ? "protocol " + settings.protocol() + " is not there"
                                : null,
                        door == null ? null : door.problem(),
                        tls == null ? null : tls.problem())
                .filter(Objects::nonNull)
                .collect(Collectors.joining("; "));
        if (!reason.isEmpty()) {
            facts.put("reason", reason);
        }
        State state = bound.isEmpty() ? State.DOWN : reason.isEmpty() ? State.UP : State.DEGRADED;
        return new StatusEntry("listener", name, state, facts);
    }

    private static String address(Settings settings, List<Acceptor> bound) {
        Stream<InetAddress> addresses = bound.isEmpty()
                ? settings.addresses().stream()
                : bound.stream()
                        .filter(a -> !a.site().isUnix())
                        .map(a -> a.bound().getAddress());
        return Stream.concat(settings.sockets().stream().map(path -> "unix:" + path), addresses.map(Addresses::text))
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static String port(Settings settings, List<Acceptor> bound) {
        if (bound.isEmpty()) {
            return settings.port() == Settings.PROTOCOL_PORT ? "default" : String.valueOf(settings.port());
        }
        return bound.stream()
                .filter(a -> !a.site().isUnix())
                .map(a -> String.valueOf(a.bound().getPort()))
                .distinct()
                .collect(Collectors.joining(","));
    }
}
