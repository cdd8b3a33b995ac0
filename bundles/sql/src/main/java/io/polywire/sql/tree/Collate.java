package io.polywire.sql.tree;

/**
 * A value with a collation.
 *
 * @param operand the value
 * @param collation the collation
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Collate(Expression operand, QualifiedName collation, int start, int end) implements Expression {
    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
