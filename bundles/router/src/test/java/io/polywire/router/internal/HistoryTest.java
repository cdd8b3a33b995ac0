package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.TransactionMode.Isolation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many sessions append numbers of their own to lists and read lists, in transactions and in single statements. A list that
 * was read tells the order of its writers; from all of them follows which transaction has to come before which
 * (write-write, write-read, read-write). If that has no circle there is a serial order.
 *
 * <p>SERIALIZABLE has to have one, and REPEATABLE READ has one here too, since who writes must have read the newest. At
 * READ COMMITTED what was read may be out of date by the end, so that only writes and who has read them are in order
 * (Adya's G0 and G1): nothing is read that was undone, that was not final, or in a circle. No append is lost at any level.
 */
class HistoryTest {
    private static final int THREADS = 8;
    /** Lists that are in use at a time; after so many appends the next ones are, so that none grows long. */
    private static final int LISTS = 6;

    private static final int APPENDS = 500;
    private static final int TRANSACTIONS = "long".equals(System.getProperty("polywire.test.length")) ? 100_000 : 4_000;
    /** A transaction appends three times at most. */
    private static final int ALL_LISTS = (3 * TRANSACTIONS / APPENDS + 1) * LISTS;

    /** A transaction that was committed: what it read, what it appended. */
    private record Transaction(Map<Integer, List<Integer>> reads, Map<Integer, Integer> appends) {}

    @ParameterizedTest
    @EnumSource(names = {"READ_COMMITTED", "REPEATABLE_READ", "SERIALIZABLE"})
    void committedTransactionsAreInOrder(Isolation level, @TempDir Path home) throws Exception {
        List<Transaction> committed = Collections.synchronizedList(new ArrayList<>());
        Set<Integer> failed = Collections.synchronizedSet(new HashSet<>());
        List<Throwable> wrong = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger numbers = new AtomicInteger();
        AtomicInteger left = new AtomicInteger(TRANSACTIONS);
        Map<Integer, List<Integer>> last = new HashMap<>();
        try (Harness harness = new Harness(home, Map.of())) {
            harness.desk.addDialect(new LockingDialect());
            Sql setup = harness.open();
            setup.run("CREATE TABLE l(k INTEGER PRIMARY KEY, v TEXT NOT NULL)");
            for (int k = 0; k < ALL_LISTS; k++) {
                setup.run("INSERT INTO l VALUES(" + k + ", '')");
            }
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(t);
                Thread thread = new Thread(() -> {
                    Sql sql = harness.open();
                    try {
                        while (left.getAndDecrement() > 0) {
                            one(sql, level, random, numbers, committed, failed);
                        }
                    } catch (RuntimeException | Error e) {
                        wrong.add(e);
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(wrong).isEmpty();
            for (int k = 0; k < ALL_LISTS; k++) {
                last.put(k, list(setup.one("SELECT v FROM l WHERE k = " + k)));
            }
        }
        check(committed, failed, last, level.isOneSnapshot());
        System.out.println(level + ": " + committed.size() + " transactions were committed, " + failed.size()
                + " appends were given up; they are in order");
    }

    private static void one(
            Sql sql,
            Isolation level,
            Random random,
            AtomicInteger numbers,
            List<Transaction> committed,
            Set<Integer> failed) {
        Map<Integer, List<Integer>> reads = new HashMap<>();
        Map<Integer, Integer> appends = new HashMap<>();
        if (random.nextInt(3) == 0) {
            append(sql, pick(numbers, random), numbers, appends);
            committed.add(new Transaction(reads, appends));
            return;
        }
        try {
            sql.run(random.nextBoolean() ? "BEGIN " + level : "BEGIN IMMEDIATE");
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                int k = pick(numbers, random);
                if (random.nextBoolean() && !appends.containsKey(k)) {
                    append(sql, k, numbers, appends);
                } else if (!appends.containsKey(k) && !reads.containsKey(k)) {
                    reads.put(k, list(sql.one("SELECT v FROM l WHERE k = " + k)));
                }
            }
            sql.run("COMMIT");
            committed.add(new Transaction(reads, appends));
        } catch (SqlFailure f) {
            if (!f.sqlState().equals("40001") || !level.isOneSnapshot()) {
                throw f;
            }
            failed.addAll(appends.values());
            sql.run("ROLLBACK");
        }
    }

    private static int pick(AtomicInteger numbers, Random random) {
        return numbers.get() / APPENDS * LISTS + random.nextInt(LISTS);
    }

    private static void append(Sql sql, int k, AtomicInteger numbers, Map<Integer, Integer> appends) {
        int n = numbers.incrementAndGet();
        appends.put(k, n);
        assertThat(sql.run("UPDATE l SET v = v || ?1 WHERE k = ?2", n + " ", k).count())
                .isEqualTo(1);
    }

    private static List<Integer> list(Object text) {
        String t = String.valueOf(text).trim();
        List<Integer> all = new ArrayList<>();
        if (!t.isEmpty()) {
            for (String n : t.split(" ")) {
                all.add(Integer.valueOf(n));
            }
        }
        return all;
    }

    /** @param serial whether what was read has to be the newest until the end of who has read it */
    private static void check(
            List<Transaction> committed, Set<Integer> failed, Map<Integer, List<Integer>> last, boolean serial) {
        Map<Integer, Integer> writer = new HashMap<>();
        for (int t = 0; t < committed.size(); t++) {
            for (int n : committed.get(t).appends.values()) {
                writer.put(n, t);
            }
        }
        Set<Integer> there = new HashSet<>();
        last.values()
                .forEach(l -> l.forEach(n -> assertThat(there.add(n))
                        .as("number %d is there twice", n)
                        .isTrue()));
        assertThat(there).isEqualTo(writer.keySet());
        assertThat(Collections.disjoint(there, failed))
                .as("nothing is there that was given up")
                .isTrue();
        List<Set<Integer>> before = new ArrayList<>();
        committed.forEach(t -> before.add(new HashSet<>()));
        last.values().forEach(l -> {
            for (int i = 1; i < l.size(); i++) {
                before.get(writer.get(l.get(i - 1))).add(writer.get(l.get(i)));
            }
        });
        for (int t = 0; t < committed.size(); t++) {
            for (Map.Entry<Integer, List<Integer>> read : committed.get(t).reads.entrySet()) {
                List<Integer> all = last.get(read.getKey());
                int n = read.getValue().size();
                assertThat(all.subList(0, n))
                        .as("what was read is what was there")
                        .isEqualTo(read.getValue());
                if (n > 0) {
                    before.get(writer.get(all.get(n - 1))).add(t);
                }
                if (serial && n < all.size()) {
                    before.get(t).add(writer.get(all.get(n)));
                }
            }
        }
        assertThat(isOrdered(before)).as("there is an order").isTrue();
    }

    /** Whether a graph has no circle but those of one with itself. */
    static boolean isOrdered(List<Set<Integer>> edges) {
        int[] in = new int[edges.size()];
        for (int t = 0; t < edges.size(); t++) {
            edges.get(t).remove(t);
            edges.get(t).forEach(next -> in[next]++);
        }
        List<Integer> free = new ArrayList<>();
        for (int t = 0; t < in.length; t++) {
            if (in[t] == 0) {
                free.add(t);
            }
        }
        int done = 0;
        while (!free.isEmpty()) {
            done++;
            for (int next : edges.get(free.remove(free.size() - 1))) {
                if (--in[next] == 0) {
                    free.add(next);
                }
            }
        }
        return done == edges.size();
    }

    @Test
    void theCheckerSeesACircle() {
        assertThat(isOrdered(List.of(new HashSet<>(Set.of(1)), new HashSet<>(Set.of(2)), new HashSet<>())))
                .isTrue();
        assertThat(isOrdered(List.of(new HashSet<>(Set.of(1)), new HashSet<>(Set.of(2)), new HashSet<>(Set.of(0)))))
                .isFalse();
    }
}
