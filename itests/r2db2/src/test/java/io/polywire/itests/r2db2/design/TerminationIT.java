package io.polywire.itests.r2db2.design;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.Status;
import io.polywire.itests.r2db2.wire.DesignClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("R10: the end of a connection")
class TerminationIT {
    @Test
    @DisplayName("X, T, 05 and a plain close: no line in the log, no session left")
    void quiet(@TempDir Path directory) throws IOException {
        Home home = new Home(directory);
        try (Polywire server = Polywire.start(home)) {
            Awaitility.await("the server has said that it is up")
                    .until(() -> home.log().contains(" is up after "));
            String before = home.log();
            for (int type : new int[] {'X', 'T', 5}) {
                try (DesignClient client = DesignClient.ready(server.port())) {
                    client.query("select 1");
                    client.send(type);
                    client.expectEnd();
                }
                try (DesignClient client = DesignClient.ready(server.port())) {
                    client.send(type, (byte) 0);
                    client.expectEnd();
                }
            }
            for (int i = 0; i < 50; i++) {
                DesignClient client = DesignClient.ready(server.port());
                client.ask("select 1");
                client.close();
            }
            // before anything was said
            new DesignClient(server.port()).close();
            Awaitility.await("no session and no connection is left")
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> {
                        assertThat(Status.of(home).attribute("sessions", "all", "open"))
                                .isEqualTo("0");
                        assertThat(Status.of(home).attribute("listener", "r2db2", "connections"))
                                .isEqualTo("0");
                    });
            assertThat(home.log()).isEqualTo(before);
        }
    }
}
