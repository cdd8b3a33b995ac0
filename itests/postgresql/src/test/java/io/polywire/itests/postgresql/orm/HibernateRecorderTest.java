package io.polywire.itests.postgresql.orm;

import io.polywire.itests.postgresql.server.PrivatePostgres;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Writes down anew what comes of {@link HibernateCalls} on a private PostgreSQL 15. */
@EnabledIfSystemProperty(named = "polywire.hibernate.record", matches = ".*")
class HibernateRecorderTest {
    @Test
    void record() throws Exception {
        try (PrivatePostgres postgres = PrivatePostgres.start()) {
            postgres.database("hibernate");
            Files.write(HibernateCalls.EXPECTED, HibernateCalls.run(postgres.port(), "hibernate", null));
        }
    }
}
