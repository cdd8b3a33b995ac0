package io.polywire.sql.tree;

import java.util.List;

/**
 * CASE, searched or with an operand.
 *
 * @param operand null for the searched form
 * @param branches at least one
 * @param otherwise null without ELSE
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Case(Expression operand, List<When> branches, Expression otherwise, int start, int end)
        implements Expression {
    /** Copies the lists. */
    public Case {
        branches = List.copyOf(branches);
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
