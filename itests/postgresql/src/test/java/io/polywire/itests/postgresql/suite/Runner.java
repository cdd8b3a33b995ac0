package io.polywire.itests.postgresql.suite;

import io.polywire.itests.postgresql.wire.PgClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs the statements of a file in order in one session of a database that is empty before. */
final class Runner {
    private final int port;
    private final String password;

    Runner(int port, String password) {
        this.port = port;
        this.password = password;
    }

    /** The answers, one for each statement; after a broken connection the rest is answered by the failure's text. */
    List<Outcome> run(SuiteFile file, boolean extended) {
        List<Outcome> outcomes = new ArrayList<>();
        try (PgClient client = PgClient.ready(
                port, "test", password, file.database(extended), "TimeZone", "UTC", "client_encoding", "UTF8")) {
            for (SuiteFile.Statement statement : file.statements()) {
                outcomes.add(Outcome.of(
                        extended
                                ? client.extended(statement.text(), statement.parameters(), statement.copyLines())
                                : client.query(statement.text(), statement.copyLines())));
            }
        } catch (IOException e) {
            while (outcomes.size() < file.statements().size()) {
                outcomes.add(new Outcome(List.of("broken: " + e)));
            }
        }
        return outcomes;
    }
}
