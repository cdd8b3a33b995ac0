package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.core.RawConnection;

/** Opens connections to one file, all of the same make. */
final class Opener {
    /** Statements that are kept ready beside a transaction. */
    private final Settings settings;

    private final DatabaseFile file;
    private final MemoryRelations relations;

    private boolean readOnly;
    private boolean immutable;
    private boolean wal;
    private boolean utf8;

    Opener(Settings settings, DatabaseFile file, MemoryRelations relations) {
        this.settings = settings;
        this.relations = relations;
        this.file = file;
        this.readOnly = settings.readsOnly(file.name());
    }

    boolean isReadOnly() {
        return readOnly;
    }

    boolean isWal() {
        return wal;
    }

    /** Whether text is stored in the form in which it is handed on. */
    boolean isUtf8() {
        return utf8;
    }

    /**
     * Opens the first connection, which finds out what kind of file it is: whether it is a database at all, may be
     * written, keeps a write-ahead log. An empty file becomes a database of ours.
     *
     * @return a connection that may write, if that is possible here
     */
    SqliteConnection openFirst(Runnable onClosed) {
        SqliteConnection c;
        try {
            c = examine(onClosed);
        } catch (SqlFailure f) {
            // A log needs files beside the database; where they cannot be made, nobody can write either, and the file
            // can be read as one that does not change.
            if (immutable || Files.isWritable(file.path().getParent()) || Files.exists(file.beside("-wal"))) {
                throw f;
            }
            immutable = true;
            readOnly = true;
            c = examine(onClosed);
        }
        return c;
    }

    private SqliteConnection examine(Runnable onClosed) {
        SqliteConnection c = connect(onClosed);
        try {
            c.enter();
            try {
                // The first that reads the file: tells what is no database.
                long objects = c.queryLong("SELECT count(*) FROM sqlite_schema");
                if (!readOnly) {
                    readOnly = refusesWrites(c);
                }
                if (objects == 0 && !readOnly && c.queryLong("PRAGMA page_count") == 0) {
                    c.execute("PRAGMA journal_mode=WAL");
                    if (!settings.limits().encoding().equals("UTF-8")) {
                        // an encoding is in the file only from the first table on, and other connections would not know
                        c.execute("CREATE TABLE _pw_first(x);DROP TABLE _pw_first");
                    }
                }
                wal = c.queryText("PRAGMA journal_mode").equalsIgnoreCase("wal");
                utf8 = c.queryText("PRAGMA encoding").equalsIgnoreCase("UTF-8");
                if (readOnly) {
                    c.execute("PRAGMA query_only=ON");
                }
            } finally {
                c.leave();
            }
            return c;
        } catch (RuntimeException e) {
            c.requestClose();
            throw e;
        }
    }

    /**
     * Whether a write would fail for good. Asks for SQLite's write lock with a statement that changes nothing and is
     * rolled back (BEGIN IMMEDIATE would not tell: it reads where it cannot write). In rollback mode a journal has to be
     * made beside the file, which only the first change would do.
     */
    private boolean refusesWrites(SqliteConnection c) {
        if (!Files.isWritable(file.path().getParent()) && !Files.exists(file.beside("-wal"))) {
            return true;
        }
        c.run("BEGIN");
        c.raw().busyTimeout(0);
        int code = c.runForCode("PRAGMA incremental_vacuum(1)");
        c.raw().busyTimeout(settings.busyTimeoutMillis());
        c.run("ROLLBACK");
        return (code & 0xff) == SqliteErrors.READONLY;
    }

    /** Opens one that cannot write until {@code query_only} is switched off. */
    SqliteConnection openReader(Runnable onClosed) {
        SqliteConnection c = connect(onClosed);
        try {
            c.enter();
            try {
                c.execute("PRAGMA query_only=ON");
                // Loads the schema now and not in the first statement.
                c.queryLong("SELECT count(*) FROM sqlite_schema");
            } finally {
                c.leave();
            }
            return c;
        } catch (RuntimeException e) {
            c.requestClose();
            throw e;
        }
    }

    /** Opens one that may write. */
    SqliteConnection openWriter(Runnable onClosed) {
        return connect(onClosed);
    }

    /** Opens one to an empty database in memory, for what reads relations alone. */
    SqliteConnection openAside() {
        try {
            RawConnection raw = RawConnection.open(
                    ":memory:",
                    RawConnection.OPEN_NOMUTEX
                            | RawConnection.OPEN_URI
                            | RawConnection.OPEN_READWRITE
                            | RawConnection.OPEN_CREATE,
                    0);
            SqliteConnection c = new SqliteConnection(raw, relations, settings.keptStatements(), () -> {});
            ConnectionLimits.allowAttach(c, false);
            ConnectionLimits.values(c, settings.limits().valueMib() * 1024 * 1024);
            return c;
        } catch (SQLException e) {
            throw SqliteErrors.of(SqliteErrors.code(e), e.getMessage(), null);
        }
    }

    private SqliteConnection connect(Runnable onClosed) {
        // names of databases in memory are URIs; the file's own path is absolute and thereby none
        int flags = RawConnection.OPEN_NOMUTEX
                | RawConnection.OPEN_URI
                | (readOnly ? RawConnection.OPEN_READONLY : RawConnection.OPEN_READWRITE);
        String name = file.path().toString();
        if (immutable) {
            name = uri(file.path()) + "?immutable=1";
        }
        RawConnection raw;
        try {
            raw = RawConnection.open(name, flags, settings.busyTimeoutMillis());
        } catch (SQLException e) {
            throw SqliteErrors.of(SqliteErrors.code(e), e.getMessage(), null);
        }
        SqliteConnection c;
        try {
            c = new SqliteConnection(raw, relations, settings.keptStatements(), onClosed);
        } catch (SQLException e) {
            closeQuietly(raw, e);
            throw SqliteErrors.of(SqliteErrors.code(e), e.getMessage(), null);
        }
        try {
            c.enter();
            try {
                ConnectionLimits.allowAttach(c, false);
                ConnectionLimits.values(c, settings.limits().valueMib() * 1024 * 1024);
                c.execute((isEmpty() ? newFile() : "")
                        + "PRAGMA trusted_schema=OFF;"
                        + "PRAGMA foreign_keys=" + (settings.foreignKeys() ? "ON" : "OFF") + ";"
                        + "PRAGMA cache_size=-" + settings.cacheKib() + ";"
                        + "PRAGMA mmap_size=" + (long) settings.mmapMib() * 1024 * 1024 + ";"
                        + "PRAGMA synchronous=" + (settings.durable() ? "FULL" : "NORMAL") + ";"
                        + "PRAGMA wal_autocheckpoint=0");
            } finally {
                c.leave();
            }
            return c;
        } catch (RuntimeException e) {
            // Its owner never saw it: what onClosed counts it has not counted.
            c.requestClose();
            throw e;
        }
    }

    /** Whether it becomes a database with the first write: then its page size is still to be chosen. */
    private boolean isEmpty() {
        return file.path().toFile().length() == 0 && !Files.exists(file.beside("-wal"));
    }

    private String newFile() {
        return "PRAGMA page_size=" + settings.limits().pageSize() + ";PRAGMA encoding='"
                + settings.limits().encoding() + "';";
    }

    private static void closeQuietly(RawConnection raw, SQLException reason) {
        try {
            raw.close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static String uri(Path path) {
        return "file:" + path.toUri().getRawPath();
    }
}
