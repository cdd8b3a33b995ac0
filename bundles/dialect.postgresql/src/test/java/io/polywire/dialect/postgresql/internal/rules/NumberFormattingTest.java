package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** to_char and to_number of numbers, as PostgreSQL 15 answered. */
class NumberFormattingTest {
    private static Object call(String name, List<String> types, Object... arguments) {
        Registry.Implementation f = Registry.all().function(name, types);
        List<io.polywire.sql.bound.BoundExpression> all = new java.util.ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            all.add(new io.polywire.sql.bound.BoundConstant(arguments[i], PgTypes.named(types.get(i))));
        }
        return Evaluator.value(f.maker().make(all, f.result()), null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "-485|999S|485-",
                "485|9 9 9| 4 8 5",
                "148.5|FM999.990|148.500",
                "-485|999PR|<485>",
                "482|999th| 482nd",
                "0.1|9.99|  .10",
                "0.0004859|9.99EEEE| 4.86e-04",
                "12345|999| ###",
                "12.45|99V9| 125"
            })
    void writes(String number, String template, String expected) {
        assertThat(call("to_char", List.of("numeric", "text"), number, template))
                .isEqualTo(expected);
    }

    @Test
    void reads() {
        assertThat(call("to_number", List.of("text", "text"), "12,454.8-", "99G999D9S"))
                .isEqualTo("-12454.8");
        assertThatThrownBy(() -> call("to_number", List.of("text", "text"), "abc", "999"))
                .isInstanceOf(SqlFailure.class);
    }

    @Test
    void refusesPartsThatDoNotGoTogether() {
        assertThatThrownBy(() -> NumberTemplate.of("9.9.9"))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("42601"));
    }
}
