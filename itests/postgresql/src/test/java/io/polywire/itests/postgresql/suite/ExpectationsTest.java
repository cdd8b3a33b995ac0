package io.polywire.itests.postgresql.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PrivatePostgres;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The suite itself: complete, recorded, and what the real server says. */
class ExpectationsTest {
    /** How many statements that differ issue 4 asks for. */
    private static final int STATEMENTS = 1500;

    @Test
    void everyStatementIsRecorded() throws Exception {
        for (SuiteFile file : SuiteFile.all()) {
            List<String> texts = file.statements().stream()
                    .map(s -> Outcome.escape(s.text()))
                    .toList();
            assertThat(Expectations.read(file).entries())
                    .as("%s; record again after a change", file.name())
                    .extracting(Expectations.Entry::statement)
                    .isEqualTo(texts);
        }
    }

    @Test
    void theSuiteIsLarge() throws Exception {
        Set<String> different = new HashSet<>();
        for (SuiteFile file : SuiteFile.all()) {
            if (!file.name().startsWith("generated")) {
                file.statements().forEach(s -> different.add(s.text()));
            }
        }
        assertThat(different).hasSizeGreaterThanOrEqualTo(STATEMENTS);
    }

    @Test
    @EnabledIfSystemProperty(named = "polywire.test.length", matches = "long")
    void thePostgresqlHereAnswersAsRecorded() throws Exception {
        Assumptions.assumeTrue(PrivatePostgres.isInstalled(), "PostgreSQL 15 is not installed");
        try (PrivatePostgres postgres = PrivatePostgres.start()) {
            for (SuiteFile file : SuiteFile.all()) {
                assertThat(RecorderTest.record(postgres, file)).as(file.name()).isEqualTo(Expectations.read(file));
            }
        }
    }
}
