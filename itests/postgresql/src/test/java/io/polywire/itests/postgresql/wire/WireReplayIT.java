package io.polywire.itests.postgresql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Raw messages are answered as PostgreSQL 15 answers them, message by message. */
class WireReplayIT {
    /** What differs, and why a client may live with it. */
    private static final Map<String, String> DIFFERS = differs();

    private static Map<String, String> differs() {
        Map<String, String> known = new LinkedHashMap<>();
        return known;
    }

    @Test
    void answersAsPostgresql() throws Exception {
        Map<String, List<String>> expected = WireReplay.sections(WireReplay.EXPECTED);
        assertThat(expected.keySet())
                .containsExactlyElementsOf(
                        WireReplay.sections(WireReplay.SCRIPT).keySet());
        try (PolywireServer server = PolywireServer.start()) {
            server.database("wire");
            Map<String, List<String>> seen = WireReplay.play(server.port(), PolywireServer.PASSWORD, "wire");
            SoftAssertions all = new SoftAssertions();
            expected.forEach((name, lines) -> {
                if (DIFFERS.containsKey(name)) {
                    all.assertThat(seen.get(name))
                            .as("no longer differs: " + name)
                            .isNotEqualTo(lines);
                } else {
                    all.assertThat(seen.get(name)).as(name).isEqualTo(lines);
                }
            });
            all.assertAll();
        }
    }
}
