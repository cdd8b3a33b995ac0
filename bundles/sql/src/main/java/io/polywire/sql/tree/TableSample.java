package io.polywire.sql.tree;

import java.util.List;

/**
 * TABLESAMPLE.
 *
 * @param method the method
 * @param arguments at least one
 * @param seed REPEATABLE, or null
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record TableSample(QualifiedName method, List<Expression> arguments, Expression seed, int start, int end)
        implements Part {
    /** Copies the lists. */
    public TableSample {
        arguments = List.copyOf(arguments);
    }
}
