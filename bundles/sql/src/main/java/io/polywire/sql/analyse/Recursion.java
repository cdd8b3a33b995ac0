package io.polywire.sql.analyse;

import io.polywire.sql.bound.BoundOutput;
import java.util.List;

/**
 * The part of a recursive common table that is bound now: its own name means the rows of the round before.
 *
 * @param table its number
 * @param outputs its columns; null where it must not be named yet
 * @param around the scope around the selection that may name it
 * @param uses how often it was named
 * @param shown how many of the columns a star gives
 * @param source number of the source by which it was named last
 */
record Recursion(int table, List<BoundOutput> outputs, Scope around, int[] uses, int shown, int[] source) {
    /** Whether it stands for the queries of WITH within, none of which may name it. */
    boolean isWithin() {
        return uses != null && uses.length == 0;
    }

    /** While the queries of WITH within it are looked at. */
    static Recursion within(int table) {
        return new Recursion(table, null, null, new int[0]);
    }

    /** One whose columns are all shown. */
    Recursion(int table, List<BoundOutput> outputs, Scope around, int[] uses) {
        this(table, outputs, around, uses, outputs == null ? 0 : outputs.size(), new int[1]);
    }
}
