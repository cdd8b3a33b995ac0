package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * ALTER DATABASE with options.
 *
 * @param name its name
 * @param options in any order
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AlterDatabase(Identifier name, List<Option> options, int start, int end) implements StatementBody {
    /** Copies the lists. */
    public AlterDatabase {
        options = List.copyOf(options);
    }

    @Override
    public String command() {
        return "ALTER DATABASE";
    }

    @Override
    public Access access() {
        return Access.MAINTENANCE;
    }
}
