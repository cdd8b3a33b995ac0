package io.polywire.storage.sqlite.internal;

import io.polywire.api.storage.Capability;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one instance is configured for, checked. {@link SettingsReader} makes it from a configuration.
 *
 * @param name name of the instance
 * @param directory where database files lie
 * @param files databases elsewhere: name to file
 * @param places where databases of some names are made, instead of the directory
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
 * @param foreign how files of other programs are read
 */
record Settings(
        String name,
        Path directory,
        Map<String, Path> files,
        List<Place> places,
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
        Limits limits,
        ForeignFiles foreign) {

    /**
     * How the columns of tables that other programs made are read and written.
     *
     * @param declared whether the names of types say what columns hold; if not, what they leave open is text
     * @param times the form in which times are written
     */
    record ForeignFiles(boolean declared, Times times) {
        /** Forms of times. */
        enum Times {
            TEXT,
            SECONDS,
            MILLISECONDS
        }
    }

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
     * @param memoryMib memory of statements outside of Java's heap at which one of them ends; 0: as much as the heap
     * @param answersMib memory of the answers about system relations that are kept for all databases; 0: none
     */
    record Limits(
            long logPages,
            long snapshotMillis,
            int valueMib,
            int temporaryMib,
            int pageSize,
            String encoding,
            int relationsMib,
            int sessionMib,
            int memoryMib,
            int answersMib) {
        /** With the usual bounds of what a session and what answers take. */
        Limits(
                long logPages,
                long snapshotMillis,
                int valueMib,
                int temporaryMib,
                int pageSize,
                String encoding,
                int relationsMib) {
            this(logPages, snapshotMillis, valueMib, temporaryMib, pageSize, encoding, relationsMib, 2048, 0, 16);
        }

        static final Limits DEFAULT = new Limits(262_144, 0, 256, 10_240, 4096, "UTF-8", 64);
    }

    Settings {
        files = Map.copyOf(files);
        create = List.copyOf(create);
        readOnly = Set.copyOf(readOnly);
    }

    /** What the storage can do. */
    Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.of(
                Capability.NULLS_ORDER,
                Capability.RETURNING,
                Capability.SAVEPOINTS,
                Capability.CANCEL,
                Capability.CREATE_DATABASE,
                Capability.OWN_TABLES);
        if (foreign.declared()) {
            all.add(Capability.DECLARED_TYPES);
        }
        if (foreign.times() == ForeignFiles.Times.SECONDS) {
            all.add(Capability.TIMES_IN_SECONDS);
        } else if (foreign.times() == ForeignFiles.Times.MILLISECONDS) {
            all.add(Capability.TIMES_IN_MILLISECONDS);
        }
        return Collections.unmodifiableSet(all);
    }

    /** Whether a database is never written, whatever its file allows. */
    boolean readsOnly(String database) {
        return readOnly.contains(database) || readOnly.contains("*");
    }
}
