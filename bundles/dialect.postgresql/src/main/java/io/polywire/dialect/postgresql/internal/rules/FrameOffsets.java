package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.Interval;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import java.math.BigDecimal;
import java.util.List;

/**
 * RANGE with distances (in_range functions of PostgreSQL's date.c, timestamp.c, float.c and numeric.c): the storage measures
 * them between numbers, so that the rows are put in the order of one.
 */
final class FrameOffsets {
    private static final long DAY = 86_400_000_000L;
    private static final int DAYS_OF_MONTH = 30;
    /** Decimals that a value without a declared scale is measured in. */
    private static final int DECIMALS = 9;

    private static final int MOST_DECIMALS = 18;

    private FrameOffsets() {}

    /** A decimal as a count of its smallest unit. */
    private static final ScalarFunction UNITS = Functions.brief("frame_units", 2, (in, out) -> {
        String text = in.getText(0);
        int scale = (int) in.getLong(1);
        if (!Character.isDigit(text.charAt(text.length() - 1))) {
            throw SqlFailure.unsupported("RANGE with an offset over the numeric value " + text);
        }
        BigDecimal units = Numeric.of(text).stripTrailingZeros().movePointRight(scale);
        if (units.scale() > 0 || units.precision() - units.scale() > MOST_DECIMALS) {
            throw SqlFailure.unsupported("RANGE with an offset over numeric values of this size");
        }
        out.putLong(units.longValueExact());
    });

    /** An interval as long as it compares: months of thirty days. */
    private static final ScalarFunction LENGTH =
            Functions.brief("frame_length", 1, (in, out) -> out.putLong(micros(Interval.of(in.getText(0)))));

    /** A moment, where a day is as long as any other: in a zone whose clock is never changed. */
    private static final ScalarFunction EVEN_DAYS = Functions.brief("frame_even_days", 2, (in, out) -> {
        if (!SessionStyle.of(in, 1).zone().isFixed()) {
            throw SqlFailure.unsupported(
                    "RANGE with days over timestamp with time zone in a time zone with summer time");
        }
        out.putLong(in.getLong(0));
    });

    /** The number that stands for the key. */
    static BoundExpression key(BoundExpression key, List<BoundExpression> offsets, Place at) {
        return switch (key.type().kind()) {
            case DECIMAL -> {
                int scale = key.type().precision() > 0 ? Math.max(0, key.type().scale()) : DECIMALS;
                for (BoundExpression o : offsets) {
                    if (o instanceof BoundConstant c && c.value() instanceof String s && s.matches("-?\\d*\\.?\\d+")) {
                        scale = Math.max(
                                scale, new BigDecimal(s).stripTrailingZeros().scale());
                    }
                }
                yield scale > MOST_DECIMALS
                        ? key
                        : Functions.call(UNITS, PgTypes.INT8, key, new BoundConstant((long) scale, PgTypes.INT4));
            }
            case INTERVAL -> Functions.call(LENGTH, PgTypes.INT8, key);
            case TIMESTAMP_TZ ->
                offsets.stream().anyMatch(o -> hasDays(o, at))
                        ? Functions.call(EVEN_DAYS, key.type(), key, SessionStyle.style())
                        : key;
            default -> key;
        };
    }

    private static boolean hasDays(BoundExpression offset, Place at) {
        if (!PgTypes.isUnknown(offset.type()) && offset.type().kind() != TypeKind.INTERVAL) {
            return false;
        }
        try {
            return Coercions.implicit(offset, PgTypes.INTERVAL, at) instanceof BoundConstant c
                    && c.value() instanceof String s
                    && Interval.of(s).days() != 0;
        } catch (SqlFailure told) {
            // it is told where the offset itself is read
            return false;
        }
    }

    static BoundExpression of(BoundExpression key, Type column, BoundExpression value, boolean first, Place at) {
        return switch (column.kind()) {
            case DECIMAL -> units(key, value, first, at);
            case FLOAT32, FLOAT64 -> number(value, at);
            case INTERVAL, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> length(column, value, first, at);
            default -> null;
        };
    }

