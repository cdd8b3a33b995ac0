package io.polywire.sql.right;

import io.polywire.sql.catalog.Relation;
import java.util.Set;

/**
 * A right that a statement needs on a relation: on the whole of it, or on each of the columns.
 *
 * @param relation the relation
 * @param right what
 * @param columns names of the columns that the statement touches; empty if it only needs to see that there are rows, for
 *     which the right on any column is enough
 * @param as id of the role whose right it must be: the owner of the view that reads it; {@link #ASKING} for the one that
 *     runs the statement
 */
public record Need(Relation relation, Right right, Set<String> columns, long as) {
    /** The role that runs the statement. */
    public static final long ASKING = -1;

    /** A need of the role that runs the statement. */
    public Need(Relation relation, Right right, Set<String> columns) {
        this(relation, right, columns, ASKING);
    }

    /** Copies the set. */
    public Need {
        columns = Set.copyOf(columns);
    }
}
