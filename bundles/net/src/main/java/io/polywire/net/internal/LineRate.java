package io.polywire.net.internal;

/** Lets a number of lines through per second and counts the others. Thread-safe. */
final class LineRate {
    private static final long SECOND = 1_000_000_000L;

    private int perSecond;
    private long windowStart;
    private int written;
    private long suppressed;

    LineRate(int perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.windowStart = nowNanos;
    }

    /** What to do with a line. */
    enum Verdict {
        WRITE,
        SUPPRESS,
        /** Suppressed, and the first one since the last report: ask for {@link #takeSuppressed} after a second. */
        SUPPRESS_FIRST
    }

    synchronized Verdict next(long nowNanos) {
        if (nowNanos - windowStart >= SECOND) {
            windowStart = nowNanos;
            written = 0;
        }
        if (written < perSecond) {
            written++;
            return Verdict.WRITE;
        }
        return suppressed++ == 0 ? Verdict.SUPPRESS_FIRST : Verdict.SUPPRESS;
    }

    /** How many lines were not written since this was asked last. */
    synchronized long takeSuppressed() {
        long count = suppressed;
        suppressed = 0;
        return count;
    }

    synchronized void limit(int linesPerSecond) {
        perSecond = linesPerSecond;
    }
}
