package io.polywire.itests.postgresql.wire;

import io.polywire.itests.postgresql.server.PrivatePostgres;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Makes the expected answers to raw messages anew from a private PostgreSQL 15. */
@EnabledIfSystemProperty(named = "polywire.wire.record", matches = ".*")
class WireRecorderTest {
    @Test
    void record() throws Exception {
        try (PrivatePostgres postgres = PrivatePostgres.start()) {
            postgres.database("wire");
            List<String> lines = new ArrayList<>();
            WireReplay.play(postgres.port(), null, "wire").forEach((name, seen) -> {
                lines.add("== " + name);
                lines.addAll(seen);
                lines.add("");
            });
            Files.write(WireReplay.EXPECTED, lines);
        }
    }
}
