package io.polywire.api.storage;

/** What a statement has to do with the temporary objects of the session that runs it. */
public enum TemporaryUse {
    /** Nothing: it runs on any connection. */
    NONE,
    /** It reads some; what it changes, if it changes anything, is there for all. */
    READ,
    /** What it changes are temporary objects alone, so that it needs no right to write. */
    CHANGED
}
