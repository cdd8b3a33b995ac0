package io.polywire.dialect.sqlite.internal.render;

import io.polywire.sql.bound.BoundBody;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.bound.BoundSubquery;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.SystemRelation;

/**
 * Sub-queries that look up one row of a system relation by the number that identifies it, as functions over such numbers do
 * and clients write them.
 */
final class OidLookups {
    private OidLookups() {}

    /**
     * The column that such a sub-query gives where the row which it looks up is the one that the number was taken from: a
     * relation asked about its own rows, once for each of them. Of a row that an outer join has filled up both are NULL.
     *
     * @return null for any other
     */
    static BoundColumn known(BoundSubquery s, QueryRenderer queries) {
        BoundQuery q = s.query();
        BoundBody.Select body = select(q);
        if (q.offset() != null
                || !(q.limit() instanceof BoundConstant limit && Long.valueOf(1).equals(limit.value()))
                || body == null
                || body.outputs().size() != 1
                || !(body.outputs().get(0).value() instanceof BoundColumn wanted)
                || !(body.where() instanceof OperationValue equal)
                || equal.operation() != Operation.EQUAL) {
            return null;
        }
        BoundSource.System from = (BoundSource.System) body.from();
        BoundExpression left = equal.operands().get(0);
        BoundExpression right = equal.operands().get(1);
        BoundExpression of = isKey(left, from) ? right : isKey(right, from) ? left : null;
        while (of instanceof OperationValue as && as.operation() == Operation.AS_IS) {
            of = as.operands().get(0);
        }
        if (!(of instanceof BoundColumn number)
                || wanted.source() != from.number()
                || number.source() == from.number()
                || !number.name().equals(SystemRelation.OID)) {
            return null;
        }
        SystemRelation other = queries.systemOf(number.source());
        return other != null && other.rows() == from.relation().rows()
                ? new BoundColumn(number.source(), wanted.name(), wanted.type(), true)
                : null;
    }

    /** Whether a query gives one row at most, since it asks for one number. */
    static boolean isOneRow(BoundQuery q) {
        BoundBody.Select body = select(q);
        if (body == null) {
            return false;
        }
        BoundSource.System from = (BoundSource.System) body.from();
        if (body.where() instanceof OperationValue o && o.operation() == Operation.AND) {
            return o.operands().stream().anyMatch(x -> isOne(x, from));
        }
        return isOne(body.where(), from);
    }

    private static boolean isOne(BoundExpression condition, BoundSource.System from) {
        if (!(condition instanceof OperationValue o) || o.operation() != Operation.EQUAL) {
            return false;
        }
        BoundExpression left = o.operands().get(0);
        BoundExpression right = o.operands().get(1);
        return isKey(left, from) && isFixed(right, from) || isKey(right, from) && isFixed(left, from);
    }

    /** Whether a value is the same for all rows of a source; of what is not plain nothing is said. */
    private static boolean isFixed(BoundExpression e, BoundSource.System from) {
        return e instanceof BoundConstant || e instanceof BoundColumn c && c.source() != from.number();
    }

    private static boolean isKey(BoundExpression e, BoundSource.System from) {
        return e instanceof BoundColumn c
                && c.source() == from.number()
                && c.name().equals(SystemRelation.OID);
    }

    /** A selection of rows of one relation that has such numbers; null for any other query. */
    private static BoundBody.Select select(BoundQuery q) {
        return q.body() instanceof BoundBody.Select s
                        && !s.grouped()
                        && !s.distinct()
                        && s.from() instanceof BoundSource.System from
                        && from.relation().isIdentified()
                ? s
                : null;
    }
}
