package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.Interval;
import io.polywire.api.value.TimeTz;
import io.polywire.api.value.Zone;
import java.math.BigDecimal;

/**
 * Whether a value lies within a distance of another one, for each type that has distances (in_range functions of PostgreSQL's
 * int.c, int8.c, float.c, numeric.c, date.c and timestamp.c).
 */
final class InRange {
    private final TypeKind kind;
    private final Zone zone;

    /** @param zone in which days and months of moments are counted; null for other types */
    InRange(TypeKind kind, Zone zone) {
        this.kind = kind;
        this.zone = zone;
    }

    /** A key as it is asked about, of its carrier. */
    Object key(Object carrier) {
        return switch (kind) {
            case DECIMAL -> carrier == null ? null : decimal(carrier.toString());
            case INTERVAL -> carrier == null ? null : Interval.of((String) carrier);
            case TIME_TZ -> carrier == null ? null : TimeTz.of((String) carrier);
            case FLOAT32, FLOAT64 -> Numeric.NAN.equals(carrier) ? (Object) Double.NaN : carrier;
            default -> carrier;
        };
    }

    /** A distance as it is asked about, of its carrier. */
    Object distance(Object carrier) {
        return switch (kind) {
            case DECIMAL -> carrier == null ? null : decimal(carrier.toString());
            case FLOAT32, FLOAT64 -> Numeric.NAN.equals(carrier) ? (Object) Double.NaN : carrier;
            case INT16, INT32, INT64 -> carrier;
            default -> carrier == null ? null : Interval.of((String) carrier);
        };
    }

    private static Object decimal(String text) {
        return Numeric.isSpecial(text) ? (Object) Numeric.special(text) : Numeric.of(text);
    }

    /**
     * Whether it lies there.
     *
     * @param value is asked about
     * @param base the value that the distance is measured from
     * @param sub whether the distance is taken away from it
     * @param less whether the value is to be at most what comes out, not at least
     * @throws SqlFailure 22013 for a negative distance, 22008 where no such time is
     */
    boolean test(Object value, Object base, Object distance, boolean sub, boolean less) {
        return switch (kind) {
            case INT16, INT32, INT64 -> integers((Long) value, (Long) base, (Long) distance, sub, less);
            case FLOAT32, FLOAT64 ->
                numbers(
                        ((Number) value).doubleValue(),
                        ((Number) base).doubleValue(),
                        ((Number) distance).doubleValue(),
                        sub,
                        less);
            case DECIMAL -> decimals(value, base, distance, sub, less);
            case DATE ->
                within(
                        Times.dateToTimestamp((Long) value),
                        Times.plus(Times.dateToTimestamp((Long) base), span(distance, sub)),
                        less);
            case TIMESTAMP -> within((Long) value, Times.plus((Long) base, span(distance, sub)), less);
            case TIMESTAMP_TZ -> within((Long) value, Times.plus((Long) base, span(distance, sub), zone), less);
            case TIME -> {
                Long sum = plus((Long) base, micros(distance), sub);
                yield sum == null ? less : within((Long) value, sum, less);
            }
            case TIME_TZ -> {
                TimeTz b = (TimeTz) base;
                Long sum = plus(b.micros(), micros(distance), sub);
                yield sum == null ? less : zoned((TimeTz) value, sum, b.east(), less);
            }
            default -> {
                Interval i = (Interval) distance;
                span(i, false);
                Interval b = (Interval) base;
                yield compared(
                        Times.key((Interval) value).compareTo(Times.key(sub ? Times.minus(b, i) : Times.plus(b, i))),
                        less);
            }
        };
    }

    private static boolean compared(int c, boolean less) {
        return less ? c <= 0 : c >= 0;
    }

    private static boolean within(long value, long bound, boolean less) {
        return less ? value <= bound : value >= bound;
    }

    private static boolean integers(long value, long base, long distance, boolean sub, boolean less) {
        if (distance < 0) {
            throw FrameOffsets.invalid();
        }
        long sum = sub ? base - distance : base + distance;
        boolean overflow = sub ? sum > base : sum < base;
        // what is beyond all numbers, on the side that it was looked for
        return overflow ? sub ? !less : less : within(value, sum, less);
    }

    private static boolean numbers(double value, double base, double distance, boolean sub, boolean less) {
        if (Double.isNaN(distance) || distance < 0) {
            throw FrameOffsets.invalid();
        }
        if (Double.isNaN(value)) {
            return Double.isNaN(base) || !less;
        }
        if (Double.isNaN(base)) {
            return less;
        }
        if (Double.isInfinite(distance) && Double.isInfinite(base) && (sub ? base > 0 : base < 0)) {
            return true;
        }
        double sum = sub ? base - distance : base + distance;
        return less ? value <= sum : value >= sum;
    }

    private static boolean decimals(Object value, Object base, Object distance, boolean sub, boolean less) {
        if (value instanceof BigDecimal v && base instanceof BigDecimal b && distance instanceof BigDecimal d) {
            if (d.signum() < 0) {
                throw FrameOffsets.invalid();
            }
            return compared(v.compareTo(sub ? b.subtract(d) : b.add(d)), less);
        }
        // finite ones are all alike beside infinities; their sum is a finite one
        return numbers(size(value), size(base), size(distance), sub, less);
    }

    private static double size(Object number) {
        return number instanceof BigDecimal b ? b.signum() : (Double) number;
    }

    /** The interval to be added; its sign is that of all of it. */
    private static Interval span(Object distance, boolean sub) {
        Interval i = (Interval) distance;
        if (Times.key(i).compareTo(Times.key(Interval.ZERO)) < 0) {
            throw FrameOffsets.invalid();
        }
        return sub ? Times.opposite(i) : i;
    }

    /** Of a distance between times of day: months and days do not count. */
    private static long micros(Object distance) {
        long micros = ((Interval) distance).micros();
        if (micros < 0) {
            throw FrameOffsets.invalid();
        }
        return micros;
    }

    /** Null beyond all times. */
    private static Long plus(long time, long micros, boolean sub) {
        long sum = sub ? time - micros : time + micros;
        return !sub && sum < time ? null : (Long) sum;
    }

    private static boolean zoned(TimeTz value, long sum, int east, boolean less) {
        long second = 1_000_000L;
        int c = Long.compare(value.micros() - value.east() * second, sum - east * second);
        // of the same moment the one further east comes first
        return compared(c != 0 ? c : Integer.compare(east, value.east()), less);
    }
}
