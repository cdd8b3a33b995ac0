package io.polywire.itests.postgresql.driver;

import io.polywire.itests.postgresql.server.PrivatePostgres;
import java.nio.file.Files;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Writes down anew what a private PostgreSQL 15 answers to {@link MetadataCalls}. */
@EnabledIfSystemProperty(named = "polywire.metadata.record", matches = ".*")
class MetadataRecorderTest {
    @Test
    void record() throws Exception {
        try (PrivatePostgres postgres = PrivatePostgres.start()) {
            postgres.database("metadata");
            try (Connection c = MetadataCalls.connect(postgres.port(), "metadata", null)) {
                MetadataCalls.make(c);
                Files.createDirectories(MetadataCalls.EXPECTED.getParent());
                Files.write(MetadataCalls.EXPECTED, MetadataCalls.ask(c));
            }
        }
    }
}
