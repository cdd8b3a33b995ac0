package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.error.SqlFailure;

/** Writes {@code E}: one text for a client of the published design, fields for one that asked. */
final class Errors {
    private Errors() {}

    /**
     * Writes a failure.
     *
     * @param fields whether the client asked for fields
     * @param fatal whether the connection ends with it
     * @param positionOffset characters before the statement that the failure's position counts from
     * @param set index of the set of a batch, or -1
     */
    static void write(Output output, SqlFailure failure, boolean fields, boolean fatal, int positionOffset, long set) {
        StringStyle style = output.style();
        ByteBuf to = output.begin(Message.ERROR);
        if (fields) {
            style.write(to, failure.getMessage());
            field(to, style, 'S', fatal ? "FATAL" : "ERROR");
            field(to, style, 'C', failure.sqlState());
            field(to, style, 'M', failure.getMessage());
            field(to, style, 'D', failure.detail());
            field(to, style, 'H', failure.hint());
            if (failure.position() > 0) {
                field(to, style, 'P', Integer.toString(failure.position() + positionOffset));
            }
            if (set >= 0) {
                field(to, style, 'i', Long.toString(set));
            }
            to.writeByte(0);
        } else {
            style.write(to, plain(failure));
        }
        output.end();
    }

    private static void field(ByteBuf to, StringStyle style, char code, String value) {
        if (value != null) {
            to.writeByte(code);
            style.write(to, value);
        }
    }

    /** Without fields the text holds what a person can use. */
    private static String plain(SqlFailure failure) {
        if (failure.detail() == null && failure.hint() == null) {
            return failure.getMessage();
        }
        StringBuilder text = new StringBuilder(failure.getMessage());
        if (failure.detail() != null) {
            text.append("\nDetail: ").append(failure.detail());
        }
        if (failure.hint() != null) {
            text.append("\nHint: ").append(failure.hint());
        }
        return text.toString();
    }
}
