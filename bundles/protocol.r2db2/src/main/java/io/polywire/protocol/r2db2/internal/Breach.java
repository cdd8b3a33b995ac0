package io.polywire.protocol.r2db2.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/** The failures that this wire itself finds; the texts stand in the table of the README. */
final class Breach {
    private Breach() {}

    /** The client broke the protocol; the connection ends with it. */
    static SqlFailure fatal(String reason) {
        return SqlFailure.build(FailureKind.PROTOCOL, reason).fatal().build();
    }

    /** A length over its limit; the connection ends, as what follows cannot be read. */
    static SqlFailure tooLong(String what, long length, long limit) {
        String text = what + " of " + length + " bytes is over the limit of " + limit;
        return SqlFailure.build(FailureKind.LIMIT, text).fatal().build();
    }

    /** A message whose payload ends before its fields do, or after them. */
    static SqlFailure malformed(byte type) {
        return fatal("malformed message " + Message.show(type));
    }

    /** Text that is not what it should be; the connection lives. */
    static SqlFailure badText(String what) {
        return SqlFailure.of(FailureKind.BAD_ENCODING, what + " is not valid UTF-8");
    }

    /** A NUL byte would end the text for a storage in C, and the rest would be lost without a word. */
    static SqlFailure nulInText(String what) {
        return SqlFailure.of(FailureKind.BAD_ENCODING, what + " holds a NUL byte");
    }

    /** Something unforeseen; the cause is for the operator. */
    static SqlFailure internal(Throwable cause) {
        return SqlFailure.build(FailureKind.INTERNAL, "internal error")
                .cause(cause)
                .fatal()
                .build();
    }
}
