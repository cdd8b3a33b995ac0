package io.polywire.router.internal;

import io.polywire.api.session.TransactionMode;

/**
 * A savepoint of a transaction.
 *
 * @param name as the client has it
 * @param number counts those that were set in the transactions of a session
 * @param checks what the transaction had left to its end when it was set
 * @param mode how the transaction ran then: READ ONLY that is set behind it ends with it
 */
record Savepoint(String name, int number, DeferredChecks checks, TransactionMode mode) {
    /** Its name on the lease. */
    String inner() {
        return "pw" + number;
    }
}
