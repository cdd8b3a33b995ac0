package io.polywire.storage.sqlite.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes of one list of rows another one: the rows of a relation as they were, and as they are after a change of the
 * schema, which are nearly all the same. The order of what stays is not looked at.
 *
 * @param sources for each row after it, where it stood before; -1 for a new one
 * @param removed where the rows stood that are gone
 * @param added how many rows are new
 */
record RowChanges(int[] sources, List<Integer> removed, int added) {
    /** A row by what is in it. */
    private record Key(Object[] row, int hash) {
        Key(Object[] row) {
            this(row, Arrays.hashCode(row));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key k && hash == k.hash && Arrays.equals(row, k.row);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Finds it. */
    static RowChanges between(List<Object[]> before, List<Object[]> after) {
        int[] sources = new int[after.size()];
        int shorter = Math.min(before.size(), after.size());
        int begin = 0;
        while (begin < shorter && isSame(before.get(begin), after.get(begin))) {
            sources[begin] = begin;
            begin++;
        }
        int end = 0;
        while (end < shorter - begin
                && isSame(before.get(before.size() - 1 - end), after.get(after.size() - 1 - end))) {
            end++;
            sources[after.size() - end] = before.size() - end;
        }
        Map<Key, Deque<Integer>> left = new HashMap<>();
        for (int i = begin; i < before.size() - end; i++) {
            left.computeIfAbsent(new Key(before.get(i)), k -> new ArrayDeque<>(1))
                    .add(i);
        }
        int added = 0;
        for (int i = begin; i < after.size() - end; i++) {
            Deque<Integer> same = left.get(new Key(after.get(i)));
            Integer source = same == null ? null : same.poll();
            sources[i] = source == null ? -1 : source;
            added += source == null ? 1 : 0;
        }
        List<Integer> removed = new ArrayList<>();
        left.values().forEach(removed::addAll);
        return new RowChanges(sources, removed, added);
    }

    private static boolean isSame(Object[] a, Object[] b) {
        return a == b || Arrays.equals(a, b);
    }

    /** How many rows have to be touched. */
    int size() {
        return removed.size() + added;
    }
}
