package io.polywire.sql.bound;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;

/**
 * The rows of an earlier step of a {@link BoundStatement.Program}, as {@link JsonRows} has them.
 *
 * @param slot number of the step's rows
 */
public record CapturedRows(int slot) implements BoundExpression {
    private static final Type TEXT = Type.of(TypeKind.TEXT, "text");

    @Override
    public Type type() {
        return TEXT;
    }
}
