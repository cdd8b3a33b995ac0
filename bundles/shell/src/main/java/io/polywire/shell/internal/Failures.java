package io.polywire.shell.internal;

import io.polywire.shell.internal.format.Text;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Errors as people see them. */
public final class Failures {
    private Failures() {}

    /** State and message; control characters are written out, lines are kept. */
    public static String text(SQLException e) {
        String message =
                String.valueOf(e.getMessage()).lines().map(Text::printable).collect(Collectors.joining("\n"));
        String state = e.getSQLState();
        return state == null || state.isEmpty() ? "ERROR: " + message : "ERROR " + state + ": " + message;
    }
}
