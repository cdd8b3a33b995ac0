package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import org.sqlite.core.RawConnection;

/**
 * An insert of one row, compiled for many rows at once: half of what SQLite takes for a row of a load goes into the begin
 * and the end of its statement. Only for inserts whose effect is the same either way: values that depend on the row's
 * parameters alone, no trigger, no other resolution of conflicts than to fail, no key that another row of the statement can
 * satisfy. If one row fails all are undone, and run again one by one; so the row that fails is found and its own failure told.
 *
 * <p>Belongs to a kept statement, which is compiled again by SQLite itself when the schema changes; whether it may still be
 * used then is asked anew.
 */
final class MultiRowInsert {
    /** More rows save no more. */
    static final int MOST_ROWS = Lease.MOST_AHEAD;
    /** With fewer there is little to gain. */
    private static final int LEAST_ROWS = 8;

    private static final int MOST_PARAMETERS = 1024;

    /** So many rows are run one by one before it is worth a compilation. */
    private static final int WORTH_ROWS = 128;

    /** Rows that hold more than this in all do not wait for others. */
    static final int MOST_BYTES = 512 * 1024;

    /** What a kept statement knows of its own, by who is inside. */
    static final class Choice {
        private long loaded;
        private MultiRowInsert made;
        private boolean asked;
        private long schema;
        private long temporarySchema;

        /** One row more was run on its own; whether to ask again what may be done with the next ones. */
        boolean loaded() {
            return ++loaded == WORTH_ROWS;
        }

        /** Gives up what was made; also before its statement is given up. */
        void close(RawConnection raw) {
            if (made != null) {
                raw.finalizeStatement(made.handle);
                made = null;
            }
            asked = false;
        }
    }

    final long handle;
    final int rows;
    private final int columns;

    private MultiRowInsert(long handle, int rows, int columns) {
        this.handle = handle;
        this.rows = rows;
        this.columns = columns;
    }

    /** For what is loaded next; null if rows are to be run one by one. */
    static MultiRowInsert of(SqliteConnection c, KeptStatement k, StorageStatement statement) {
        Choice choice = k.manyRows;
        if (choice.loaded < WORTH_ROWS || statement.access() != Access.WRITE) {
            return null;
        }
        long schema = c.queryLong("PRAGMA main.schema_version");
        long temporary = c.queryLong("PRAGMA temp.schema_version");
        if (!choice.asked || schema != choice.schema || temporary != choice.temporarySchema) {
            choice.close(c.raw());
            choice.asked = true;
            choice.schema = schema;
            choice.temporarySchema = temporary;
            choice.made = make(c, k, statement.parameterCount());
        }
        return choice.made;
    }

    private static MultiRowInsert make(SqliteConnection c, KeptStatement k, int parameters) {
        InsertText text = k.kind == StatementText.Kind.INSERT && k.columnCount == 0 && parameters > 0
                ? InsertText.of(k.sql, parameters)
                : null;
        int rows = Math.min(MOST_ROWS, MOST_PARAMETERS / Math.max(1, parameters));
        if (text == null || rows < LEAST_ROWS || !BoundedWrites.isSameInOne(c, k) || isOtherwise(c, text.table())) {
            return null;
        }
        long handle = c.prepare(text.rows(rows));
        if (c.raw().parameterCount(handle) != rows * parameters) {
            c.raw().finalizeStatement(handle);
            return null;
        }
        return new MultiRowInsert(handle, rows, parameters);
    }

    /**
     * Whether the declaration of a table may resolve conflicts in another way than to fail, or has keys to the table itself,
     * which other rows of the statement could satisfy.
     */
    private static boolean isOtherwise(SqliteConnection c, String table) {
        String name = '\'' + table.replace("'", "''") + '\'';
        return !c.queryText("SELECT (SELECT count(*) FROM (SELECT name, sql FROM main.sqlite_schema UNION ALL"
                        + " SELECT name, sql FROM temp.sqlite_schema) WHERE name = " + name
                        + " COLLATE NOCASE AND sql LIKE '%conflict%')"
                        + " + (SELECT count(*) FROM pragma_foreign_key_list(" + name + ", 'main') WHERE \"table\" = "
                        + name + " COLLATE NOCASE)"
                        + " + (SELECT count(*) FROM pragma_foreign_key_list(" + name + ", 'temp') WHERE \"table\" = "
                        + name + " COLLATE NOCASE)")
                .equals("0");
    }

    /** Sets the parameters of one row. */
    void bind(SqliteConnection c, KeptStatement k, StorageStatement statement, int row, Parameters values) {
        Binder.bind(c, k, handle, row * columns, statement, values);
    }

    /** Runs it with all rows bound; SQLite's code. */
    int run(RawConnection raw) {
        int code = raw.step(handle);
        if (code == RawConnection.DONE && raw.changes() != rows) {
            // nothing that it is used for can do this
            raw.reset(handle);
            throw SqlFailure.of(FailureKind.INTERNAL, "an insert of several rows has not inserted each");
        }
        return code;
    }

    /** After its use: it holds on to no values. */
    void end(RawConnection raw) {
        raw.reset(handle);
        raw.clearBindings(handle);
    }

    /** Whether rows of a run that failed with a code can be run one by one: the transaction is as before them. */
    static boolean canRunAgain(int code) {
        return switch (code & 0xff) {
            case SqliteErrors.CONSTRAINT, SqliteErrors.ERROR, SqliteErrors.TOOBIG, SqliteErrors.MISMATCH -> true;
            default -> false;
        };
    }
}
