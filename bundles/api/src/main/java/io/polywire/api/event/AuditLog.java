package io.polywire.api.event;

import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes audit events: who did what, from where, with what outcome. Implementations are services; all are called. */
@ConsumerType
public interface AuditLog {
    /**
     * Takes one event. Thread-safe; returns quickly, writing happens elsewhere.
     *
     * @param event what happened: "login", "login.refused", "ddl", ...
     * @param connection id of the connection, 0 where there is none
     * @param user name of the user, null where unknown
     * @param fields further facts; no secrets, statement texts with their literals masked
     */
    void record(String event, long connection, String user, Map<String, String> fields);
}
