package io.polywire.sql.tree;

/**
 * [NOT] IN with a query.
 *
 * @param operand what is looked for
 * @param query where
 * @param negated whether NOT was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record InQuery(Expression operand, Query query, boolean negated, int start, int end) implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
