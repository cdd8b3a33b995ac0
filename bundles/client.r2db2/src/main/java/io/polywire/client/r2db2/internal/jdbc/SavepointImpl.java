package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.wire.Errors;
import java.sql.SQLException;
import java.sql.Savepoint;

/** A savepoint of one transaction of one connection. */
final class SavepointImpl implements Savepoint {
    private final ConnectionImpl connection;
    private final int id;
    private final String name;
    private boolean released;

    /** @param name null: it has only its number */
    SavepointImpl(ConnectionImpl connection, int id, String name) {
        this.connection = connection;
        this.id = id;
        this.name = name;
    }

    @Override
    public int getSavepointId() throws SQLException {
        if (name != null) {
            throw Errors.of("A savepoint with a name has no number", "3B000", null);
        }
        return id;
    }

    @Override
    public String getSavepointName() throws SQLException {
        if (name == null) {
            throw Errors.of("A savepoint without a name has only its number", "3B000", null);
        }
        return name;
    }

    /** The name for SQL, quoted. */
    String quoted() {
        return quote(name == null ? "polywire_savepoint_" + id : name);
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    ConnectionImpl connection() {
        return connection;
    }

    boolean released() {
        return released;
    }

    void release() {
        released = true;
    }
}
