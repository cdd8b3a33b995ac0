package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.StorageStatement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of little heap in which several statements collect without end beside one that needs little. It tells how those
 * ended, how often the other failed and whether there was more heap than one of them could have filled.
 */
final class HeapPressure {
    private static final AggregateFunction COLLECTS = new AggregateFunction() {
        @Override
        public String name() {
            return "test_collects";
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public Accumulator begin() {
            List<byte[]> all = new ArrayList<>();
            return new Accumulator() {
                @Override
                public void add(FunctionArguments in) {
                    all.add(in.getBytes(0));
                }

                @Override
                public void result(FunctionResult out) {
                    out.putLong(all.size());
                }
            };
        }
    };

    private HeapPressure() {}

    public static void main(String[] args) throws Exception {
        SqliteStorage storage = new SqliteStorage(Fixture.settings(Path.of(args[0])));
        Database main = storage.database("main");
        StorageStatement endless = new StorageStatement(
                "WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g) SELECT test_collects(zeroblob(1000)) FROM g",
                Access.READ,
                0,
                List.of(COLLECTS));
        AtomicInteger left = new AtomicInteger(2);
        List<String> ends = new ArrayList<>();
        for (int i = left.get(); i > 0; i--) {
            new Thread(() -> {
                        String end;
                        try {
                            Fixture.run(Fixture.acquire(main, io.polywire.api.storage.LeaseKind.PINNED), endless);
                            end = "no end";
                        } catch (SqlFailure f) {
                            end = f.sqlState();
                        } catch (Throwable t) {
                            end = t.toString();
                        }
                        synchronized (ends) {
                            ends.add(end);
                        }
                        left.decrementAndGet();
                    })
                    .start();
        }
        int failed = 0;
        while (left.get() > 0) {
            try {
                Fixture.run(main, "SELECT hex(zeroblob(100000))");
            } catch (SqlFailure | OutOfMemoryError e) {
                failed++;
            }
        }
        System.out.println(ends + " others " + failed);
        System.exit(0);
    }
}
