package io.polywire.itests.r2db2.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.Status;
import io.polywire.itests.r2db2.wire.DesignClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A client that never reads")
class SlowReaderIT {
    private static final String ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
            + " SELECT i, 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' FROM n";
    private static final int CLIENTS = 20;
    private static final long MOST_KIB = 64 * 1024;

    @Test
    @DisplayName("takes bounded memory, hinders nobody, and is closed after write.ms")
    void neverReads(@TempDir Path directory) throws IOException {
        Home home = new Home(directory).set("net-r2db2", "write.ms", 2000);
        try (Polywire server = Polywire.start(home)) {
            for (int i = 0; i < 20; i++) {
                assertThat(Polywire.serves(server.port())).isTrue();
            }
            long before = server.residentKib();
            List<DesignClient> deaf = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    DesignClient client = DesignClient.ready(server.port());
                    client.ask(ENDLESS);
                    // and many more queries behind it, whose answers are not read either
                    client.socket().setSoTimeout(1);
                    deaf.add(client);
                }
                assertThat(Polywire.serves(server.port())).isTrue();
                Awaitility.await("all of them are closed")
                        .atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(Status.of(home).attribute("listener", "r2db2", "connections"))
                                .isEqualTo("0"));
                long grown = server.residentKib() - before;
                System.out.println(CLIENTS + " clients that never read: server " + grown + " KiB larger");
                assertThat(grown).isLessThan(3 * MOST_KIB);
                assertThat(Status.of(home).attribute("sessions", "all", "open")).isEqualTo("0");
                assertThat(home.log()).contains("polywire.security");
            } finally {
                for (DesignClient client : deaf) {
                    client.close();
                }
            }
            assertThat(Polywire.serves(server.port())).isTrue();
        }
    }
}
