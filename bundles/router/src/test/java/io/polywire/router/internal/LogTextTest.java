package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.sql.Dialect;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {
    private static final Dialect DIALECT = new PgDialect();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE USER a PASSWORD 'hunter2'",
                "alter user a encrypted password E'hunter2'",
                "CREATE ROLE a LOGIN PassWord $$hunter2$$ IN ROLE b",
                "CREATE USER a PASSWORD hunter2",
                "SET my.password = 'hunter2'",
                "SELECT * FROM cards WHERE number = 'hunter2' -- hunter2",
                "SELECT 'hunter2"
            })
    @DisplayName("W55: no constant of a statement is logged")
    void noConstantIsLogged(String text) {
        assertThat(LogText.statement(DIALECT, text)).doesNotContain("hunter2");
        SqlFailure f = SqlFailure.of(FailureKind.SYNTAX, "syntax error at or near \"hunter2\"");
        assertThat(LogText.failure(DIALECT, f, text)).isEqualTo("42601 syntax error at or near \"***\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "22P02|invalid input syntax for type integer: \"hunter2\"|invalid input syntax for type integer: \"***\"",
                "22P02|malformed array literal: \"{\"hunter2\",1\"|malformed array literal: \"***\"",
                "22003|value \"99999\" is out of range for type integer|value \"***\" is out of range for type integer",
                "22012|division by zero|division by zero",
                "42P01|relation \"cards\" does not exist|relation \"cards\" does not exist"
            })
    @DisplayName("W55: no value is logged with what is wrong with it")
    void noValueIsLogged(String state, String message, String logged) {
        SqlFailure f =
                SqlFailure.build(FailureKind.BAD_VALUE, message).sqlState(state).build();
        assertThat(LogText.failure(DIALECT, f, "SELECT number::int FROM cards WHERE x = $1"))
                .isEqualTo(state + " " + logged);
    }

    @Test
    @DisplayName("W55: a password in the wrong quotes is not logged")
    void passwordAsName() {
        String text = "ALTER ROLE a PASSWORD \"hunter2\"";
        SqlFailure f = SqlFailure.of(FailureKind.SYNTAX, "syntax error at or near \"\"hunter2\"\"");
        assertThat(LogText.statement(DIALECT, text)).isEqualTo("ALTER ROLE a PASSWORD ***");
        assertThat(LogText.failure(DIALECT, f, text)).isEqualTo("42601 syntax error at or near \"***\"");
    }

    @Test
    @DisplayName("W55: names stay")
    void namesStay() {
        assertThat(LogText.statement(DIALECT, "SELECT a FROM t")).contains("SELECT", "a", "t");
        SqlFailure f = SqlFailure.of(FailureKind.SYNTAX, "syntax error at or near \"SELEC\"");
        assertThat(LogText.failure(DIALECT, f, "SELEC x")).isEqualTo("42601 syntax error at or near \"SELEC\"");
    }

    @Test
    @DisplayName("W55: nothing of a statement is logged while its dialect is away")
    void noDialect() {
        assertThat(LogText.statement((Dialect) null, "SELECT 'hunter2'")).isEqualTo("***");
    }

    @Test
    @DisplayName("W55: a long statement is cut")
    void cut() {
        String text = "SELECT " + "a, ".repeat(10_000) + "a FROM t";
        assertThat(LogText.statement(DIALECT, text)).hasSizeLessThan(10_100).endsWith("...");
    }
}
