package io.polywire.sql.tree;

/**
 * The row that a cursor stands on; a condition of UPDATE and DELETE.
 *
 * @param cursor the cursor
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CurrentOf(Identifier cursor, int start, int end) implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
