package io.polywire.router.internal;

import io.polywire.api.event.Notifications;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who listens to which channel of which database. One send at a time, so all listeners see the same order. */
final class NotificationBus implements Notifications {
    private record Channel(String database, String name) {}

    private final Map<Channel, Set<Listener>> listeners = new HashMap<>();

    @Override
    public synchronized AutoCloseable listen(String database, String channel, Listener listener) {
        Channel c = new Channel(database, channel);
        listeners.computeIfAbsent(c, k -> new LinkedHashSet<>(2)).add(listener);
        return () -> unlisten(c, listener);
    }

    private synchronized void unlisten(Channel c, Listener listener) {
        Set<Listener> all = listeners.get(c);
        if (all != null && all.remove(listener) && all.isEmpty()) {
            listeners.remove(c);
        }
    }

    @Override
    public synchronized void send(String database, int sender, String channel, String payload) {
        Set<Listener> all = listeners.get(new Channel(database, channel));
        if (all != null) {
            // a listener only queues
            all.forEach(l -> l.notification(sender, channel, payload));
        }
    }

    /** Sends several without another's in between. */
    synchronized void sendAll(String database, int sender, List<SessionNotifications.Pending> all) {
        all.forEach(p -> send(database, sender, p.channel(), p.payload()));
    }
}
