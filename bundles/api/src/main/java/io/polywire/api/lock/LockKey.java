package io.polywire.api.lock;

import java.util.Objects;

/**
 * What is locked, within one database unless {@link #serverWide} says otherwise.
 *
 * @param space keys of different spaces never meet
 * @param name name within the space; "" where numbers do
 * @param number number within the space; 0 where names do
 */
public record LockKey(Space space, String name, long number) {
    /** Kinds of keys. */
    public enum Space {
        /** PostgreSQL's advisory locks with one bigint. */
        ADVISORY,
        /** PostgreSQL's advisory locks with two integers. */
        ADVISORY_PAIR,
        /** Locks by name over all databases (MySQL's GET_LOCK). */
        NAMED,
        /** Tables. */
        TABLE,
        /** The rows of a table that are there: who has locked some of them keeps others from changing or locking any. */
        ROWS
    }

    /** Checks that there is a name. */
    public LockKey {
        Objects.requireNonNull(space, "space");
        Objects.requireNonNull(name, "name");
    }

    /** An advisory lock with one number. */
    public static LockKey advisory(long key) {
        return new LockKey(Space.ADVISORY, "", key);
    }

    /** An advisory lock with two numbers. */
    public static LockKey advisory(int first, int second) {
        return new LockKey(Space.ADVISORY_PAIR, "", (long) first << 32 | second & 0xFFFFFFFFL);
    }

    /** A lock by name. */
    public static LockKey named(String name) {
        return new LockKey(Space.NAMED, name, 0);
    }

    /** A table, by the name that its storage knows it by. */
    public static LockKey table(String name) {
        return new LockKey(Space.TABLE, name, 0);
    }

    /** The rows of a table, by the name that its storage knows it by. */
    public static LockKey rows(String table) {
        return new LockKey(Space.ROWS, table, 0);
    }

    /** Whether it is one lock for all databases. */
    public boolean serverWide() {
        return space == Space.NAMED;
    }
}
