package io.polywire.sql.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Plans of all sessions, bounded in bytes, the least used ones leaving first. Thread-safe: sixteen parts with a lock
 * each, held for a look-up only.
 */
public final class PlanCache {
    private static final int PARTS = 16;

    private final Part[] parts = new Part[PARTS];
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private volatile long partBytes;

    /**
     * A cache.
     *
     * @param bytes the most that its plans may take, roughly; 0 keeps none
     */
    public PlanCache(long bytes) {
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part();
        }
        resize(bytes);
    }

    /** Changes the bound; what is over it leaves with the next insertion. */
    public void resize(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must not be negative: " + bytes);
        }
        partBytes = bytes / PARTS;
    }

    /**
     * A plan that holds for this version of the schema, or null.
     *
     * @param schemaVersion the database's present version; a plan for another one is dropped
     */
    public Plan get(PlanKey key, long schemaVersion) {
        Part part = part(key);
        synchronized (part) {
            Plan plan = part.map.get(key);
            if (plan != null && plan.schemaVersion() != schemaVersion) {
                part.remove(key);
                plan = null;
            }
            if (plan != null) {
                hits.increment();
            }
            return plan;
        }
    }

    /** Keeps a plan that had to be made. */
    public void put(PlanKey key, Plan plan) {
        misses.increment();
        Part part = part(key);
        synchronized (part) {
            part.put(key, plan, partBytes);
        }
    }

    /** Forgets the plans of a database that is gone. */
    public void forget(Object database) {
        for (Part part : parts) {
            synchronized (part) {
                part.forget(database);
            }
        }
    }

    /** Forgets all. */
    public void clear() {
        for (Part part : parts) {
            synchronized (part) {
                part.map.clear();
                part.bytes = 0;
            }
        }
    }

    /** Look-ups that found a plan. */
    public long hits() {
        return hits.sum();
    }

    /** Plans that had to be made. */
    public long misses() {
        return misses.sum();
    }

    /** Bytes that the plans take now, roughly. */
    public long bytes() {
        long sum = 0;
        for (Part part : parts) {
            synchronized (part) {
                sum += part.bytes;
            }
        }
        return sum;
    }

    private Part part(PlanKey key) {
        int h = key.hashCode();
        return parts[(h ^ h >>> 16) & PARTS - 1];
    }

    private static final class Part {
        final Map<PlanKey, Plan> map = new LinkedHashMap<>(16, 0.75f, true);
        long bytes;

        void put(PlanKey key, Plan plan, long limit) {
            remove(key);
            map.put(key, plan);
            bytes += weight(key, plan);
            var eldest = map.entrySet().iterator();
            while (bytes > limit && eldest.hasNext()) {
                var e = eldest.next();
                bytes -= weight(e.getKey(), e.getValue());
                eldest.remove();
            }
        }

        void remove(PlanKey key) {
            Plan old = map.remove(key);
            if (old != null) {
                bytes -= weight(key, old);
            }
        }

        void forget(Object database) {
            map.entrySet().removeIf(e -> {
                boolean gone = e.getKey().database() == database;
                if (gone) {
                    bytes -= weight(e.getKey(), e.getValue());
                }
                return gone;
            });
        }

        private static int weight(PlanKey key, Plan plan) {
            return plan.weight(key.text().length());
        }
    }
}
