package io.polywire.itests.r2db2.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.itests.r2db2.server.Home;
import io.polywire.itests.r2db2.server.Polywire;
import io.polywire.itests.r2db2.server.Ports;
import io.polywire.itests.r2db2.server.SharedServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("R13: several hosts, and a server that goes")
class FailOverIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    @Test
    @DisplayName("the second host is taken while the first is down, and the first again once it is there")
    void failOver(@TempDir Path directory) throws SQLException {
        Home home = new Home(directory);
        String url = "jdbc:r2db2://127.0.0.1:" + home.port() + ",127.0.0.1:" + SHARED.port() + "/main";
        String where = "SELECT count(*) FROM sqlite_schema WHERE name = 'first'";
        try (Connection connection = SharedServer.open(url)) {
            assertThat(Rows.value(connection, where)).isEqualTo("0");
        }
        Polywire first = Polywire.start(home);
        Connection held;
        try (first) {
            held = SharedServer.open(url);
            Rows.run(held, "CREATE TABLE first(x)");
            assertThat(Rows.value(held, where)).isEqualTo("1");
            first.kill();
        }
        SQLException broken = catchThrowableOfType(SQLException.class, () -> Rows.value(held, where));
        assertThat(broken.getSQLState()).startsWith("08");
        assertThat(held.isValid(1)).isFalse();
        held.close();
        try (Connection connection = SharedServer.open(url)) {
            assertThat(Rows.value(connection, where)).isEqualTo("0");
        }
    }

    @Test
    @DisplayName("where nobody listens the driver says so after its tries")
    void nobody() {
        SQLException failure = catchThrowableOfType(
                SQLException.class,
                () -> SharedServer.connect(Ports.free(), "main", "connectRetries=2", "connectRetryDelay=10"));
        assertThat(failure.getSQLState()).isEqualTo("08001");
    }

    @Test
    @DisplayName("a wrong password and an unknown database are not tried again")
    void noRetry() {
        long from = System.nanoTime();
        SQLException unknown =
                catchThrowableOfType(SQLException.class, () -> SharedServer.connect(SHARED.port(), "nowhere"));
        assertThat(unknown.getSQLState()).isEqualTo("3D000");
        assertThat(unknown.getMessage()).contains("nowhere").contains("main");
        SQLException wrong = catchThrowableOfType(
                SQLException.class, () -> SharedServer.connect(SHARED.strictPort(), "main", "password=wrong"));
        assertThat(wrong.getSQLState()).startsWith("28");
        assertThat(wrong.getMessage()).doesNotContain("wrong");
        assertThat((System.nanoTime() - from) / 1_000_000).isLessThan(3000);
    }
}
