package io.polywire.api.storage;

import java.util.List;
import java.util.Objects;

/**
 * How a statement is run once more that has failed on a constraint, so that the rows can be seen that it could not write.
 * Nothing of that run stays.
 *
 * @param watched tables whose rows are noted
 * @param keysLater whether no foreign key is checked meanwhile, so that the statement comes to its end
 * @param nanos longest run, in nanoseconds; over it nothing is found out
 * @param rows most rows that are noted; with more nothing is found out
 */
public record Replay(List<Watch> watched, boolean keysLater, long nanos, int rows) {
    /** The column of each copy that tells the order in which rows were noted, from 1, over all tables. */
    public static final String ORDER = "_pw_order";

    /** Which rows are noted. */
    public enum Rows {
        /** The last one that was about to be inserted, or to take another's place. */
        LAST_WANTED,
        /** Those that were inserted or took the place of others. */
        WRITTEN,
        /** Those that were deleted, or whose place others took. */
        REPLACED
    }

    /**
     * A table that is watched.
     *
     * @param table its name in the storage
     * @param temporary whether it is a session's own
     * @param columns names of its columns
     * @param rows which rows are noted
     * @param copy name of the temporary table that has them afterwards: {@link #ORDER}, and the columns
     */
    public record Watch(String table, boolean temporary, List<String> columns, Rows rows, String copy) {
        /** Copies the list. */
        public Watch {
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(copy, "copy");
            columns = List.copyOf(columns);
        }
    }

    /** Copies the list. */
    public Replay {
        watched = List.copyOf(watched);
    }
}
