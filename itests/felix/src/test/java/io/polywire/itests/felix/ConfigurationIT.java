package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Configuration that changes while the server runs. */
class ConfigurationIT {
    private static final String NET = "io.polywire.net-r2db2";

    @RegisterExtension
    static final PolywireExtension POLYWIRE = new PolywireExtension();

    @Test
    @DisplayName("W65: a value that is not allowed is refused, and what ran goes on")
    void aBadValueIsRefusedAndWhatRanGoesOn() throws Exception {
        int port = POLYWIRE.port("r2db2");
        try (Connection before = Jdbc.open(port, "main")) {
            POLYWIRE.configure(NET, "protocol = r2db2", "port = 0", "auth = password, none", "tls = sometimes");

            String reason = POLYWIRE.awaitState("listener", "r2db2", "degraded")
                    .attributes()
                    .get("reason");
            assertThat(reason).contains("tls", "sometimes", "off, optional, required");
            assertThat(Jdbc.value(before, "select 1")).isEqualTo("1");
            try (Connection after = Jdbc.open(port, "main")) {
                assertThat(Jdbc.value(after, "select 2")).isEqualTo("2");
            }

            POLYWIRE.configure(NET, "protocol = r2db2", "port = 0", "auth = password, none");
            POLYWIRE.awaitUp("listener", "r2db2");
            assertThat(Jdbc.value(before, "select 3")).isEqualTo("3");
        }
    }

    @Test
    void aBadValueOfTheRouterIsRefused() throws Exception {
        int port = POLYWIRE.port("r2db2");
        POLYWIRE.configure("io.polywire.router", "profile = development", "sessions.max = 0");
        try {
            Awaitility.await("the refusal is shown")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(POLYWIRE.status().json()).contains("sessions.max", "1 to 1000000"));
            try (Connection connection = Jdbc.open(port, "main")) {
                assertThat(Jdbc.value(connection, "select 1")).isEqualTo("1");
            }
        } finally {
            POLYWIRE.configure("io.polywire.router", "profile = development");
        }
        Awaitility.await("all is well again")
                .atMost(Duration.ofSeconds(20))
                .until(() -> POLYWIRE.status().parts().stream()
                        .allMatch(p -> p.state().equals("up")));
    }

    @Test
    void aBadValueOfTheStorageIsRefused() throws Exception {
        int port = POLYWIRE.port("r2db2");
        try (Connection connection = Jdbc.open(port, "main")) {
            POLYWIRE.configure("io.polywire.storage.sqlite-main", "create = main", "readers = 9999");
            try {
                Awaitility.await("the refusal is shown")
                        .atMost(Duration.ofSeconds(20))
                        .untilAsserted(
                                () -> assertThat(POLYWIRE.status().json()).contains("readers", "9999", "0 to 256"));
                assertThat(Jdbc.value(connection, "select 1")).isEqualTo("1");
            } finally {
                POLYWIRE.configure("io.polywire.storage.sqlite-main", "create = main");
            }
        }
    }

    @Test
    void aChangedValueTakesEffectWithoutARestart() throws Exception {
        POLYWIRE.configure("io.polywire.net-second", "protocol = r2db2", "port = 0", "auth = none");
        int port = POLYWIRE.port("second");
        try (Connection connection = Jdbc.open(port, "main")) {
            POLYWIRE.configure(
                    "io.polywire.net-second", "protocol = r2db2", "port = 0", "auth = none", "connections.max = 1");

            Awaitility.await("the limit holds")
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThatThrownBy(() ->
                                    Jdbc.open(POLYWIRE.port("second"), "main").close())
                            .isInstanceOf(SQLException.class)
                            .extracting("SQLState")
                            .isEqualTo("53300"));
            assertThat(Jdbc.value(connection, "select 1")).isEqualTo("1");
        } finally {
            POLYWIRE.unconfigure("io.polywire.net-second");
        }
    }
}
