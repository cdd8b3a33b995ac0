package io.polywire.sql.tree;

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
    private final boolean lenient;

    /**
     * A statement.
     *
     * @param create or drop
     * @param lenient whether it is no failure if the database is there already (or not there)
     */
    public DatabaseStatement(boolean create, String name, boolean lenient, int start, int end) {
        this(create ? Action.CREATE : Action.DROP, name, null, lenient, start, end);
    }

    private DatabaseStatement(Action action, String name, String newName, boolean lenient, int start, int end) {
        super(start, end);
        this.action = action;
        this.name = Objects.requireNonNull(name, "name");
        this.newName = newName;
        this.lenient = lenient;
    }

    /** Gives a database another name. */
    public static DatabaseStatement rename(String name, String newName, int start, int end) {
        return new DatabaseStatement(
                Action.RENAME, name, Objects.requireNonNull(newName, "newName"), false, start, end);
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

    /** Whether it is no failure if the database is there already (or not there). */
    public boolean lenient() {
        return lenient;
    }

    @Override
    public String command() {
        return action.command;
    }
}
