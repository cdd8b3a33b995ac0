package io.polywire.auth.password.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The SQLite file of the store: one connection that reads and one that writes, so that a log-in never waits for another
 * process that writes (WAL). Thread-safe.
 */
final class UserDatabase implements AutoCloseable {
    /** Name of the file. */
    static final String FILE = "users.db";

    /** "PWus": tells the file from other databases. */
    private static final int APPLICATION_ID = 0x50577573;

    private static final int SCHEMA_VERSION = 3;
    private static final int BUSY_MILLIS = 5000;

    private static final String[] SCHEMA = {
        "CREATE TABLE users(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, login INTEGER NOT NULL,"
                + " superuser INTEGER NOT NULL, locked INTEGER NOT NULL DEFAULT 0, expires INTEGER) STRICT",
        "CREATE TABLE memberships(member INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,"
                + " role INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, PRIMARY KEY(member, role))"
                + " STRICT, WITHOUT ROWID",
        "CREATE INDEX memberships_role ON memberships(role)",
        "CREATE TABLE verifiers(user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, mechanism TEXT NOT NULL,"
                + " verifier TEXT NOT NULL, PRIMARY KEY(user, mechanism)) STRICT, WITHOUT ROWID",
        // what this installation keeps to itself: the secret behind mock salts, the RSA key
        "CREATE TABLE secrets(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID",
        "PRAGMA application_id = " + APPLICATION_ID
    };

    /** From version 1 to 2: attributes of roles, who made a member and whether it may make others. */
    private static final String[] TO_VERSION_2 = {
        "ALTER TABLE users ADD COLUMN inherit INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE users ADD COLUMN create_role INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE users ADD COLUMN create_database INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE users ADD COLUMN replication INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE users ADD COLUMN bypass_rls INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE users ADD COLUMN connection_limit INTEGER NOT NULL DEFAULT -1",
        "ALTER TABLE memberships ADD COLUMN grantor INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE memberships ADD COLUMN admin INTEGER NOT NULL DEFAULT 0",
        // below are the numbers that PostgreSQL gives to its own roles (src/include/catalog/pg_authid.dat)
        "INSERT INTO users(id, name, login, superuser) VALUES (6181, 'pg_read_all_data', 0, 0),"
                + " (6182, 'pg_write_all_data', 0, 0)",
        "UPDATE sqlite_sequence SET seq = max(seq, 16383) WHERE name = 'users'"
    };

    /** From version 2 to 3: opaque tokens, what the command line did and the audit trail has not been told, and settings. */
    private static final String[] TO_VERSION_3 = {
        "CREATE TABLE tokens(id TEXT PRIMARY KEY, user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,"
                + " hash BLOB NOT NULL, created INTEGER NOT NULL, expires INTEGER, comment TEXT) STRICT, WITHOUT ROWID",
        "CREATE INDEX tokens_user ON tokens(user)",
        "CREATE TABLE changes(id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, account TEXT NOT NULL,"
                + " command TEXT NOT NULL) STRICT",
        // role 0 and database '' stand for all
        "CREATE TABLE settings(role INTEGER NOT NULL, database TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,"
                + " UNIQUE(role, database, name)) STRICT",
        "CREATE TRIGGER settings_role AFTER DELETE ON users BEGIN DELETE FROM settings WHERE role = OLD.id; END",
        "PRAGMA user_version = " + SCHEMA_VERSION
    };

    private final ReentrantLock readLock = new ReentrantLock();
    private final ReentrantLock writeLock = new ReentrantLock();
    private final Connection reader;
    private final Connection writer;
    /** Account and command, until a change is made; guarded by the lock of writers. */
    private String[] announced;

    /** Work on a connection. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private UserDatabase(Connection reader, Connection writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * Opens the store, making it where it is missing.
     *
     * @throws SqlFailure if there is no such file to be had; the cause says why
     */
    static UserDatabase open(Path directory) {
        Connection writer = null;
        try {
            Path file = StoreDirectory.file(directory, FILE);
            writer = connect(file);
            prepare(writer);
            return new UserDatabase(connect(file), writer);
        } catch (IOException e) {
            throw SqlFailure.build(FailureKind.IO, "the user store cannot be opened")
                    .cause(e)
                    .build();
        } catch (SQLException e) {
            throw closed(writer, failure(e));
        } catch (SqlFailure e) {
            throw closed(writer, e);
        }
    }

