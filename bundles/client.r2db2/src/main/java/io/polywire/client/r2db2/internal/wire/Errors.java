package io.polywire.client.r2db2.internal.wire;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;

/** Makes the exception whose class fits a SQLSTATE. */
public final class Errors {
    private Errors() {}

    /** The exception for an error that the server told. */
    public static SQLException of(ServerError error, boolean timedOut) {
        if (timedOut && "57014".equals(error.state())) {
            return new SQLTimeoutException("The query timeout has passed: " + error.text(), error.state());
        }
        return of(error.text(), error.state(), null);
    }

    /** The exception for a SQLSTATE; {@code cause} may be null. */
    public static SQLException of(String message, String state, Throwable cause) {
        String kind = state.length() >= 2 ? state.substring(0, 2) : state;
        return switch (kind) {
            case "08" ->
                permanent(state)
                        ? new SQLNonTransientConnectionException(message, state, cause)
                        : new SQLTransientConnectionException(message, state, cause);
            case "0A" -> new SQLFeatureNotSupportedException(message, state, cause);
            case "22", "21" -> new SQLDataException(message, state, cause);
            case "23" -> new SQLIntegrityConstraintViolationException(message, state, cause);
            case "28" -> new SQLInvalidAuthorizationSpecException(message, state, cause);
            case "40" -> new SQLTransactionRollbackException(message, state, cause);
            case "42" -> new SQLSyntaxErrorException(message, state, cause);
            case "53", "55", "57" -> new SQLTransientException(message, state, cause);
            case "25", "3D", "54", "58" -> new SQLNonTransientException(message, state, cause);
            default -> new SQLException(message, state, cause);
        };
    }

    private static boolean permanent(String state) {
        // closed by the caller, refused, or a peer that does not speak the wire: trying again does not help
        return state.equals("08003") || state.equals("08004") || state.equals("08P01");
    }

    /** The exception for a connection that broke while it was used. */
    static SQLException broken(IOException cause) {
        if (cause instanceof ProtocolException) {
            return of(
                    "The server broke the r2db2 protocol, the connection is closed: " + cause.getMessage(),
                    "08P01",
                    cause);
        }
        if (cause instanceof SocketTimeoutException) {
            return of("The server did not answer within the time-out, the connection is closed", "08006", cause);
        }
        return of("The connection to the server broke and is closed: " + describe(cause), "08006", cause);
    }

    /** What went wrong, in words, for an exception that may carry none. */
    static String describe(Throwable problem) {
        String message = problem.getMessage();
        return message == null || message.isBlank() ? problem.getClass().getSimpleName() : message;
    }

    /** The exception for a JDBC feature that this driver or the wire does not have. */
    public static SQLFeatureNotSupportedException unsupported(String feature) {
        return new SQLFeatureNotSupportedException("Not supported by the r2db2 driver: " + feature, "0A000");
    }
}
