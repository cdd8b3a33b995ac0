package io.polywire.sql.tree;

import java.util.List;

/**
 * A name that stands for a value: a column, qualified or not, or what the analyser finds.
 *
 * @param parts at least one
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record ColumnReference(List<Identifier> parts, int start, int end) implements Expression {
    /** Copies the lists. */
    public ColumnReference {
        parts = List.copyOf(parts);
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
