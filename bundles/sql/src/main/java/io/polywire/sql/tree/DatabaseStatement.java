package io.polywire.sql.tree;

import java.util.Objects;

/** CREATE DATABASE and DROP DATABASE; carried out by the router with the storage. */
public final class DatabaseStatement extends Statement {
    private final boolean create;
    private final String name;
    private final boolean lenient;

    /**
     * A statement.
     *
     * @param create or drop
     * @param lenient whether it is no failure if the database is there already (or not there)
     */
    public DatabaseStatement(boolean create, String name, boolean lenient, int start, int end) {
        super(start, end);
        this.create = create;
        this.name = Objects.requireNonNull(name, "name");
        this.lenient = lenient;
    }

    /** Whether it creates; otherwise it drops. */
    public boolean create() {
        return create;
    }

    /** Name of the database. */
    public String name() {
        return name;
    }

    /** Whether it is no failure if the database is there already (or not there). */
    public boolean lenient() {
        return lenient;
    }

    @Override
    public String command() {
        return create ? "CREATE DATABASE" : "DROP DATABASE";
    }
}
