package io.polywire.net.internal;

import io.polywire.api.event.AuditEvent;
import io.polywire.api.event.AuditLog;
import io.polywire.api.event.EventLog;
import io.polywire.api.event.LogCategory;
import io.polywire.api.wire.TlsState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of one listener. What strangers can cause goes through the security category and is bounded in number and
 * length, so that nobody fills the disk from outside; what the operator has to know goes to the ordinary log.
 */
final class Journal {
    private static final Logger LOG = LoggerFactory.getLogger("io.polywire.net");
    /** Where no event log is installed. */
    private static final Logger SECURITY = LoggerFactory.getLogger("io.polywire.security");

    private static final int LONGEST = 400;

    private final ScheduledExecutorService timer;
    private final LineRate rate = new LineRate(20, System.nanoTime());
    private volatile String listener = "unnamed";
    private volatile EventLog events;
    private volatile AuditLog audit;

    Journal(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    void events(EventLog log) {
        events = log;
    }

    void eventsGone(EventLog log) {
        if (events == log) {
            events = null;
        }
    }

    void audit(AuditLog log) {
        audit = log;
    }

    void auditGone(AuditLog log) {
        if (audit == log) {
            audit = null;
        }
    }

    void name(String name) {
        listener = name;
    }

    /** How many security lines may be written per second. */
    void lines(int perSecond) {
        rate.limit(perSecond);
    }

    void info(String message) {
        LOG.info("listener {}: {}", listener, message);
    }

    void warn(String message) {
        LOG.warn("listener {}: {}", listener, message);
    }

    void error(String message, Throwable cause) {
        LOG.error("listener {}: {}", listener, message, cause);
    }

    void debug(String message, Throwable cause) {
        LOG.debug("listener {}: {}", listener, message, cause);
    }

    /** A bounded security line about a connection, 0 for none. */
    void security(long connection, String message) {
        EventLog log = events;
        if (log != null && !log.isEnabled(LogCategory.SECURITY)) {
            return;
        }
        if (mayWrite()) {
            write(connection, message);
        }
    }

    /** A defect that a client can bring about: with its stack, bounded like the security lines. */
    void failure(String message, Throwable cause) {
        if (mayWrite()) {
            error(message, cause);
        }
    }

    /** Tells the audit trail of a client that broke a rule of its protocol or of this listener. */
    void audit(long connection, String peer, String protocol, TlsState tls, String reason) {
        AuditLog log = audit;
        if (log == null || !log.isEnabled(AuditEvent.VIOLATION)) {
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("address", peer);
        fields.put("listener", listener);
        fields.put("protocol", protocol);
        fields.put("tls", tls == null ? "none" : tls.protocol());
        fields.put("reason", reason);
        log.record(AuditEvent.VIOLATION, connection, null, fields);
    }

    private boolean mayWrite() {
        return switch (rate.next(System.nanoTime())) {
            case WRITE -> true;
            case SUPPRESS -> false;
            case SUPPRESS_FIRST -> {
                reportLater();
                yield false;
            }
        };
    }

    private void reportLater() {
        try {
            timer.schedule(() -> write(0, rate.takeSuppressed() + " lines suppressed"), 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("listener {}: the number of suppressed lines is lost in the shutdown", listener, e);
        }
    }

    private void write(long connection, String message) {
        String line = "listener " + listener + ": " + printable(message);
        EventLog log = events;
        if (log != null) {
            log.log(LogCategory.SECURITY, connection, line);
        } else {
            SECURITY.info("[{}] {}", connection, line);
        }
    }

    /** One line of bounded length, whatever a client put into it. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST) + 8);
        for (int i = 0; i < text.length(); i++) {
            if (out.length() >= LONGEST) {
                return out.append("...").toString();
            }
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
