package io.polywire.sql.tree;

/**
 * [NOT] BETWEEN [SYMMETRIC].
 *
 * @param operand what is compared
 * @param low one bound
 * @param high the other bound
 * @param symmetric whether the bounds may be swapped
 * @param negated whether NOT was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Between(
        Expression operand, Expression low, Expression high, boolean symmetric, boolean negated, int start, int end)
        implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
