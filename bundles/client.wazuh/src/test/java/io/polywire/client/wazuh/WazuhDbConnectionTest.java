package io.polywire.client.wazuh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WazuhDbConnectionTest {
    @TempDir
    Path folder;

    private Daemon daemon;
    private WazuhDbOptions options;

    @BeforeEach
    void start() throws Exception {
        daemon = new Daemon(folder.resolve("wdb"));
        daemon.start();
        options = WazuhDbOptions.of(folder.resolve("wdb"));
        daemon.execute("CREATE TABLE agent (id INTEGER PRIMARY KEY, name TEXT)");
        daemon.execute(
                "INSERT INTO agent WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1301)"
                        + " SELECT i, 'name' || i FROM n");
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    private static List<Object> ids(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> row.get("id")).toList();
    }

    private static List<Object> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).<Object>mapToObj(Long::valueOf).toList();
    }

    private static int code(ThrowingCallable work) {
        return catchThrowableOfType(WazuhException.class, work).code();
    }

    @Test
    @DisplayName("W01, W02, W04: a query in pages that double")
    void pages() {
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            WazuhRows rows = connection.executeCounted("global sql SELECT id, name FROM agent ORDER BY id");
            assertThat(rows.total()).isEqualTo(1301);
            assertThat(ids(rows.items())).isEqualTo(numbers(1, 1301));
            assertThat(daemon.requests)
                    .containsExactly(
                            "global sql select count(*) from agent order by id",
                            "global sql select id, name from agent order by id limit 500 offset 0",
                            "global sql select id, name from agent order by id limit 801 offset 500");
            rows = connection.executeCounted("global sql select id from agent order by id limit 100 offset 1299");
            assertThat(ids(rows.items())).isEqualTo(numbers(1300, 1301));
            assertThat(connection.execute("global sql select id from agent where id > 9999"))
                    .isEmpty();
            assertThat(connection.count("global sql select count(*) from agent"))
                    .isEqualTo(1301);
        }
    }

    @ParameterizedTest
    @DisplayName("W04: rows that are not those of a table are all told, and their number is theirs")
    @CsvSource(
            delimiter = '#',
            value = {
                "select distinct length(name) as n from agent order by 1 # 4",
                "select length(name) as n, count(*) as c from agent group by length(name), 1 order by 1 # 4",
                "select id from agent group by id having count(*) > 5 # 0",
                "select id from agent where id < 3 union select 7 from agent order by 1 # 3",
                "select max(id) as m from agent where id > 9999 # 1",
                "select id from agent where id in (select 1 union select 2) order by id # 2",
                "select id from agent where name <> 'group by union (' order by id # 1301",
                "select 0 as n from agent where id = 1 union select -5 from agent # 2",
                "select id as 'dateAdd', name as 'os.Name' from agent where id < 9 # 8"
            })
    void otherRows(String query, int count) {
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            WazuhRows rows = connection.executeCounted("global sql " + query);
            assertThat(rows.items()).hasSize(count);
            assertThat(rows.total()).isEqualTo(count);
            // no page is asked for behind the last row
            assertThat(daemon.requests).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    @DisplayName("W03, W50: a limit that is no number is refused, not sent")
    void limits() {
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            for (String end : List.of(
                    "limit 9999999999999999999", "limit 1 offset 99999999999999999999", "offset 9999999999999999999")) {
                assertThat(code(() -> connection.execute("global sql select id from agent " + end)))
                        .isEqualTo(WazuhError.INVALID_QUERY);
            }
            assertThat(daemon.requests).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "W49, W52, W66: a server that dies in an answer, or says it is larger than any, and then one that does not")
    void brokenAnswers() throws Exception {
        byte[] whole = "ok [{\"id\":1}]".getBytes(StandardCharsets.UTF_8);
        for (int kept = 0; kept < 4 + whole.length; kept++) {
            try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
                daemon.breakNext(kept);
                assertThat(code(() -> connection.send("global vacuum")))
                        .as("after %d bytes", kept)
                        .isEqualTo(WazuhInternalError.INCOMPLETE);
                assertThat(connection.isConnected()).isFalse();
                assertThat(connection.isHealthy()).isTrue();
                daemon.breakNext(kept);
                // what reads is asked once more, on another connection
                assertThat(connection.execute("global sql select id from agent where id = 7"))
                        .hasSize(1);
            }
        }
        for (long length : new long[] {65_538, 0x7FFF_FFFFL, 0xFFFF_FFFFL}) {
            try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
                daemon.lengthOfNext = length;
                assertThat(code(() -> connection.send("global vacuum"))).isEqualTo(WazuhInternalError.RETRIEVE);
                assertThat(connection.execute("global sql select id from agent where id = 7"))
                        .hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("W04, W54, W62: an answer that is cut makes pages smaller")
    void halves() throws Exception {
        daemon.execute("UPDATE agent SET name = printf('%.*c', 200, 'x')");
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            assertThat(ids(connection.execute("global sql select id, name from agent order by id")))
                    .isEqualTo(numbers(1, 1301));
            List<Object> streamed = new ArrayList<>();
            long total = connection.forEach(
                    "global sql select id, name from agent order by id", row -> streamed.add(row.get("id")));
            assertThat(total).isEqualTo(1301);
            assertThat(streamed).isEqualTo(numbers(1, 1301));
            daemon.execute("UPDATE agent SET name = printf('%.*c', 80000, 'x') WHERE id = 700");
            assertThat(code(() -> connection.execute("global sql select id, name from agent order by id")))
                    .isEqualTo(WazuhInternalError.TOO_LARGE);
            assertThat(connection.isHealthy()).isTrue();
        }
    }

    @ParameterizedTest
    @DisplayName("W62: 65,535 bytes are an answer, 65,536 are one that was cut")
    @ValueSource(ints = {65_535, 65_536})
    void limit(int length) {
        daemon.answers = request -> {
            String row = "ok [{\"id\":\"" + "x".repeat(length - 14) + "\"}]";
            return (request.contains("count") ? "ok [{\"n\":1}]" : row).getBytes(StandardCharsets.UTF_8);
        };
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            if (length < Daemon.CUT) {
                assertThat(connection.execute("global sql select id from agent"))
                        .hasSize(1);
            } else {
                assertThat(code(() -> connection.execute("global sql select id from agent")))
                        .isEqualTo(WazuhInternalError.TOO_LARGE);
            }
        }
    }

    @ParameterizedTest
    @DisplayName("W03, W50: what may not be sent is not (2004)")
    @ValueSource(
            strings = {
                "nobody sql select 1",
                "global sql drop table agent",
                "global sql select id from agent; delete from agent",
                "global sql select ';' from agent",
                "mitre sql delete from technique",
                "agent x sql select 1",
                "global",
                "agent 001",
                "agent 001 rootcheck query",
                "global get-all-agents",
                "mitre sql",
                "global sql insert into x",
                "global sql select id from agent where name = 'x;y'"
            })
    void invalid(String query) {
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            assertThat(code(() -> connection.execute(query))).isEqualTo(WazuhError.INVALID_QUERY);
            assertThat(daemon.requests).isEmpty();
        }
    }

    @Test
    @DisplayName("W03: changes have one form; letters in quotes stay")
    void changes() {
        daemon.answers = request -> "ok []".getBytes(StandardCharsets.UTF_8);
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            connection.delete("agent 001 sql DELETE FROM fim_entry");
            connection.delete("agent 001 rootcheck delete");
            connection.update("agent 001 sql update metadata set value = 'New' where key = 'old'");
            assertThat(daemon.requests)
                    .containsExactly(
                            "agent 001 sql delete from fim_entry",
                            "agent 001 rootcheck delete",
                            "agent 001 sql update metadata set value = 'New' where key = 'old'");
            assertThat(code(() -> connection.delete("agent 001 sql delete from fim_entry where file = 'x'")))
                    .isEqualTo(WazuhError.INVALID_QUERY);
            assertThat(code(() -> connection.update("global sql update agent set name = 'x'")))
                    .isEqualTo(WazuhError.INVALID_QUERY);
        }
    }

    @Test
    @DisplayName("W50, W51: answers that are none")
    void answers() {
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            assertThat(code(() -> connection.execute("global sql select nope from agent")))
                    .isEqualTo(WazuhError.REFUSED);
            daemon.answers = request -> "ok [{".getBytes(StandardCharsets.UTF_8);
            assertThat(code(() -> connection.execute("global sql select id from agent")))
                    .isEqualTo(WazuhError.MALFORMED);
            daemon.answers = request -> "what".getBytes(StandardCharsets.UTF_8);
            assertThat(code(() -> connection.execute("global sql select id from agent")))
                    .isEqualTo(WazuhInternalError.RETRIEVE);
            assertThat(connection.send("global sync-agent-info-get ")).isEqualTo(new WazuhReply("what", ""));
        }
    }

    @Test
    @DisplayName("W05: dates, (null), large numbers")
    void values() {
        daemon.answers = request -> (request.contains("count")
                        ? "ok [{\"n\":2}]"
                        : "ok [{\"d\":\"2024/01/31 10:00:00\",\"n\":\"(null)\",\"i\":9007199254740993,\"f\":1.5},"
                                + "{\"n\":\"(null)\"}]")
                .getBytes(StandardCharsets.UTF_8);
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            assertThat(connection.execute("global sql select id from agent"))
                    .isEqualTo(List.of(
                            Map.of("d", Instant.parse("2024-01-31T10:00:00Z"), "i", 9_007_199_254_740_993L, "f", 1.5)));
        }
    }

    @Test
    @DisplayName("W07: removing agents' databases")
    void removes() {
        daemon.answers =
                request -> "ok {\"agents\":{\"001\":\"ok\",\"002\":\"Can't delete\"}}".getBytes(StandardCharsets.UTF_8);
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            assertThat(connection.deleteAgentsDb(List.of("001", "002")))
                    .isEqualTo(Map.of("001", "ok", "002", "Can't delete"));
            assertThat(daemon.requests).containsExactly("wazuhdb remove 001 002");
            assertThat(code(() -> connection.deleteAgentsDb(List.of("1; x")))).isEqualTo(WazuhError.INVALID_QUERY);
        }
    }

    @Test
    @DisplayName("W10, W49, W52: the server goes and comes back")
    void restart() throws Exception {
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            daemon.stop();
            assertThat(code(() -> connection.execute("global sql select id from agent")))
                    .isEqualTo(WazuhInternalError.CONNECT);
            assertThat(code(() -> new WazuhDbConnection(options).close())).isEqualTo(WazuhInternalError.CONNECT);
            daemon.start();
            assertThat(connection.execute("global sql select id from agent limit 1"))
                    .hasSize(1);
            daemon.stop();
            daemon.start();
            // what reads is asked again by itself, what changes is not
            assertThat(connection.execute("global sql select id from agent limit 1"))
                    .hasSize(1);
            daemon.stop();
            daemon.start();
            int before = daemon.requests.size();
            assertThat(code(() -> connection.delete("agent 001 sql delete from fim_entry")))
                    .isIn(WazuhInternalError.INCOMPLETE, WazuhInternalError.RETRIEVE);
            assertThat(daemon.requests).hasSize(before);
            assertThat(connection.isHealthy()).isTrue();
        }
    }

    @Test
    @DisplayName("W14, W49, W53: an answer that does not come, or not whole")
    void silence() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        daemon.answers = request -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        };
        try (WazuhDbConnection connection = new WazuhDbConnection(options.withTimeout(Duration.ofMillis(200)))) {
            assertThat(code(() -> connection.execute("global sql select id from agent")))
                    .isEqualTo(WazuhInternalError.RETRIEVE);
        } finally {
            end.countDown();
        }
        daemon.answers = request -> null;
        try (WazuhDbConnection connection = new WazuhDbConnection(options)) {
            assertThat(code(() -> connection.send("global vacuum"))).isEqualTo(WazuhInternalError.INCOMPLETE);
        }
    }

    @Test
    @DisplayName("W06, W25: connections of a pool are bounded and used again")
    void pool() throws Exception {
        try (WazuhDbPool pool = new WazuhDbPool(options.withConnections(2, 0).withTimeout(Duration.ofMillis(300)))) {
            for (int i = 0; i < 200; i++) {
                pool.with(connection -> connection.count("global sql select count(*) from agent"));
            }
            assertThat(pool.idle()).isEqualTo(1);
            pool.with(one -> pool.with(two -> {
                assertThat(pool.inUse()).isEqualTo(2);
                assertThat(code(() -> pool.with(WazuhDbConnection::isHealthy))).isEqualTo(WazuhInternalError.CONNECT);
                return null;
            }));
            assertThat(pool.inUse()).isZero();
            WazuhDbPool.Figures figures = pool.figures();
            assertThat(figures.opened()).isEqualTo(2);
            assertThat(figures.idle()).isEqualTo(2);
            assertThat(figures.inUse()).isZero();
            assertThat(figures.waits()).isEqualTo(1);
            assertThat(figures.refused()).isEqualTo(1);
            assertThat(figures.waiting()).isZero();
        }
    }

    @Test
    @DisplayName("W08, W09, W41: 200 requests at once, each with its own answer")
    void async() {
        try (AsyncWazuhDbConnection connection = new AsyncWazuhDbConnection(options.withConnections(8, 1000))) {
            List<CompletableFuture<WazuhReply>> replies = IntStream.range(0, 200)
                    .mapToObj(i -> connection
                            .runWdbCommand("global sql select " + i + " as x")
                            .toCompletableFuture())
                    .toList();
            for (int i = 0; i < replies.size(); i++) {
                assertThat(replies.get(i).join()).isEqualTo(new WazuhReply("ok", "[{\"x\":" + i + "}]"));
            }
            WazuhRows rows = connection
                    .execute("global sql select id, name from agent order by id")
                    .toCompletableFuture()
                    .join();
            try (WazuhDbConnection other = new WazuhDbConnection(options)) {
                assertThat(rows).isEqualTo(other.executeCounted("global sql select id, name from agent order by id"));
            }
            CompletionException refused = catchThrowableOfType(
                    CompletionException.class,
                    () -> connection
                            .runWdbCommand("global sql select nope")
                            .toCompletableFuture()
                            .join());
            assertThat(((WazuhException) refused.getCause()).code()).isEqualTo(WazuhInternalError.RETRIEVE);
        }
    }
}
