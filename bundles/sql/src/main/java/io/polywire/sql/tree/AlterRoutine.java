package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * ALTER FUNCTION with options.
 *
 * @param object the function
 * @param options in the order written, at least one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AlterRoutine(ObjectReference object, List<Option> options, int start, int end) implements StatementBody {
    /** Copies the list. */
    public AlterRoutine {
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "ALTER " + object.kind().words();
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
