package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/**
 * Where in a statement something stands, to point errors at, with the parameters' types as known there.
 *
 * @param text the whole statement
 * @param offset index of a char in it
 * @param parameters types of the statement's parameters, which uses settle
 */
public record Place(String text, int offset, ParameterTypes parameters) {
    /** Another place of the same statement. */
    public Place at(int other) {
        return new Place(text, other, parameters);
    }

    /** Position as errors give it: in code points from 1. */
    public int position() {
        return text.codePointCount(0, Math.min(offset, text.length())) + 1;
    }

    /** A failure that points here. */
    public SqlFailure failure(FailureKind kind, String message) {
        return build(kind, message).build();
    }

    /** Starts a failure that points here. */
    public SqlFailure.Builder build(FailureKind kind, String message) {
        return SqlFailure.build(kind, message).position(position());
    }

    /** A refusal by name that points here. */
    public SqlFailure unsupported(String what) {
        return failure(FailureKind.UNSUPPORTED, what + " is not supported");
    }
}
