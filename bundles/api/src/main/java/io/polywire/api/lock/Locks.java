package io.polywire.api.lock;

import java.util.List;

/**
 * The locks of one session. Called from functions and statements while they run, on whatever thread that is; never
 * blocks.
 *
 * <p><b>Waiting.</b> A function cannot wait: it would hold a thread and a connection. {@link #lock} takes what is free at
 * once and otherwise throws, which the function lets pass: the session then ends that run of the statement, waits without
 * a thread, in line with others (lock_timeout 55P03, deadlock 40P01, cancel 57014), and runs the statement again from its
 * start, when the lock is there. Locks of scope SESSION that the interrupted run took are given back before the wait. A
 * statement that has returned rows already cannot run again and fails with 0A000.
 */
public interface Locks {
    /**
     * Takes a lock if it is free, or held by this session in a mode that covers it.
     *
     * @return whether this session has it now
     * @throws io.polywire.api.error.SqlFailure 53200 if there are too many locks
     */
    boolean tryLock(LockKey key, LockMode mode, LockScope scope);

    /**
     * Takes a lock, or has the session wait for it as the head of this type says.
     *
     * @throws io.polywire.api.error.SqlFailure of kind LOCK_TIMEOUT if it is not free; to be let pass
     */
    void lock(LockKey key, LockMode mode, LockScope scope);

    /**
     * Gives back a lock of scope SESSION that was taken once.
     *
     * @return false if the session does not have it
     */
    boolean unlock(LockKey key, LockMode mode);

    /** Gives back all locks of scope SESSION but those of tables. */
    void unlockAll();

    /** All locks of all sessions of this database, and server-wide ones. */
    List<LockInfo> all();
}
