package io.polywire.itests.r2db2.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.wire.DesignClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("R32 R33: the log")
class LogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @TempDir
    static Path directory;

    private static Home home;
    private static Polywire server;
    private final AtomicInteger marks = new AtomicInteger();

    @BeforeAll
    static void start() {
        home = new Home(directory);
        server = Polywire.start(home);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private List<String> lines(String word) {
        return home.log().lines().filter(line -> line.contains(word)).toList();
    }

    private String mark(DesignClient client) throws IOException {
        String mark = "mark_" + System.nanoTime() + "_" + marks.incrementAndGet();
        client.query("select 1 as " + mark);
        return mark;
    }

    @Test
    @DisplayName("categories are switched by the configuration file while connections are open; lines carry their id")
    void categories() throws IOException {
        try (DesignClient client = DesignClient.ready(server.port())) {
            String quiet = mark(client);
            home.set("router", "log", "error, performance, security, query");
            Awaitility.await("queries are logged").atMost(PATIENCE).until(() -> {
                String mark = mark(client);
                return !lines(mark).isEmpty();
            });
            String line = lines("polywire.query").get(0);
            assertThat(line).containsPattern("\\[c\\d+\\] ").contains("us, 1 rows");
            client.query("select wrong_" + quiet);
            assertThat(lines("wrong_" + quiet))
                    .hasSize(1)
                    .first()
                    .asString()
                    .containsPattern("polywire.error - \\[c\\d+\\] 42703");
            home.set("router", "log", "performance, security");
            Awaitility.await("queries are not logged").atMost(PATIENCE).until(() -> {
                String mark = mark(client);
                return lines(mark).isEmpty();
            });
            client.query("select silent_" + quiet);
            assertThat(lines("silent_" + quiet)).isEmpty();
            assertThat(lines(quiet).stream().filter(l -> l.contains("polywire.query")))
                    .isEmpty();
            home.set("router", "log", "error, performance, security");
            Awaitility.await("errors are logged").atMost(PATIENCE).until(() -> {
                String mark = "error_" + System.nanoTime();
                client.query("select " + mark);
                return !lines(mark).isEmpty();
            });
        }
    }

    @Test
    @DisplayName("slow statements are logged as performance")
    void slow() throws IOException {
        home.set("router", "slow.statement.ms", 1);
        String slow =
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT max(i) FROM n";
        try (DesignClient client = DesignClient.ready(server.port())) {
            Awaitility.await("slow statements are logged").atMost(PATIENCE).until(() -> {
                client.query(slow);
                return lines("polywire.performance").stream()
                        .anyMatch(l -> l.matches(".*\\[c\\d+\\] slow statement.*"));
            });
        }
        home.set("router", "slow.statement.ms", 1000);
    }

    @Test
    @DisplayName("a statement cannot forge a line of the log")
    void forged() throws IOException {
        home.set("router", "log", "error, performance, security");
        try (DesignClient client = DesignClient.ready(server.port())) {
            Awaitility.await("errors are logged").atMost(PATIENCE).until(() -> {
                client.query("select forged_0\n2026-01-01 ERROR forged_9");
                return !lines("forged_0").isEmpty();
            });
            assertThat(lines("forged_0")).allMatch(line -> line.contains("forged_9"));
            // a text that cannot even be split into statements is logged as well
            client.query("select forged_1 'open\n2026-01-01 ERROR forged_2\u001b[2J");
            assertThat(lines("forged_1"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("42601")
                    // of a constant nothing is logged
                    .doesNotContain("forged_2", "\u001b");
        }
    }

    /** R33: trace of all connections is on, switched at run time. */
    private void awaitTrace() {
        Awaitility.await("steps are logged").atMost(PATIENCE).until(() -> {
            DesignClient.ready(server.port()).close();
            return lines("polywire.trace").stream().anyMatch(l -> l.matches(".*\\[c\\d+\\] .*"));
        });
    }

    @Test
    @DisplayName("no password reaches a log, not even with all categories and trace on")
    void passwords() throws IOException {
        String secret = "s3cret-" + System.nanoTime();
        home.set("router", "log", "query, error, performance, security, trace");
        home.set("net-r2db2", "protocol.trace", "on");
        awaitTrace();
        // more of them are answered later and later
        for (int i = 0; i < 3; i++) {
            try (DesignClient client = new DesignClient(server.port())) {
                client.startUp("test", secret, "trace", "1");
                client.expect('A');
                client.expect('E');
            }
            try (DesignClient client = new DesignClient(server.port())) {
                client.startUp("test", "", "auth", "password", "trace", "1");
                client.expect('A');
                client.secret('p', secret);
                client.expect('E');
            }
            try (DesignClient client = new DesignClient(server.port())) {
                // the raw style, and a malformed one
                client.send('S', ("\0\0\0\4test\0\0\0\u007f" + secret).getBytes());
                client.read();
            }
        }
        Awaitility.await("failed log-ins are security lines")
                .atMost(PATIENCE)
                .until(() -> lines("polywire.security").stream().anyMatch(l -> l.contains("test")));
        assertThat(lines(secret)).isEmpty();
        home.set("router", "log", "error, performance, security");
    }
}
