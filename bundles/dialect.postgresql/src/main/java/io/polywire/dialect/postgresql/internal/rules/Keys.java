package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;

/** What values are compared by where their own bytes do not compare as they do. */
final class Keys {
    private Keys() {}

    static boolean isOwn(Type t) {
        TypeSupport support = Registry.all().type(t);
        return support == null || support.key() == null;
    }

    /** Whether values of a type can be put in order at all. */
    static boolean hasOrder(Type t) {
        if (t.fields() != null) {
            return t.fields().stream().allMatch(f -> hasOrder(f.type()));
        }
        return t.kind() == TypeKind.ARRAY
                ? hasOrder(t.element())
                : !JsonTypes.isIncomparable(t)
                        && !t.name().equals("xid")
                        && !t.name().equals("cid");
    }

    static BoundExpression of(BoundExpression e) {
        if (isOwn(e.type())) {
            return e;
        }
        if (e instanceof BoundConstant c && c.isNull()) {
            return new BoundConstant(null, PgTypes.TEXT);
        }
        if (RowLayout.hasRows(e.type())) {
            return RowTypes.key(e);
        }
        return Functions.call(Registry.all().type(e.type()).key(), PgTypes.TEXT, NetworkTypes.keyed(e));
    }
}
