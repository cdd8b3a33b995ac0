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
        known.put(
                "simple: several statements, errors in the middle",
                "PostgreSQL computes 1/0 before it describes the row; the description is sent here, then the error");
        known.put("simple: transaction states", "as above");
        known.put("extended: in a failed transaction", "as above");
        known.put("settings that are reported", "settings that expressions do not follow are refused by name");
        known.put(
                "FunctionCall of a function that is not there",
                "the function call protocol is refused, whatever the function");
        known.put(
                "COPY: options and CONTEXT",
                "the column of a value that is too long, positions in the options, the table of a missing column");
        known.put(
                "simple: a block over several texts and its failure",
                "as with the first, and the DETAIL of a unique violation");
        known.put(
                "a statement whose table has changed",
                "PostgreSQL looks at it when it is bound, we when it is executed");
        known.put("raw SSLRequest, refused", "the listener has TLS, PostgreSQL was made without");
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
