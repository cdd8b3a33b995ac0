package io.polywire.sql.tree;

/**
 * IS [NOT] DISTINCT FROM.
 *
 * @param left first operand
 * @param right second operand
 * @param negated whether NOT was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record DistinctFrom(Expression left, Expression right, boolean negated, int start, int end)
        implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
