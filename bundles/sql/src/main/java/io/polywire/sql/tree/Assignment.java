package io.polywire.sql.tree;

import java.util.List;

/**
 * What is set by UPDATE.
 *
 * @param targets column references, or fields and elements of them
 * @param row whether targets stand in parentheses and the value is a row
 * @param value the value
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Assignment(List<Expression> targets, boolean row, Expression value, int start, int end) implements Part {
    /** Copies the lists. */
    public Assignment {
        targets = List.copyOf(targets);
    }
}
