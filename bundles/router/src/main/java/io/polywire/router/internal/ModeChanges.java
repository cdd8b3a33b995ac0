package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.session.TransactionMode.Isolation;

/** What SET TRANSACTION may change of a transaction that runs already (check hooks of variable.c of PostgreSQL). */
final class ModeChanges {
    private ModeChanges() {}

    /**
     * A mode with changes; what is null stays.
     *
     * @param queried whether a statement has read or written in the transaction
     * @param within whether it has savepoints
     * @throws SqlFailure 25001 if it is too late for a change
     */
    static TransactionMode of(
            TransactionMode mode,
            Isolation isolation,
            Boolean readOnly,
            Boolean deferrable,
            boolean queried,
            boolean within) {
        if (isolation != null && isolation != mode.isolation()) {
            refuse(queried, "SET TRANSACTION ISOLATION LEVEL must be called before any query");
            refuse(within, "SET TRANSACTION ISOLATION LEVEL must not be called in a subtransaction");
        }
        if (readOnly != null && !readOnly && mode.readOnly()) {
            refuse(within, "cannot set transaction read-write mode inside a read-only transaction");
            refuse(queried, "transaction read-write mode must be set before any query");
        }
        if (deferrable != null) {
            refuse(within, "SET TRANSACTION [NOT] DEFERRABLE cannot be called within a subtransaction");
            refuse(queried, "SET TRANSACTION [NOT] DEFERRABLE must be called before any query");
        }
        return new TransactionMode(
                isolation == null ? mode.isolation() : isolation,
                readOnly == null ? mode.readOnly() : readOnly,
                deferrable == null ? mode.deferrable() : deferrable,
                mode.writeFirst(),
                mode.lockTimeoutMillis());
    }

    private static void refuse(boolean late, String message) {
        if (late) {
            throw SqlFailure.of(FailureKind.ACTIVE_TRANSACTION, message);
        }
    }
}
