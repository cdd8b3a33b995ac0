package io.polywire.wazuh.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the commands. */
@ObjectClassDefinition(
        name = "Polywire Wazuh commands",
        description = "The databases of a Wazuh manager and what its clients may hold of them.")
@interface CommandsConfiguration {
    /** Sessions on agents' databases for each client. */
    @AttributeDefinition(
            name = "Agents' sessions",
            description = "Databases of agents on which one client has a session at a time; the one that was not used"
                    + " for longest is closed for the next.",
            min = "1")
    int agent_sessions() default 32;

    /** Longest answer of the HTTP interface, in bytes. */
    @AttributeDefinition(
            name = "HTTP answer",
            description = "Longest answer of the HTTP interface, in bytes; a question with a longer one fails.",
            min = "65536")
    int http_reply_bytes() default 64 * 1024 * 1024;

    /** Longest time of a client's statement, in milliseconds. */
    @AttributeDefinition(
            name = "Statement time-out",
            description =
                    "How long a client's sql statement may run, in milliseconds; it is stopped then and answered err."
                            + " 0 for no limit.",
            min = "0")
    int statement_timeout_ms() default 60_000;

    /** Folder of the backups of the global database. */
    @AttributeDefinition(
            name = "Backups",
            description = "Folder of the backups of the global database; a relative one is under the home.")
    String backup_directory() default "backup/db";

    /** Backups that are kept. */
    @AttributeDefinition(name = "Backups kept", description = "The oldest is removed when there are more.", min = "1")
    int backup_kept() default 3;
}
