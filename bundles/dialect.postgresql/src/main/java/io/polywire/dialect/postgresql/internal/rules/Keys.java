package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;

/** What values are compared by where their own bytes do not compare as they do. */
final class Keys {
    private Keys() {}

    static boolean isOwn(Type t) {
        return t.kind() != TypeKind.DECIMAL;
    }

    static BoundExpression of(BoundExpression e) {
        if (isOwn(e.type())) {
            return e;
        }
        if (e instanceof BoundConstant c) {
            return new BoundConstant(c.isNull() ? null : Numeric.key((String) c.value()), PgTypes.TEXT);
        }
        return Functions.call(NumericFunctions.KEY, PgTypes.TEXT, e);
    }
}
