package io.polywire.api.lock;

/**
 * How strong a lock is: the eight modes of PostgreSQL 15 with the conflicts of its table 13.2. Advisory locks are {@link
 * #SHARE} or {@link #EXCLUSIVE}.
 */
public enum LockMode {
    ACCESS_SHARE("AccessShareLock", 0b1000_0000),
    ROW_SHARE("RowShareLock", 0b1100_0000),
    ROW_EXCLUSIVE("RowExclusiveLock", 0b1111_0000),
    SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock", 0b1111_1000),
    SHARE("ShareLock", 0b1110_1100),
    SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", 0b1111_1100),
    EXCLUSIVE("ExclusiveLock", 0b1111_1110),
    ACCESS_EXCLUSIVE("AccessExclusiveLock", 0b1111_1111);

    private final String postgresName;
    /** Bit n: conflicts with the mode of ordinal n. */
    private final int conflicts;

    LockMode(String postgresName, int conflicts) {
        this.postgresName = postgresName;
        this.conflicts = conflicts;
    }

    /** Whether two sessions cannot have these at the same time. */
    public boolean conflictsWith(LockMode other) {
        return (conflicts >> other.ordinal() & 1) != 0;
    }

    /** Its name in pg_locks. */
    public String postgresName() {
        return postgresName;
    }
}
