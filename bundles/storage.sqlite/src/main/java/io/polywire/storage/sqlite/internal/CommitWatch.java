package io.polywire.storage.sqlite.internal;

/**
 * Tells whether anything was committed since a moment. Thread-safe and cheap: asked before each read, on event loops.
 */
interface CommitWatch {
    /** How many words identify a commit. */
    int WORDS = 6;

    /**
     * Notes the newest commit. A snapshot that begins after this call has it and, it may be, later ones.
     *
     * @param mark takes {@link #WORDS} words
     */
    void note(long[] mark);

    /**
     * Whether the noted commit is still the newest: then a snapshot that began after the note is not out of date. A commit
     * that has been acknowledged to anybody before this call is never missed.
     */
    boolean isNewest(long[] mark);
}
