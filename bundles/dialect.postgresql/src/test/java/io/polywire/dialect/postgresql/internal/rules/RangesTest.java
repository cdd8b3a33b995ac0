package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.Range;
import io.polywire.api.value.RangeKind;
import io.polywire.api.value.RangeLiteral;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Ranges of integers against sets of integers; keys against comparisons; what each kind has of its own. */
class RangesTest {
    private static final RangeKind INT = RangeKind.INT4;
    private static final int MOST = 12;

    private static Range random(Random r) {
        Long low = r.nextInt(5) == 0 ? null : (Long) (long) r.nextInt(MOST);
        Long high = r.nextInt(5) == 0 ? null : (Long) ((low == null ? 0 : low) + r.nextInt(MOST));
        return INT.of(low, r.nextBoolean(), high, r.nextBoolean());
    }

    private static List<Range> several(Random r) {
        List<Range> ranges = new ArrayList<>();
        for (int n = r.nextInt(6); n > 0; n--) {
            ranges.add(random(r));
        }
        return ranges;
    }

    /** Which of the integers from -1 to 2 * MOST lie in one of the ranges. */
    private static TreeSet<Long> members(List<Range> ranges) {
        TreeSet<Long> all = new TreeSet<>();
        for (long n = -1; n <= 2 * MOST; n++) {
            for (Range x : ranges) {
                boolean above = x.lower() == null
                        || (Long) x.lower() < n
                        || x.lowerInclusive() && x.lower().equals(n);
                boolean below = x.upper() == null
                        || (Long) x.upper() > n
                        || x.upperInclusive() && x.upper().equals(n);
                if (!x.isEmpty() && above && below) {
                    all.add(n);
                }
            }
        }
        return all;
    }

    @Test
    void normalizedRangesHoldTheSameAndNoTwoTouch() {
        Random r = new Random(7);
        for (int i = 0; i < 2000; i++) {
            List<Range> ranges = several(r);
            List<Range> normal = INT.normalized(ranges);
            assertThat(members(normal)).isEqualTo(members(ranges));
            for (int k = 1; k < normal.size(); k++) {
                Range.Bound high = normal.get(k - 1).high();
                Range.Bound low = normal.get(k).low();
                assertThat(INT.compare(high, low)).isNegative();
                assertThat(INT.adjacent(high, low)).isFalse();
            }
            String text = RangeValues.writeAll(INT, normal);
            assertThat(RangeValues.readAll(INT, text)).isEqualTo(normal);
            assertThat(RangeValues.storedAll(INT, text)).isEqualTo(normal);
            Collections.shuffle(ranges, r);
            assertThat(INT.normalized(ranges)).isEqualTo(normal);
        }
    }

    @Test
    void keysOrderAsMultirangesDo() {
        Random r = new Random(8);
        for (int i = 0; i < 5000; i++) {
            List<Range> a = INT.normalized(several(r));
            List<Range> b = INT.normalized(several(r));
            int keys = Arrays.compareUnsigned(RangeValues.key(INT, a), RangeValues.key(INT, b));
            assertThat(Integer.signum(keys)).isEqualTo(Integer.signum(INT.compare(a, b)));
        }
    }

    private static void inOrder(RangeKind k, List<String> sorted) {
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = 0; j < sorted.size(); j++) {
                Range a = RangeValues.read(k, sorted.get(i));
                Range b = RangeValues.read(k, sorted.get(j));
                assertThat(Integer.signum(k.compare(a, b))).isEqualTo(Integer.signum(i - j));
                assertThat(Integer.signum(Arrays.compareUnsigned(RangeValues.key(k, a), RangeValues.key(k, b))))
                        .isEqualTo(Integer.signum(i - j));
                assertThat(RangeValues.stored(k, RangeValues.write(k, a))).isEqualTo(a);
            }
        }
    }

    @Test
    void orderIsByTheLowerBoundThenTheUpper() {
        inOrder(INT, List.of("empty", "(,3)", "(,)", "[-5,2)", "[1,2)", "[1,5)", "[1,)", "[2,3)"));
        inOrder(
                RangeKind.NUM,
                List.of(
                        "empty",
                        "(,1)",
                        "(,1.0]",
                        "(,)",
                        "[-Infinity,0)",
                        "[-12,-1)",
                        "[-1.5,2)",
                        "[1,1.5)",
                        "[1.00,10)",
                        "(1,1.5)",
                        "(1,1.50]",
                        "[1.25,NaN]",
                        "[NaN,)"));
        inOrder(
                RangeKind.TSTZ,
                List.of(
                        "[0044-03-15 BC,)",
                        "[1999-12-31 23:59:59.999999+00,2000-01-01 00:00+00)",
                        "[2000-01-01 00:00+00,infinity)",
                        "[2000-01-01 00:00+00,)",
                        "[infinity,]"));
        inOrder(RangeKind.DATE, List.of("(,2000-01-01)", "[-infinity,2000-01-01)", "[10000-01-01,)"));
    }

    @Test
    void discreteRangesHaveOneForm() {
        assertThat(RangeValues.write(INT, RangeValues.read(INT, "(1,3]"))).isEqualTo("[2,4)");
        assertThat(RangeValues.read(INT, "(1,2)")).isEqualTo(Range.EMPTY);
        assertThatThrownBy(() -> RangeValues.read(INT, "[1,2147483647]"))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("22003"));
        assertThat(RangeKind.DATE.of(Long.MIN_VALUE, false, Long.MAX_VALUE, true))
                .isEqualTo(new Range(Long.MIN_VALUE, false, Long.MAX_VALUE, true, false));
    }

    @Test
    void numericsAreEqualWhateverTheirScale() {
        Range a = RangeValues.read(RangeKind.NUM, "[1,2.0)");
        Range b = RangeValues.read(RangeKind.NUM, "[1.00,2)");
        assertThat(RangeKind.NUM.compare(a, b)).isZero();
        assertThat(RangeValues.key(RangeKind.NUM, a)).isEqualTo(RangeValues.key(RangeKind.NUM, b));
    }

    @Test
    void boundsInQuotesAreRead() {
        RangeLiteral l = RangeLiteral.read(" [\"a,\"\"b\\\\\" , \\) ) ");
        assertThat(l.lower()).isEqualTo("a,\"b\\ ");
        assertThat(l.upper()).isEqualTo(" ) ");
        assertThat(RangeLiteral.read(l.toString())).isEqualTo(l);
        assertThat(RangeLiteral.read("(\"\",]").lower()).isEmpty();
    }

    @Test
    void wrongBoundsAreRefused() {
        assertThatThrownBy(() -> RangeValues.read(INT, "[2,1]"))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("22000"));
        assertThatThrownBy(() -> RangeLiteral.read("[1 2]"))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.detail()).isEqualTo("Missing comma after lower bound."));
    }
}
