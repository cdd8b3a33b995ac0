package io.polywire.itests.postgresql.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PrivatePostgres;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the expectations anew from a private PostgreSQL 15; of files whose name has one of {@code polywire.suite.files},
 * separated by commas.
 */
@EnabledIfSystemProperty(named = "polywire.suite.record", matches = ".*")
class RecorderTest {
    @Test
    void record() throws Exception {
        try (PrivatePostgres postgres = PrivatePostgres.start()) {
            String only = System.getProperty("polywire.suite.files", "");
            for (SuiteFile file : SuiteFile.all()) {
                if (Arrays.stream(only.split(",")).noneMatch(file.name()::contains)) {
                    continue;
                }
                Files.createDirectories(file.expected().getParent());
                record(postgres, file).write(file);
            }
        }
    }

    static Expectations record(PrivatePostgres postgres, SuiteFile file) throws Exception {
        List<List<Outcome>> answers = new ArrayList<>();
        for (boolean extended : new boolean[] {false, true}) {
            postgres.database(file.database(extended));
            answers.add(new Runner(postgres.port(), null).run(file, extended));
        }
        List<Expectations.Entry> entries = new ArrayList<>();
        for (int i = 0; i < file.statements().size(); i++) {
            String text = Outcome.escape(file.statements().get(i).text());
            entries.add(new Expectations.Entry(
                    text, answers.get(0).get(i), answers.get(1).get(i)));
            for (List<Outcome> answer : answers) {
                assertThat(answer.get(i).lines())
                        .as("%s: %s", file.name(), text)
                        .noneMatch(l -> l.startsWith("broken"));
            }
        }
        return new Expectations(entries);
    }
}
