package io.polywire.auth.password.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.AuditEvent;
import io.polywire.api.event.AuditLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the command line has changed into the audit trail. The tool writes each command in the transaction of its
 * change ({@link UserDatabase#announce}); the server, now or at its next start, tells the trail and forgets them.
 */
final class ToolTrail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ToolTrail.class);
    private static final long EVERY_MILLIS = 500;
    private static final int BATCH = 100;

    private final UserDatabase database;
    private final Supplier<AuditLog> audit;
    private final ScheduledExecutorService timer;
    private boolean told;

    private record Change(long id, Instant at, String account, String command) {}

    /** @param audit the trail, or null while there is none */
    ToolTrail(UserDatabase database, Supplier<AuditLog> audit) {
        this.database = database;
        this.audit = audit;
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "polywire-tool-trail");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        timer.scheduleWithFixedDelay(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        AuditLog trail = audit.get();
        if (trail == null) {
            return;
        }
        try {
            List<Change> changes = database.read(ToolTrail::changes);
            for (Change change : changes) {
                Map<String, String> fields = new LinkedHashMap<>();
                fields.put("source", "command line");
                fields.put("account", change.account);
                fields.put("command", change.command);
                fields.put("made", change.at.toString());
                fields.put("outcome", "done");
                trail.record(AuditEvent.ROLE, 0, null, fields);
            }
            if (!changes.isEmpty()) {
                long last = changes.get(changes.size() - 1).id;
                database.write(c -> RoleChanges.run(c, "DELETE FROM changes WHERE id <= ?", last));
            }
            told = false;
        } catch (SqlFailure e) {
            // tried again; said once
            if (!told) {
                told = true;
                LOG.warn("changes by the command line do not get into the audit trail: {}", e.getMessage());
            }
        }
    }

    private static List<Change> changes(java.sql.Connection c) throws java.sql.SQLException {
        List<Change> changes = new ArrayList<>();
        try (PreparedStatement s =
                        c.prepareStatement("SELECT id, at, account, command FROM changes ORDER BY id LIMIT " + BATCH);
                ResultSet r = s.executeQuery()) {
            while (r.next()) {
                changes.add(
                        new Change(r.getLong(1), Instant.ofEpochMilli(r.getLong(2)), r.getString(3), r.getString(4)));
            }
        }
        return changes;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            timer.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
