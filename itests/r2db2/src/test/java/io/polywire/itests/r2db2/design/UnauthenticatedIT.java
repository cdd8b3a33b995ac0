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

@DisplayName("R02 R05 R19: the published design's default mode, without authentication")
class UnauthenticatedIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    @ParameterizedTest
    @EnumSource(Style.class)
    @DisplayName("S with a user name only is answered by Z, at once and once")
    void userOnly(Style style) throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port(), style)) {
            client.startUp("somebody");
            assertThat(client.expect('Z').payload()).containsExactly(0);
            assertThat(client.query("select 1").rows()).containsExactly(List.of("1"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Style.class,
            names = {"NUL", "LENGTH"})
    @DisplayName("S with two empty strings is answered by Z")
    void emptyStrings(Style style) throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port(), style)) {
            client.startUp("", "");
            assertThat(client.expect('Z').payload()).containsExactly(0);
            assertThat(client.query("select 'x'").rows()).containsExactly(List.of("x"));
        }
    }

    @Test
    @DisplayName("S without any payload is answered by Z")
    void nothing() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.send('S');
            assertThat(client.expect('Z').payload()).containsExactly(0);
            assertThat(client.query("select null").rows().get(0)).containsOnlyNulls();
        }
    }

    @Test
    @DisplayName("R19 R20: a listener that wants a password refuses the wish for none, and closes")
    void refusedWish() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.strictPort())) {
            client.startUp("test", "", "auth", "none");
            assertThat(client.expectError()).contains("\"none\" is not offered");
            client.expectEnd();
        }
    }

    @Test
    @DisplayName("R19: where both are offered the client's wish decides")
    void wish() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.startUp("test", "wrong", "auth", "none");
            assertThat(client.expect('Z').words()).startsWith(" auth none ");
        }
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.startUp("test", "", "auth", "password");
            assertThat(client.expect('A').payload()).containsExactly(1);
            client.secret('p', "test");
            assertThat(client.expect('Z').payload()[0]).isEqualTo((byte) 1);
        }
    }

    @Test
    @DisplayName("R14: options that nobody knows are ignored and not repeated")
    void unknownOptions() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.startUp("", "", "colour", "red", "application_name", "x", "heartbeat", "never");
            assertThat(client.expect('Z').words())
                    .contains("application_name x")
                    .doesNotContain("colour")
                    .doesNotContain("heartbeat");
            assertThat(client.query("select 1").error()).isNull();
        }
    }
}
