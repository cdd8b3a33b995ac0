package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends a statement whose aggregates collect what Java's heap has no room for, before others feel it. Whether the heap is
 * nearly full shows after a collection of its old part; whoever has collected much and asks first then gives up what it has,
 * and the next one not before the next such collection, which shows whether that was enough.
 */
final class HeapWatch {
    /** What collects less is not what fills the heap. */
    static final long MUCH = 8L << 20;
    /** Between two questions it has collected so much more. */
    static final long STEP = 1L << 20;

    private static final double NEARLY_FULL = 0.7;
    private static final MemoryPoolMXBean OLD = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(p -> p.getType() == MemoryType.HEAP
                    && p.isCollectionUsageThresholdSupported()
                    && p.getUsage().getMax() > 0)
            .max(Comparator.comparingLong(p -> p.getUsage().getMax()))
            .orElse(null);

    private static final AtomicLong LAST = new AtomicLong(-1);

    static {
        if (OLD != null) {
            OLD.setCollectionUsageThreshold((long) (NEARLY_FULL * OLD.getUsage().getMax()));
        }
    }

    private HeapWatch() {}

    /** @throws SqlFailure 53200 if who asks has to make room */
    static void check() {
        if (OLD != null && OLD.isCollectionUsageThresholdExceeded()) {
            long now = collections();
            if (LAST.getAndSet(now) != now) {
                throw full(null);
            }
        }
    }

    static SqlFailure full(Throwable cause) {
        return SqlFailure.build(FailureKind.OUT_OF_MEMORY, "out of memory")
                .hint("The statement collects more than there is memory for.")
                .cause(cause)
                .build();
    }

    private static long collections() {
        long all = 0;
        for (GarbageCollectorMXBean c : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (Arrays.asList(c.getMemoryPoolNames()).contains(OLD.getName())) {
                all += c.getCollectionCount();
            }
        }
        return all;
    }
}
