package io.polywire.sql.tree;

import io.polywire.api.storage.Access;

/** A statement. Immutable; shared by all sessions that use its plan. */
public abstract class Statement extends Node {
    /** A statement between two positions of the text. */
    protected Statement(int start, int end) {
        super(start, end);
    }

    /** What it does, as the first word or words of its command tag: "SELECT", "CREATE TABLE"; "" for none. */
    public abstract String command();

    /** What it may do to a database; READ for what never reaches one. */
    public Access access() {
        return Access.READ;
    }
}
