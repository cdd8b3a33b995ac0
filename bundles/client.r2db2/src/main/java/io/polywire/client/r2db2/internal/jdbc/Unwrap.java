package io.polywire.client.r2db2.internal.jdbc;

import io.polywire.client.r2db2.internal.wire.Errors;
import java.sql.SQLException;

/** The one way in which all of this driver's objects are unwrapped: they are what they are. */
public final class Unwrap {
    private Unwrap() {}

    /** @throws SQLException if the object is not of that type */
    public static <T> T unwrap(Object object, Class<T> type) throws SQLException {
        if (type.isInstance(object)) {
            return type.cast(object);
        }
        throw Errors.of("This object wraps no " + type.getName(), "HY000", null);
    }
}
