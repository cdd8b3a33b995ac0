package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.config.Option;
import io.polywire.client.r2db2.internal.config.Settings;
import io.polywire.client.r2db2.internal.meta.DatabaseMetaDataImpl;
import io.polywire.client.r2db2.internal.sql.Escapes;
import io.polywire.client.r2db2.internal.sql.SqlShape;
import io.polywire.client.r2db2.internal.value.MemoryBlob;
import io.polywire.client.r2db2.internal.value.MemoryClob;
import io.polywire.client.r2db2.internal.value.Objects;
import io.polywire.client.r2db2.internal.value.Temporals;
import io.polywire.client.r2db2.internal.wire.Errors;
import io.polywire.client.r2db2.internal.wire.MemoryRows;
import io.polywire.client.r2db2.internal.wire.Session;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A connection. May be used from several threads, one at a time; {@link #abort} and {@link #isClosed} at any time. After
 * an I/O or protocol error it is closed, and says so.
 */
public final class ConnectionImpl extends UnsupportedConnection {
    private static final Set<String> NEED_NO_TRANSACTION =
            Set.of("", "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "PRAGMA");

    private final Session session;
    private final Settings settings;
    private final Objects objects;
    private final boolean sqlite;
    /** Open results of the current transaction: they end with it. */
    private final Set<ResultSetImpl> results = Collections.newSetFromMap(new IdentityHashMap<>());

    private boolean autoCommit = true;
    private boolean readOnly;
    private int savepoints;
    private SQLWarning warnings;

    /** @param session open */
    public ConnectionImpl(Session session) {
        this.session = session;
        this.settings = session.settings();
        this.objects = new Objects(new Temporals("milliseconds".equals(settings.text(Option.DATE_INTEGERS))));
        String dialect = settings.text(Option.DIALECT);
        this.sqlite = dialect == null || dialect.equals("sqlite");
        warnIfRefused("compression", "none".equals(settings.text(Option.COMPRESSION)));
        warnIfRefused("heartbeat", settings.number(Option.HEARTBEAT) == 0);
        warnIfRefused("trace", !settings.flag(Option.TRACE));
    }

    private void warnIfRefused(String option, boolean notWanted) {
        if (notWanted || session.accepted(option) != null) {
            return;
        }
        SQLWarning warning = new SQLWarning("The option " + option + " was not agreed with the server", "01000");
        if (warnings == null) {
            warnings = warning;
        } else {
            warnings.setNextWarning(warning);
        }
    }

    Session session() {
        return session;
    }

    Objects objects() {
        return objects;
    }

    /** Whether the session speaks SQLite's dialect. */
    public boolean sqlite() {
        return sqlite;
    }

    /** What the connection was asked to be. */
    public Settings settings() {
        return settings;
    }

    int defaultFetchSize() {
        return settings.fetchSize();
    }

    /** The open database; empty where it is the server's default, whose name the wire does not tell. */
    public String databaseName() {
        String accepted = session.accepted("database");
        String asked = settings.text(Option.DATABASE);
        return accepted != null ? accepted : asked == null ? "" : asked;
    }

    /** A result that belongs to no statement of the caller's. */
    public ResultSet result(MemoryRows rows) {
        return new ResultSetImpl(new StatementImpl(this), rows, defaultFetchSize());
    }

    void opened(ResultSetImpl result) {
        if (session.transaction() != 'I') {
            results.add(result);
        }
    }

    void closed(ResultSetImpl result) {
        results.remove(result);
    }

    /** Does what must be done before a statement may run. Called under the session's lock. */
    void prepareFor(SqlShape shape) throws SQLException {
        if (readOnly && shape.changes()) {
            throw Errors.of("The connection was set to read-only: " + shape.verb() + " is refused", "25006", null);
        }
        if (!autoCommit && session.transaction() == 'I' && !NEED_NO_TRANSACTION.contains(shape.verb())) {
            // not sent along with the statement: if it failed, the server would run that outside of a transaction
            session.command("BEGIN", this, 0);
        }
    }

    // ---- statements

    @Override
    public Statement createStatement() throws SQLException {
        session.checkOpen();
        return new StatementImpl(this);
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        checkKind(type, concurrency, ResultSet.CLOSE_CURSORS_AT_COMMIT);
        return createStatement();
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        checkKind(type, concurrency, holdability);
        return createStatement();
    }

    private static void checkKind(int type, int concurrency, int holdability) throws SQLException {
        if (type != ResultSet.TYPE_FORWARD_ONLY) {
            throw Errors.unsupported("scrollable results");
        }
        if (concurrency != ResultSet.CONCUR_READ_ONLY) {
            throw Errors.unsupported("updatable results");
        }
        if (holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw Errors.unsupported("results that stay open over a commit");
        }
    }

    private PreparedStatement prepare(String sql, KeyRequest keys) throws SQLException {
        session.checkOpen();
        String text = Escapes.replace(sql);
        SqlShape shape = SqlShape.of(text, sqlite);
        String sent = keys.apply(text, shape);
        return new PreparedStatementImpl(this, sent, shape, keys, session.prepare(sent, this, 0));
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepare(sql, KeyRequest.NONE);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        checkKind(type, concurrency, ResultSet.CLOSE_CURSORS_AT_COMMIT);
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        checkKind(type, concurrency, holdability);
        return prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
        return prepare(sql, KeyRequest.of(autoGeneratedKeys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
        return prepare(sql, KeyRequest.of(columnIndexes));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
        return prepare(sql, KeyRequest.of(columnNames));
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        session.checkOpen();
        return Escapes.replace(sql);
    }

    // ---- transactions

    @Override
    public boolean getAutoCommit() throws SQLException {
        session.checkOpen();
        return autoCommit;
    }

    @Override
    public void setAutoCommit(boolean wanted) throws SQLException {
        session.checkOpen();
        session.lock();
        try {
            if (wanted && !autoCommit) {
                commitOpen();
            }
            autoCommit = wanted;
        } finally {
            session.unlock();
        }
    }

    private void checkManual(String what) throws SQLException {
        session.checkOpen();
        if (autoCommit) {
            throw Errors.of(what + " needs setAutoCommit(false)", "25000", null);
        }
    }

    @Override
    public void commit() throws SQLException {
        checkManual("commit()");
        commitOpen();
    }

    private void commitOpen() throws SQLException {
        session.lock();
        try {
            if (session.transaction() == 'I') {
                return;
            }
            closeResults();
            if (session.command("COMMIT", this, 0).startsWith("ROLLBACK")) {
                throw Errors.of(
                        "The transaction was rolled back: a statement in it had failed, so it could not be committed",
                        "40000",
                        null);
            }
        } finally {
            session.unlock();
        }
    }

    @Override
    public void rollback() throws SQLException {
        checkManual("rollback()");
        session.lock();
        try {
            if (session.transaction() != 'I') {
                closeResults();
                session.command("ROLLBACK", this, 0);
            }
        } finally {
            session.unlock();
        }
    }

    private void closeResults() throws SQLException {
        for (ResultSetImpl result : List.copyOf(results)) {
            result.close();
        }
        results.clear();
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return savepoint(null);
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        if (name == null || name.isEmpty()) {
            throw Errors.of("A savepoint's name must not be empty", "3B001", null);
        }
        return savepoint(name);
    }

    private Savepoint savepoint(String name) throws SQLException {
        checkManual("setSavepoint()");
        session.lock();
        try {
            SavepointImpl savepoint = new SavepointImpl(this, ++savepoints, name);
            String sql = "SAVEPOINT " + savepoint.quoted();
            prepareFor(SqlShape.of(sql, sqlite));
            session.command(sql, this, 0);
            return savepoint;
        } finally {
            session.unlock();
        }
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        checkManual("rollback(Savepoint)");
        SavepointImpl own = own(savepoint);
        session.lock();
        try {
            // rows of before cannot be told from rows of after
            closeResults();
            session.command("ROLLBACK TO SAVEPOINT " + own.quoted(), this, 0);
        } finally {
            session.unlock();
        }
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        checkManual("releaseSavepoint()");
        SavepointImpl own = own(savepoint);
        session.command("RELEASE SAVEPOINT " + own.quoted(), this, 0);
        own.release();
    }

    private SavepointImpl own(Savepoint savepoint) throws SQLException {
        if (savepoint instanceof SavepointImpl own && own.connection() == this && !own.released()) {
            return own;
        }
        throw Errors.of("The savepoint is not one of this connection's, or was released", "3B001", null);
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        session.checkOpen();
        return TRANSACTION_SERIALIZABLE;
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        session.checkOpen();
        switch (level) {
            case TRANSACTION_READ_UNCOMMITTED,
                    TRANSACTION_READ_COMMITTED,
                    TRANSACTION_REPEATABLE_READ,
                    TRANSACTION_SERIALIZABLE -> {
                // the one level there is promises all that the weaker ones do
            }
            default -> throw Errors.unsupported("transaction isolation level " + level);
        }
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        session.checkOpen();
        return readOnly;
    }

    @Override
    public void setReadOnly(boolean wanted) throws SQLException {
        session.checkOpen();
        if (wanted != readOnly && session.transaction() != 'I') {
            throw Errors.of("setReadOnly() cannot be called within a transaction", "25001", null);
        }
        readOnly = wanted;
    }

    @Override
    public int getHoldability() throws SQLException {
        session.checkOpen();
        return ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        session.checkOpen();
        checkKind(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
    }

    // ---- the connection itself

    @Override
    public void close() {
        session.close();
    }

    @Override
    public boolean isClosed() {
        return session.isClosed();
    }

    @Override
    public boolean isValid(int seconds) throws SQLException {
        if (seconds < 0) {
            throw Errors.of("A time-out must not be negative", "HY024", null);
        }
        return session.isAlive(seconds * 1000L);
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw Errors.of("abort() needs an executor", "HY024", null);
        }
        // closing the socket never waits, so the executor has nothing to do
        session.abort("abort() was called");
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        session.checkOpen();
        return session.networkTimeout();
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        session.checkOpen();
        if (milliseconds < 0) {
            throw Errors.of("A time-out must not be negative", "HY024", null);
        }
        session.networkTimeout(milliseconds);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        session.checkOpen();
        return new DatabaseMetaDataImpl(this);
    }

    @Override
    public String getCatalog() throws SQLException {
        session.checkOpen();
        String name = databaseName();
        return name.isEmpty() ? null : name;
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        session.checkOpen();
        if (catalog != null && !catalog.equals(databaseName())) {
            throw Errors.unsupported("changing the database of an open connection; connect to the other one");
        }
    }

    @Override
    public String getClientInfo(String name) throws SQLException {
        session.checkOpen();
        return "ApplicationName".equals(name) ? settings.text(Option.APPLICATION_NAME) : null;
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        session.checkOpen();
        return warnings;
    }

    @Override
    public void clearWarnings() throws SQLException {
        session.checkOpen();
        warnings = null;
    }

    @Override
    public Blob createBlob() throws SQLException {
        session.checkOpen();
        return new MemoryBlob(new byte[0]);
    }

    @Override
    public Clob createClob() throws SQLException {
        return createNClob();
    }

    @Override
    public NClob createNClob() throws SQLException {
        session.checkOpen();
        return new MemoryClob("");
    }

    @Override
    void checkOpen() throws SQLException {
        session.checkOpen();
    }

    @Override
    public String toString() {
        return "r2db2 connection to " + session.host();
    }
}
