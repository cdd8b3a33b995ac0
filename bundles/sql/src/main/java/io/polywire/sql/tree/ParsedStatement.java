package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.Objects;

/** A statement that a dialect has taken apart whole. */
public final class ParsedStatement extends Statement {
    private final StatementBody body;
    private final int parameterCount;
    private final boolean positioned;

    /**
     * A statement.
     *
     * @param body what it says
     * @param parameterCount the highest number of its parameters, which count from 1
     */
    public ParsedStatement(StatementBody body, int parameterCount) {
        this(body, parameterCount, false);
    }

    private ParsedStatement(StatementBody body, int parameterCount, boolean positioned) {
        super(body.start(), body.end());
        this.body = Objects.requireNonNull(body, "body");
        this.parameterCount = parameterCount;
        this.positioned = positioned;
    }

    /** The same query as that of a cursor, whose rows are to be found again if they are those of one table. */
    public ParsedStatement ofCursor() {
        return new ParsedStatement(body, parameterCount, true);
    }

    /** Whether it is the query of a cursor. */
    public boolean isOfCursor() {
        return positioned;
    }

    /** What it says. */
    public StatementBody body() {
        return body;
    }

    /** The highest number of its parameters, which count from 1. */
    public int parameterCount() {
        return parameterCount;
    }

    @Override
    public String command() {
        return body.command();
    }

    @Override
    public Access access() {
        return body.access();
    }
}
