package io.polywire.sql.tree;

/**
 * A comparison with any or all rows of a query.
 *
 * @param operand what is compared
 * @param operator with which operator
 * @param all ALL, else ANY
 * @param query the rows
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record QuantifiedQuery(Expression operand, OperatorName operator, boolean all, Query query, int start, int end)
        implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
