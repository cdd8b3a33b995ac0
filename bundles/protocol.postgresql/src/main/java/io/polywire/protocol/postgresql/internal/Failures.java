package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/** Failures that the wire itself reports, in PostgreSQL's words and states. */
final class Failures {
    private Failures() {}

    static SqlFailure of(FailureKind kind, String state, String message) {
        return SqlFailure.build(kind, message).sqlState(state).build();
    }

    static SqlFailure protocol(String message) {
        return SqlFailure.of(FailureKind.PROTOCOL, message);
    }

    static SqlFailure aborted() {
        return SqlFailure.of(
                FailureKind.TRANSACTION_FAILED,
                "current transaction is aborted, commands ignored until end of transaction block");
    }

    /** What a client is told of a defect of ours; the cause is for the log. */
    static SqlFailure of(Throwable t) {
        return t instanceof SqlFailure f
                ? f
                : SqlFailure.build(FailureKind.INTERNAL, "internal error")
                        .cause(t)
                        .build();
    }
}
