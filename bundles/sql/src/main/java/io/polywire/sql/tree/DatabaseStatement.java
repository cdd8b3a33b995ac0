package io.polywire.sql.tree;

import io.polywire.api.error.SqlFailure;
import java.util.Objects;

/** CREATE DATABASE, DROP DATABASE and ALTER DATABASE ... RENAME TO; carried out by the router with the storage. */
public final class DatabaseStatement extends Statement {
    /** What is done. */
    public enum Action {
        CREATE("CREATE DATABASE"),
        DROP("DROP DATABASE"),
        RENAME("ALTER DATABASE");

        private final String command;

        Action(String command) {
            this.command = command;
        }
    }

    private final Action action;
    private final String name;
    private final String newName;
    private final String owner;
    private final SqlFailure refusal;
    private final boolean lenient;
    private final boolean force;

    /**
     * A statement.
     *
     * @param create or drop
     * @param lenient whether it is no failure if the database is there already (or not there)
     */
    public DatabaseStatement(boolean create, String name, boolean lenient, int start, int end) {
        this(create ? Action.CREATE : Action.DROP, name, null, null, null, lenient, false, start, end);
    }

    private DatabaseStatement(
            Action action,
            String name,
            String newName,
            String owner,
            SqlFailure refusal,
            boolean lenient,
            boolean force,
            int start,
            int end) {
        super(start, end);
        this.action = action;
        this.name = Objects.requireNonNull(name, "name");
        this.newName = newName;
        this.owner = owner;
        this.refusal = refusal;
        this.lenient = lenient;
        this.force = force;
    }

    /**
     * Makes a database.
     *
     * @param owner name of the role that is to own it; null for the present one
     * @param refusal what is wrong with its options, or asked for and not served; null for nothing
     */
    public static DatabaseStatement create(String name, String owner, SqlFailure refusal, int start, int end) {
        return new DatabaseStatement(Action.CREATE, name, null, owner, refusal, false, false, start, end);
    }

    /**
     * Drops a database.
     *
     * @param lenient whether it is no failure if it is not there
     * @param force whether sessions in it are ended first
     */
    public static DatabaseStatement drop(String name, boolean lenient, boolean force, int start, int end) {
        return new DatabaseStatement(Action.DROP, name, null, null, null, lenient, force, start, end);
    }

    /** Gives a database another name. */
    public static DatabaseStatement rename(String name, String newName, int start, int end) {
        return new DatabaseStatement(
                Action.RENAME, name, Objects.requireNonNull(newName, "newName"), null, null, false, false, start, end);
    }

    /** What is done. */
    public Action action() {
        return action;
    }

    /** Whether it creates. */
    public boolean create() {
        return action == Action.CREATE;
    }

    /** Name of the database. */
    public String name() {
        return name;
    }

    /** The name that it gets; null where it is not renamed. */
    public String newName() {
        return newName;
    }

    /** Name of the role that is to own a new one; null for the present one. */
    public String owner() {
        return owner;
    }

    /** What its options fail with before anything is done; null for nothing. */
    public SqlFailure refusal() {
        return refusal;
    }

    /** Whether sessions in one that is dropped are ended first. */
    public boolean force() {
        return force;
    }

    /** Whether it is no failure if the database is there already (or not there). */
    public boolean lenient() {
        return lenient;
    }

    @Override
    public String command() {
        return action.command;
    }
}
