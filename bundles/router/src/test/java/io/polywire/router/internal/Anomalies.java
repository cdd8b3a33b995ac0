package io.polywire.router.internal;

import io.polywire.api.session.TransactionMode.Isolation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * The classic anomalies of isolation (Adya's and Berenson's names) as scripts of two sessions whose steps take turns. A step
 * that waits for the other session is left waiting; the next step of its session comes when it has been answered.
 */
final class Anomalies {
    /** How long a step has to be answered before it counts as waiting. */
    private static final long WAITING_MILLIS = 150;

    private Anomalies() {}

    /** Where a script runs. */
    interface Place {
        Conn open();
    }

    /** One session. */
    interface Conn extends AutoCloseable {
        void begin(Isolation level);

        /** Its rows as text, or the SQLSTATE of its failure after an exclamation mark. */
        CompletableFuture<String> run(String sql);

        @Override
        void close();
    }

    /**
     * A script.
     *
     * @param steps each with its session before a colon
     * @param seen whether what came of the steps shows the anomaly; step numbers count from 0, -1 is the end state
     */
    record Script(String name, List<String> steps, Predicate<Map<Integer, String>> seen) {}

    private static final String BOTH = "SELECT id, value FROM test ORDER BY id";

    /** READ UNCOMMITTED is READ COMMITTED by another name. */
    static final List<Isolation> LEVELS =
            List.of(Isolation.READ_COMMITTED, Isolation.REPEATABLE_READ, Isolation.SERIALIZABLE);

    static final List<Script> ALL = List.of(
            new Script(
                    "dirty write",
                    List.of(
                            "A: UPDATE test SET value = 11 WHERE id = 1",
                            "B: UPDATE test SET value = 12 WHERE id = 1",
                            "A: UPDATE test SET value = 21 WHERE id = 2",
                            "A: COMMIT",
                            "B: UPDATE test SET value = 22 WHERE id = 2",
                            "B: COMMIT"),
                    r -> !r.get(-1).equals("1,11;2,21") && !r.get(-1).equals("1,12;2,22")),
            new Script(
                    "aborted read",
                    List.of(
                            "A: UPDATE test SET value = 101 WHERE id = 1",
                            "B: " + BOTH,
                            "A: ROLLBACK",
                            "B: " + BOTH,
                            "B: COMMIT"),
                    r -> r.get(1).contains("101")
                            || r.get(3).contains("101")
                            || r.get(-1).contains("101")),
            new Script(
                    "intermediate read",
                    List.of(
                            "A: UPDATE test SET value = 101 WHERE id = 1",
                            "B: " + BOTH,
                            "A: UPDATE test SET value = 11 WHERE id = 1",
                            "A: COMMIT",
                            "B: " + BOTH,
                            "B: COMMIT"),
                    r -> r.get(1).contains("101") || r.get(4).contains("101")),
            new Script(
                    "circular information flow",
                    List.of(
                            "A: UPDATE test SET value = 11 WHERE id = 1",
                            "B: UPDATE test SET value = 22 WHERE id = 2",
                            "A: SELECT value FROM test WHERE id = 2",
                            "B: SELECT value FROM test WHERE id = 1",
                            "A: COMMIT",
                            "B: COMMIT"),
                    r -> r.get(2).equals("22") && r.get(3).equals("11")),
            new Script(
                    "non-repeatable read",
                    List.of(
                            "A: SELECT value FROM test WHERE id = 1",
                            "B: UPDATE test SET value = 12 WHERE id = 1",
                            "B: COMMIT",
                            "A: SELECT value FROM test WHERE id = 1",
                            "A: COMMIT"),
                    r -> !r.get(0).equals(r.get(3))),
            new Script(
                    "phantom",
                    List.of(
                            "A: SELECT id FROM test WHERE value = 30",
                            "B: INSERT INTO test VALUES (3, 30)",
                            "B: COMMIT",
                            "A: SELECT id FROM test WHERE value % 3 = 0",
                            "A: COMMIT"),
                    r -> !r.get(3).isEmpty()),
            new Script(
                    "lost update",
                    List.of(
                            "A: SELECT value FROM test WHERE id = 1",
                            "B: SELECT value FROM test WHERE id = 1",
                            "A: UPDATE test SET value = 11 WHERE id = 1",
                            "B: UPDATE test SET value = 12 WHERE id = 1",
                            "A: COMMIT",
                            "B: COMMIT"),
                    r -> ok(r, 3) && ok(r, 5) && r.get(-1).startsWith("1,12")),
            new Script(
                    "read skew",
                    List.of(
                            "A: SELECT value FROM test WHERE id = 1",
                            "B: UPDATE test SET value = 12 WHERE id = 1",
                            "B: UPDATE test SET value = 18 WHERE id = 2",
                            "B: COMMIT",
                            "A: SELECT value FROM test WHERE id = 2",
                            "A: COMMIT"),
                    r -> r.get(0).equals("10") && r.get(4).equals("18")),
            new Script(
                    "read skew by a write",
                    List.of(
                            "A: SELECT value FROM test WHERE id = 1",
                            "B: UPDATE test SET value = 12 WHERE id = 1",
                            "B: UPDATE test SET value = 18 WHERE id = 2",
                            "B: COMMIT",
                            "A: DELETE FROM test WHERE value = 20",
                            "A: COMMIT",
                            "A: " + BOTH),
                    r -> ok(r, 4) && ok(r, 5)),
            new Script(
                    "write skew",
                    List.of(
                            "A: " + BOTH,
                            "B: " + BOTH,
                            "A: UPDATE test SET value = 11 WHERE id = 1",
                            "B: UPDATE test SET value = 21 WHERE id = 2",
                            "A: COMMIT",
                            "B: COMMIT"),
                    r -> r.get(1).equals("1,10;2,20") && ok(r, 3) && ok(r, 5)),
            new Script(
                    "write skew by a phantom",
                    List.of(
                            "A: SELECT id FROM test WHERE value % 3 = 0",
                            "B: SELECT id FROM test WHERE value % 3 = 0",
                            "A: INSERT INTO test VALUES (3, 30)",
                            "B: INSERT INTO test VALUES (4, 42)",
                            "A: COMMIT",
                            "B: COMMIT"),
                    r -> r.get(1).isEmpty() && ok(r, 3) && ok(r, 5)));