    private static SqlFailure closed(Connection connection, SqlFailure failure) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // a password that was changed stays changed
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        Connection connection = source.getConnection();
        try (Statement s = connection.createStatement()) {
            s.execute("PRAGMA trusted_schema = OFF");
            // a verifier that was replaced is overwritten
            s.execute("PRAGMA secure_delete = ON");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private static void prepare(Connection connection) throws SQLException {
        transaction(connection, c -> {
            int application = number(c, "PRAGMA application_id");
            int version = number(c, "PRAGMA user_version");
            if (application == 0 && version == 0 && number(c, "SELECT count(*) FROM sqlite_schema") == 0) {
                run(c, SCHEMA);
                run(c, TO_VERSION_2);
                run(c, TO_VERSION_3);
            } else if (application == APPLICATION_ID && version == 1) {
                run(c, TO_VERSION_2);
                run(c, TO_VERSION_3);
            } else if (application == APPLICATION_ID && version == 2) {
                run(c, TO_VERSION_3);
            } else if (application != APPLICATION_ID || version != SCHEMA_VERSION) {
                throw SqlFailure.of(
                        FailureKind.CONFIGURATION,
                        "the file " + FILE + " is not a user store of this version (schema " + version + ", needed "
                                + SCHEMA_VERSION + ")");
            }
            return null;
        });
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement s = connection.createStatement()) {
            for (String statement : statements) {
                s.execute(statement);
            }
        }
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet r = s.executeQuery(query)) {
            return r.next() ? r.getInt(1) : 0;
        }
    }

    /** Reads. */
    <T> T read(Work<T> work) {
        readLock.lock();
        try {
            return work.run(reader);
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            readLock.unlock();
        }
    }

    /**
     * Says which command the next change is made by: it is kept with the change, all or none, until the audit trail has been
     * told.
     *
     * @param account of the operating system that it runs under
     * @param command without secrets
     */
    void announce(String account, String command) {
        writeLock.lock();
        try {
            announced = new String[] {account, command};
        } finally {
            writeLock.unlock();
        }
    }

    /** Writes in one transaction, which is rolled back if the work throws. */
    <T> T write(Work<T> work) {
        writeLock.lock();
        try {
            String[] by = announced;
            if (by == null) {
                return transaction(writer, work);
            }
            T result = transaction(writer, c -> {
                T done = work.run(c);
                RoleChanges.run(
                        c,
                        "INSERT INTO changes(at, account, command) VALUES (?, ?, ?)",
                        System.currentTimeMillis(),
                        by[0],
                        by[1]);
                return done;
            });
            announced = null;
            return result;
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            writeLock.unlock();
        }
    }

    private static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static SqlFailure failure(SQLException e) {
        FailureKind kind = FailureKind.IO;
        String message = "the user store cannot be used now";
        if (e instanceof SQLiteException sqlite) {
            SQLiteErrorCode code = sqlite.getResultCode();
            // extended codes carry the primary one in their low byte
            switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
                case SQLITE_BUSY, SQLITE_LOCKED -> {
                    kind = FailureKind.LOCK_TIMEOUT;
                    message = "the user store is being changed by another process";
                }
                case SQLITE_FULL -> {
                    kind = FailureKind.DISK_FULL;
                    message = "there is no room for the user store";
                }
                case SQLITE_READONLY -> {
                    kind = FailureKind.READ_ONLY;
                    message = "the user store cannot be written";
                }
                case SQLITE_CORRUPT, SQLITE_NOTADB -> {
                    kind = FailureKind.CORRUPT;
                    message = "the user store is damaged";
                }
                default -> message = "the user store cannot be used now";
            }
        }
        return SqlFailure.build(kind, message).cause(e).build();
    }

    /** The last one that closes folds the WAL into the file. */
    @Override
    public void close() {
        readLock.lock();
        writeLock.lock();
        try {
            try {
                reader.close();
            } finally {
                writer.close();
            }
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            writeLock.unlock();
            readLock.unlock();
        }
    }
}
