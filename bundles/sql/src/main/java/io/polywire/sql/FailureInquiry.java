package io.polywire.sql;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Replay;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.catalog.Relation;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a dialect finds out which row a statement has failed for. The statement is run once more while tables are watched, what
 * was noted can be read as temporary tables, and all is undone. For one statement of one session.
 */
@ConsumerType
public interface FailureInquiry {
    /**
     * A table that is watched.
     *
     * @param relation the table
     * @param rows which of its rows are noted
     * @param name of the temporary table that has them: the columns of the relation, and {@link Replay#ORDER}
     */
    record Watched(Relation relation, Replay.Rows rows, String name) {}

    /** What is asked of the database. */
    interface Witness {
        /**
         * The first row that a query returns, its values as text.
         *
         * @param text in the dialect's own language
         * @return null if it returns none
         * @throws SqlFailure if it cannot be asked, or takes too long
         */
        List<String> first(String text);

        /**
         * The first row that a query returns, its values as text; it reads no tables of the session's own.
         *
         * @throws SqlFailure if it cannot be asked, or takes too long
         */
        List<String> first(Analysed query);

        /** Whether the session's role may run a query over tables that are there for all. */
        boolean mayRead(String text);
    }

    /** What is watched; if nothing is, the statement is not run again. */
    List<Watched> watched();

    /** Whether foreign keys are checked by {@link #told} instead of the storage, which would end the statement. */
    boolean keysLater();

    /**
     * The failure as it is told to the client.
     *
     * @throws SqlFailure what a question has failed with; the client is then told what is known without
     */
    SqlFailure told(Witness witness);
}
