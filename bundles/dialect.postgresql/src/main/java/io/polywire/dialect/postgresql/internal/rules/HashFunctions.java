package io.polywire.dialect.postgresql.internal.rules;

import java.nio.charset.StandardCharsets;

/**
 * The hashes of texts and integers that applications number advisory locks with (hashfunc.c; the function is Bob Jenkins'
 * lookup3 over little-endian words). The database's collation is deterministic, so that a text's bytes are what counts.
 */
final class HashFunctions {
    private HashFunctions() {}

    static void register(Registry r) {
        r.java(
                Functions.strict("hashtext", 1, (in, out) -> out.putLong((int) of(bytes(in.getText(0)), 0))),
                "hashtext",
                PgTypes.INT4,
                PgTypes.TEXT);
        r.java(
                Functions.strict("hashtext_seed", 2, (in, out) -> out.putLong(of(bytes(in.getText(0)), in.getLong(1)))),
                "hashtextextended",
                PgTypes.INT8,
                PgTypes.TEXT,
                PgTypes.INT8);
        r.java(
                Functions.strict("hashint4", 1, (in, out) -> out.putLong(of((int) in.getLong(0)))),
                "hashint4",
                PgTypes.INT4,
                PgTypes.INT4);
        r.java(
                Functions.strict("hashint8", 1, (in, out) -> {
                    long n = in.getLong(0);
                    int high = (int) (n >>> 32);
                    // the same as of an integer of four bytes where it is one
                    out.putLong(of((int) n ^ (n >= 0 ? high : ~high)));
                }),
                "hashint8",
                PgTypes.INT4,
                PgTypes.INT8);
    }

    private static byte[] bytes(String s) {
        return s.getBytes(StandardCharsets.UTF_8);
    }

    /** The hash of bytes; the lower half is the hash without a seed where that is 0. */
    static long of(byte[] k, long seed) {
        Words w = new Words(k.length);
        if (seed != 0) {
            w.a += (int) (seed >>> 32);
            w.b += (int) seed;
            w.mix();
        }
        int at = 0;
        for (; k.length - at >= 12; at += 12) {
            w.a += word(k, at, 4);
            w.b += word(k, at + 4, 4);
            w.c += word(k, at + 8, 4);
            w.mix();
        }
        int rest = k.length - at;
        w.a += word(k, at, Math.min(rest, 4));
        w.b += word(k, at + 4, Math.min(rest - 4, 4));
        // its lowest byte has the length
        w.c += word(k, at + 8, rest - 8) << 8;
        w.end();
        return (long) w.b << 32 | w.c & 0xFFFF_FFFFL;
    }

    /** The hash of four bytes as a number. */
    private static int of(int k) {
        Words w = new Words(4);
        w.a += k;
        w.end();
        return w.c;
    }

    private static int word(byte[] k, int at, int size) {
        int n = 0;
        for (int i = 0; i < size; i++) {
            n |= (k[at + i] & 0xFF) << 8 * i;
        }
        return n;
    }

    /** The state: three words that are mixed with each other. */
    private static final class Words {
        private int a;
        private int b;
        private int c;

        Words(int length) {
            a = 0x9e3779b9 + length + 3923095;
            b = a;
            c = a;
        }

        void mix() {
            a = a - c ^ Integer.rotateLeft(c, 4);
            c += b;
            b = b - a ^ Integer.rotateLeft(a, 6);
            a += c;
            c = c - b ^ Integer.rotateLeft(b, 8);
            b += a;
            a = a - c ^ Integer.rotateLeft(c, 16);
            c += b;
            b = b - a ^ Integer.rotateLeft(a, 19);
            a += c;
            c = c - b ^ Integer.rotateLeft(b, 4);
            b += a;
        }

        void end() {
            c = (c ^ b) - Integer.rotateLeft(b, 14);
            a = (a ^ c) - Integer.rotateLeft(c, 11);
            b = (b ^ a) - Integer.rotateLeft(a, 25);
            c = (c ^ b) - Integer.rotateLeft(b, 16);
            a = (a ^ c) - Integer.rotateLeft(c, 4);
            b = (b ^ a) - Integer.rotateLeft(a, 14);
            c = (c ^ b) - Integer.rotateLeft(b, 24);
        }
    }
}
