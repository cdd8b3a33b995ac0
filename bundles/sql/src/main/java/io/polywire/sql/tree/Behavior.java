package io.polywire.sql.tree;

/** What happens to what depends on something that goes. */
public enum Behavior {
    DEFAULT,
    RESTRICT,
    CASCADE
}
