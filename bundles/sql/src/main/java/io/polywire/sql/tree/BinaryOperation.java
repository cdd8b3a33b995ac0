package io.polywire.sql.tree;

/**
 * An operator between its operands.
 *
 * @param operator the operator
 * @param left first operand
 * @param right second operand
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record BinaryOperation(OperatorName operator, Expression left, Expression right, int start, int end)
        implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
