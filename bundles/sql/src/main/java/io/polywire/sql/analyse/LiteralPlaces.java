package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundExpression;
import java.util.IdentityHashMap;
import java.util.Map;

/** Where a statement's literals stand: whether they can be what their use asks for shows only there. Confined to one analysis. */
final class LiteralPlaces {
    private final Map<BoundExpression, Integer> offsets = new IdentityHashMap<>();

    BoundExpression note(BoundExpression literal, int offset) {
        offsets.put(literal, offset);
        return literal;
    }

    int offset(BoundExpression e, int otherwise) {
        return offsets.getOrDefault(e, otherwise);
    }
}
