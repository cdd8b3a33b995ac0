package io.polywire.sql.tree;

import java.util.List;

/**
 * PREPARE.
 *
 * @param name its name
 * @param types types of parameters, may be empty
 * @param statement the statement
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Prepare(Identifier name, List<TypeName> types, StatementBody statement, int start, int end)
        implements StatementBody {
    /** Copies the lists. */
    public Prepare {
        types = List.copyOf(types);
    }

    @Override
    public String command() {
        return "PREPARE";
    }
}