    private static boolean ok(Map<Integer, String> r, int step) {
        return !r.get(step).startsWith("!");
    }

    /** Runs a script and says whether the anomaly was seen. */
    static boolean seen(Script script, Isolation level, Place place) {
        try (Conn setup = place.open();
                Conn a = place.open();
                Conn b = place.open()) {
            setup.run("DROP TABLE IF EXISTS test").join();
            setup.run("CREATE TABLE test (id INTEGER PRIMARY KEY, value INTEGER)")
                    .join();
            setup.run("INSERT INTO test VALUES (1, 10), (2, 20)").join();
            Map<String, Conn> conns = Map.of("A", a, "B", b);
            Map<String, CompletableFuture<String>> pending = new HashMap<>();
            List<CompletableFuture<String>> answers = new ArrayList<>();
            a.begin(level);
            b.begin(level);
            for (String step : script.steps()) {
                String who = step.substring(0, 1);
                CompletableFuture<String> before = pending.get(who);
                Conn conn = conns.get(who);
                String sql = step.substring(3);
                CompletableFuture<String> f =
                        before == null ? conn.run(sql) : before.thenComposeAsync(done -> conn.run(sql));
                answer(f, WAITING_MILLIS);
                pending.put(who, f);
                answers.add(f);
            }
            Map<Integer, String> results = new HashMap<>();
            for (int i = 0; i < answers.size(); i++) {
                String text = answer(answers.get(i), 20_000);
                if (text == null) {
                    throw new AssertionError(script.name() + ": step " + i + " was not answered");
                }
                results.put(i, text);
            }
            results.put(-1, setup.run(BOTH).join());
            return script.seen().test(results);
        }
    }

    private static String answer(CompletableFuture<String> f, long millis) {
        try {
            return f.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
