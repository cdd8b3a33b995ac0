package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE USER a PASSWORD 'hunter2'",
                "alter user a encrypted password E'hunter2'",
                "CREATE ROLE a LOGIN PassWord $$hunter2$$ IN ROLE b",
                "CREATE USER a PASSWORD hunter2",
                "SET my.password = 'hunter2'"
            })
    void noPasswordIsLogged(String text) {
        assertThat(LogText.statement(text)).doesNotContain("hunter2").contains("***");
        SqlFailure f = SqlFailure.of(FailureKind.SYNTAX, "syntax error at or near \"hunter2\"");
        assertThat(LogText.failure(f, text)).isEqualTo("42601 syntax error");
    }

    @Test
    void otherStatementsStayWhole() {
        assertThat(LogText.statement("SELECT 'x'")).isEqualTo("SELECT 'x'");
        SqlFailure f = SqlFailure.of(FailureKind.SYNTAX, "syntax error at or near \"x\"");
        assertThat(LogText.failure(f, "SELEC x")).isEqualTo("42601 syntax error at or near \"x\"");
        assertThat(LogText.failure(f, null)).isEqualTo("42601 syntax error at or near \"x\"");
    }
}
