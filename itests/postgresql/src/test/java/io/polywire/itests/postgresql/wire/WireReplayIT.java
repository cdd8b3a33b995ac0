package io.polywire.itests.postgresql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Raw messages are answered as PostgreSQL 15 answers them, message by message. */
class WireReplayIT {
    @Test
    void answersAsPostgresql() throws Exception {
        Map<String, List<String>> expected = WireReplay.sections(WireReplay.EXPECTED);
        assertThat(expected.keySet())
                .containsExactlyElementsOf(
                        WireReplay.sections(WireReplay.SCRIPT).keySet());
        int[] clear = new int[1];
        try (PolywireServer server = PolywireServer.start(home -> clear[0] = home.listener(
                "clear", "protocol", "postgresql", "dialect", "postgresql", "auth", "password", "tls", "off"))) {
            server.database("wire");
            // PostgreSQL was asked without a certificate
            Map<String, List<String>> seen = WireReplay.play(
                    name -> name.contains("SSLRequest, refused") ? clear[0] : server.port(),
                    PolywireServer.PASSWORD,
                    "wire");
            SoftAssertions all = new SoftAssertions();
            expected.forEach(
                    (name, lines) -> all.assertThat(seen.get(name)).as(name).isEqualTo(lines));
            all.assertAll();
        }
    }
}
