package io.polywire.sql.tree;

import java.util.List;

/**
 * A row written out.
 *
 * @param fields may be empty
 * @param explicit whether ROW was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record RowExpression(List<Expression> fields, boolean explicit, int start, int end) implements Expression {
    /** Copies the lists. */
    public RowExpression {
        fields = List.copyOf(fields);
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
