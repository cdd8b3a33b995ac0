package io.polywire.protocol.postgresql.internal;

import io.polywire.protocol.postgresql.internal.io.Output;

/** CommandComplete and its tag: the words of the command and, for those that have one, the number of rows. */
final class CommandTag {
    private CommandTag() {}

    static void write(String command, long rows, Output out) {
        int start = out.begin(Message.COMMAND_COMPLETE);
        out.text(command);
        switch (command) {
            // the 0 stands where the oid of a single row once stood
            case "INSERT" -> out.u8(' ').u8('0').u8(' ').decimal(rows);
            case "SELECT", "UPDATE", "DELETE", "MERGE", "FETCH", "MOVE", "COPY" ->
                out.u8(' ').decimal(rows);
            default -> {
                // utility commands have no number
            }
        }
        out.u8(0);
        out.end(start);
    }
}
