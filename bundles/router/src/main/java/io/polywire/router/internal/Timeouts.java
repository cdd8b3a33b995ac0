package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.concurrent.TimeUnit;

/**
 * Time-outs of one session: what its settings say, else what the configuration says. Values as PostgreSQL writes them (a
 * number of milliseconds, or a number and a unit: us, ms, s, min, h, d); 0 is no limit. What is not such a value was not
 * accepted by the dialect and counts for nothing here.
 */
final class Timeouts {
    private static final long NONE = Long.MAX_VALUE;
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RouterSession session;
    /** The longest wait for a lock, for the settings that it was worked out of: each write asks for it. */
    private record Lock(Settings configured, Object settings, long nanos) {}

    private volatile Lock lock;
    private String lastText;
    private long lastNanos;

    Timeouts(RouterSession session) {
        this.session = session;
    }

    private Settings configured() {
        return session.desk.settings();
    }

    /** Why a statement that has run for so long ends; null if it goes on. */
    SqlFailure ofStatement(long nanos) {
        return nanos > statementNanos()
                ? SqlFailure.of(FailureKind.CANCELLED, "canceling statement due to statement timeout")
                : null;
    }

    /** Why a session that has run nothing for so long ends; null if it goes on. */
    SqlFailure ofPause(long nanos) {
        if (session.transaction.isOpen()) {
            return nanos > idleInTransactionNanos()
                    ? fatal(
                            FailureKind.IDLE_TRANSACTION_TIMEOUT,
                            "terminating connection due to idle-in-transaction timeout")
                    : null;
        }
        return nanos > idleNanos()
                ? fatal(FailureKind.IDLE_TIMEOUT, "terminating connection due to idle-session timeout")
                : null;
    }

    /** Longest silence outside of a transaction: the listener's, which a client can only make shorter. */
    private long idleNanos() {
        long listener = orNone(session.connection.listener().limits().idleMillis() * 1_000_000L);
        String own = session.settings.idleSessionTimeout();
        return own == null ? listener : Math.min(listener, orNone(parse(own)));
    }

    private static SqlFailure fatal(FailureKind kind, String message) {
        return SqlFailure.build(kind, message).fatal().build();
    }

    /** Longest wait for the right to write, a lock or a connection of the storage. */
    long lockNanos() {
        Settings configured = configured();
        Object settings = session.settings.version();
        Lock l = lock;
        if (l == null || l.configured != configured || l.settings != settings) {
            l = new Lock(configured, settings, setting("lock_timeout", configured.lockTimeoutNanos()));
            lock = l;
        }
        return l.nanos;
    }

    /** Longest run of a statement; the longest of all longs for no limit. */
    private long statementNanos() {
        return setting("statement_timeout", orNone(configured().statementTimeoutNanos()));
    }

    /** Whether a statement may run for much longer than short ones that are run together. */
    boolean isStatementLong() {
        return statementNanos() >= LONG_NANOS;
    }

    /** Longest pause inside a transaction: the configured one is for what everybody may have to wait for. */
    private long idleInTransactionNanos() {
        return setting(
                "idle_in_transaction_session_timeout",
                session.transaction.hasLent() ? NONE : orNone(configured().idleInTransactionNanos()));
    }

    /** After which wait it is looked whether it will ever end. */
    long deadlockNanos() {
        return setting("deadlock_timeout", TimeUnit.SECONDS.toNanos(1));
    }

    private static long orNone(long nanos) {
        return nanos > 0 ? nanos : NONE;
    }

    private long setting(String name, long configured) {
        String text = session.setting(name);
        if (text == null || text.isEmpty()) {
            return configured;
        }
        long nanos = parse(text);
        return nanos < 0 ? configured : orNone(nanos);
    }

    private synchronized long parse(String text) {
        if (!text.equals(lastText)) {
            lastNanos = nanos(text);
            lastText = text;
        }
        return lastNanos;
    }

    /** The nanoseconds that a text means; -1 if it means none. */
    static long nanos(String text) {
        String t = text.trim();
        int end = 0;
        while (end < t.length() && (Character.isDigit(t.charAt(end)) || t.charAt(end) == '.')) {
            end++;
        }
        long unit = switch (t.substring(end).trim()) {
            case "us" -> 1_000L;
            case "", "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> -1;
        };
        try {
            return unit < 0
                    ? -1
                    : (long) Math.min(Double.parseDouble(t.substring(0, end)) * unit, Long.MAX_VALUE / 4.0);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
