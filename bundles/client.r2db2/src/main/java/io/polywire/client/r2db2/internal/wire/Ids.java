package io.polywire.client.r2db2.internal.wire;

import java.util.ArrayDeque;

/** Numbers for statements and portals. A number comes back into use once the server was told that it is free. */
final class Ids {
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int next = 1;

    /** A number that is not in use, from 1. */
    int take() {
        Integer returned = free.poll();
        return returned != null ? returned : next++;
    }

    /** The number is not in use any more. */
    void give(int id) {
        free.push(id);
    }
}
