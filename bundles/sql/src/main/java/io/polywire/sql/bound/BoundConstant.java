package io.polywire.sql.bound;

import io.polywire.api.type.Type;

/**
 * A constant.
 *
 * @param value a Long, Double, String or byte array as the type's carrier says; null for NULL
 * @param type its type; UNKNOWN for a literal in quotes, whose value is then its text
 */
public record BoundConstant(Object value, Type type) implements BoundExpression {
    /** Whether it is NULL. */
    public boolean isNull() {
        return value == null;
    }
}