    private static BoundExpression units(BoundExpression key, BoundExpression value, boolean first, Place at) {
        BoundExpression offset = Coercions.implicit(value, PgTypes.NUMERIC, at);
        if (!(key instanceof FunctionValue f) || !(offset instanceof BoundConstant c)) {
            throw at.unsupported("this offset of a frame over numeric");
        }
        if (c.isNull()) {
            return missing(first);
        }
        String text = c.value().toString();
        if (Numeric.isSpecial(text)) {
            double special = Numeric.special(text);
            if (special > 0) {
                throw at.unsupported("RANGE with an infinite offset");
            }
            throw invalid();
        }
        BigDecimal distance = new BigDecimal(text);
        long scale = (Long) ((BoundConstant) f.arguments().get(1)).value();
        if (distance.signum() < 0) {
            throw invalid();
        }
        BigDecimal units = distance.stripTrailingZeros().movePointRight((int) scale);
        // what is further away than any value reaches all of them
        return new BoundConstant(
                units.precision() - units.scale() > MOST_DECIMALS ? Long.MAX_VALUE / 2 : units.longValueExact(),
                PgTypes.INT8);
    }

    private static BoundExpression number(BoundExpression value, Place at) {
        if (value instanceof BoundConstant c && !c.isNull() && PgTypes.isNumber(value.type())) {
            double d = Double.parseDouble(c.value().toString());
            return number(d, at);
        }
        BoundExpression offset = Coercions.implicit(value, PgTypes.FLOAT8, at);
        return offset instanceof BoundConstant c && c.value() instanceof Double d ? number(d, at) : offset;
    }

    private static BoundExpression number(double d, Place at) {
        if (Double.isNaN(d) || d < 0) {
            throw invalid();
        }
        if (Double.isInfinite(d)) {
            // infinity less infinity is any number there, and none for the storage
            throw at.unsupported("RANGE with an infinite offset");
        }
        return new BoundConstant(d, PgTypes.FLOAT8);
    }

    private static BoundExpression length(Type column, BoundExpression value, boolean first, Place at) {
        TypeKind kind = column.kind();
        if (!PgTypes.isUnknown(value.type()) && value.type().kind() != TypeKind.INTERVAL) {
            throw at.build(
                            FailureKind.UNSUPPORTED,
                            "RANGE with offset PRECEDING/FOLLOWING is not supported for column type "
                                    + PgTypes.display(column) + " and offset type " + PgTypes.display(value.type()))
                    .hint("Cast the offset value to an appropriate type.")
                    .build();
        }
        BoundExpression offset = Coercions.implicit(value, PgTypes.INTERVAL, at);
        if (!(offset instanceof BoundConstant c)) {
            throw at.unsupported("this offset of a frame over " + PgTypes.display(column));
        }
        if (c.isNull()) {
            return missing(first);
        }
        Interval span = Interval.of((String) c.value());
        if (micros(span) < 0) {
            throw invalid();
        }
        boolean free = kind == TypeKind.TIME || kind == TypeKind.INTERVAL;
        if (!free && span.months() != 0) {
            // as long as the months that it spans
            throw at.unsupported("RANGE with months over " + PgTypes.display(column));
        }
        long micros = kind == TypeKind.TIME ? span.micros() : micros(span);
        return new BoundConstant(kind == TypeKind.DATE ? micros / DAY : micros, PgTypes.INT8);
    }

    private static long micros(Interval i) {
        return Math.addExact(Math.multiplyExact(DAY, (long) i.months() * DAYS_OF_MONTH + i.days()), i.micros());
    }

    private static BoundExpression missing(boolean first) {
        throw SqlFailure.build(
                        FailureKind.DATA, "frame " + (first ? "starting" : "ending") + " offset must not be null")
                .sqlState("22004")
                .build();
    }

    private static SqlFailure invalid() {
        return SqlFailure.build(FailureKind.DATA, "invalid preceding or following size in window function")
                .sqlState("22013")
                .build();
    }
}
