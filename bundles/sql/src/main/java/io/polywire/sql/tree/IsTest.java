package io.polywire.sql.tree;

/**
 * IS [NOT] with a word behind it.
 *
 * @param operand what is tested
 * @param test for what
 * @param form Unicode form of NORMALIZED as an upper-case word, else null
 * @param negated whether NOT was written
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record IsTest(Expression operand, Test test, String form, boolean negated, int start, int end)
        implements Expression {
    /** What is tested. */
    public enum Test {
        NULL,
        TRUE,
        FALSE,
        UNKNOWN,
        DOCUMENT,
        NORMALIZED
    }

    @Override
    public <R, C> R accept(ExpressionVisitor<R, C> visitor, C context) {
        return visitor.visit(this, context);
    }
}
