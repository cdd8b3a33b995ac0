package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;

/** The storage goes and comes back under sessions that stay. */
class StorageRestartIT {
    @RegisterExtension
    static final PolywireExtension POLYWIRE = new PolywireExtension();

    @Test
    void sessionsOutliveTheirStorage() throws Exception {
        Bundle storage = POLYWIRE.bundleOf("io.polywire.storage.sqlite");
        try (Connection connection = Jdbc.open(POLYWIRE.port("r2db2"), "main");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("create table kept (n integer)");
            statement.executeUpdate("insert into kept values (7)");

            storage.stop();

            SQLException refused =
                    catchThrowableOfType(SQLException.class, () -> Jdbc.value(connection, "select n from kept"));
            assertThat(refused.getSQLState()).isEqualTo("57P03");
            assertThat(connection.isClosed()).isFalse();
            assertThat(POLYWIRE.status().part("listener", "r2db2").state()).isEqualTo("up");

            storage.start();

            Awaitility.await("the same connection works again")
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .untilAsserted(() -> assertThat(Jdbc.value(connection, "select n from kept"))
                            .isEqualTo("7"));
        }
    }
}
