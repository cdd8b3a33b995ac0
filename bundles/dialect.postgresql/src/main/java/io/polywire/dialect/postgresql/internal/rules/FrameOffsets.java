package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.Interval;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;

/** RANGE with an interval over dates and times (in_range functions of date.c and timestamp.c): distances of their carriers. */
final class FrameOffsets {
    private static final long DAY = 86_400_000_000L;

    private FrameOffsets() {}

    static BoundExpression of(BoundExpression key, BoundExpression value, Place at) {
        TypeKind kind = key.type().kind();
        boolean time = kind == TypeKind.TIME;
        if (!time && kind != TypeKind.DATE && kind != TypeKind.TIMESTAMP && kind != TypeKind.TIMESTAMP_TZ) {
            return null;
        }
        if (!PgTypes.isUnknown(value.type()) && value.type().kind() != TypeKind.INTERVAL) {
            throw at.build(
                            FailureKind.UNSUPPORTED,
                            "RANGE with offset PRECEDING/FOLLOWING is not supported for column type "
                                    + PgTypes.display(key.type()) + " and offset type " + PgTypes.display(value.type()))
                    .hint("Cast the offset value to an appropriate type.")
                    .build();
        }
        BoundExpression offset = Coercions.implicit(value, PgTypes.INTERVAL, at);
        if (!(offset instanceof BoundConstant c) || c.isNull()) {
            throw at.unsupported("this offset of a frame over " + PgTypes.display(key.type()));
        }
        Interval span = Interval.of((String) c.value());
        if (!time && (span.months() != 0 || span.days() != 0 && kind == TypeKind.TIMESTAMP_TZ)) {
            // as long as the months, or the days of the session's time zone, that it spans
            throw at.unsupported(
                    "RANGE with " + (span.months() != 0 ? "months" : "days") + " over " + PgTypes.display(key.type()));
        }
        long micros = time ? span.micros() : Math.addExact(Math.multiplyExact(DAY, (long) span.days()), span.micros());
        if (micros < 0) {
            throw SqlFailure.build(FailureKind.DATA, "invalid preceding or following size in window function")
                    .sqlState("22013")
                    .build();
        }
        return new BoundConstant(kind == TypeKind.DATE ? micros / DAY : micros, PgTypes.INT8);
    }
}
