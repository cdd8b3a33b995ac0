package io.polywire.itests.r2db2.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.SharedServer;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Frame;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@DisplayName("R29: heartbeats")
// they wait for seconds to pass
@Execution(ExecutionMode.CONCURRENT)
class HeartbeatIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    @Test
    @DisplayName("the client's H is answered by h with its token, at once")
    void answered() throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port(), "heartbeat", "60")) {
            byte[] token = {1, 2, 3, 4, 5, 6, 7, 8};
            client.send('H', token);
            assertThat(client.expect('h').payload()).isEqualTo(token);
            assertThat(client.query("select 1").error()).isNull();
        }
    }

    @Test
    @DisplayName("a peer that answers is kept, one that falls silent is dropped after three heartbeats")
    void silentPeer() throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port(), "heartbeat", "1")) {
            for (int i = 0; i < 2; i++) {
                client.send('h', client.expect('H').payload());
            }
            long from = System.nanoTime();
            int unanswered = 0;
            Frame frame;
            while ((frame = client.read()) != null) {
                unanswered += frame.type() == 'H' ? 1 : 0;
            }
            assertThat(unanswered).isEqualTo(3);
            assertThat((System.nanoTime() - from) / 1_000_000).isBetween(2500L, 9000L);
        }
    }

    @Test
    @DisplayName(
            "the driver's connection with heartbeats lives through a statement that takes longer than three of them")
    void longStatement() throws SQLException {
        try (Connection connection = SHARED.connect("main", "heartbeat=1");
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(5);
            long from = System.nanoTime();
            SQLException timeout = org.assertj.core.api.Assertions.catchThrowableOfType(
                    SQLException.class,
                    () -> statement.executeQuery(
                            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"));
            assertThat(timeout.getSQLState()).isEqualTo("57014");
            assertThat((System.nanoTime() - from) / 1_000_000).isGreaterThan(4900);
            try (ResultSet row = statement.executeQuery("SELECT 1")) {
                assertThat(row.next()).isTrue();
            }
        }
    }
}
