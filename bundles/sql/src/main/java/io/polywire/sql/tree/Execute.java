package io.polywire.sql.tree;

import java.util.List;

/**
 * EXECUTE. Its own part only reads: the arguments.
 *
 * @param name the prepared statement
 * @param arguments may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Execute(Identifier name, List<Expression> arguments, int start, int end) implements StatementBody {
    /** Copies the lists. */
    public Execute {
        arguments = List.copyOf(arguments);
    }

    @Override
    public String command() {
        return "EXECUTE";
    }
}
