package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.Objects;

/**
 * A statement that a dialect has classified and checked token by token, but not taken apart: it can only run on a
 * storage of the same dialect, as it stands.
 */
public final class OpaqueStatement extends Statement {
    private final String command;
    private final Access access;
    private final String text;
    private final int parameterCount;

    /**
     * A statement.
     *
     * @param command first word or words of its command tag
     * @param access what it may do
     * @param text the text to run
     * @param parameterCount the highest number of its parameters
     */
    public OpaqueStatement(String command, Access access, String text, int parameterCount) {
        super(0, text.length());
        this.command = Objects.requireNonNull(command, "command");
        this.access = Objects.requireNonNull(access, "access");
        this.text = text;
        this.parameterCount = parameterCount;
    }

    @Override
    public String command() {
        return command;
    }

    @Override
    public Access access() {
        return access;
    }

    /** The text to run. */
    public String text() {
        return text;
    }

    /** The highest number of its parameters, which count from 1. */
    public int parameterCount() {
        return parameterCount;
    }
}
