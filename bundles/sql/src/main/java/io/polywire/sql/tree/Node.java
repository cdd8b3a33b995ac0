package io.polywire.sql.tree;

/** A part of a statement and where it stands in the text. Immutable. */
public abstract class Node {
    private final int start;
    private final int end;

    /**
     * A node.
     *
     * @param start first character in the statement's text, from 0
     * @param end the character behind the last
     */
    protected Node(int start, int end) {
        this.start = start;
        this.end = end;
    }

    /** First character in the statement's text, from 0. */
    public final int start() {
        return start;
    }

    /** The character behind the last. */
    public final int end() {
        return end;
    }
}
