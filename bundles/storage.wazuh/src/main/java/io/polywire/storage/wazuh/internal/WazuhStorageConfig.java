package io.polywire.storage.wazuh.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one instance, {@code io.polywire.storage.wazuh-<name>.cfg}. */
@ObjectClassDefinition(
        name = "Polywire storage: Wazuh",
        description = "The databases behind the Wazuh-db socket of a manager. One configuration for each manager.")
@interface WazuhStorageConfig {
    /** Name of the instance. */
    @AttributeDefinition(name = "Name", description = "Name of this storage, which routes refer to.")
    String polywire_storage() default "manager";

    /** Path of the socket. */
    @AttributeDefinition(
            name = "Socket",
            description = "Path of the manager's Wazuh-db socket; a relative one is under the home.")
    String socket();

    /** What stands in front of the names of its databases. */
    @AttributeDefinition(
            name = "Prefix",
            description =
                    "Databases are named PREFIX_global, PREFIX_task, PREFIX_mitre and PREFIX_agent_NNN. Lower-case"
                            + " letters, digits and underscores, 32 at most.")
    String prefix() default "manager";

    /** Whether rows may be changed. */
    @AttributeDefinition(
            name = "Writable",
            description = "Whether rows may be changed, by single statements: the socket has no transactions.")
    boolean writable() default false;

    /** Connections to the socket. */
    @AttributeDefinition(
            name = "Connections",
            description = "Connections to the socket at most. A manager's own daemon serves 8 at a time.",
            min = "1",
            max = "256")
    int connections() default 4;

    /** Longest time of a request. */
    @AttributeDefinition(
            name = "Time-out",
            description = "Longest time for one request and its answer, and for a connection to come free, in"
                    + " milliseconds.",
            min = "100",
            max = "600000")
    int timeout_ms() default 10_000;

    /** Rows of a table that are read to be worked on here. */
    @AttributeDefinition(
            name = "Local rows",
            description =
                    "A statement that the manager cannot run whole (functions of another dialect) is run here over"
                            + " its tables; one with more rows than this is refused.",
            min = "0",
            max = "10000000")
    int local_rows() default 100_000;

    /** How long a schema is taken for known. */
    @AttributeDefinition(
            name = "Schema check",
            description = "How long the tables of a database are taken to be as they were, in milliseconds.",
            min = "0",
            max = "3600000")
    int schema_check_ms() default 10_000;
}
