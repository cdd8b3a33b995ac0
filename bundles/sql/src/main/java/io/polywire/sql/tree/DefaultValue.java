package io.polywire.sql.tree;

/**
 * DEFAULT in place of a value.
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record DefaultValue(int start, int end) implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
