package io.polywire.client.r2db2.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.client.r2db2.R2db2DataSource;
import io.polywire.client.r2db2.peer.Msg;
import io.polywire.client.r2db2.peer.Peer;
import io.polywire.client.r2db2.peer.Talk;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConnectTest {
    private static void serve(Talk talk) throws Exception {
        talk.welcome();
        talk.expectEnd();
    }

    @Test
    void asksForItsOptionsAndSendsTheCredentials() throws Exception {
        AtomicReference<Map<String, String>> seen = new AtomicReference<>();
        try (Peer peer = new Peer(talk -> {
            seen.set(talk.welcome());
            talk.expectEnd();
        })) {
            R2db2DataSource source = new R2db2DataSource();
            source.setUrl("jdbc:r2db2://" + peer.host() + "/sales%20eu?applicationName=shop&trace=true");
            source.setUser("ann");
            source.setPassword("s3cret+x");
            try (Connection connection = source.getConnection()) {
                assertThat(connection.getCatalog()).isEqualTo("sales eu");
                assertThat(connection.getMetaData().getURL())
                        .doesNotContain("s3cret")
                        .doesNotContain("ann");
            }
        }
        assertThat(seen.get())
                .containsEntry("USER", "ann")
                .containsEntry("PASSWORD", "s3cret+x")
                .containsEntry("database", "sales eu")
                .containsEntry("errors", "fields")
                .containsEntry("describe", "1")
                .containsEntry("extended", "1")
                .containsEntry("cancel", "1")
                .containsEntry("ready", "every")
                .containsEntry("application_name", "shop")
                .containsEntry("trace", "1")
                .doesNotContainKey("compression")
                .doesNotContainKey("heartbeat");
    }

    @Test
    void triesAgainWhenTheServerFailsTwice() throws Exception {
        try (Peer peer = new Peer(Talk::close, talk -> talk.readStartup(), ConnectTest::serve);
                Connection connection = peer.connect("connectRetries=3")) {
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void triesAgainWhenTheServerSaysThatItIsStarting() throws Exception {
        Peer.Script starting = talk -> {
            talk.readStartup();
            talk.send(Msg.fatal("57P03", "The server is starting"));
        };
        try (Peer peer = new Peer(starting, ConnectTest::serve);
                Connection connection = peer.connect("connectRetries=2")) {
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void givesUpAfterTheLastTry() throws Exception {
        try (Peer peer = new Peer(Talk::close, Talk::close)) {
            assertThatThrownBy(() -> peer.connect("connectRetries=2"))
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasMessageContaining("gave up after 2 tries");
        }
    }

    @Test
    void doesNotRepeatWhatCannotSucceed() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        Peer.Script refuse = talk -> {
            connections.incrementAndGet();
            talk.readStartup();
            talk.send(Msg.of('A').i8(1), Msg.fatal("28P01", "authentication failed"));
        };
        try (Peer peer = new Peer(refuse)) {
            assertThatThrownBy(() -> peer.connect("connectRetries=5&user=ann&password=wr0ng"))
                    .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
                    .hasMessageContaining("authentication failed")
                    .hasMessageNotContaining("wr0ng");
        }
        assertThat(connections).hasValue(1);
    }

    @Test
    void saysThatAPasswordIsMissing() throws Exception {
        try (Peer peer = new Peer(talk -> {
            talk.readStartup();
            talk.send(Msg.of('A').i8(1));
            talk.read();
        })) {
            assertThatThrownBy(() -> peer.connect("connectRetries=1"))
                    .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
                    .hasMessageContaining("asks for a password");
        }
    }

    @Test
    void takesAnAuthenticationRequestThatItsPasswordHasAnswered() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    Map<String, String> options = talk.readStartup();
                    talk.send(Msg.of('A').i8(1));
                    talk.accept(options);
                    talk.expectEnd();
                });
                Connection connection = peer.connect("user=ann&password=x")) {
            assertThat(connection.isClosed()).isFalse();
        }
    }

    @Test
    void failsOverToTheNextHost() throws Exception {
        Peer down = new Peer();
        down.close();
        try (Peer second = new Peer(talk -> talk.readStartup());
                Peer third = new Peer(ConnectTest::serve)) {
            String hosts = down.host() + "," + second.host() + "," + third.host();
            try (Connection connection = DriverManager.getConnection("jdbc:r2db2://" + hosts + "/?connectRetries=1")) {
                assertThat(connection).hasToString("r2db2 connection to " + third.host());
            }
        }
    }

    @Test
    void refusesAServerWithoutTheExtension() throws Exception {
        try (Peer peer = new Peer(talk -> {
            talk.readStartup();
            talk.send(Msg.of('Z').i8(1));
            talk.read();
        })) {
            assertThatThrownBy(peer::connect)
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .hasMessageContaining("errors=fields");
        }
    }

    @Test
    void refusesWhatIsNotThisProtocol() throws Exception {
        try (Peer peer = new Peer(talk -> {
            talk.readStartup();
            talk.sendRaw("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
            talk.read();
        })) {
            assertThatThrownBy(peer::connect)
                    .isInstanceOf(SQLNonTransientConnectionException.class)
                    .hasMessageContaining("does not speak r2db2");
        }
    }

    @Test
    void waitsForASilentServerNoLongerThanItMay() throws Exception {
        try (Peer peer = new Peer(talk -> {
            while (talk.read() != null) {
                // the client must go away by itself
            }
        })) {
            assertThatThrownBy(() -> peer.connect("connectRetries=1&connectTimeout=500"))
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasMessageContaining("connectTimeout");
        }
    }

    @Test
    void warnsOfAnOptionThatTheServerDidNotTake() throws Exception {
        try (Peer peer = new Peer(talk -> {
                    Map<String, String> options = talk.readStartup();
                    options.remove("compression");
                    talk.accept(options);
                    talk.expectEnd();
                });
                Connection connection = peer.connect("compression=lz4")) {
            assertThat(connection.getWarnings().getMessage()).contains("compression");
            connection.clearWarnings();
            assertThat((Object) connection.getWarnings()).isNull();
        }
    }

    @Test
    void theDriverIgnoresOtherUrls() throws SQLException {
        var driver = DriverManager.getDriver("jdbc:r2db2://localhost/");
        assertThat(driver.acceptsURL("jdbc:postgresql://localhost/")).isFalse();
        assertThat(driver.connect("jdbc:postgresql://localhost/", null)).isNull();
        assertThat(driver.getPropertyInfo("jdbc:r2db2://localhost/?password=x", null))
                .noneMatch(info -> "x".equals(info.value));
    }

    @Test
    void pausesGrowAndAreBounded() {
        assertThat(Connector.delay(1000, 1, 0)).isEqualTo(1000);
        assertThat(Connector.delay(1000, 2, 0)).isEqualTo(2000);
        assertThat(Connector.delay(1000, 4, 0)).isEqualTo(8000);
        assertThat(Connector.delay(1000, 4, 1)).isEqualTo(6000);
        assertThat(Connector.delay(1000, 1000, 0)).isEqualTo(30_000);
    }
}
