package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.Interval;
import io.polywire.sql.analyse.FrameRules;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.bound.WindowFunction;
import io.polywire.sql.bound.WindowValue;
import java.util.List;

/**
 * Distances in frames (transformFrameOffset): their types, and those that a storage measures itself, which are numbers between
 * the carriers of the key. All others are counted by {@link FramedRows}.
 */
final class FrameOffsets implements FrameRules {
    static final FrameRules RULES = new FrameOffsets();

    private FrameOffsets() {}

    // --- types ----------------------------------------------------------------------------------------------------

    @Override
    public BoundExpression distance(
            BoundWindow.Unit unit, BoundExpression key, BoundExpression value, boolean first, Place at) {
        BoundExpression distance = key == null ? rows(unit, value, at) : length(key.type(), value, at);
        if (distance instanceof BoundConstant c) {
            if (c.isNull()) {
                throw missing(first);
            }
            if (key == null && ((Number) c.value()).longValue() < 0) {
                throw negative(first);
            }
        }
        return distance;
    }

    private static BoundExpression rows(BoundWindow.Unit unit, BoundExpression value, Place at) {
        if (!Coercions.can(value, PgTypes.INT8, Casts.Context.ASSIGNMENT)) {
            throw at.failure(
                    FailureKind.TYPE_MISMATCH,
                    "argument of " + unit + " must be type bigint, not type " + PgTypes.display(value.type()));
        }
        return Coercions.to(value, PgTypes.INT8, Casts.Context.ASSIGNMENT, at);
    }

    private static BoundExpression length(Type key, BoundExpression value, Place at) {
        Type type = switch (key.kind()) {
            case INT16, INT32, INT64 ->
                !PgTypes.isInteger(key) ? null : PgTypes.isInteger(value.type()) ? PgTypes.INT8 : PgTypes.plain(key);
            case FLOAT32, FLOAT64 -> PgTypes.FLOAT8;
            case DECIMAL -> PgTypes.NUMERIC;
            case DATE, TIME, TIME_TZ, TIMESTAMP, TIMESTAMP_TZ, INTERVAL -> PgTypes.INTERVAL;
            default -> null;
        };
        String refusal = "RANGE with offset PRECEDING/FOLLOWING is not supported for column type ";
        if (type == null) {
            throw at.failure(FailureKind.UNSUPPORTED, refusal + PgTypes.display(key));
        }
        if (!PgTypes.isUnknown(value.type()) && !measures(type, value)) {
            throw at.build(
                            FailureKind.UNSUPPORTED,
                            refusal + PgTypes.display(key) + " and offset type " + PgTypes.display(value.type()))
                    .hint("Cast the offset value to an appropriate type.")
                    .build();
        }
        return Coercions.implicit(value, type, at);
    }

    /** Whether a value is a distance of a type; among integers all sizes are. */
    private static boolean measures(Type type, BoundExpression value) {
        return PgTypes.isInteger(type)
                ? PgTypes.isInteger(value.type())
                : Coercions.can(value, type, Casts.Context.IMPLICIT);
    }

    // --- what a storage measures ----------------------------------------------------------------------------------

    @Override
    public BoundWindow.Frame storable(BoundWindow.Frame f, BoundExpression key) {
        if (key != null && f.from() == f.to()) {
            // where it ends before it begins, rows whose key is NULL see their peers all the same
            return null;
        }
        BoundExpression from = f.fromOffset() == null ? null : storable(f.fromOffset(), key);
        BoundExpression to = f.toOffset() == null ? null : storable(f.toOffset(), key);
        return from == null && f.fromOffset() != null || to == null && f.toOffset() != null
                ? null
                : new BoundWindow.Frame(f.unit(), f.from(), from, f.to(), to, f.exclusion());
    }

    private static BoundExpression storable(BoundExpression distance, BoundExpression key) {
        if (key == null || PgTypes.isInteger(key.type()) && key.type().kind() != TypeKind.INT64) {
            return distance instanceof BoundParameter && key == null
                            || distance instanceof BoundConstant c && c.value() instanceof Long n && n >= 0
                    ? distance
                    : null;
        }
        if (!(distance instanceof BoundConstant c)) {
            return null;
        }
        return switch (key.type().kind()) {
            // infinity less infinity is any number there, and none for the storage
            case FLOAT32, FLOAT64 -> c.value() instanceof Double d && d >= 0 && !Double.isInfinite(d) ? c : null;
            case TIME -> even(Interval.of((String) c.value()));
            // there are values that no distance changes, or that it leads beyond
            default -> null;
        };
    }

    /** Of a distance between times of day: months and days do not count. */
    private static BoundExpression even(Interval span) {
        return span.micros() < 0 ? null : new BoundConstant(span.micros(), PgTypes.INT8);
    }

    // --- what is counted here -------------------------------------------------------------------------------------

    @Override
    public boolean counts(WindowValue value) {
        // a storage knows no number that is NULL
        return value.function() == WindowFunction.Standard.NTH_VALUE
                && !(FramedFunction.number(value) instanceof BoundConstant c && !c.isNull());
    }

    @Override
    public BoundExpression counted(WindowValue value, BoundWindow.Frame frame, BoundExpression key, Place at) {
        return FramedFunction.call(value, frame, key, at);
    }

    /** Distances between rows or groups. */
    private static final ScalarFunction CHECK = Functions.briefLenient("frame_check", 2, (in, out) -> {
        for (int i = 0; i < 2; i++) {
            if (in.isNull(i)) {
                throw missing(i == 0);
            }
            if (in.getLong(i) < 0) {
                throw negative(i == 0);
            }
        }
        out.putLong(1);
    });

    @Override
    public BoundExpression checked(
            BoundExpression value, BoundWindow window, BoundWindow.Frame f, BoundExpression key) {
        BoundExpression none = new BoundConstant(0L, PgTypes.INT8);
        BoundExpression right = key == null
                ? Functions.call(
                        CHECK,
                        PgTypes.BOOL,
                        f.fromOffset() == null ? none : f.fromOffset(),
                        f.toOffset() == null ? none : f.toOffset())
                : FramedFunction.check(window, f, key);
        return new BoundCase(List.of(right), List.of(value), null, value.type());
    }

    // --- errors ---------------------------------------------------------------------------------------------------

    static SqlFailure missing(boolean first) {
        return SqlFailure.build(
                        FailureKind.DATA, "frame " + (first ? "starting" : "ending") + " offset must not be null")
                .sqlState("22004")
                .build();
    }

    static SqlFailure negative(boolean first) {
        return SqlFailure.build(
                        FailureKind.DATA, "frame " + (first ? "starting" : "ending") + " offset must not be negative")
                .sqlState("22013")
                .build();
    }

    static SqlFailure invalid() {
        return SqlFailure.build(FailureKind.DATA, "invalid preceding or following size in window function")
                .sqlState("22013")
                .build();
    }
}
