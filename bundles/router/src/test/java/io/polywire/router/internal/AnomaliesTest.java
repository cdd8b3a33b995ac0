package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Portal;
import io.polywire.api.session.TransactionMode.Isolation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No level shows an anomaly that PostgreSQL 15 does not show at the same level. */
class AnomaliesTest {
    @TempDir
    Path home;

    private Harness harness;

    @BeforeEach
    void start() {
        harness = new Harness(home, Map.of());
        harness.desk.addDialect(new LockingDialect());
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void noLevelIsWeakerThanPostgresqls() throws IOException {
        List<String> recorded;
        try (InputStream in = AnomaliesTest.class.getResourceAsStream("anomalies-postgresql15.txt")) {
            recorded = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(recorded).hasSize(Anomalies.ALL.size() * (Isolation.values().length - 1));
        List<String> weaker = new ArrayList<>();
        int shown = 0;
        for (Anomalies.Script s : Anomalies.ALL) {
            for (Isolation level : Isolation.values()) {
                boolean seen = Anomalies.seen(s, level, Ours::new);
                shown += seen ? 1 : 0;
                // PostgreSQL runs READ UNCOMMITTED as READ COMMITTED; it was recorded once
                Isolation asked = level == Isolation.READ_UNCOMMITTED ? Isolation.READ_COMMITTED : level;
                if (seen && !recorded.contains(s.name() + " | " + asked + " | true")) {
                    weaker.add(s.name() + " at " + level);
                }
            }
        }
        assertThat(weaker).isEmpty();
        // The scripts do find something where something is allowed: READ COMMITTED reads what was committed meanwhile.
        assertThat(shown).isPositive();
    }

    private final class Ours implements Anomalies.Conn {
        private final Sql sql = harness.open();

        @Override
        public void begin(Isolation level) {
            sql.run("BEGIN " + level);
        }

        @Override
        public CompletableFuture<String> run(String text) {
            Portal p;
            try {
                p = sql.portal(text);
            } catch (SqlFailure f) {
                return CompletableFuture.completedFuture("!" + f.sqlState());
            }
            return sql.start(p, 0, new Sql.Rows(0)).handle((outcome, failure) -> {
                if (failure != null) {
                    return "!" + ((SqlFailure) failure).sqlState();
                }
                List<String> rows = new ArrayList<>();
                for (List<Object> row : outcome.rows()) {
                    rows.add(String.join(",", row.stream().map(String::valueOf).toList()));
                }
                return String.join(";", rows);
            });
        }

        @Override
        public void close() {
            sql.session.close();
        }
    }
}
