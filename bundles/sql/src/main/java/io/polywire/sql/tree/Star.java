package io.polywire.sql.tree;

import java.util.List;

/**
 * All columns: of everything in FROM, or of one table.
 *
 * @param qualifier empty for a bare star
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Star(List<Identifier> qualifier, int start, int end) implements Expression {
    /** Copies the lists. */
    public Star {
        qualifier = List.copyOf(qualifier);
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
