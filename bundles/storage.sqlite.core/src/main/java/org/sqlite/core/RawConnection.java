package org.sqlite.core;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.sqlite.Function;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;

/**
 * A SQLite connection at the level of bytes and statement handles, without JDBC on top. It exists because the methods of
 * sqlite-jdbc that take and give UTF-8 bytes are package-private: measured over the JDBC API they save two thirds of a
 * scan and half of a look-up.
 *
 * <p>A thin layer: nothing is checked. One thread at a time, except {@link #interrupt}. A handle must not be used after
 * {@link #close}, nor a statement after {@link #finalizeStatement}: the process would crash. Result codes are SQLite's
 * extended ones.
 */
public final class RawConnection {
    /** {@link #step}: a row is there. */
    public static final int ROW = 100;
    /** {@link #step}: the end. */
    public static final int DONE = 101;

    /** {@link #columnType}: 64 bit integer. */
    public static final int INTEGER = 1;
    /** {@link #columnType}: double. */
    public static final int FLOAT = 2;
    /** {@link #columnType}: text. */
    public static final int TEXT = 3;
    /** {@link #columnType}: bytes. */
    public static final int BLOB = 4;
    /** {@link #columnType}: NULL. */
    public static final int NULL = 5;

    /** {@link #open}: fails with CANTOPEN if there is no file. */
    public static final int OPEN_READWRITE = 0x2;
    /** {@link #open}: without the right to write. */
    public static final int OPEN_READONLY = 0x1;
    /** {@link #open}: makes the database if there is none. */
    public static final int OPEN_CREATE = 0x4;
    /** {@link #open}: the name is a URI. */
    public static final int OPEN_URI = 0x40;
    /** {@link #open}: no locks in SQLite; whoever uses the connection keeps to one thread at a time. */
    public static final int OPEN_NOMUTEX = 0x8000;

    /** {@link #limit}: the longest text or blob, in bytes. */
    public static final int LIMIT_LENGTH = 0;

    /** {@link #limit}: how many databases can be attached. */
    public static final int LIMIT_ATTACHED = 7;

    private final NativeDB db;

    private RawConnection(NativeDB db) {
        this.db = db;
    }

