package io.polywire.sql.tree;

/**
 * A query where a value stands.
 *
 * @param kind how it gives a value
 * @param query the query
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record QueryExpression(Kind kind, Query query, int start, int end) implements Expression {
    /** How a query gives a value. */
    public enum Kind {
        SCALAR,
        EXISTS,
        ARRAY
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
