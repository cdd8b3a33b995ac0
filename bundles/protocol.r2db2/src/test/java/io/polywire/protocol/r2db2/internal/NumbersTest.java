package io.polywire.protocol.r2db2.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.number.DecimalDigits;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumbersTest {
    private static final int ROUNDS = Boolean.getBoolean("long") ? 20_000_000 : 400_000;

    private final byte[] bytes = new byte[64];

    private String text(double value) {
        return new String(bytes, 0, ShortestDouble.write(value, bytes, 0), StandardCharsets.US_ASCII);
    }

    private String text(float value) {
        return new String(bytes, 0, ShortestFloat.write(value, bytes, 0), StandardCharsets.US_ASCII);
    }

    private String text(long value) {
        int start = DecimalDigits.writeBefore(value, bytes, bytes.length);
        return new String(bytes, start, bytes.length - start, StandardCharsets.US_ASCII);
    }

    @Test
    void knownDoubles() {
        assertThat(text(0.0)).isEqualTo("0.0");
        assertThat(text(-0.0)).isEqualTo("-0.0");
        assertThat(text(1.0)).isEqualTo("1.0");
        assertThat(text(-100.0)).isEqualTo("-100.0");
        assertThat(text(0.1)).isEqualTo("0.1");
        assertThat(text(1.0 / 3)).isEqualTo("0.3333333333333333");
        assertThat(text(123456.789)).isEqualTo("123456.789");
        assertThat(text(0.0001)).isEqualTo("0.0001");
        assertThat(text(0.00001)).isEqualTo("1.0e-05");
        assertThat(text(1.5e-7)).isEqualTo("1.5e-07");
        assertThat(text(999999999999999.0)).isEqualTo("999999999999999.0");
        assertThat(text(1e15)).isEqualTo("1.0e+15");
        assertThat(text(9007199254740993.0)).isEqualTo("9.007199254740992e+15");
        assertThat(text(2e23)).isEqualTo("2.0e+23");
        assertThat(text(1e23)).isEqualTo("1.0e+23");
        assertThat(text(2.0e-3)).isEqualTo("0.002");
        assertThat(text(Double.MIN_VALUE)).isEqualTo("4.9e-324");
        assertThat(text(Double.MAX_VALUE)).isEqualTo("1.7976931348623157e+308");
        assertThat(text(Double.MIN_NORMAL)).isEqualTo("2.2250738585072014e-308");
        assertThat(text(Double.NaN)).isEqualTo("NaN");
        assertThat(text(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
        assertThat(text(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
        // JDK 17's Double.toString gives 2.0E-3 digits too many for these
        assertThat(text(2.2250738585072011e-308)).isEqualTo("2.225073858507201e-308");
        assertThat(text(1.0E23)).isEqualTo("1.0e+23");
        assertThat(text(2.9802322387695312E-8)).isEqualTo("2.9802322387695312e-08");
    }

    @Test
    void doublesReadBackAndNothingShorterDoes() {
        Random random = new Random(42);
        for (int i = 0; i < ROUNDS; i++) {
            check(Double.longBitsToDouble(random.nextLong()));
        }
        for (int i = 0; i < ROUNDS / 4; i++) {
            check(random.nextInt(1_000_000) / 100.0);
            check(random.nextLong() * Math.pow(10, random.nextInt(30) - 15));
        }
        // powers of two and their neighbours: the intervals are lopsided there
        for (int e = Double.MIN_EXPONENT - 52; e <= Double.MAX_EXPONENT; e++) {
            double power = Math.scalb(1.0, e);
            check(power);
            check(Math.nextUp(power));
            check(Math.nextDown(power));
        }
        for (int e = -323; e <= 308; e++) {
            double power = Double.parseDouble("1e" + e);
            check(power);
            check(Math.nextUp(power));
            check(Math.nextDown(power));
        }
    }

    private void check(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        String text = text(value);
        if (Double.doubleToRawLongBits(Double.parseDouble(text)) != Double.doubleToRawLongBits(value)) {
            throw new AssertionError(text + " for " + value);
        }
        BigDecimal written = new BigDecimal(text).abs();
        int digits = written.stripTrailingZeros().precision();
        if (value == 0 || digits <= 2) {
            return;
        }
        BigDecimal exact = new BigDecimal(Math.abs(value));
        for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
            BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
            if (shorter.doubleValue() == Math.abs(value)) {
                throw new AssertionError(shorter + " is shorter than " + text);
            }
            BigDecimal neighbour = exact.round(new MathContext(digits, mode));
            if (neighbour.doubleValue() == Math.abs(value)
                    && neighbour
                                    .subtract(exact)
                                    .abs()
                                    .compareTo(written.subtract(exact).abs())
                            < 0) {
                throw new AssertionError(neighbour + " is nearer than " + text);
            }
        }
    }

    @Test
    void doublesAreWhatNewJdksSay() {
        org.junit.jupiter.api.Assumptions.assumeTrue(Runtime.version().feature() >= 19);
        Random random = new Random(7);
        for (int i = 0; i < 10 * ROUNDS; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)
                    && new BigDecimal(text(value)).compareTo(new BigDecimal(Double.toString(value))) != 0) {
                throw new AssertionError(text(value) + " and " + value);
            }
        }
    }

    @Test
    void floatsReadBackInTheirOwnPrecision() {
        assertThat(text(0.1f)).isEqualTo("0.1");
        assertThat(text(16777216f)).isEqualTo("16777216.0");
        assertThat(text(Float.MIN_VALUE)).isEqualTo("1.0e-45");
        assertThat(text(Float.MAX_VALUE)).isEqualTo("3.4028235e+38");
        assertThat(text(-3.5f)).isEqualTo("-3.5");
        assertThat(text(Float.NaN)).isEqualTo("NaN");
        Random random = new Random(3);
        for (int i = 0; i < ROUNDS / 10; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                assertThat(Float.parseFloat(text(value))).isEqualTo(value);
            }
        }
    }

    @Test
    void integers() {
        long[] edges = {0, 9, 10, 99, 100, 101, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
        for (long edge : edges) {
            for (long value : new long[] {edge, edge - 1, edge + 1, -edge}) {
                assertThat(text(value)).isEqualTo(Long.toString(value));
            }
        }
        Random random = new Random(1);
        for (int i = 0; i < ROUNDS; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            if (!text(value).equals(Long.toString(value))) {
                throw new AssertionError(text(value) + " for " + value);
            }
        }
    }
}
