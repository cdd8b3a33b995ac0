package io.polywire.sql.tree;

import java.util.List;

/**
 * An array written out.
 *
 * @param elements may be empty
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record ArrayExpression(List<Expression> elements, int start, int end) implements Expression {
    /** Copies the lists. */
    public ArrayExpression {
        elements = List.copyOf(elements);
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
