package io.polywire.sql.tree;

/**
 * A field of a value of a composite type.
 *
 * @param base the value
 * @param field the field
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record FieldSelection(Expression base, Identifier field, int start, int end) implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
