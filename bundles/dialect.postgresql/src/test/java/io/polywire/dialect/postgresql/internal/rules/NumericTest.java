package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numerics: keys, text, division. */
class NumericTest {
    @Property
    void keysOrderAsValuesDo(@ForAll @Scale(12) BigDecimal a, @ForAll @Scale(3) BigDecimal b) {
        int keys = Numeric.key(Numeric.text(a)).compareTo(Numeric.key(Numeric.text(b)));
        assertThat(Integer.signum(keys)).isEqualTo(a.compareTo(b));
    }

    @Property
    void keysOfNeighboursDiffer(@ForAll @Scale(8) BigDecimal a) {
        String above = Numeric.key(Numeric.text(a.add(new BigDecimal("0.000000001"))));
        assertThat(Numeric.key(Numeric.text(a))).isLessThan(above);
    }

    @Property
    void textIsReadBack(@ForAll @Scale(20) BigDecimal a) {
        assertThat(new BigDecimal(Numeric.parse(Numeric.text(a)))).isEqualTo(a);
    }

    @Test
    void scaleDoesNotMatterToKeys() {
        assertThat(Numeric.key("1.10")).isEqualTo(Numeric.key("1.1")).isEqualTo(Numeric.key("1.1000"));
        assertThat(Numeric.key("0.00")).isEqualTo(Numeric.key("0"));
        assertThat(Numeric.key("NaN")).isGreaterThan(Numeric.key("1e100".replace("1e100", "9".repeat(100))));
        assertThat(Numeric.key("-12")).isLessThan(Numeric.key("-11.999")).isGreaterThan(Numeric.key("-12.0001"));
    }

    /** What PostgreSQL 15.18 answered to a / b. */
    @ParameterizedTest
    @CsvSource({
        "10, 4.0, 2.5000000000000000",
        "1, 7.0, 0.14285714285714285714",
        "22, 7.00000, 3.1428571428571429",
        "10000000000, 7, 1428571428.57142857",
        "123456.789, 0.001, 123456789.00000000",
        "0.00001, 7, 0.000001428571428571428571",
        "5.0, 0.3, 16.6666666666666667",
        "100000, 3.0, 33333.333333333333",
        "2, 3.0, 0.66666666666666666667",
        "0, 3, 0.00000000000000000000"
    })
    void dividesToPostgresqlsScale(String a, String b, String quotient) {
        assertThat(Numeric.text(Numeric.divide(new BigDecimal(a), new BigDecimal(b))))
                .isEqualTo(quotient);
    }

    @Test
    void refusesWhatIsNoNumber() {
        for (String bad : new String[] {"", " ", ".", "1.2.3", "1e", "0x10", "1_0", "--1", "1 2"}) {
            assertThatThrownBy(() -> Numeric.parse(bad))
                    .as(bad)
                    .isInstanceOf(SqlFailure.class)
                    .extracting(e -> ((SqlFailure) e).sqlState())
                    .isEqualTo("22P02");
        }
        assertThatThrownBy(() -> Numeric.parse("1e999999999")).hasMessage("value overflows numeric format");
    }

    @Test
    void fitsPrecisionAndScale() {
        assertThat(Numeric.fit("1.005", 5, 2)).isEqualTo("1.01");
        assertThat(Numeric.fit("-1.005", 5, 2)).isEqualTo("-1.01");
        assertThatThrownBy(() -> Numeric.fit("999.995", 5, 2))
                .isInstanceOf(SqlFailure.class)
                .satisfies(e -> {
                    assertThat(((SqlFailure) e).sqlState()).isEqualTo("22003");
                    assertThat(((SqlFailure) e).detail())
                            .isEqualTo("A field with precision 5, scale 2 must round to an absolute value less than"
                                    + " 10^3.");
                });
    }
}
