package io.polywire.sql.tree;

/**
 * A value taken to a type.
 *
 * @param operand the value
 * @param type the type
 * @param style how it was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Cast(Expression operand, TypeName type, Style style, int start, int end) implements Expression {
    /** How a cast was written; LITERAL is a type before a string, FUNCTION a string after a call-like type. */
    public enum Style {
        CAST,
        POSTFIX,
        LITERAL,
        FUNCTION,
        TREAT
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
