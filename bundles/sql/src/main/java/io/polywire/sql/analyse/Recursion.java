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
 */
record Recursion(int table, List<BoundOutput> outputs, Scope around, int[] uses) {}
