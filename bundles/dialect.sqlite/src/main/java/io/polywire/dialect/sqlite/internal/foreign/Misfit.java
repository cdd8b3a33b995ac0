package io.polywire.dialect.sqlite.internal.foreign;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;

/** Failures over values that do not fit the type that another program declared. They tell no value. */
final class Misfit {
    private Misfit() {}

    /**
     * What is stored is not of the type.
     *
     * @param column "orders.shipped"
     * @param found the class of the value
     * @param type what it ought to be
     */
    static SqlFailure unreadable(String column, Parameters.Kind found, String type) {
        String what = switch (found) {
            case LONG -> "an integer";
            case DOUBLE -> "a real number";
            case UTF8 -> "text";
            case BYTES -> "a blob";
            case NULL -> throw new IllegalArgumentException("NULL is of every type");
        };
        return SqlFailure.build(
                        FailureKind.BAD_VALUE,
                        "column \"" + column + "\", made by another program, holds " + what + " that is no " + type)
                .hint("The storage's setting foreign.types = text serves such columns as text;"
                        + " foreign.times says what integers in columns of times count.")
                .build();
    }

    /** A value that the column would not give back. */
    static SqlFailure unwritable(String column, String what) {
        return SqlFailure.build(
                        FailureKind.OUT_OF_RANGE,
                        "column \"" + column + "\", made by another program, cannot keep " + what)
                .build();
    }
}
