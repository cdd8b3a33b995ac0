package io.polywire.itests.r2db2.design;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.SharedServer;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Style;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("R03 R04 R15 R21: the published design's authenticated flow, in both readings")
class AuthenticatedIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    @ParameterizedTest
    @EnumSource(
            value = Style.class,
            names = {"NUL", "LENGTH"})
    @DisplayName("R03: good credentials in S are answered by A and Z; a client that sends nothing more is in")
    void silentClient(Style style) throws IOException {
        try (DesignClient client = new DesignClient(SHARED.strictPort(), style)) {
            client.startUp("test", "test");
            assertThat(client.expect('A').payload()).containsExactly(1);
            assertThat(client.expect('Z').payload()).containsExactly(1);
            assertThat(client.query("select 1").rows()).containsExactly(List.of("1"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Style.class,
            names = {"NUL", "LENGTH"})
    @DisplayName("R21: the diagram: S, A, p, Z; the p that was not needed is no harm")
    void diagram(Style style) throws IOException {
        try (DesignClient client = new DesignClient(SHARED.strictPort(), style)) {
            client.startUp("test", "test");
            client.expect('A');
            client.secret('p', "test");
            client.expect('Z');
            assertThat(client.query("select 1").rows()).containsExactly(List.of("1"));
            assertThat(client.query("select 2").rows()).containsExactly(List.of("2"));
        }
    }

    @Test
    @DisplayName("R21: a surplus p with a wrong password ends the connection")
    void wrongSurplus() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.strictPort())) {
            client.startUp("test", "test");
            client.expect('A');
            client.expect('Z');
            client.secret('p', "wrong");
            assertThat(client.expectError()).startsWith("authentication failed");
            client.expectEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(chars = {'p', 'P', 'R', 'A'})
    @DisplayName("R04: the answer to A may have each of these types, in each style")
    void answers(char type) throws IOException {
        for (Style style : Style.values()) {
            try (DesignClient client = new DesignClient(SHARED.strictPort(), style)) {
                client.startUp("test");
                assertThat(client.expect('A').payload()).containsExactly(1);
                client.secret(type, "test");
                assertThat(client.expect('Z').payload()).containsExactly(1);
                assertThat(client.query("select 1").tags()).containsExactly("SELECT 1");
            }
        }
    }

    @Test
    @DisplayName("R04: a second S with the password is an answer too")
    void secondStartUp() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.strictPort())) {
            client.startUp("test");
            client.expect('A');
            client.startUp("test", "test");
            client.expect('Z');
            assertThat(client.query("select 1").tags()).containsExactly("SELECT 1");
        }
    }

    @Test
    @DisplayName("R09: wrong passwords and unknown users are told the same, and closed")
    void refused() throws IOException {
        for (List<String> wrong : List.of(List.of("test", "wrong"), List.of("nobody", "test"))) {
            try (DesignClient client = new DesignClient(SHARED.strictPort())) {
                client.startUp(wrong.toArray(String[]::new));
                client.expect('A');
                assertThat(client.expectError()).startsWith("authentication failed");
                client.expectEnd();
            }
            try (DesignClient client = new DesignClient(SHARED.strictPort())) {
                client.startUp(wrong.get(0));
                client.expect('A');
                client.secret('p', wrong.get(1));
                assertThat(client.expectError()).startsWith("authentication failed");
                client.expectEnd();
            }
        }
    }

    @Test
    @DisplayName("R22: a method that is not offered is refused by name")
    void otherMethods() throws IOException {
        for (String method : List.of("token", "certificate", "magic")) {
            try (DesignClient client = new DesignClient(SHARED.strictPort())) {
                client.startUp("test", "test", "auth", method);
                assertThat(client.expectError()).contains("\"" + method + "\" is not offered");
                client.expectEnd();
            }
        }
    }

    @Test
    @DisplayName("no query is served before the password")
    void impatient() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.strictPort())) {
            client.startUp("test");
            client.expect('A');
            client.ask("select 1");
            assertThat(client.expectError()).contains("not expected");
            client.expectEnd();
        }
    }
}
