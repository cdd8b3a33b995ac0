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

    /** An advisory lock that is not free, when rows have gone out already. */
    static SqlFailure lockAmidRows() {
        return SqlFailure.build(
                        FailureKind.UNSUPPORTED,
                        "waiting for an advisory lock in the middle of a result is not supported")
                .hint("Take the locks in a statement that returns one row, or in order of a sub-select.")
                .build();
    }

    /**
     * A failure of a part of a statement, as one of the whole.
     *
     * @param shift characters before the part; -1 if the client has not written it
     */
    static SqlFailure shifted(SqlFailure f, int shift) {
        if (f.position() == 0 || f.isFatal()) {
            return f;
        }
        return f.but().position(shift < 0 ? 0 : f.position() + shift).build();
    }
}
