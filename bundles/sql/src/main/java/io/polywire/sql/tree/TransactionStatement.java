package io.polywire.sql.tree;

import io.polywire.api.session.TransactionMode;
import java.util.Objects;

/** BEGIN, COMMIT, ROLLBACK and what is done with savepoints; answered by the session. */
public final class TransactionStatement extends Statement {
    /** What is asked for. */
    public enum Action {
        BEGIN,
        COMMIT,
        ROLLBACK,
        SAVEPOINT,
        RELEASE,
        ROLLBACK_TO
    }

    private final Action action;
    private final String command;
    private final TransactionMode mode;
    private final TransactionModes written;
    private final String savepoint;
    private final boolean chain;

    private TransactionStatement(
            Action action,
            String command,
            TransactionMode mode,
            TransactionModes written,
            String savepoint,
            boolean chain,
            int start,
            int end) {
        super(start, end);
        this.action = Objects.requireNonNull(action, "action");
        this.command = Objects.requireNonNull(command, "command");
        this.mode = mode;
        this.written = written;
        this.savepoint = savepoint;
        this.chain = chain;
    }

    /** BEGIN with its mode. */
    public static TransactionStatement begin(String command, TransactionMode mode, int start, int end) {
        return new TransactionStatement(
                Action.BEGIN, command, Objects.requireNonNull(mode, "mode"), null, null, false, start, end);
    }

    /** BEGIN whose mode is the session's to complete: what was not written follows its settings. */
    public static TransactionStatement begin(
            String command, TransactionMode mode, TransactionModes written, int start, int end) {
        return new TransactionStatement(
                Action.BEGIN,
                command,
                Objects.requireNonNull(mode, "mode"),
                Objects.requireNonNull(written, "written"),
                null,
                false,
                start,
                end);
    }

    /** COMMIT or ROLLBACK. */
    public static TransactionStatement end(Action action, String command, int start, int end) {
        return end(action, command, false, start, end);
    }

    /**
     * COMMIT or ROLLBACK.
     *
     * @param chain whether another transaction begins at once, with the mode of this one
     */
    public static TransactionStatement end(Action action, String command, boolean chain, int start, int end) {
        return new TransactionStatement(action, command, null, null, null, chain, start, end);
    }

    /** What is done with a savepoint. */
    public static TransactionStatement savepoint(Action action, String command, String name, int start, int end) {
        return new TransactionStatement(
                action, command, null, null, Objects.requireNonNull(name, "name"), false, start, end);
    }

    /** What is asked for. */
    public Action action() {
        return action;
    }

    @Override
    public String command() {
        return command;
    }

    /** Whether COMMIT or ROLLBACK begins another transaction (AND CHAIN). */
    public boolean chain() {
        return chain;
    }

    /** How the transaction runs; null unless the action is BEGIN. */
    public TransactionMode mode() {
        return mode;
    }

    /** What BEGIN says of the mode; null if it says all. */
    public TransactionModes written() {
        return written;
    }

    /** Name of the savepoint, folded by the dialect; null where there is none. */
    public String savepoint() {
        return savepoint;
    }
}
