package io.polywire.dialect.postgresql.internal.rules;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * lower() and upper() in the ctype C.UTF-8, character by character, as PostgreSQL 15 has them from its C library. Not
 * Java's own: those follow the Unicode version of the JDK. The table is read when a character beyond ASCII first comes.
 */
final class CaseMapping {
    private final int[] from;
    private final int[] to;

    private CaseMapping(int[] from, int[] to) {
        this.from = from;
        this.to = to;
    }

    private static final class Tables {
        static final CaseMapping LOWER = read('l');
        static final CaseMapping UPPER = read('u');
    }

    static String lower(String s) {
        return mapped(s, CaseMapping::lower);
    }

    static String upper(String s) {
        return mapped(s, CaseMapping::upper);
    }

    private static int lower(int c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? c + 32 : c;
        }
        return Tables.LOWER.of(c);
    }

    private static int upper(int c) {
        if (c < 128) {
            return c >= 'a' && c <= 'z' ? c - 32 : c;
        }
        return Tables.UPPER.of(c);
    }

    private static String mapped(String s, java.util.function.IntUnaryOperator each) {
        int[] points = s.codePoints().map(each).toArray();
        return new String(points, 0, points.length);
    }

    private int of(int c) {
        int i = Arrays.binarySearch(from, c);
        return i < 0 ? c : to[i];
    }

    /** The lines of one way, which are in the order of their characters. */
    private static CaseMapping read(char way) {
        int[] from = new int[2048];
        int[] to = new int[2048];
        int n = 0;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                CaseMapping.class.getResourceAsStream("casemapping.txt"), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.charAt(0) == way) {
                    int blank = line.indexOf(' ', 2);
                    from[n] = Integer.parseInt(line, 2, blank, 16);
                    to[n++] = Integer.parseInt(line, blank + 1, line.length(), 16);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CaseMapping(Arrays.copyOf(from, n), Arrays.copyOf(to, n));
    }
}
