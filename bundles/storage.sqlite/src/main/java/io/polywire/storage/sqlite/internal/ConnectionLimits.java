package io.polywire.storage.sqlite.internal;

import java.sql.SQLException;
import org.sqlite.core.RawConnection;

/** Bounds that SQLite keeps for a connection; set by who is inside. */
final class ConnectionLimits {
    private ConnectionLimits() {}

    /** Lets a statement that works on the file as a whole attach its copy, which is all that the limit is for. */
    static void allowAttach(SqliteConnection c, boolean allowed) {
        set(c, RawConnection.LIMIT_ATTACHED, allowed ? 1 : 0);
    }

    /** Sets the length of the longest value, in bytes. */
    static void values(SqliteConnection c, int bytes) {
        set(c, RawConnection.LIMIT_LENGTH, bytes);
    }

    private static void set(SqliteConnection c, int limit, int value) {
        try {
            c.raw().limit(limit, value);
        } catch (SQLException e) {
            throw c.failure(SqliteErrors.code(e), null);
        }
    }
}
