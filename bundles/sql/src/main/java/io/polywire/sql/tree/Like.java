package io.polywire.sql.tree;

/**
 * A pattern match by a word: LIKE and its relatives.
 *
 * @param kind which
 * @param operand what is matched
 * @param pattern the pattern
 * @param escape the escape character, or null
 * @param negated whether NOT was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Like(
        Kind kind, Expression operand, Expression pattern, Expression escape, boolean negated, int start, int end)
        implements Expression {
    /** Which match is meant. */
    public enum Kind {
        LIKE,
        ILIKE,
        SIMILAR,
        GLOB,
        REGEXP,
        MATCH
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
