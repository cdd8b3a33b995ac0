package io.polywire.itests.postgresql.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** pgjdbc's DatabaseMetaData, all methods, beside what PostgreSQL 15 answers. */
class MetadataIT {
    @Test
    @DisplayName("says what PostgreSQL says")
    void isAsPostgresql() throws IOException, SQLException {
        assumeThat(PolywireServer.isShipped()).isTrue();
        try (PolywireServer server = PolywireServer.start()) {
            server.database("metadata");
            try (Connection c = MetadataCalls.connect(server.port(), "metadata", PolywireServer.PASSWORD)) {
                MetadataCalls.make(c);
                List<String> got = MetadataCalls.ask(c);
                List<String> wanted = Files.readAllLines(MetadataCalls.EXPECTED);
                assertThat(calls(wanted))
                        .as("methods that were asked")
                        .hasSizeGreaterThan(150)
                        .isEqualTo(calls(got));
                List<String> differences = differences(wanted, got);
                assertThat(differences)
                        .as("answers that differ:%n%s", String.join("\n", differences))
                        .isEmpty();
            }
        }
    }

    private static List<String> calls(List<String> lines) {
        return lines.stream().filter(l -> !l.startsWith("  ")).toList();
    }

    private static List<String> differences(List<String> wanted, List<String> got) {
        List<String> all = new ArrayList<>();
        List<List<String>> w = groups(wanted);
        List<List<String>> g = groups(got);
        for (int i = 0; i < w.size(); i++) {
            List<String> missing = new ArrayList<>(w.get(i));
            g.get(i).forEach(missing::remove);
            List<String> more = new ArrayList<>(g.get(i));
            w.get(i).forEach(more::remove);
            missing.forEach(l -> all.add("-" + l));
            more.forEach(l -> all.add("+" + l));
            if (!missing.isEmpty() || !more.isEmpty()) {
                all.add("  in " + w.get(i).get(0));
            }
        }
        return all;
    }

    /** A call with its answer. */
    private static List<List<String>> groups(List<String> lines) {
        List<List<String>> all = new ArrayList<>();
        for (String l : lines) {
            if (!l.startsWith("  ")) {
                all.add(new ArrayList<>());
            }
            all.get(all.size() - 1).add(l);
        }
        return all;
    }
}
