package io.polywire.sql.tree;

/** How long a relation lives. */
public enum Persistence {
    PERMANENT,
    TEMPORARY,
    /** Permanent, but lost with a crash. */
    UNLOGGED
}
