package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * EXPLAIN.
 *
 * @param options ANALYZE, VERBOSE, FORMAT, ...
 * @param analyze whether the statement is run
 * @param statement the statement
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Explain(List<Option> options, boolean analyze, StatementBody statement, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public Explain {
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "EXPLAIN";
    }

    @Override
    public Access access() {
        return analyze ? statement.access() : Access.READ;
    }
}
