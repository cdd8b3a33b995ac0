package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import org.sqlite.core.RawConnection;

/**
 * The row number that an INSERT set. SQLite has one per connection, of whichever statement set one last: it must not be
 * taken from a statement that sets none, an insert into a table WITHOUT ROWID or an upsert that updated.
 */
final class InsertIds {
    /** Flag of the machine's Insert operation: it sets the row number. */
    private static final long SETS_ROW_NUMBER = 0x20;

    private static final String MARK = "INSERT OR REPLACE INTO temp._pw_mark(i) VALUES(0)";

    private InsertIds() {}

    /**
     * The number that a statement has just set.
     *
     * @param k the statement, which has changed rows
     */
    static long last(SqliteConnection c, KeptStatement k, long schemaVersion) {
        if (k.rowNumberVersion != schemaVersion) {
            k.setsRowNumber = c.sheltered(() -> setsRowNumber(c, k.sql) ? 1 : 0) != 0;
            k.rowNumberVersion = schemaVersion;
        }
        return k.setsRowNumber ? c.queryLong("SELECT last_insert_rowid()") : 0;
    }

    /**
     * Makes SQLite's number 0 before an upsert, which need not insert. There is no call for that; an insert into a table
     * of our own does it.
     */
    static void mark(SqliteConnection c) {
        try {
            c.run(MARK);
        } catch (SqlFailure f) {
            // Not there yet, or undone with a transaction.
            if (f.kind() != FailureKind.UNDEFINED_TABLE) {
                throw f;
            }
            c.execute("CREATE TEMP TABLE IF NOT EXISTS _pw_mark(i INTEGER PRIMARY KEY)");
            c.run(MARK);
        }
    }

    private static boolean setsRowNumber(SqliteConnection c, String sql) {
        RawConnection raw = c.raw();
        long handle = c.prepare("EXPLAIN " + sql);
        try {
            int code;
            while ((code = raw.step(handle)) == RawConnection.ROW) {
                String operation = OperationList.name(raw, handle);
                if (operation.equals("VUpdate")
                        || operation.equals("Insert") && (raw.columnLong(handle, 6) & SETS_ROW_NUMBER) != 0) {
                    return true;
                }
            }
            if (code != RawConnection.DONE) {
                throw c.failure(code, sql);
            }
            return false;
        } finally {
            raw.finalizeStatement(handle);
        }
    }
}
