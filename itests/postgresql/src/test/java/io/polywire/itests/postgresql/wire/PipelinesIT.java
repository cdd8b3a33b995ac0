package io.polywire.itests.postgresql.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.postgresql.server.PolywireServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Pipelines that are cancelled, run into a time-out, or stand in the way of other clients. */
class PipelinesIT {
    private static PolywireServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PolywireServer.start();
        server.database("pipelines");
        try (PgClient c = client()) {
            c.query("CREATE TABLE t (id int PRIMARY KEY, v text)");
            c.query("INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 1000) i");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static PgClient client() throws Exception {
        return PgClient.ready(server.port(), "test", PolywireServer.PASSWORD, "pipelines");
    }

    private static void parse(PgClient c, String name, String sql) throws IOException {
        c.send('P', new Body().string(name).string(sql).int16(0));
    }

    private static void execute(PgClient c, String name, String... values) throws IOException {
        Body bind = new Body().string("").string(name).int16(0).int16(values.length);
        for (String v : values) {
            bind.value(v.getBytes(StandardCharsets.UTF_8));
        }
        c.send('B', bind.int16(0));
        c.send('E', new Body().string("").int32(0));
    }

    private static List<BackendMessage> sync(PgClient c) throws IOException {
        c.send('S', new Body()).flush();
        return c.readAnswer(null);
    }

    private static <T> CompletableFuture<T> aside(java.util.concurrent.Callable<T> task) {
        CompletableFuture<T> f = new CompletableFuture<>();
        Thread t = new Thread(
                () -> {
                    try {
                        f.complete(task.call());
                    } catch (Exception | Error e) {
                        f.completeExceptionally(e);
                    }
                },
                "pipelines");
        t.setDaemon(true);
        t.start();
        return f;
    }

    private static String value(List<BackendMessage> answer) {
        return answer.stream()
                .filter(m -> m instanceof BackendMessage.DataRow)
                .map(m -> new String(((BackendMessage.DataRow) m).values().get(0), StandardCharsets.UTF_8))
                .findFirst()
                .orElse(null);
    }

    private static List<String> values(List<BackendMessage> answer) {
        return answer.stream()
                .filter(m -> m instanceof BackendMessage.DataRow)
                .map(m -> new String(((BackendMessage.DataRow) m).values().get(0), StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> errors(List<BackendMessage> answer) {
        return answer.stream()
                .filter(m -> m instanceof BackendMessage.ErrorResponse)
                .map(m -> ((BackendMessage.ErrorResponse) m).fields().get('C') + " "
                        + ((BackendMessage.ErrorResponse) m).fields().get('M'))
                .toList();
    }

    private static List<String> tags(List<BackendMessage> answer) {
        return answer.stream()
                .filter(m -> m instanceof BackendMessage.CommandComplete)
                .map(m -> ((BackendMessage.CommandComplete) m).tag())
                .toList();
    }

    private static char status(List<BackendMessage> answer) {
        return ((BackendMessage.ReadyForQuery) answer.get(answer.size() - 1)).status();
    }

    private static List<String> numbers(int from, int count) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(Integer.toString(from + i));
        }
        return all;
    }

    private static void batch(PgClient c, boolean block, int from, int count, String sleep) throws IOException {
        parse(c, "b", "BEGIN");
        parse(c, "i", "INSERT INTO t VALUES ($1, 'batch') RETURNING id");
        parse(c, "s", "SELECT pg_sleep($1::float8)");
        if (block) {
            execute(c, "b");
        }
        for (int i = 0; i < count; i++) {
            execute(c, "i", Integer.toString(from + i));
        }
        execute(c, "s", sleep);
        for (int i = 0; i < 10; i++) {
            execute(c, "i", Integer.toString(from + count + i));
        }
    }

    @RepeatedTest(20)
    void aCancelEndsABatchAndWhatIsBehindIt() throws Exception {
        for (boolean block : new boolean[] {true, false}) {
            try (PgClient a = client();
                    PgClient b = client()) {
                String pid = value(a.query("SELECT pg_backend_pid()"));
                batch(a, block, 10_000, 200, "60");
                CompletableFuture<List<BackendMessage>> answer = aside(() -> sync(a));
                while (!answer.isDone()) {
                    // meets the batch wherever it stands
                    b.query("SELECT pg_cancel_backend(" + pid + ")");
                }
                List<BackendMessage> seen = answer.get(30, TimeUnit.SECONDS);
                assertThat(errors(seen)).containsExactly("57014 canceling statement due to user request");
                assertThat(values(seen))
                        .isEqualTo(numbers(10_000, Math.min(200, values(seen).size())));
                // a cancel that met the first Parse came before there was a block; PostgreSQL is then idle, too
                boolean begun = tags(seen).contains("BEGIN");
                assertThat(begun || values(seen).isEmpty() || !block).isTrue();
                assertThat(status(seen)).isEqualTo(block && begun ? 'E' : 'I');
                if (begun) {
                    a.query("ROLLBACK");
                }
                assertThat(value(a.query("SELECT count(*) FROM t WHERE id >= 10000")))
                        .isEqualTo("0");
            }
        }
    }

    /** A cancel on a connection of its own may overtake what was sent before it; it is heard all the same. */
    @Test
    void aCancelRightBehindItsQueryIsNotLost() throws Exception {
        String endless = "SELECT count(*) FROM generate_series(1, 3000) a, generate_series(1, 3000) b,"
                + " generate_series(1, 3000) c";
        try (PgClient c = new PgClient(server.port())) {
            c.startUp(Map.of("user", "test", "database", "pipelines"));
            BackendMessage.BackendKeyData key = c.logIn(PolywireServer.PASSWORD).stream()
                    .filter(BackendMessage.BackendKeyData.class::isInstance)
                    .map(BackendMessage.BackendKeyData.class::cast)
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < 200; i++) {
                c.send('Q', new Body().string(endless)).flush();
                try (PgClient cancel = new PgClient(server.port())) {
                    cancel.sendRaw(ByteBuffer.allocate(16)
                            .putInt(16)
                            .putInt(80_877_102)
                            .putInt(key.process())
                            .putInt(key.secret())
                            .array());
                    cancel.flush();
                    assertThat(cancel.readOctet()).as("closed, nothing said").isEqualTo(-1);
                }
                assertThat(errors(c.readAnswer(null)))
                        .as("cancel %d", i)
                        .containsExactly("57014 canceling statement due to user request");
                assertThat(errors(c.query("SELECT 1"))).isEmpty();
            }
        }
    }

    @Test
    void aStatementWithConstantsOutlivesEveryChangeOfTheSchema() throws Exception {
        try (PgClient a = client();
                PgClient b = client()) {
            parse(a, "q", "SELECT v FROM t WHERE id = 5");
            parse(a, "u", "UPDATE t SET v = 'v5' WHERE id = 5 AND v = 'v5'");
            assertThat(errors(sync(a))).isEmpty();
            for (int i = 0; i < 4; i++) {
                b.query("CREATE TABLE other" + i + " (id int)");
                execute(a, "q");
                execute(a, "u");
                List<BackendMessage> seen = sync(a);
                assertThat(errors(seen)).isEmpty();
                assertThat(values(seen)).containsExactly("v5");
                assertThat(tags(seen)).containsExactly("SELECT 1", "UPDATE 1");
            }
            for (int i = 0; i < 4; i++) {
                b.query("DROP TABLE other" + i);
            }
        }
    }

    @Test
    void aTimeOutOfAStatementIsNotOneOfItsPipeline() throws Exception {
        try (PgClient a = client()) {
            a.query("SET statement_timeout = '400ms'");
            parse(a, "s", "SELECT pg_sleep($1::float8)");
            for (int i = 0; i < 12; i++) {
                execute(a, "s", "0.05");
                execute(a, "s", "0");
            }
            assertThat(errors(sync(a))).isEmpty();
            a.query("DEALLOCATE ALL");
            for (boolean block : new boolean[] {true, false}) {
                batch(a, block, 20_000, 50, "60");
                List<BackendMessage> seen = sync(a);
                assertThat(errors(seen)).containsExactly("57014 canceling statement due to statement timeout");
                assertThat(values(seen)).isEqualTo(numbers(20_000, 50));
                assertThat(status(seen)).isEqualTo(block ? 'E' : 'I');
                a.query("ROLLBACK");
                a.query("DEALLOCATE ALL");
                assertThat(value(a.query("SELECT count(*) FROM t WHERE id >= 20000")))
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void aDeepPipelineKeepsNobodyFromHisAnswer() throws Exception {
        int deep = 60_000;
        List<PgClient> others = new ArrayList<>();
        try (PgClient a = client()) {
            // more than there are event loops: one of them shares the first one's
            for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
                others.add(client());
            }
            for (PgClient c : others) {
                parse(c, "l", "SELECT v FROM t WHERE id = $1::int");
                sync(c);
            }
            parse(a, "l", "SELECT upper(v) FROM t WHERE id = $1::int + 1");
            sync(a);
            CompletableFuture<Void> sent = aside(() -> {
                for (int i = 0; i < deep; i++) {
                    execute(a, "l", Integer.toString(i % 999));
                }
                a.send('S', new Body()).flush();
                return null;
            });
            CompletableFuture<Integer> rows = aside(() -> {
                int n = 0;
                while (true) {
                    BackendMessage m = a.read();
                    if (m instanceof BackendMessage.DataRow r) {
                        assertThat(new String(r.values().get(0), StandardCharsets.UTF_8))
                                .isEqualTo("V" + (n % 999 + 1));
                        n++;
                    } else if (m instanceof BackendMessage.ReadyForQuery) {
                        return n;
                    }
                }
            });
            int rounds = 0;
            while (!rows.isDone()) {
                for (PgClient c : others) {
                    execute(c, "l", "7");
                    assertThat(values(sync(c))).containsExactly("v7");
                }
                rounds++;
            }
            sent.get(30, TimeUnit.SECONDS);
            assertThat(rows.get(30, TimeUnit.SECONDS)).isEqualTo(deep);
            assertThat(rounds).as("rounds of answers meanwhile").isGreaterThan(5);
        } finally {
            for (PgClient c : others) {
                c.close();
            }
        }
    }

    @Test
    void changesByKeyOfManyClientsAddUp() throws Exception {
        int clients = 4;
        int each = 60;
        try (PgClient c = client()) {
            c.query("CREATE TABLE IF NOT EXISTS counts (id int PRIMARY KEY, n int)");
            c.query("INSERT INTO counts VALUES (1, 0), (2, 0)");
        }
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            boolean piped = i % 2 == 0;
            all.add(aside(() -> {
                try (PgClient c = client()) {
                    parse(c, "b", "BEGIN");
                    parse(c, "u", "UPDATE counts SET n = n + $2 WHERE id = $1 RETURNING n");
                    parse(c, "g", "SELECT n FROM counts WHERE id = $1");
                    parse(c, "c", "COMMIT");
                    sync(c);
                    for (int k = 0; k < each; k++) {
                        execute(c, "b");
                        String after = piped
                                ? null
                                : values(syncAfter(c, "u", "1", "1")).get(0);
                        if (piped) {
                            execute(c, "u", "1", "1");
                        }
                        execute(c, "g", "1");
                        execute(c, "u", "2", "-1");
                        execute(c, "c");
                        List<BackendMessage> seen = sync(c);
                        assertThat(errors(seen)).isEmpty();
                        List<String> v = values(seen);
                        if (piped) {
                            assertThat(v.get(0)).isEqualTo(v.get(1));
                        } else {
                            assertThat(v.get(0)).isEqualTo(after);
                        }
                    }
                }
                return null;
            }));
        }
        for (CompletableFuture<Void> f : all) {
            f.get(60, TimeUnit.SECONDS);
        }
        try (PgClient c = client()) {
            assertThat(values(c.query("SELECT n FROM counts ORDER BY id")))
                    .containsExactly(Integer.toString(clients * each), Integer.toString(-clients * each));
        }
    }

    private static void inserts(PgClient c, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            execute(c, "i", Integer.toString(i), "v" + i);
        }
    }

    @Test
    void insertsInARowAreAnsweredAndUndoneAsOneByOne() throws Exception {
        try (PgClient a = client()) {
            a.query("CREATE TABLE rows (id int PRIMARY KEY, v text NOT NULL CHECK (v <> 'v777'))");
            parse(a, "i", "INSERT INTO rows VALUES ($1, $2)");
            parse(a, "n", "INSERT INTO rows VALUES ($1, $2) ON CONFLICT DO NOTHING");
            assertThat(errors(sync(a))).isEmpty();
            for (boolean block : new boolean[] {true, false}) {
                if (block) {
                    a.query("BEGIN");
                    a.query("INSERT INTO rows VALUES (0, 'before')");
                    a.query("SAVEPOINT s");
                }
                inserts(a, 1, 300);
                List<BackendMessage> seen = sync(a);
                assertThat(errors(seen)).isEmpty();
                assertThat(tags(seen)).hasSize(300).containsOnly("INSERT 0 1");
                assertThat(value(a.query("SELECT count(*) || ' ' || sum(id) FROM rows WHERE id > 0")))
                        .isEqualTo("300 45150");

                fails(a, block, 500, 100, "23505 duplicate key value violates unique constraint \"rows_pkey\"", () -> {
                    execute(a, "i", "7", "again");
                });
                fails(
                        a,
                        block,
                        700,
                        77,
                        "23514 new row for relation \"rows\" violates check constraint \"rows_v_check\"",
                        () -> {
                            execute(a, "i", "777", "v777");
                        });
                fails(a, block, 1000, 40, "22P02 invalid input syntax for type integer: \"x\"", () -> {
                    execute(a, "i", "x", "y");
                });

                for (int i = 290; i < 350; i++) {
                    execute(a, "n", Integer.toString(i), "w");
                }
                seen = sync(a);
                if (block) {
                    assertThat(tags(seen)).hasSize(60).containsOnly("INSERT 0 1");
                    a.query("ROLLBACK");
                } else {
                    assertThat(tags(seen).subList(0, 11)).containsOnly("INSERT 0 0");
                    assertThat(tags(seen).subList(11, 60)).containsOnly("INSERT 0 1");
                }
            }
            assertThat(value(a.query("SELECT count(*) || ' ' || min(id) || ' ' || max(id) FROM rows")))
                    .isEqualTo("349 1 349");
        }
    }

    private interface Bad {
        void send() throws IOException;
    }

    /** Rows, one that fails, and rows behind it: those before are answered, and nothing of them is left. */
    private static void fails(PgClient a, boolean block, int from, int count, String error, Bad bad) throws Exception {
        inserts(a, from, count);
        bad.send();
        inserts(a, from + 10_000, 100);
        List<BackendMessage> seen = sync(a);
        assertThat(tags(seen)).hasSize(count).containsOnly("INSERT 0 1");
        assertThat(errors(seen)).containsExactly(error);
        assertThat(status(seen)).isEqualTo(block ? 'E' : 'I');
        if (block) {
            a.query("ROLLBACK TO s");
        }
        assertThat(value(a.query("SELECT count(*) FROM rows WHERE id >= 400"))).isEqualTo("0");
    }

    @Test
    void detailsAndTheRowsOwnTimesAreThoseOfEachInsert() throws Exception {
        try (PgClient a = client()) {
            a.query("CREATE TABLE told (id serial, k int UNIQUE, at timestamptz DEFAULT statement_timestamp())");
            parse(a, "i", "INSERT INTO told (k) VALUES ($1)");
            sync(a);
            for (int i = 1; i <= 200; i++) {
                execute(a, "i", Integer.toString(i));
            }
            execute(a, "i", "42");
            List<BackendMessage> seen = sync(a);
            assertThat(seen)
                    .filteredOn(m -> m instanceof BackendMessage.ErrorResponse)
                    .singleElement()
                    .satisfies(m -> assertThat(
                                    ((BackendMessage.ErrorResponse) m).fields().get('D'))
                            .isEqualTo("Key (k)=(42) already exists."));
            for (int i = 1; i <= 200; i++) {
                execute(a, "i", Integer.toString(i));
            }
            assertThat(tags(sync(a))).hasSize(200).containsOnly("INSERT 0 1");
            assertThat(value(a.query("SELECT count(DISTINCT id) || ' ' || (count(DISTINCT at) > 1) FROM told")))
                    .isEqualTo("200 true");
        }
    }

    private static List<BackendMessage> syncAfter(PgClient c, String name, String... values) throws IOException {
        execute(c, name, values);
        return sync(c);
    }
}
