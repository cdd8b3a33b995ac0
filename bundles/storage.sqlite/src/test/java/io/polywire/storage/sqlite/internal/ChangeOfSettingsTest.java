package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeOfSettingsTest {
    @TempDir
    Path directory;

    @Test
    void databasesThatSessionsHoldGoOnUnderTheNewSettings() {
        SqliteStorage before = new SqliteStorage(Fixture.settings(directory));
        Database main = before.database("main");
        run(main, "CREATE TABLE t AS SELECT 1 AS x");
        Lease held = acquire(main, LeaseKind.PINNED);
        before.close();
        assertThat(catchThrowableOfType(SqlFailure.class, () -> run(held, "SELECT x FROM t"))
                        .sqlState())
                .isEqualTo("57P03");
        try (SqliteStorage after =
                new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("readers", 1)), before)) {
            held.close();
            assertThat(run(main, "SELECT x FROM t").only()).isEqualTo(1L);
            assertThat(after.database("main")).isSameAs(main);
        }
    }
}
