package io.polywire.dialect.sqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            delimiter = '|',
            value = {
                "insert into \"t\" values ('x', 1, x'00', 0x1F)|insert into \"t\" values (?, ?, ?, ?)",
                "select \"hunter2\" from [t] where a = :p -- hunter2|select ? from [t] where a = :p",
                "select 'hunter2|select ***",
                "select 1 /* hunter2|select ?",
                "select `a` from t|select `a` from t"
            })
    void constantsAreMasked(String text, String masked) {
        assertThat(new SqliteDialect().masked(text, 200)).isEqualTo(masked);
    }
}
