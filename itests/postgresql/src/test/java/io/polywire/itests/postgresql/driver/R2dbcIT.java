package io.polywire.itests.postgresql.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.itests.postgresql.server.PolywireServer;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.R2dbcException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The reactive driver's ways: binary values, fetch sizes, batches, transactions, COPY, notifications, cancel. */
class R2dbcIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static PolywireServer server;
    private static PostgresqlConnectionConfiguration.Builder configuration;
    private PostgresqlConnection c;

    @BeforeAll
    static void start() throws IOException {
        Integer port = Integer.getInteger("polywire.driver.port");
        if (port == null) {
            server = PolywireServer.start();
            port = server.port();
        }
        configuration = PostgresqlConnectionConfiguration.builder()
                .host("127.0.0.1")
                .port(port)
                .username("test")
                .password("test")
                .database("main");
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void connect() {
        c = new PostgresqlConnectionFactory(configuration.build()).create().block(LONG);
    }

    @AfterEach
    void disconnect() {
        c.close().block(LONG);
    }

    private void run(String... texts) {
        Flux.fromArray(texts)
                .concatMap(text -> c.createStatement(text).execute().flatMap(PostgresqlResult::getRowsUpdated))
                .then()
                .block(LONG);
    }

    private <T> List<T> all(Flux<PostgresqlResult> results, Class<T> type) {
        return results.flatMap(r -> r.map((row, meta) -> row.get(0, type)))
                .collectList()
                .block(LONG);
    }

    @Test
    void values_of_all_kinds() {
        run(
                "DROP TABLE IF EXISTS r2",
                "CREATE TABLE r2 (id int PRIMARY KEY, t text, n numeric(10,2), d float8, b bytea, u uuid, ts timestamp,"
                        + " a int[])");
        UUID u = UUID.randomUUID();
        LocalDateTime ts = LocalDateTime.of(2024, 2, 29, 12, 34, 56, 789_000_000);
        Long rows = c.createStatement("INSERT INTO r2 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
                .bind(0, 1)
                .bind(1, "\u00e4\u20ac")
                .bind(2, new BigDecimal("-1.50"))
                .bind(3, 0.1)
                .bind(4, ByteBuffer.wrap(new byte[] {0, -1}))
                .bind(5, u)
                .bind(6, ts)
                .bind(7, new Integer[] {1, null, 3})
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated)
                .blockLast(LONG);
        assertThat(rows).isEqualTo(1);
        List<Object> seen = c.createStatement("SELECT * FROM r2 WHERE id = $1")
                .bind(0, 1)
                .execute()
                .flatMap(r -> r.map((row, meta) -> List.<Object>of(
                        row.get(1, String.class),
                        row.get(2, BigDecimal.class),
                        row.get(3, Double.class),
                        row.get(5, UUID.class),
                        row.get(6, LocalDateTime.class),
                        List.of(row.get(7, Integer[].class)[0], row.get(7, Integer[].class)[2]))))
                .blockLast(LONG);
        assertThat(seen).containsExactly("\u00e4\u20ac", new BigDecimal("-1.50"), 0.1, u, ts, List.of(1, 3));
    }

    @Test
    void a_large_result_in_pieces() {
        List<Integer> seen = all(
                c.createStatement("SELECT i FROM generate_series(1, 100000) i WHERE i > $1")
                        .bind(0, 0)
                        .fetchSize(1000)
                        .execute(),
                Integer.class);
        assertThat(seen).hasSize(100_000).endsWith(100_000);
    }

    @Test
    void batches_and_generated_values() {
        run("DROP TABLE IF EXISTS r2_batch", "CREATE TABLE r2_batch (id serial PRIMARY KEY, t text)");
        assertThat(all(
                        c.createStatement("INSERT INTO r2_batch (t) VALUES ($1)")
                                .returnGeneratedValues("id")
                                .bind(0, "a")
                                .add()
                                .bind(0, "b")
                                .execute(),
                        Integer.class))
                .containsExactly(1, 2);
        List<Long> counts = c.createBatch()
                .add("INSERT INTO r2_batch (t) VALUES ('c')")
                .add("UPDATE r2_batch SET t = 'x'")
                .execute()
                .concatMap(PostgresqlResult::getRowsUpdated)
                .collectList()
                .block(LONG);
        assertThat(counts).containsExactly(1L, 3L);
    }

    @Test
    void transactions_and_savepoints() {
        run("DROP TABLE IF EXISTS r2_tx", "CREATE TABLE r2_tx (id int PRIMARY KEY)");
        c.beginTransaction().block(LONG);
        run("INSERT INTO r2_tx VALUES (1)");
        c.createSavepoint("s").block(LONG);
        assertThatThrownBy(() -> run("INSERT INTO r2_tx VALUES (1)"))
                .isInstanceOf(R2dbcException.class)
                .extracting(e -> ((R2dbcException) e).getSqlState())
                .isEqualTo("23505");
        c.rollbackTransactionToSavepoint("s").block(LONG);
        c.commitTransaction().block(LONG);
        assertThat(all(c.createStatement("SELECT count(*) FROM r2_tx").execute(), Long.class))
                .containsExactly(1L);
    }

    @Test
    void copy_in() {
        run("DROP TABLE IF EXISTS r2_copy", "CREATE TABLE r2_copy (id int, t text)");
        Long rows = c.copyIn(
                        "COPY r2_copy FROM STDIN",
                        Mono.just(io.netty.buffer.Unpooled.copiedBuffer("1\ta\n2\tb\n", StandardCharsets.UTF_8)))
                .block(LONG);
        assertThat(rows).isEqualTo(2);
    }

    @Test
    void notifications() {
        PostgresqlConnection other =
                new PostgresqlConnectionFactory(configuration.build()).create().block(LONG);
        try {
            run("LISTEN r2_channel");
            Mono<Notification> next = c.getNotifications().next().cache();
            next.subscribe();
            other.createStatement("NOTIFY r2_channel, 'hello'")
                    .execute()
                    .flatMap(PostgresqlResult::getRowsUpdated)
                    .then()
                    .block(LONG);
            assertThat(next.block(LONG).getParameter()).isEqualTo("hello");
        } finally {
            other.close().block(LONG);
        }
    }

    @Test
    void cancel() {
        Mono<Void> sleep = c.createStatement("SELECT pg_sleep(60)")
                .execute()
                .flatMap(PostgresqlResult::getRowsUpdated)
                .then()
                .cache();
        sleep.subscribe(v -> {}, e -> {});
        Mono<Boolean> ended = sleep.then(Mono.just(true)).onErrorReturn(true);
        // a cancel that comes before the statement meets nothing: so again until it has ended
        Flux.interval(Duration.ofMillis(50))
                .onBackpressureDrop()
                .concatMap(i -> c.cancelRequest())
                .takeUntilOther(ended)
                .blockLast(LONG);
        assertThatThrownBy(() -> sleep.block(LONG))
                .extracting(e -> ((R2dbcException) e).getSqlState())
                .isEqualTo("57014");
        assertThat(all(c.createStatement("SELECT 1").execute(), Integer.class)).containsExactly(1);
    }
}
