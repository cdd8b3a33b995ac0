package io.polywire.sql.tree;

/**
 * An operator before its operand.
 *
 * @param operator the operator
 * @param operand the operand
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record UnaryOperation(OperatorName operator, Expression operand, int start, int end) implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
