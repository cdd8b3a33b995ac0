package io.polywire.client.r2db2.internal.wire;

import java.util.List;

/** A statement that the server has prepared. Belongs to one session and is used under its lock. */
public final class Prepared {
    private final int id;
    private final String sql;
    private final int[] parameters;
    private final List<Column> columns;
    private final int epoch;

    Prepared(int id, String sql, int[] parameters, List<Column> columns, int epoch) {
        this.id = id;
        this.sql = sql;
        this.parameters = parameters;
        this.columns = columns;
        this.epoch = epoch;
    }

    int id() {
        return id;
    }

    /** The text as it was sent. */
    public String sql() {
        return sql;
    }

    /** How many parameters it has. */
    public int parameterCount() {
        return parameters.length;
    }

    /** Type code of a parameter, counted from 0; 0: not known. */
    public int parameterType(int parameter) {
        return parameters[parameter];
    }

    /** Its columns; empty if it returns no rows. */
    public List<Column> columns() {
        return columns;
    }

    /** The state of the schema, as this connection knows it, in which it was prepared. */
    int epoch() {
        return epoch;
    }
}
