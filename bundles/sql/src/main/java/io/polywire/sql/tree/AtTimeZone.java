package io.polywire.sql.tree;

/**
 * A time in another zone.
 *
 * @param operand the time
 * @param zone the zone
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AtTimeZone(Expression operand, Expression zone, int start, int end) implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
