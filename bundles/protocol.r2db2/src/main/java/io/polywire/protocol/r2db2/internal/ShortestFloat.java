package io.polywire.protocol.r2db2.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Writes single-precision numbers in the shortest form that reads back to the same float, laid out as
 * {@link ShortestDouble} does. Such columns are rare (SQLite has none), so this one tries lengths.
 */
final class ShortestFloat {
    private static final int MOST_DIGITS = 9;

    private ShortestFloat() {}

    /** Writes {@code value} from {@code at} on; returns where it ends. */
    static int write(float value, byte[] to, int at) {
        if (!Float.isFinite(value) || value == 0) {
            return ShortestDouble.write(value, to, at);
        }
        int p = at;
        if (value < 0) {
            to[p++] = '-';
        }
        BigDecimal exact = new BigDecimal(Math.abs(value));
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            BigDecimal found = nearestThatReadsBack(exact, digits, Math.abs(value));
            if (found != null) {
                shortest = found;
                break;
            }
        }
        return ShortestDouble.layout(shortest.unscaledValue().longValueExact(), -shortest.scale(), to, p);
    }

    /** Nearest first; at a power of two the farther neighbour can be the only one that reads back. */
    private static BigDecimal nearestThatReadsBack(BigDecimal exact, int digits, float value) {
        BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (nearest.floatValue() == value) {
            return nearest;
        }
        for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
            BigDecimal neighbour = exact.round(new MathContext(digits, mode));
            if (neighbour.floatValue() == value) {
                return neighbour;
            }
        }
        return null;
    }
}
