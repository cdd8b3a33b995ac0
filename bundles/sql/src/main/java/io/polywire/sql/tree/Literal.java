package io.polywire.sql.tree;

/**
 * A constant as written.
 *
 * @param kind what it is
 * @param value its text without quotes and escapes; empty for NULL, "true" or "false" for a boolean
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Literal(Kind kind, String value, int start, int end) implements Expression {
    /** What a literal is. */
    public enum Kind {
        NULL,
        BOOLEAN,
        INTEGER,
        DECIMAL,
        STRING,
        NATIONAL_STRING,
        BITS,
        HEX,
        BLOB
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
