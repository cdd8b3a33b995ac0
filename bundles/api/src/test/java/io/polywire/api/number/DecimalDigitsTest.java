package io.polywire.api.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DecimalDigitsTest {
    private final byte[] bytes = new byte[40];

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private void checkWhole(long value) {
        String expected = Long.toString(value);
        assertThat(text(3, DecimalDigits.write(value, bytes, 3))).isEqualTo(expected);
        assertThat(text(DecimalDigits.writeBefore(value, bytes, 30), 30)).isEqualTo(expected);
        if (value >= 0) {
            assertThat(DecimalDigits.count(value)).as(expected).isEqualTo(expected.length());
        }
    }

    @Test
    void atEveryPowerOfTenAndTwo() {
        for (BigInteger base : new BigInteger[] {BigInteger.TEN, BigInteger.TWO}) {
            for (BigInteger p = BigInteger.ONE; p.bitLength() < 64; p = p.multiply(base)) {
                for (long near = -2; near <= 2; near++) {
                    checkWhole(p.longValue() + near);
                    checkWhole(-p.longValue() + near);
                }
            }
        }
        checkWhole(Long.MAX_VALUE);
        checkWhole(Long.MIN_VALUE);
    }

    @Property
    void anyNumber(@ForAll long value) {
        checkWhole(value);
    }

    @Property
    void withZerosInFrontOrDigitsLeftOut(
            @ForAll @LongRange(max = Long.MAX_VALUE) long value, @ForAll @IntRange(min = 1, max = 30) int digits) {
        String all = "0".repeat(30) + value;
        assertThat(text(5, DecimalDigits.writePadded(value, digits, bytes, 5)))
                .isEqualTo(all.substring(all.length() - digits));
    }

    @Test
    void twoDigits() {
        for (int i = 0; i < 100; i++) {
            assertThat(text(1, DecimalDigits.writeTwo(i, bytes, 1))).isEqualTo(i < 10 ? "0" + i : "" + i);
        }
    }
}
