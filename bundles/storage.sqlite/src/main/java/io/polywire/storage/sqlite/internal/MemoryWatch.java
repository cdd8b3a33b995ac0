package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what statements take of memory outside of Java's heap. The length of each value is bounded, and sorts and tables of
 * a statement go to temporary files, but a statement may hold as many long values as it has columns and aggregates. SQLite does
 * not tell what it holds, so that the process is looked at: where it has come to the bound, one statement ends: the one with most
 * growth since it began, in the shortest time (one that ran before the growth has seen the same growth in more time, one that
 * began amid it less growth). By the storage's timer.
 */
final class MemoryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ANONYMOUS = "RssAnon:";

    /**
     * Bytes that there are in any case if nothing is configured: what Java takes outside of its pools cannot be told from what
     * statements take, and may alone be more than a small heap.
     */
    private static final long LEAST = 1L << 30;

    /** What has not run for so many ticks is left alone. */
    private static final int YOUNG_TICKS = 2;
    /** So many ticks after one was ended the next one is, if that was not enough. */
    private static final int PAUSE_TICKS = 10;

    private final long most;
    private final LongSupplier taken;

    /**
     * Where a statement began that still runs.
     *
     * @param level what was taken when it was first seen
     */
    private record Begin(long since, long level) {}

    private Map<SqliteConnection, Begin> begins = new IdentityHashMap<>();
    private long ended = Long.MIN_VALUE / 2;

    /** @param mib 0: as much as Java's heap may have, and at least {@link #LEAST} */
    MemoryWatch(int mib) {
        this(
                mib == 0 ? Math.max(LEAST, Runtime.getRuntime().maxMemory()) : mib * 1024L * 1024,
                MemoryWatch::outsideHeap);
    }

    /** For a test. */
    MemoryWatch(long most, LongSupplier taken) {
        this.most = most;
        this.taken = taken;
    }

    /** What the process has in memory besides mapped files and what Java uses for itself; 0 where it is not shown. */
    static long outsideHeap() {
        long all;
        try (Stream<String> lines = Files.lines(STATUS)) {
            all = lines.filter(l -> l.startsWith(ANONYMOUS))
                    .mapToLong(l -> Long.parseLong(
                                    l.substring(ANONYMOUS.length()).trim().split("\\s")[0])
                            * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException notShown) {
            return 0;
        }
        return Math.max(0, all - ofJava());
    }

    /** What Java has used so far of the memory that it has set aside: the rest is not in the machine's. */
    private static long ofJava() {
        long sum = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            sum += Math.min(pool.getPeakUsage().getUsed(), pool.getUsage().getCommitted());
        }
        return sum;
    }

    /** Looks at the statements that run. */
    void tick(long tick, Iterable<SqliteConnection> connections) {
        long now = -1;
        Map<SqliteConnection, Begin> still = new IdentityHashMap<>();
        for (SqliteConnection c : connections) {
            long since = c.insideTick();
            if (since > tick) {
                continue;
            }
            now = now < 0 ? taken.getAsLong() : now;
            Begin known = begins.get(c);
            still.put(c, known == null || known.since != since ? new Begin(since, now) : known);
        }
        begins = still;
        if (now > most && tick - ended >= PAUSE_TICKS) {
            end(tick, now);
        }
    }

    private void end(long tick, long now) {
        SqliteConnection worst = null;
        double highest = -1;
        for (Map.Entry<SqliteConnection, Begin> e : begins.entrySet()) {
            Begin b = e.getValue();
            double grown = Math.max(0, now - b.level);
            double score = grown * grown / Math.max(1, tick - b.since);
            if (score > highest && tick - b.since >= YOUNG_TICKS) {
                highest = score;
                worst = e.getKey();
            }
        }
        if (worst != null) {
            ended = tick;
            LOG.warn("A statement was ended: statements have come to their limit of memory, {} MiB", most >> 20);
            worst.requestClose(
                    SqlFailure.build(FailureKind.OUT_OF_MEMORY, "statements have come to their limit of memory")
                            .hint("Make rows and aggregates smaller, or raise memory.mib of the storage.")
                            .build());
        }
    }
}
