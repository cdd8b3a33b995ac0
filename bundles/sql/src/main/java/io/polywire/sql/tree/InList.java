package io.polywire.sql.tree;

import java.util.List;

/**
 * [NOT] IN with a list.
 *
 * @param operand what is looked for
 * @param items the list
 * @param negated whether NOT was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record InList(Expression operand, List<Expression> items, boolean negated, int start, int end)
        implements Expression {
    /** Copies the lists. */
    public InList {
        items = List.copyOf(items);
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
