package io.polywire.sql.tree;

/**
 * A parameter of the statement.
 *
 * @param number from 1
 * @param name its name, or null where it has only a number
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Parameter(int number, String name, int start, int end) implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
