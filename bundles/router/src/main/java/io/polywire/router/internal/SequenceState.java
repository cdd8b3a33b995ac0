package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.SequenceDefinition;

/**
 * Where a sequence stands, and how far that is written down. Values are given out from memory; what has given some out is
 * committed, or told to its client, only after the database says no less. Thread-safe; nothing waits.
 */
final class SequenceState {
    /**
     * Values taken at once.
     *
     * @param first the first of them
     * @param count how many, each an increment from the one before
     * @param calls how often the sequence was asked by then
     */
    record Taken(long first, long count, long calls) {}

    /**
     * What is written down.
     *
     * @param value where the sequence stands then
     * @param called whether that value counts as taken
     * @param covers calls for which the database then knows enough
     * @param epoch of the state
     */
    record Mark(long value, boolean called, long covers, int epoch) {}

    private long value;
    private boolean called;
    /** Values given out since this was made. */
    private long calls;
    /** The first so many of them would not be given out again after a crash. */
    private long covered;
    /** Changes when the sequence is set, after which older marks mean nothing. */
    private int epoch;
    /** The mark that says most. */
    private Mark furthest;

    SequenceState(long value, boolean called) {
        this.value = value;
        this.called = called;
    }

    /** Takes the next value, and as many of those behind it as the sequence caches. */
    synchronized Taken take(String name, SequenceDefinition d) {
        if (!called) {
            called = true;
        } else if (steps(d) > 0) {
            value += d.increment();
        } else if (d.cycle()) {
            value = d.increment() > 0 ? d.minimum() : d.maximum();
        } else {
            boolean up = d.increment() > 0;
            throw SqlFailure.build(
                            FailureKind.DATA,
                            "nextval: reached " + (up ? "maximum" : "minimum") + " value of sequence \"" + name + "\" ("
                                    + (up ? d.maximum() : d.minimum()) + ")")
                    .sqlState("2200H")
                    .build();
        }
        long first = value;
        long more = Math.min(d.cache() - 1, steps(d));
        value += more * d.increment();
        calls += more + 1;
        return new Taken(first, more + 1, calls);
    }

    /** How often the increment fits before the end. */
    private long steps(SequenceDefinition d) {
        if (d.increment() > 0) {
            return value > d.maximum() ? 0 : least(d.maximum() - value, d.increment());
        }
        return value < d.minimum() ? 0 : least(value - d.minimum(), -d.increment());
    }

    /** Both may be over what a long holds, and are then right without a sign. */
    private static long least(long room, long step) {
        long n = Long.divideUnsigned(room, step);
        return n < 0 ? Long.MAX_VALUE : n;
    }

    /** Has it go on from a value. */
    synchronized long set(long to, boolean taken) {
        value = to;
        called = taken;
        covered = calls++;
        epoch++;
        return calls;
    }

    synchronized boolean covers(long upTo) {
        return upTo <= covered;
    }

    /**
     * What is to be written down, with room for further values; by the holder of the right to write, who writes it down then.
     * It never says less than one before: another commit may have made room for values that are given out by now.
     */
    synchronized Mark mark(SequenceDefinition d, int ahead) {
        Mark m;
        if (ahead == 0) {
            m = new Mark(value, called, calls, epoch);
        } else {
            long further = Math.min(called ? ahead : ahead - 1, steps(d));
            long covers = calls + further + (called ? 0 : 1);
            m = new Mark(value + further * d.increment(), true, covers, epoch);
        }
        if (furthest == null || furthest.epoch() != epoch || furthest.covers() < m.covers()) {
            furthest = m;
        }
        return furthest;
    }

    /** It is on disk. */
    synchronized void kept(Mark m) {
        if (m.epoch() == epoch) {
            covered = Math.max(covered, m.covers());
        }
    }

    synchronized long value() {
        return value;
    }

    synchronized boolean isCalled() {
        return called;
    }
}
