package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers are told from other texts as the patterns do that say what they look like. */
class NumberTextTest {
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("0123456789+-.eEinfty x\u0663").ofMaxLength(14);
    }

    @Property(tries = 20_000)
    void patternsSayTheSame(@ForAll("texts") String s) {
        assertThat(NumberText.isInteger(s)).isEqualTo(s.matches("[+-]?\\d+"));
        assertThat(NumberText.isInfinity(s)).isEqualTo(s.matches("[+-]?(inf|infinity)"));
        assertThat(NumberText.isDecimal(s, 3)).isEqualTo(s.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "+1., true",
        "-.5e-10, true",
        "1e1234, false",
        "., false",
        "-, false",
        "'', false",
        "1e, false",
        "1e+, false",
        "1.2.3, false",
        "1 , true",
        "0x1, false",
        "١, false"
    })
    void decimals(String s, boolean is) {
        assertThat(NumberText.isDecimal(s, 3)).isEqualTo(is);
    }
}
