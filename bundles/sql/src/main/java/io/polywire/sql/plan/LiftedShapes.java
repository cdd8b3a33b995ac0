package io.polywire.sql.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which constants of a statement may become parameters, by the statement's {@linkplain TextLiterals#shape shape}, as was
 * found when one of that shape was planned. It is advice: a plan that is found by it was made for the same text and types,
 * and one that is not found is made anew. Bounded in bytes, those used least leave first. Thread-safe.
 */
public final class LiftedShapes {
    /** Besides the text: an entry of the map, a boxed set. */
    private static final int ENTRY_BYTES = 120;

    private final Map<String, Long> sets = new LinkedHashMap<>(16, 0.75f, true);
    private long limit;
    private long bytes;

    /**
     * None so far.
     *
     * @param bytes the most that they may take, roughly; 0 keeps none
     */
    public LiftedShapes(long bytes) {
        limit = bytes;
    }

    /** Changes the bound; what is over it leaves with the next insertion. */
    public synchronized void resize(long most) {
        limit = most;
    }

    /** The set, one bit for each constant; 0 if none is known to. */
    public synchronized long find(String shape) {
        Long set = sets.get(shape);
        return set == null ? 0 : set;
    }

    /** Keeps a set. */
    public synchronized void put(String shape, long set) {
        if (sets.put(shape, set) == null) {
            bytes += weight(shape);
        }
        var eldest = sets.entrySet().iterator();
        while (bytes > limit && eldest.hasNext()) {
            bytes -= weight(eldest.next().getKey());
            eldest.remove();
        }
    }

    /** Forgets all. */
    public synchronized void clear() {
        sets.clear();
        bytes = 0;
    }

    private static long weight(String shape) {
        return ENTRY_BYTES + 2L * shape.length();
    }
}
