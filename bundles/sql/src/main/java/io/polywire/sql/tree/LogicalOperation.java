package io.polywire.sql.tree;

import java.util.List;

/**
 * AND or OR of two or more conditions; a chain is one node.
 *
 * @param and AND or OR
 * @param operands at least two
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record LogicalOperation(boolean and, List<Expression> operands, int start, int end) implements Expression {
    /** Copies the lists. */
    public LogicalOperation {
        operands = List.copyOf(operands);
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
