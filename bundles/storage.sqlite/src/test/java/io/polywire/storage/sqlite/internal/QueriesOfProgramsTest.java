package io.polywire.storage.sqlite.internal;

import static io.polywire.storage.sqlite.internal.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Database;
import io.polywire.dialect.sqlite.internal.SqliteDialect;
import io.polywire.query.QueryCompiler;
import io.polywire.query.QueryRequest;
import io.polywire.query.QueryResult;
import io.polywire.query.QueryRunner;
import io.polywire.query.QueryTable;
import io.polywire.query.QueryTable.Kind;
import io.polywire.query.StorageBackend;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters over a table of a program's own, in a database of this storage, through its dialect. */
class QueriesOfProgramsTest {
    private static final QueryTable ORDERS = QueryTable.of("order", "no")
            .field("no", "no", Kind.NUMBER)
            .field("customer", "Customer Name", Kind.TEXT)
            .field("total.net", "select", Kind.NUMBER)
            .field("placed", "placed", Kind.DATE)
            .build();

    @TempDir
    Path directory;

    private SqliteStorage storage;
    private Database main;

    @BeforeEach
    void open() {
        storage = new SqliteStorage(Fixture.with(Fixture.settings(directory), Map.of("durable", false)));
        main = storage.database("main");
        run(main, "CREATE TABLE `order` (no INTEGER PRIMARY KEY, `Customer Name` TEXT, `select` REAL, placed INTEGER)");
        run(main, "INSERT INTO `order` VALUES (1, 'O''Brien', 10.5, 100), (2, 'obrien', 9, 200), (3, NULL, NULL, 300)");
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private QueryResult ask(boolean compatible, int most, QueryRequest request) {
        QueryCompiler compiler = new QueryCompiler(ORDERS, compatible, Clock.systemUTC());
        StorageBackend backend =
                new StorageBackend(main, new SqliteDialect(), storage.capabilities(), Runnable::run, most);
        return new QueryRunner(compiler, backend)
                .run(request)
                .toCompletableFuture()
                .join();
    }

    @Test
    @DisplayName("W21, W33: a filter is a tree that the storage's dialect writes, over any table")
    void own() {
        QueryResult found = ask(
                false,
                10,
                new QueryRequest().q("customer=o'BRIEN,total.net<9.5").count(true));
        assertThat(found.total()).isEqualTo(2);
        assertThat(found.items())
                .isEqualTo(List.of(
                        Map.of("no", 1L, "customer", "O'Brien", "total", Map.of("net", 10.5), "placed", 100L),
                        Map.of("no", 2L, "customer", "obrien", "total", Map.of("net", 9.0), "placed", 200L)));
        assertThat(ask(false, 10, new QueryRequest().q("customer=null").select(List.of("no")))
                        .items())
                .isEqualTo(List.of(Map.of("no", 3L)));
        assertThat(ask(true, 10, new QueryRequest().q("customer=o'brien").select(List.of("no")))
                        .items())
                .isEqualTo(List.of(Map.of("no", 1L)));
        assertThat(ask(false, 10, new QueryRequest().offset(1).limit(null).select(List.of("no")))
                        .items())
                .isEqualTo(List.of(Map.of("no", 2L), Map.of("no", 3L)));
    }

    @Test
    @DisplayName("W72: what the program's threads do not take holds no connection")
    void rejected() {
        QueryCompiler compiler = new QueryCompiler(ORDERS, false, Clock.systemUTC());
        StorageBackend full = new StorageBackend(
                main,
                new SqliteDialect(),
                storage.capabilities(),
                task -> {
                    throw new RejectedExecutionException("full");
                },
                10);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> new QueryRunner(compiler, full)
                            .run(new QueryRequest())
                            .toCompletableFuture()
                            .join())
                    .hasCauseInstanceOf(RejectedExecutionException.class);
        }
        assertThat(ask(false, 3, new QueryRequest()).items()).hasSize(3);
    }

    @Test
    @DisplayName("W72: more rows than the program takes are an error, none is left out")
    void tooMany() {
        assertThat(ask(false, 3, new QueryRequest()).items()).hasSize(3);
        assertThatThrownBy(() -> ask(false, 2, new QueryRequest()))
                .hasCauseInstanceOf(SqlFailure.class)
                .hasMessageContaining("more than 2 rows");
    }
}
