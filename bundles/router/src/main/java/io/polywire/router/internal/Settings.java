package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.LogCategory;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The router's configuration, checked: what a component keeps of {@link RouterConfig}.
 */
record Settings(
        boolean production,
        Set<String> allow,
        String defaultDatabase,
        String anonymousRole,
        Set<LogCategory> log,
        long slowNanos,
        long statementTimeoutNanos,
        long idleInTransactionNanos,
        long lockTimeoutNanos,
        long rowLocksNanos,
        int workers,
        int workerQueue,
        int sessionsMax,
        long planCacheBytes,
        int returningMaxBytes,
        long cursorMaxBytes,
        int namesMax,
        long sessionMemory,
        long failureDetailNanos) {

    private static final long MILLI = 1_000_000L;

    /** What has to stand in {@code allow} for {@link #unanalysedStatements}, in each profile. */
    private static final String UNANALYSED = "unanalysed-statements";

    /** Whether statements of which only the storage knows what they touch are open to all, not to members of roles only. */
    boolean unanalysedStatements() {
        return allow.contains(UNANALYSED);
    }

    /**
     * Checks a configuration.
     *
     * @throws SqlFailure of kind CONFIGURATION that names key, value and allowed range
     */
    static Settings of(RouterConfig c) {
        if (!c.profile().equals("development") && !c.profile().equals("production")) {
            throw bad("profile", c.profile(), "development or production");
        }
        EnumSet<LogCategory> log = EnumSet.noneOf(LogCategory.class);
        for (String name : list(c.log())) {
            log.add(category(name));
        }
        if (c.default_database().isBlank()) {
            throw bad("default.database", c.default_database(), "the name of a database");
        }
        int processors = Runtime.getRuntime().availableProcessors();
        int workers = (int) range("workers", c.workers(), 0, 1024);
        return new Settings(
                c.profile().equals("production"),
                Set.copyOf(list(c.allow())),
                c.default_database().trim(),
                c.anonymous_role().trim(),
                log,
                MILLI * range("slow.statement.ms", c.slow_statement_ms(), 0, Integer.MAX_VALUE),
                MILLI * range("statement.timeout.ms", c.statement_timeout_ms(), 0, Integer.MAX_VALUE),
                MILLI * range("idle.in.transaction.ms", c.idle_in_transaction_ms(), 0, Integer.MAX_VALUE),
                MILLI * range("lock.timeout.ms", c.lock_timeout_ms(), 0, 3_600_000),
                MILLI * range("row.locks.ms", c.row_locks_ms(), 0, 3_600_000),
                workers == 0 ? Math.max(4, 2 * processors) : workers,
                (int) range("worker.queue", c.worker_queue(), 1, 1_000_000),
                (int) range("sessions.max", c.sessions_max(), 1, 1_000_000),
                1024L * range("plan.cache.kib", c.plan_cache_kib(), 0, 16_777_216),
                (int) (1024L * range("returning.max.kib", c.returning_max_kib(), 1, 2_097_151)),
                1024L * 1024 * range("cursor.max.mib", c.cursor_max_mib(), 1, 1_048_576),
                (int) range("names.max", c.names_max(), 1, 1_000_000),
                1024L * range("session.memory.kib", c.session_memory_kib(), 1_024, 16_777_216),
                MILLI * range("failure.detail.ms", c.failure_detail_ms(), 0, 60_000));
    }

    /** A list as Config Admin has it, or as a .cfg file writes it: one value with commas. */
    private static List<String> list(String[] values) {
        return Arrays.stream(values)
                .flatMap(v -> Arrays.stream(v.split(",")))
                .map(String::trim)
                .filter(v -> !v.isEmpty())
                .toList();
    }

    private static LogCategory category(String name) {
        for (LogCategory c : LogCategory.values()) {
            if (c.key().equals(name)) {
                return c;
            }
        }
        List<String> known =
                Arrays.stream(LogCategory.values()).map(LogCategory::key).toList();
        throw bad("log", name, "some of " + String.join(", ", known));
    }

    private static long range(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw bad(key, Long.toString(value), min + " to " + max);
        }
        return value;
    }

    private static SqlFailure bad(String key, String value, String allowed) {
        return SqlFailure.of(
                FailureKind.CONFIGURATION,
                RouterConfig.PID + ": " + key + " = " + value + " is not allowed; allowed: " + allowed);
    }
}
