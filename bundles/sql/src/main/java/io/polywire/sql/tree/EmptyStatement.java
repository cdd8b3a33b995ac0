package io.polywire.sql.tree;

/** Nothing but blanks and comments. */
public final class EmptyStatement extends Statement {
    /** An empty text of a length. */
    public EmptyStatement(int end) {
        super(0, end);
    }

    @Override
    public String command() {
        return "";
    }
}
