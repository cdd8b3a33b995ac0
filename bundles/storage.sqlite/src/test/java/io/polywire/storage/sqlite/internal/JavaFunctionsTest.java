package io.polywire.storage.sqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.function.StorageFunction;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Database;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.storage.StorageStatement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions that statements bring along. */
class JavaFunctionsTest {
    private record Scalar(String name, int arity, BiConsumer<FunctionArguments, FunctionResult> body)
            implements ScalarFunction {
        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            body.accept(in, out);
        }
    }

    private static final ScalarFunction KINDS = new Scalar("test_kinds", -1, (in, out) -> {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < in.size(); i++) {
            s.append(in.kind(i)).append(' ');
        }
        out.putText(s.toString());
    });
    private static final ScalarFunction FAILS = new Scalar("test_fails", 1, (in, out) -> {
        throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "no " + in.getText(0))
                .detail("as said")
                .build();
    });
    private static final ScalarFunction BROKEN = new Scalar("test_broken", 0, (in, out) -> {
        throw new IllegalStateException("secret");
    });
    private static final ScalarFunction TOO_MUCH = new Scalar("test_too_much", 0, (in, out) -> {
        throw new OutOfMemoryError("as a large array says it");
    });
    private static final ScalarFunction TOO_DEEP = new Scalar("test_too_deep", 0, (in, out) -> {
        throw new StackOverflowError();
    });
    private static final AggregateFunction JOIN = new AggregateFunction() {
        @Override
        public String name() {
            return "test_join";
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public Accumulator begin() {
            StringBuilder all = new StringBuilder();
            return new Accumulator() {
                @Override
                public void add(FunctionArguments in) {
                    all.append(in.getText(0));
                }

                @Override
                public void result(FunctionResult out) {
                    out.putText("<" + all + ">");
                }
            };
        }
    };

    /** Tells for each row how many there are and which one it is. */
    private static final AggregateFunction FRAMES = new AggregateFunction() {
        @Override
        public String name() {
            return "test_frames";
        }

        @Override
        public int arity() {
            return 1;
        }

        @Override
        public boolean overWindows() {
            return true;
        }

        @Override
        public boolean countsFrames() {
            return true;
        }

        @Override
        public Accumulator begin() {
            List<String> rows = new ArrayList<>();
            int[] told = new int[1];
            return new Accumulator() {
                @Override
                public void add(FunctionArguments in) {
                    if (told[0] > 0) {
                        throw new IllegalStateException("a row comes late");
                    }
                    rows.add(in.getText(0));
                }

                @Override
                public void result(FunctionResult out) {
                    out.putText(rows.get(told[0]++) + "/" + rows.size());
                }
            };
        }
    };

    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(Fixture.settings(directory));
        main = storage.database("main");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private Rows run(String sql, StorageFunction... functions) {
        try (Lease l = main.tryAcquire(LeaseKind.READ);
                Cursor c = l.open(new StorageStatement(sql, Access.READ, 0, List.of(functions)), null)) {
            Rows rows = new Rows();
            c.fetch(0, rows);
            return rows;
        }
    }

    @Test
    void getAndGiveEveryKind() {
        assertThat(run("SELECT test_kinds(1, 1.5, 'a', x'00', NULL)", KINDS).only())
                .isEqualTo("LONG DOUBLE UTF8 BYTES NULL ");
    }

    @Test
    void workOnGroupsAlsoWithoutRows() {
        String source = "(SELECT 'a' AS g, 'x' AS v UNION ALL SELECT 'a', 'y' UNION ALL SELECT 'b', 'z')";
        assertThat(run(
                                "SELECT group_concat(j, ',') FROM (SELECT test_join(v) AS j FROM " + source
                                        + " GROUP BY g ORDER BY g)",
                                JOIN)
                        .only())
                .isEqualTo("<xy>,<z>");
        assertThat(run("SELECT test_join(v) FROM " + source + " WHERE 0", JOIN).only())
                .isEqualTo("<>");
    }

    /** What counts frames itself has all rows of a partition before it is asked about the first, and is asked once for each. */
    @Test
    void countFramesThemselves() {
        String source = "(SELECT 'a' AS g, 'x' AS v UNION ALL SELECT 'a', 'y' UNION ALL SELECT 'b', 'z')";
        assertThat(run(
                                "SELECT group_concat(f, ',') FROM (SELECT test_frames(v) OVER (PARTITION BY g ORDER BY v DESC"
                                        + " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS f FROM "
                                        + source
                                        + " ORDER BY v)",
                                FRAMES)
                        .only())
                .isEqualTo("x/2,y/2,z/1");
        assertThat(run(
                                "SELECT count(f) FROM (SELECT test_frames(v) OVER (ORDER BY v ROWS BETWEEN UNBOUNDED PRECEDING"
                                        + " AND UNBOUNDED FOLLOWING) AS f FROM " + source + " WHERE 0)",
                                FRAMES)
                        .only())
                .isEqualTo(0L);
    }

    @Test
    void failAsTheySay() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> run("SELECT test_fails('way')", FAILS))
                    .isInstanceOf(SqlFailure.class)
                    .hasMessage("no way")
                    .satisfies(e -> {
                        assertThat(((SqlFailure) e).sqlState()).isEqualTo("22003");
                        assertThat(((SqlFailure) e).detail()).isEqualTo("as said");
                    });
            // what failed before is no later statement's failure
            assertThatThrownBy(() -> run("SELECT nosuch")).hasMessageContaining("nosuch");
            assertThat(run("SELECT 1").only()).isEqualTo(1L);
        }
    }

    @Test
    void tellNothingOfTheirInside() {
        assertThatThrownBy(() -> run("SELECT test_broken()", BROKEN))
                .isInstanceOf(SqlFailure.class)
                .hasMessage("a function has failed")
                .satisfies(e -> assertThat(((SqlFailure) e).sqlState()).isEqualTo("XX000"));
    }

    @Test
    void sayThatTheyWentTooDeep() {
        ScalarFunction deep = new Scalar("test_deep", 0, (in, out) -> out.putLong(depth(0)));
        assertThatThrownBy(() -> run("SELECT test_deep()", deep))
                .isInstanceOf(SqlFailure.class)
                .hasMessage("stack depth limit exceeded")
                .satisfies(e -> assertThat(((SqlFailure) e).sqlState()).isEqualTo("54001"));
        assertThat(run("SELECT 1").only()).isEqualTo(1L);
    }

    private static long depth(long n) {
        return 1 + depth(n + 1);
    }

    @Test
    void areReplacedWhenTheirBundleBringsOthers() {
        ScalarFunction one = new Scalar("test_version", 0, (in, out) -> out.putLong(1));
        ScalarFunction two = new Scalar("test_version", 0, (in, out) -> out.putLong(2));
        assertThat(run("SELECT test_version()", one).only()).isEqualTo(1L);
        assertThat(run("SELECT test_version() ", two).only()).isEqualTo(2L);
    }

    /** What does not come back by itself is stopped, and the failure is that of a cancelled statement. */
    @Test
    void areCancelledInTheMiddle() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        ScalarFunction endless = new Scalar("test_endless", 0, (in, out) -> {
            began.countDown();
            while (true) {
                in.checkCancelled();
            }
        });
        StorageStatement statement =
                new StorageStatement("SELECT test_endless()", Access.READ, 0, List.of((StorageFunction) endless));
        try (Lease l = main.tryAcquire(LeaseKind.READ);
                Cursor c = l.open(statement, null)) {
            CompletableFuture<Object> run =
                    CompletableFuture.supplyAsync(() -> c.fetch(0, new Rows()), Fixture.THREADS);
            assertThat(began.await(20, TimeUnit.SECONDS)).isTrue();
            l.interrupt();
            assertThatThrownBy(() -> run.get(20, TimeUnit.SECONDS))
                    .cause()
                    .satisfies(e -> assertThat(((SqlFailure) e).sqlState()).isEqualTo("57014"));
        }
        assertThat(run("SELECT 1").only()).isEqualTo(1L);
    }

    @Test
    void whatHasNoRoomOrIsTooDeepIsToldAsThat() {
        assertThatThrownBy(() -> run("SELECT test_too_much()", TOO_MUCH))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("53200"));
        assertThatThrownBy(() -> run("SELECT test_too_deep()", TOO_DEEP))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.sqlState()).isEqualTo("54001"));
        assertThat(run("SELECT 1").only()).isEqualTo(1L);
    }

    @Test
    void whoCollectsMoreThanTheHeapHoldsEndsAndNobodyElseDoes(@TempDir Path other) throws Exception {
        Process p = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeapPressure.class.getName(),
                        other.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(p.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(said).contains("[53200, 53200] others 0");
    }
}
