package io.polywire.router.internal;

/** The generator xoroshiro128** of D. Blackman and S. Vigna, its state made of a seed by SplitMix64. */
final class SeededRandom {
    private long s0;
    private long s1;
    private long mixed;

    SeededRandom(long seed) {
        mixed = seed;
        s0 = split();
        s1 = split();
    }

    private long split() {
        mixed += 0x9E3779B97F4A7C15L;
        long v = mixed;
        v = (v ^ v >>> 30) * 0xBF58476D1CE4E5B9L;
        v = (v ^ v >>> 27) * 0x94D049BB133111EBL;
        return v ^ v >>> 31;
    }

    /** The next 64 bits. */
    long next() {
        long sx = s1 ^ s0;
        long v = Long.rotateLeft(s0 * 5, 7) * 9;
        s0 = Long.rotateLeft(s0, 24) ^ sx ^ sx << 16;
        s1 = Long.rotateLeft(sx, 37);
        return v;
    }
}
