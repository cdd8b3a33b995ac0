package io.polywire.sql.tree;

/**
 * An element or a slice of an array.
 *
 * @param base the array
 * @param lower the index, or the lower bound; null where it is left open
 * @param upper the upper bound; null where it is left open, or no slice
 * @param slice whether a slice is meant
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Subscript(Expression base, Expression lower, Expression upper, boolean slice, int start, int end)
        implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
