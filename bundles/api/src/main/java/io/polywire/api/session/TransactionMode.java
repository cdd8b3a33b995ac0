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
        /** Nothing more is promised than nothing; no session sees what another has not committed. */
        READ_UNCOMMITTED,
        READ_COMMITTED,
        REPEATABLE_READ,
        SERIALIZABLE;

        /** Whether each statement may see what was committed before it, not before its transaction. */
        public boolean isByStatement() {
            return this == READ_UNCOMMITTED || this == READ_COMMITTED;
        }
    }

    /** Serializable, reading and writing, the session's waits. */
    public static final TransactionMode DEFAULT = new TransactionMode(Isolation.SERIALIZABLE, false, false, false, -1);
}
