package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/** Turns what was thrown into what a client may be told. */
final class Failures {
    private Failures() {}

    static SqlFailure of(Throwable t) {
        if (t instanceof SqlFailure f) {
            return f;
        }
        if (t instanceof OutOfMemoryError) {
            return SqlFailure.build(FailureKind.OUT_OF_MEMORY, "out of memory")
                    .cause(t)
                    .build();
        }
        if (t instanceof StackOverflowError) {
            return SqlFailure.build(FailureKind.TOO_COMPLEX, "the statement is nested too deeply")
                    .build();
        }
        return SqlFailure.build(FailureKind.INTERNAL, "internal error").cause(t).build();
    }
}
