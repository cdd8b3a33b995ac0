package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@link HardTimesTest} runs where times are hard. Ends with a stack trace if something is not as it should be. */
final class HardTimes {
    private HardTimes() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        switch (args[0]) {
            case "full" -> full(directory);
            case "readonly" -> readOnly(directory);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void full(Path directory) throws Exception {
        Path ballast = directory.resolve("ballast");
        Files.write(ballast, new byte[64 * 1024]);
        try (SqliteStorage storage = new SqliteStorage(Fixture.settings(directory))) {
            Database d = storage.database("main");
            run(d, "CREATE TABLE t(x)");
            long acknowledged = 0;
            SqlFailure f = null;
            while (f == null) {
                try {
                    run(d, "INSERT INTO t VALUES(randomblob(3000))");
                    acknowledged++;
                } catch (SqlFailure e) {
                    f = e;
                }
            }
            assertThat(f.sqlState()).isEqualTo("53100");
            assertThat(f.getMessage()).doesNotContain(directory.toString());
            assertThat(run(d, "SELECT count(*) FROM t").only()).isEqualTo(acknowledged);
            try (Lease l = acquire(d, LeaseKind.WRITE)) {
                l.begin(TransactionMode.DEFAULT);
                SqlFailure g = catchThrowableOfType(SqlFailure.class, () -> {
                    for (int i = 0; i < 2000; i++) {
                        run(l, "INSERT INTO t VALUES(randomblob(3000))");
                    }
                    l.commit();
                });
                assertThat(g.sqlState()).isEqualTo("53100");
                l.rollback();
                assertThat(l.inTransaction()).isFalse();
            }
            assertThat(run(d, "SELECT count(*) FROM t").only()).isEqualTo(acknowledged);
            Files.delete(ballast);
            run(d, "INSERT INTO t VALUES(1)");
            assertThat(run(d, "SELECT count(*) FROM t").only()).isEqualTo(acknowledged + 1);
            assertThat(run(d, "PRAGMA integrity_check").only()).isEqualTo("ok");
        }
    }

    private static void readOnly(Path directory) {
        try (SqliteStorage storage =
                new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("create", List.of())))) {
            Database d = storage.database("ro");
            assertThat(run(d, "SELECT x FROM t").only()).isEqualTo(42L);
            SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> run(d, "INSERT INTO t VALUES(1)"));
            assertThat(f.sqlState()).isEqualTo("25006");
            assertThat(f.getMessage()).doesNotContain(directory.toString());
            try (Lease p = acquire(d, LeaseKind.PINNED)) {
                p.begin(TransactionMode.DEFAULT);
                assertThat(run(p, "SELECT x FROM t").only()).isEqualTo(42L);
                f = catchThrowableOfType(SqlFailure.class, () -> Fixture.upgrade(p));
                assertThat(f.sqlState()).isEqualTo("25006");
                p.commit();
            }
            assertThat(storage.entries().get(0).attributes()).containsEntry("access", "read-only");
        }
    }
}
