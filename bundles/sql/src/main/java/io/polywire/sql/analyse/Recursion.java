package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundOutput;
import io.polywire.sql.tree.NamedTable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The part of a recursive common table that is bound now: its own name means the rows of the round before. */
final class Recursion {
    /** Which part that is. */
    enum Part {
        /** Of a query that is no UNION, which may not name it. */
        FORMLESS,
        /** The queries of WITH within it, none of which may name it. */
        WITHIN,
        /** What it starts with, which may not name it. */
        FIRST,
        /** What goes on from the rows of a round. */
        NEXT
    }

    /** Where in what goes on from a round nothing may name it, while that is bound; null where it may. */
    static final class Barred {
        private String inside;

        /** Binds what stands within such a place. */
        <T> T in(String what, Supplier<T> bound) {
            String before = inside;
            inside = before == null ? what : before;
            try {
                return bound.get();
            } finally {
                inside = before;
            }
        }

        /** Binds what stands elsewhere in the statement. */
        <T> T elsewhere(String there, Supplier<T> bound) {
            String before = inside;
            inside = there;
            try {
                return bound.get();
            } finally {
                inside = before;
            }
        }

        String inside() {
            return inside;
        }
    }

    private final Part part;
    private final int table;
    private final List<BoundOutput> outputs;
    private final int shown;
    private final Set<NamedTable> named = Collections.newSetFromMap(new IdentityHashMap<>());
    private int source;

    private Recursion(Part part, int table, List<BoundOutput> outputs, int shown) {
        this.part = part;
        this.table = table;
        this.outputs = outputs;
        this.shown = shown;
    }

    /** A part in which it may not be named. */
    static Recursion of(Part part) {
        return new Recursion(part, -1, null, 0);
    }

    /**
     * What goes on from the rows of a round.
     *
     * @param table number of the recursive table
     * @param outputs its columns
     * @param shown how many of them a star gives
     */
    static Recursion next(int table, List<BoundOutput> outputs, int shown) {
        return new Recursion(Part.NEXT, table, outputs, shown);
    }

    int table() {
        return table;
    }

    List<BoundOutput> outputs() {
        return outputs;
    }

    int shown() {
        return shown;
    }

    /** At how many places it was named. */
    int uses() {
        return named.size();
    }

    /** Number of the source by which it was named last. */
    int source() {
        return source;
    }

    /** Takes note of a place where it is named, if it may be named there. */
    void named(NamedTable n, int source, CommonQuery common, Scope query, String barred, Place at) {
        String name = n.name().last().name();
        if (part == Part.WITHIN) {
            throw wrong(at, name, "must not appear within a subquery");
        }
        if (!query.isWithin(common)) {
            throw common.at.failure(FailureKind.UNSUPPORTED, "mutual recursion between WITH items is not implemented");
        }
        if (part == Part.FORMLESS) {
            throw common.at
                    .build(
                            FailureKind.SEMANTIC,
                            "recursive query \"" + name
                                    + "\" does not have the form non-recursive-term UNION [ALL] recursive-term")
                    .sqlState("42P19")
                    .build();
        }
        if (part == Part.FIRST) {
            throw wrong(at, name, "must not appear within its non-recursive term");
        }
        if (barred != null) {
            throw wrong(at, name, "must not appear within " + barred);
        }
        named.add(n);
        this.source = source;
    }

    private static SqlFailure wrong(Place at, String name, String what) {
        return at.build(FailureKind.SEMANTIC, "recursive reference to query \"" + name + "\" " + what)
                .sqlState("42P19")
                .build();
    }
}
