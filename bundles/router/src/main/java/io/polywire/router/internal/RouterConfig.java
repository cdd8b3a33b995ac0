package io.polywire.router.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the router, PID {@value #PID}; every component of this bundle reads its part. */
@ObjectClassDefinition(
        name = "Polywire router",
        description = "Profile, default database, logs, limits of sessions. Changes take effect at once.")
public @interface RouterConfig {
    /** The PID. */
    String PID = "io.polywire.router";

    @AttributeDefinition(
            description =
                    "development: loopback, user test/test, access without authentication where a listener allows it;"
                            + " production: refuses to do what is only fit for development")
    String profile() default "development";

    @AttributeDefinition(
            description = "Permissions that production refuses unless they are named here: development-user,"
                    + " unauthenticated:<listener>, cleartext:<listener>; in each profile unanalysed-statements: those in the"
                    + " storage's own dialect (r2db2) for users that are not members of pg_read_all_data and"
                    + " pg_write_all_data")
    String[] allow() default {};

    @AttributeDefinition(description = "Database of clients that name none, where their listener names none either")
    String default_database() default "main";

    @AttributeDefinition(description = "Role that clients run as which were let in without authentication")
    String anonymous_role() default "test";

    @AttributeDefinition(description = "Categories of log lines: query, error, performance, security, trace")
    String[] log() default {"error", "performance", "security"};

    @AttributeDefinition(
            description = "Statements that run at least so long are logged as performance; milliseconds, 0 for none",
            min = "0")
    long slow_statement_ms() default 1000;

    @AttributeDefinition(description = "Longest run of a statement; milliseconds, 0 for no limit", min = "0")
    long statement_timeout_ms() default 0;

    @AttributeDefinition(
            description = "Longest pause of a client inside a transaction, which may hold up all writers; milliseconds,"
                    + " 0 for no limit",
            min = "0")
    long idle_in_transaction_ms() default 60_000;

    @AttributeDefinition(
            description = "Longest wait for the right to write, or for a connection of the storage; milliseconds",
            min = "0",
            max = "3600000")
    long lock_timeout_ms() default 30_000;

    @AttributeDefinition(
            description =
                    "Threads that run statements; 0 for twice the processors, at least 4. While all of them run what takes"
                            + " long there are more, up to 16 times as many and 1024",
            min = "0",
            max = "1024")
    int workers() default 0;

    @AttributeDefinition(
            description = "Statements that may wait for a thread; more are refused (53300)",
            min = "1",
            max = "1000000")
    int worker_queue() default 20_000;

    @AttributeDefinition(description = "Sessions at a time; more are refused (53300)", min = "1", max = "1000000")
    int sessions_max() default 10_000;

    @AttributeDefinition(description = "Memory for plans of all sessions; KiB", min = "0", max = "16777216")
    int plan_cache_kib() default 16_384;

    @AttributeDefinition(
            description =
                    "Memory for the rows that one writing statement returns (RETURNING) before it is committed; KiB",
            min = "1",
            max = "2097151")
    int returning_max_kib() default 16_384;

    @AttributeDefinition(
            description = "Rows that one cursor keeps (SCROLL, WITH HOLD, one that its transaction writes under), in a"
                    + " temporary file once they are many; MiB",
            min = "1",
            max = "1048576")
    int cursor_max_mib() default 1024;

    @AttributeDefinition(
            description = "Statements of PREPARE that one session may have, and cursors likewise",
            min = "1",
            max = "1000000")
    int names_max() default 10_000;

    @AttributeDefinition(
            description =
                    "Memory of what one session keeps from one statement to the next: prepared statements, cursors and"
                            + " open results with their values, settings, notifications, savepoints, temporary relations; more is"
                            + " refused (53200); KiB",
            min = "1024",
            max = "16777216")
    int session_memory_kib() default 131_072;

    @AttributeDefinition(
            description =
                    "A statement that fails on a constraint is run once more, and undone, to tell the client the row or"
                            + " the key (DETAIL); longest run, and longest look at rows after it, of those that are; milliseconds,"
                            + " 0 for none",
            min = "0",
            max = "60000")
    int failure_detail_ms() default 200;
}
