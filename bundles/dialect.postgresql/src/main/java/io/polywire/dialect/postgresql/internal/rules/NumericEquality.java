package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Which numerics are equal. Values of a column of numeric(p, s) are all written with s digits behind the point, so that
 * equal ones have equal bytes: such a column is compared with the other value written alike, which an index of the storage
 * can look up. Behind it the keys are compared too, for indexes over these.
 */
final class NumericEquality {
    /** No value is written so. */
    private static final String NONE = "";

    private static final ScalarFunction ALIKE =
            Functions.strict("numeric_alike", 2, (in, out) -> out.putText(alike(in.getText(0), (int) in.getLong(1))));

    private NumericEquality() {}

    static void register(Registry r) {
        r.operator(
                "=",
                (a, t) -> equal(BaseTypes.bare(a.get(0)), BaseTypes.bare(a.get(1))),
                PgTypes.BOOL,
                PgTypes.NUMERIC,
                PgTypes.NUMERIC);
    }

    private static BoundExpression equal(BoundExpression left, BoundExpression right) {
        List<BoundExpression> all = new ArrayList<>();
        if (isScaled(left)) {
            all.add(compared(left, alike(right, left.type())));
        }
        boolean same = isScaled(left)
                && isScaled(right)
                && left.type().scale() == right.type().scale();
        if (isScaled(right) && !same) {
            all.add(compared(alike(left, right.type()), right));
        }
        all.add(compared(Keys.of(left), Keys.of(right)));
        return all.size() == 1
                ? all.get(0)
                : Functions.operation(Operation.AND, PgTypes.BOOL, all.toArray(BoundExpression[]::new));
    }

    private static BoundExpression compared(BoundExpression left, BoundExpression right) {
        return Functions.operation(Operation.EQUAL, PgTypes.BOOL, left, right);
    }

    private static boolean isScaled(BoundExpression e) {
        return e instanceof BoundColumn && e.type().precision() > 0;
    }

    private static BoundExpression alike(BoundExpression e, Type column) {
        if (isScaled(e) && e.type().scale() == column.scale()) {
            return e;
        }
        if (e instanceof BoundConstant c) {
            return new BoundConstant(c.isNull() ? null : alike((String) c.value(), column.scale()), PgTypes.NUMERIC);
        }
        return Functions.call(ALIKE, PgTypes.NUMERIC, e, new BoundConstant((long) column.scale(), PgTypes.INT4));
    }

    /** A value as one of a scale is written; nothing that is where there is no such value. */
    static String alike(String text, int scale) {
        if (Numeric.isSpecial(text)) {
            return text;
        }
        BigDecimal v = Numeric.of(text);
        BigDecimal written = v.setScale(scale, RoundingMode.DOWN);
        return written.compareTo(v) == 0 ? Numeric.text(written) : NONE;
    }
}
