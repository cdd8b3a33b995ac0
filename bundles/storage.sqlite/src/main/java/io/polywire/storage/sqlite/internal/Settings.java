package io.polywire.storage.sqlite.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one instance is configured for, checked. {@link SettingsReader} makes it from a configuration.
 *
 * @param name name of the instance
 * @param directory where database files lie
 * @param files databases elsewhere: name to file
 * @param create databases that are made at start if they are missing
 * @param readOnly names of databases that are never written; {@code *} among them: none is
 * @param readers connections for short reads, per database
 * @param pinned connections for transactions and open portals, per database
 * @param openDatabases databases held open
 * @param waiting sessions that may wait for a lease, per database and kind
 * @param durable whether a commit is on disk before it is acknowledged
 * @param detectExternalWriters whether other programs may write the files
 * @param foreignKeys whether declared foreign keys are enforced
 * @param cacheKib page cache of a connection in KiB
 * @param mmapMib part of a file that is mapped into memory in MiB
 * @param keptStatements compiled statements that a connection keeps
 * @param busyTimeoutMillis longest wait for a lock of another program
 * @param snapshotIdleMillis after which time an idle reader lets its snapshot go
 * @param checkpointPages pages in the log from which on it is copied into the file
 * @param workers threads for what must not run on a caller's thread
 * @param stopTimeoutMillis how long a stop waits for what runs
 * @param nativeDirectory where the native library is kept between starts, or null
 * @param limits what a session may take at the cost of others
 */
record Settings(
        String name,
        Path directory,
        Map<String, Path> files,
        List<String> create,
        Set<String> readOnly,
        int readers,
        int pinned,
        int openDatabases,
        int waiting,
        boolean durable,
        boolean detectExternalWriters,
        boolean foreignKeys,
        int cacheKib,
        int mmapMib,
        int keptStatements,
        int busyTimeoutMillis,
        int snapshotIdleMillis,
        int checkpointPages,
        int workers,
        int stopTimeoutMillis,
        Path nativeDirectory,
        Limits limits) {

    /**
     * Bounds of what one session may take at the cost of all.
     *
     * @param logPages length of the log at which the oldest snapshot that keeps it from being emptied is given up
     * @param snapshotMillis age at which a snapshot is given up; 0: none
     * @param valueMib longest value, also one that a statement makes on its way; bounds the memory of a statement
     * @param temporaryMib size of the temporary files of all statements at which the longest running one ends; 0: no bound
     * @param pageSize of files that are made here
     * @param encoding of text in files that are made here, as SQLite names it
     * @param relationsMib memory of the system relations that are kept for all databases
     * @param sessionMib size of the temporary tables of one session
     */
    record Limits(
            long logPages,
            long snapshotMillis,
            int valueMib,
            int temporaryMib,
            int pageSize,
            String encoding,
            int relationsMib,
            int sessionMib) {
        private static final int SESSION_MIB = 2048;

        Limits(
                long logPages,
                long snapshotMillis,
                int valueMib,
                int temporaryMib,
                int pageSize,
                String encoding,
                int relationsMib) {
            this(logPages, snapshotMillis, valueMib, temporaryMib, pageSize, encoding, relationsMib, SESSION_MIB);
        }

        static final Limits DEFAULT = new Limits(262_144, 0, 256, 10_240, 4096, "UTF-8", 64);
    }

    Settings {
        files = Map.copyOf(files);
        create = List.copyOf(create);
        readOnly = Set.copyOf(readOnly);
    }

    /** Whether a database is never written, whatever its file allows. */
    boolean readsOnly(String database) {
        return readOnly.contains(database) || readOnly.contains("*");
    }
}
