package io.polywire.api.event;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The audit trail: who did what, from where, with what outcome. One service, provided by the router, which records
 * log-ins, refusals and every statement of every session by itself; other bundles add what only they see. Thread-safe;
 * never blocks and never throws: writing happens elsewhere, and what cannot be kept is counted in the trail.
 */
@ProviderType
public interface AuditLog {
    /** Whether events of this kind are kept now; cheap enough for the hot path. */
    boolean isEnabled(AuditEvent event);

    /**
     * Takes one event if its kind is kept. Values may hold anything that a client has sent: they are escaped and bounded
     * in length here.
     *
     * @param event what kind of event
     * @param connection id of the connection, 0 where there is none
     * @param user name of the user, null where unknown
     * @param fields further facts in their order; no secrets, statement texts with their literals masked; entries whose
     *     value is null are left out
     */
    void record(AuditEvent event, long connection, String user, Map<String, String> fields);
}
