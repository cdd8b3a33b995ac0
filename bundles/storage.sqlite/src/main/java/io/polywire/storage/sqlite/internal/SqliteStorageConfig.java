package io.polywire.storage.sqlite.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Configuration of one instance, {@code io.polywire.storage.sqlite-<name>.cfg}. */
@ObjectClassDefinition(
        name = "Polywire storage: SQLite",
        description = "Databases that are SQLite files of a directory. One configuration for each directory.")
public @interface SqliteStorageConfig {
    /** Name of the instance. */
    @AttributeDefinition(name = "Name", description = "Name of this storage, which routes refer to.")
    String polywire_storage() default "main";

    /** Where the files lie. */
    @AttributeDefinition(
            name = "Directory",
            description = "Each *.db, *.sqlite and *.sqlite3 in it is a database named as the file without its suffix."
                    + " Relative to polywire.home. Made if it is missing.")
    String directory() default "data/databases";

    /** Single files elsewhere. */
    @AttributeDefinition(
            name = "Files",
            description = "Databases elsewhere, each as name=path. A path is relative to polywire.home.",
            required = false)
    String[] files() default {};

    /** Places of databases of some names. */
    @AttributeDefinition(
            name = "Places",
            description = "Where databases of some names are made and looked for instead of the directory, each as"
                    + " name=path; one * in both stands for any part: agent_*=agents/*.db. Relative to polywire.home.",
            required = false)
    String[] places() default {};

    /** Databases made at start. */
    @AttributeDefinition(
            name = "Create",
            description = "Names of databases that are made in the directory at start if they are missing.",
            required = false)
    String[] create() default {};

    /** Databases that are never written. */
    @AttributeDefinition(
            name = "Read only",
            description = "Names of databases that are read and never written (25006), by whatever name; * for all.",
            required = false)
    String[] read_only() default {};

    /** Connections for short reads. */
    @AttributeDefinition(
            name = "Readers",
            description = "Connections for short reads, per database. 0 to 256; 0: one for each processor.")
    int readers() default 0;

    /** Connections for transactions and open portals. */
    @AttributeDefinition(
            name = "Pinned",
            description = "Connections for transactions, open portals and temporary tables, per database; over it a"
                    + " session waits, then fails with 53300. 1 to 10000.")
    int pinned() default 100;

    /** Databases held open. */
    @AttributeDefinition(
            name = "Open databases",
            description = "Databases that are held open; over it the one that was used least recently is closed."
                    + " 1 to 10000.")
    int open_databases() default 128;

    /** Length of the lines of those who wait. */
    @AttributeDefinition(
            name = "Waiting",
            description =
                    "Sessions that may wait in line, per database and kind of lease; over it 53300. 1 to 1000000.")
    int waiting() default 10_000;

    /** What an acknowledged commit survives. */
    @AttributeDefinition(
            name = "Durability",
            description = "full: an acknowledged commit survives a power failure. normal: it survives the death of the"
                    + " process, the last ones may be lost with the power; the file stays whole.",
            options = {@Option(label = "full", value = "full"), @Option(label = "normal", value = "normal")})
    String durability() default "full";

    /** Whether other programs write the files. */
    @AttributeDefinition(
            name = "External writers",
            description = "detect: other programs may write the files, each read looks for their commits. none: only"
                    + " Polywire writes them; what another program commits may be seen late.",
            options = {@Option(label = "detect", value = "detect"), @Option(label = "none", value = "none")})
    String external_writers() default "detect";

    /** Whether foreign keys are enforced. */
    @AttributeDefinition(
            name = "Foreign keys",
            description = "Whether declared foreign keys are enforced. SQLite itself does not unless told so.")
    boolean foreign_keys() default true;

    /** Page cache. */
    @AttributeDefinition(
            name = "Cache",
            description = "Page cache of each connection, in KiB. 64 to 1048576. Small, for files are mapped as well.")
    int cache_kib() default 2048;

    /** Mapped memory. */
    @AttributeDefinition(
            name = "Memory map",
            description = "How much of a file is mapped into memory, in MiB. 0 to 1048576; 0: nothing.")
    int mmap_mib() default 256;

    /** Compiled statements. */
    @AttributeDefinition(
            name = "Statement cache",
            description = "Compiled statements that each connection keeps. 0 to 100000.")
    int statement_cache() default 128;

    /** Waits for other programs. */
    @AttributeDefinition(
            name = "Busy time-out",
            description = "Longest wait for a lock that another program holds on a file, in milliseconds; then 55P03."
                    + " 0 to 600000.")
    int busy_timeout_ms() default 5000;

    /** Held snapshots. */
    @AttributeDefinition(
            name = "Snapshot idle time",
            description =
                    "After which time without use a reader gives its snapshot up, in milliseconds, so that the log"
                            + " can be emptied. 1 to 60000.")
    int snapshot_idle_ms() default 50;

