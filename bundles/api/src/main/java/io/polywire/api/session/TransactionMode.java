package io.polywire.api.session;

/**
 * How a transaction runs.
 *
 * @param isolation never null
 * @param readOnly whether writes are refused (25006)
 * @param deferrable as in SQL; without effect unless serializable and read only
 * @param writeFirst whether the right to write is taken at once (SQLite's BEGIN IMMEDIATE)
 * @param lockTimeoutMillis longest wait for a lock: -1 the session's setting, 0 none at all
 */
public record TransactionMode(
        Isolation isolation, boolean readOnly, boolean deferrable, boolean writeFirst, int lockTimeoutMillis) {

    /** What SQL promises of concurrent transactions; an implementation may be stronger. */
    public enum Isolation {
        /** Runs as READ_COMMITTED, as PostgreSQL does it; a client sees the name that it has given. */
        READ_UNCOMMITTED,
        READ_COMMITTED,
        REPEATABLE_READ,
        SERIALIZABLE;

        /** Whether all statements of a transaction read one snapshot; otherwise each sees what is committed before it. */
        public boolean isOneSnapshot() {
            return compareTo(READ_COMMITTED) > 0;
        }
    }

    /** Serializable, reading and writing, the session's waits. */
    public static final TransactionMode DEFAULT = new TransactionMode(Isolation.SERIALIZABLE, false, false, false, -1);
}
