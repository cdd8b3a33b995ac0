package io.polywire.wazuh.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonNumberTest {
    @ParameterizedTest
    @DisplayName("W13, W41: a number without a fraction has none, as a client of the original reads it")
    @CsvSource({
        "3, 3",
        "-0.0, -0",
        "0, 0",
        "0.1, 0.1",
        "1e300, 1e+300",
        "1.5e-7, 1.5e-07",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "2500.5, 2500.5",
        "-12345678, -12345678",
        "123456789012345, 123456789012345",
        "1e15, 1e+15",
        "-2.5e20, -2.5e+20",
        "4.9e-324, 4.9e-324"
    })
    void written(double value, String text) {
        assertThat(JsonNumber.of(value)).isEqualTo(text);
    }

    @Property(tries = 2000)
    void whatIsWrittenIsTheNumber(@ForAll double value, @ForAll @DoubleRange(min = -1e6, max = 1e6) double small) {
        for (double each : new double[] {value, small}) {
            if (Double.isFinite(each)) {
                assertThat(Double.parseDouble(JsonNumber.of(each))).isEqualTo(each);
            }
        }
    }
}
