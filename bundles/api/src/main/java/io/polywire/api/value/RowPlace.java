package io.polywire.api.value;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/**
 * Where a row stands in its table, as PostgreSQL's type tid writes it: {@code (block,offset)} (src/backend/utils/adt/tid.c).
 *
 * <p>Inside it is one number of 48 bits, the block's 32 before the offset's 16, which sorts as the type does. Of a storage that
 * numbers the rows of a table it is that number.
 */
public final class RowPlace {
    private static final int OFFSET_BITS = 16;
    private static final long MOST_OFFSET = 0xFFFF;
    private static final long MOST_BLOCK = 0xFFFF_FFFFL;

    private RowPlace() {}

    /**
     * Reads a place; what stands before the parenthesis and behind the closing one does not matter, as with tidin.
     *
     * @throws SqlFailure 22P02 if it is none
     */
    public static long read(String text) {
        int first = -1;
        int second = -1;
        for (int i = 0; i < text.length() && second < 0 && text.charAt(i) != ')'; i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '(' && first < 0) {
                if (first < 0) {
                    first = i + 1;
                } else {
                    second = i + 1;
                }
            }
        }
        int end = second < 0 ? -1 : text.indexOf(')', second);
        if (end < 0) {
            throw bad(text);
        }
        // a negative block is its bits
        long block = number(text, first, second - 1);
        long offset = number(text, second, end);
        if (block > MOST_BLOCK || block < Integer.MIN_VALUE || offset > MOST_OFFSET || offset < 0) {
            throw bad(text);
        }
        return of(block & MOST_BLOCK, (int) offset);
    }

    /** The place of an offset within a block. */
    public static long of(long block, int offset) {
        return block << OFFSET_BITS | offset;
    }

    /** The number of a place's block. */
    public static long block(long place) {
        check(place);
        return place >> OFFSET_BITS;
    }

    /** The offset within its block. */
    public static int offset(long place) {
        check(place);
        return (int) (place & MOST_OFFSET);
    }

    /**
     * The place as text.
     *
     * @throws SqlFailure 0A000 if a storage's number is none of 48 bits
     */
    public static String text(long place) {
        return "(" + block(place) + "," + offset(place) + ")";
    }

    private static void check(long place) {
        if (place < 0 || place >> OFFSET_BITS > MOST_BLOCK) {
            throw SqlFailure.unsupported("a tid of a row whose number is beyond 48 bits");
        }
    }

    /** As strtoul reads it: blanks and a sign before the digits; nothing is 0. */
    private static long number(String text, int from, int to) {
        if (from == to) {
            return 0;
        }
        int i = from;
        while (i < to && Blank.is(text.charAt(i))) {
            i++;
        }
        boolean negative = i < to && text.charAt(i) == '-';
        if (i < to && (negative || text.charAt(i) == '+')) {
            i++;
        }
        if (i == to || to - i > 18) {
            throw bad(text);
        }
        long n = 0;
        for (; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw bad(text);
            }
            n = n * 10 + c - '0';
        }
        return negative ? -n : n;
    }

    private static SqlFailure bad(String text) {
        return SqlFailure.of(FailureKind.BAD_VALUE, "invalid input syntax for type tid: \"" + text + "\"");
    }
}
