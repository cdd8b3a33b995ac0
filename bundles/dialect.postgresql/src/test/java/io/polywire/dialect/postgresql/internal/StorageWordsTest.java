package io.polywire.dialect.postgresql.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.ParsedStatement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a storage says of its own text is no answer to a client. */
class StorageWordsTest {
    private final PgDialect dialect = new PgDialect();

    private SqlFailure told(SqlFailure f) {
        return dialect.told(f, null, null, (ParsedStatement) dialect.parse("SELECT 1"));
    }

    @ParameterizedTest
    @CsvSource({
        "UNDEFINED_COLUMN, no such column: t1.k",
        "UNDEFINED_FUNCTION, no such function: pw_x",
        "AMBIGUOUS, ambiguous column name: c1",
        "SEMANTIC, misuse of aggregate: sum()",
        "SYNTAX, near \"FROM\": syntax error",
    })
    void wordsAboutTheStoragesTextAreInternalErrors(FailureKind kind, String words) {
        SqlFailure told = told(SqlFailure.of(kind, words));
        assertThat(told.sqlState()).isEqualTo("XX000");
        assertThat(told.getMessage()).doesNotContain(words);
        assertThat(told.getCause()).hasMessage(words);
    }

    @Test
    void whatADialectSaysStays() {
        SqlFailure own = SqlFailure.of(FailureKind.UNDEFINED_COLUMN, "column \"nosuch\" does not exist");
        assertThat(told(own)).isSameAs(own);
    }
}