    /**
     * Opens a database file. Loads the native library if that was not done before.
     *
     * @param file path or, with {@link #OPEN_URI}, URI
     * @param flags {@code OPEN_*}
     * @param busyTimeoutMillis longest wait for a lock that another program holds
     */
    public static RawConnection open(String file, int flags, int busyTimeoutMillis) throws SQLException {
        try {
            if (!NativeDB.load()) {
                throw new SQLException("the native library of SQLite could not be loaded");
            }
        } catch (SQLException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException("the native library of SQLite could not be loaded", e);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.enableLoadExtension(false);
        config.setBusyTimeout(busyTimeoutMillis);
        NativeDB db = new NativeDB("jdbc:sqlite:", "", config);
        db.open(file, flags);
        return new RawConnection(db);
    }

    /** Closes it. Every statement must have been finalized. */
    public void close() throws SQLException {
        db.close();
    }

    /**
     * The object whose monitor every call takes. Whoever makes many calls in a row takes it once around them, which
     * makes the inner ones cheap.
     */
    public Object monitor() {
        return db;
    }

    /** Version of the SQLite library. */
    public String libraryVersion() {
        return db.libversion();
    }

    /**
     * Compiles the first statement of a text.
     *
     * @return handle; 0 if the text holds no statement
     */
    public long prepare(byte[] sql) throws SQLException {
        return db.prepare_utf8(sql);
    }

    /** Runs a text of several statements; rows are dropped. */
    public void execute(byte[] sql) throws SQLException {
        int code = db._exec_utf8(sql);
        if (code != 0) {
            db.throwex(code);
        }
    }

    /**
     * Copies the main database, page by page, to another one, whose contents are lost.
     *
     * @param file path or URI
     */
    public void copyTo(String file) throws SQLException {
        int code = db.backup("main", file, null);
        if (code != 0) {
            db.throwex(code);
        }
    }

    /** Gives a statement up. */
    public int finalizeStatement(long statement) {
        return db.finalize(statement);
    }

    /** Runs on to the next row or the end. */
    public int step(long statement) {
        return db.step(statement);
    }

    /** Ends a run; returns the code of its failure, if it failed. */
    public int reset(long statement) {
        return db.reset(statement);
    }

    /** Makes all parameters NULL. */
    public int clearBindings(long statement) {
        return db.clear_bindings(statement);
    }

    /** The highest number of a parameter. */
    public int parameterCount(long statement) {
        return db.bind_parameter_count(statement);
    }

    /** Sets a parameter; numbered from 1. */
    public int bindNull(long statement, int parameter) {
        return db.bind_null(statement, parameter);
    }

    /** Sets a parameter; numbered from 1. */
    public int bindLong(long statement, int parameter, long value) {
        return db.bind_long(statement, parameter, value);
    }

    /** Sets a parameter; numbered from 1. */
    public int bindDouble(long statement, int parameter, double value) {
        return db.bind_double(statement, parameter, value);
    }

    /** Sets a parameter to text; numbered from 1. The array is copied and not changed. */
    public int bindUtf8(long statement, int parameter, byte[] value) {
        return db.bind_text_utf8(statement, parameter, value);
    }

    /** Sets a parameter to bytes; numbered from 1. The array is copied and not changed. */
    public int bindBlob(long statement, int parameter, byte[] value) {
        return db.bind_blob(statement, parameter, value);
    }

    /** How many columns the rows have; 0 for a statement without rows. */
    public int columnCount(long statement) {
        return db.column_count(statement);
    }

    /** Name of a column, numbered from 0. */
    public String columnName(long statement, int column) {
        return db.column_name(statement, column);
    }

    /** Declared type of the table column that a column comes from, or null. */
    public String columnDeclaredType(long statement, int column) {
        return db.column_decltype(statement, column);
    }

    /** Name of the table that a column comes from, or null. */
    public String columnTable(long statement, int column) {
        return db.column_table_name(statement, column);
    }

    /** Storage class of a value of the row: {@link #INTEGER} and so on. */
    public int columnType(long statement, int column) {
        return db.column_type(statement, column);
    }

    /** A value of the row as an integer. */
    public long columnLong(long statement, int column) {
        return db.column_long(statement, column);
    }

    /** A value of the row as a double. */
    public double columnDouble(long statement, int column) {
        return db.column_double(statement, column);
    }

    /**
     * A value of the row as the bytes that SQLite holds: of a blob, or of text in the <em>encoding of the database</em>.
     * A new array; null for NULL.
     */
    public byte[] columnBytes(long statement, int column) {
        return db.column_blob(statement, column);
    }

    /** A value of the row as text in UTF-8, whatever the encoding of the database. A new array; null for NULL. */
    public byte[] columnUtf8(long statement, int column) {
        ByteBuffer text = db.column_text_utf8(statement, column);
        if (text == null) {
            return null;
        }
        byte[] bytes = new byte[text.remaining()];
        text.get(bytes);
        return bytes;
    }

    /** Rows that the last finished INSERT, UPDATE or DELETE changed. */
    public long changes() {
        return db.changes();
    }

    /** Rows changed since the connection was opened, triggers included. */
    public long totalChanges() {
        return db.total_changes();
    }

    /** Message of the last call that failed. */
    public String errorMessage() {
        return db.errmsg();
    }

    /** Stops what runs. From any thread, but not during or after {@link #close}. */
    public void interrupt() {
        db.interrupt();
    }

    /** Sets the longest wait for a lock that another program holds. */
    public void busyTimeout(int millis) {
        db.busy_timeout(millis);
    }

    /** Sets one of SQLite's limits and returns what it was. */
    public int limit(int id, int value) throws SQLException {
        return db.limit(id, value);
    }

    /** The connection as functions of ours need it. */
    public DB database() {
        return db;
    }

    /** SQLITE_INNOCUOUS of sqlite3.h. */
    private static final int INNOCUOUS = 0x200000;

    /**
     * Registers a function; one of the same name and number of arguments is replaced.
     *
     * @param arguments -1 for any number
     */
    public void createFunction(String name, Function function, int arguments, boolean deterministic)
            throws SQLException {
        // a function of its arguments alone has no effect, so that the schema of a file may call it
        int code = db.create_function(
                name, function, arguments, deterministic ? Function.FLAG_DETERMINISTIC | INNOCUOUS : 0);
        if (code != 0) {
            db.throwex(code);
        }
    }

    /** Has a handler asked about every {@code operations} steps of SQLite's machine. */
    public void progressHandler(int operations, ProgressHandler handler) throws SQLException {
        db.register_progress_handler(operations, handler);
    }
}
