package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * A query: SELECT, VALUES or a combination, with all that belongs to it as a whole.
 *
 * @param with null if none
 * @param body what gives the rows
 * @param orderBy may be empty
 * @param limit null if none
 * @param locking may be empty
 * @param locks whether it, or a query within it, locks rows
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Query(
        With with,
        QueryBody body,
        List<SortItem> orderBy,
        Limit limit,
        List<Locking> locking,
        boolean locks,
        int start,
        int end)
        implements StatementBody, Part {
    /** Whether rows go to a new table (SELECT INTO). */
    public boolean into() {
        return body instanceof Select s && s.into() != null;
    }

    /** Copies the lists. */
    public Query {
        orderBy = List.copyOf(orderBy);
        locking = List.copyOf(locking);
    }

    @Override
    public String command() {
        return into() ? "SELECT INTO" : "SELECT";
    }

    @Override
    public Access access() {
        return into() ? Access.SCHEMA : !locks && (with == null || !with.writes()) ? Access.READ : Access.WRITE;
    }
}
