package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.acquire;
import static io.polywire.storage.sqlite.internal.Fixture.parameters;
import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cancel that comes while a write is described, or a savepoint set, ends no transaction. */
class CancelledPlanningTest {
    private static final int ROUNDS = 3000;

    @TempDir
    Path directory;

    @Test
    void theTransactionGoesOn() throws Exception {
        SqliteStorage storage = new SqliteStorage(Fixture.settings(directory));
        try {
            Database main = storage.database("main");
            run(main, "CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT CHECK (length(v) > 0))");
            try (Lease lease = acquire(main, LeaseKind.WRITE)) {
                lease.begin(TransactionMode.DEFAULT);
                StorageStatement insert = insert();
                lease.open(insert, parameters(1L, "a")).fetch(0, null);
                AtomicBoolean over = new AtomicBoolean();
                Thread storm = new Thread(() -> {
                    while (!over.get()) {
                        lease.interrupt();
                        Thread.onSpinWait();
                    }
                });
                storm.start();
                try {
                    for (int i = 0; i < ROUNDS; i++) {
                        // another one each time, so that it is compiled and looked at again
                        StorageStatement other = insert();
                        cancelledOrNot(() -> lease.describe(other));
                        cancelledOrNot(() -> {
                            lease.savepoint("s");
                            lease.rollbackTo("s");
                            lease.release("s");
                        });
                        assertThat(lease.inTransaction()).isTrue();
                    }
                } finally {
                    over.set(true);
                    storm.join();
                }
                lease.commit();
            }
            assertThat(run(main, "SELECT count(*) FROM t").only()).isEqualTo(1L);
        } finally {
            storage.close();
        }
    }

    private static StorageStatement insert() {
        return new StorageStatement("INSERT INTO t VALUES(?, ?)", Access.WRITE, 2);
    }

    private static void cancelledOrNot(Runnable call) {
        try {
            call.run();
        } catch (SqlFailure f) {
            assertThat(f.kind()).isEqualTo(FailureKind.CANCELLED);
        }
    }
}
