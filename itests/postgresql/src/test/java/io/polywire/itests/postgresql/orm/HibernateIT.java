package io.polywire.itests.postgresql.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Hibernate with its dialect of PostgreSQL, beside what comes of the same on PostgreSQL 15. */
class HibernateIT {
    /** What is otherwise here, by what PostgreSQL says. */
    private static final Map<String, String> DIFFERENT = Map.of(
            // rows are locked by the one right to write
            "  LockTimeoutException <- PSQLException 55P03 could not obtain lock on row in relation \"author\"",
            "  LockTimeoutException <- PSQLException 55P03 the right to write was not free in time");

    @Test
    @DisplayName("makes, checks, changes and uses a schema as on PostgreSQL")
    void isAsOnPostgresql() throws IOException, SQLException {
        assumeThat(PolywireServer.isShipped()).isTrue();
        List<String> wanted = Files.readAllLines(HibernateCalls.EXPECTED).stream()
                .map(l -> DIFFERENT.getOrDefault(l, l))
                .toList();
        try (PolywireServer server = PolywireServer.start()) {
            server.database("hibernate");
            List<String> got = HibernateCalls.run(server.port(), "hibernate", PolywireServer.PASSWORD);
            assertThat(wanted).hasSizeGreaterThan(250);
            assertThat(got).containsExactlyElementsOf(wanted);
        }
    }
}
