package io.polywire.sql.tree;

/**
 * The negation of a condition.
 *
 * @param operand the condition
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Not(Expression operand, int start, int end) implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
