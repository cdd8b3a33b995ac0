package io.polywire.router.internal;

import io.polywire.api.event.AuditEvent;
import io.polywire.api.event.AuditLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps all events. */
final class Trail implements AuditLog {
    private final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public boolean isEnabled(AuditEvent event) {
        return true;
    }

    @Override
    public void record(AuditEvent event, long connection, String user, Map<String, String> fields) {
        Map<String, String> told = new LinkedHashMap<>(fields);
        told.values().removeIf(v -> v == null);
        told.remove("session");
        events.add(event.key() + " " + user + " " + told);
    }

    /** What was recorded since the last call. */
    List<String> take() {
        List<String> all = List.copyOf(events);
        events.clear();
        return all;
    }
}