    /** Checkpoints. */
    @AttributeDefinition(
            name = "Checkpoint pages",
            description = "Pages in the write-ahead log from which on it is copied into the file, off the way of any"
                    + " commit. 10 to 10000000.")
    int checkpoint_pages() default 1000;

    /** Length of the log. */
    @AttributeDefinition(
            name = "Log maximum",
            description =
                    "Length of the write-ahead log at which the oldest snapshot that keeps it from being emptied is"
                            + " given up: its session fails with 72000. In MiB (for pages of 4096 bytes), 16 to 1048576.")
    int log_max_mib() default 1024;

    /** Age of snapshots. */
    @AttributeDefinition(
            name = "Snapshot maximum age",
            description =
                    "Age at which a snapshot is given up: its session fails with 72000. In seconds, 0 to 10000000;"
                            + " 0: none. Transactions that write have other limits.")
    int snapshot_max_s() default 0;

    /** Length of values. */
    @AttributeDefinition(
            name = "Value maximum",
            description =
                    "Longest text or blob, also one that a statement makes on its way, which bounds the memory that"
                            + " a statement takes; over it 54000. In MiB, 1 to 950.")
    int value_max_mib() default 256;

    /** Temporary files. */
    @AttributeDefinition(
            name = "Temporary files",
            description =
                    "Size of the temporary files of all statements at which the one that has run longest ends with"
                            + " 53400. In MiB, 0 to 1048576; 0: no bound. Linux only.")
    int temporary_mib() default 10_240;

    /** Temporary tables. */
    @AttributeDefinition(
            name = "Temporary tables of a session",
            description = "Size of the temporary tables of one session. In MiB, 1 to 1048576; over it 53400.")
    int temporary_session_mib() default 2048;

    /** Memory of statements. */
    @AttributeDefinition(
            name = "Memory of statements",
            description =
                    "Memory that statements take outside of Java's heap, of all databases, at which one of those that made"
                            + " it grow ends with 53200. In MiB, 0 to 1048576; 0: as much as Java's heap may have, at least 1024. Linux only.")
    int memory_mib() default 0;

    /** Page size. */
    @AttributeDefinition(
            name = "Page size",
            description = "Page size of files that are made here, in bytes: a power of two from 512 to 65536.")
    int page_size() default 4096;

    /** How text is stored. */
    @AttributeDefinition(
            name = "Encoding",
            description =
                    "How files that are made here store text. SQLite sorts by the stored bytes: only UTF-8 sorts as"
                            + " the dialects of servers do.",
            options = {
                @Option(label = "UTF-8", value = "UTF-8"),
                @Option(label = "UTF-16le", value = "UTF-16le"),
                @Option(label = "UTF-16be", value = "UTF-16be")
            })
    String encoding() default "UTF-8";

    /** Types of columns of other programs. */
    @AttributeDefinition(
            name = "Types of other programs",
            description =
                    "declared: in a table that another program made, DATE, DATETIME, BOOLEAN, DECIMAL(p,s), UUID, JSON"
                            + " and their like are what columns are served as; a value that is not one fails its row. text: such columns"
                            + " are served as the text of what is stored.",
            options = {@Option(label = "declared", value = "declared"), @Option(label = "text", value = "text")})
    String foreign_types() default "declared";

    /** Times of other programs. */
    @AttributeDefinition(
            name = "Times of other programs",
            description =
                    "What dates and times are written as in a table that another program made: text of ISO 8601, seconds or"
                            + " milliseconds since 1970. Text, Julian days and integers are read; integers are milliseconds"
                            + " if that is set, else seconds.",
            options = {
                @Option(label = "text", value = "text"),
                @Option(label = "seconds", value = "seconds"),
                @Option(label = "milliseconds", value = "milliseconds")
            })
    String foreign_times() default "text";

    /** System relations in memory. */
    @AttributeDefinition(
            name = "System relations",
            description = "Memory of the rows of system relations that are kept for all databases. In MiB, 1 to 65536.")
    int relations_mib() default 64;

    /** Answers about system relations. */
    @AttributeDefinition(
            name = "Answers about system relations",
            description = "Memory of the answers to what is asked about system relations again and again, kept for all"
                    + " databases. In MiB, 0 to 65536; 0: none.")
    int answers_mib() default 16;

    /** Threads. */
    @AttributeDefinition(name = "Workers", description = "Threads that open, create, drop and checkpoint. 1 to 64.")
    int workers() default 2;

    /** Stop. */
    @AttributeDefinition(
            name = "Stop time-out",
            description = "How long a stop waits for statements that run and have been interrupted, in milliseconds."
                    + " 0 to 600000.")
    int stop_timeout_ms() default 3000;
}
