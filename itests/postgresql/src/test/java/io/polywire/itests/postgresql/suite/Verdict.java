package io.polywire.itests.postgresql.suite;

import java.util.Set;

/** How an answer compares with PostgreSQL's. */
enum Verdict {
    /** To the letter. */
    EQUAL,
    /** Refused by name, where PostgreSQL does it. */
    REFUSED,
    /** Fails since an earlier statement of the file was refused, so that what it names is not there. */
    FOLLOWS,
    /** Anything else. */
    WRONG;

    private static final Set<String> NOT_THERE = Set.of(
            "42P01", "42703", "42704", "42883", "3F000", "34000", "26000", "3B001", "25P02", "25P01", "2BP01", "55000");

    static Verdict of(Outcome expected, Outcome actual, boolean refusedBefore) {
        if (actual.forClient().equals(expected.forClient())) {
            return EQUAL;
        }
        String state = actual.error();
        if ("0A000".equals(state) && !"0A000".equals(expected.error())) {
            return REFUSED;
        }
        return refusedBefore && state != null && NOT_THERE.contains(state) ? FOLLOWS : WRONG;
    }
}
