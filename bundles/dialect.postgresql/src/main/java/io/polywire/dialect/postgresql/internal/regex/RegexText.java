package io.polywire.dialect.postgresql.internal.regex;

import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A text as code points. */
public final class RegexText {
    /** How many states are looked at between two questions whether to go on; some tens of microseconds. */
    private static final int BETWEEN_CHECKS = 10_000;

    private final int[] points;
    private final Runnable check;
    private int work;
    /** By what was asked: the places that were asked about, and those of them where it holds; null while nothing was. */
    private Map<Object, BitSet[]> asked;

    /**
     * Takes a text.
     *
     * @param s not null
     * @param check run now and then while the text is searched; what it fails with ends the search
     */
    public RegexText(String s, Runnable check) {
        this.points = s.codePoints().toArray();
        this.check = check;
    }

    /** Counts what was done with this text. */
    void worked(int states) {
        work += states + 1;
        if (work >= BETWEEN_CHECKS) {
            work = 0;
            check.run();
        }
    }

    /** What holds at a place, found out once. */
    boolean known(Object what, int at, BooleanSupplier find) {
        if (asked == null) {
            asked = new IdentityHashMap<>();
        }
        BitSet[] places = asked.computeIfAbsent(what, k -> new BitSet[] {new BitSet(), new BitSet()});
        if (!places[0].get(at)) {
            places[1].set(at, find.getAsBoolean());
            places[0].set(at);
        }
        return places[1].get(at);
    }

    /** Number of code points. */
    public int length() {
        return points.length;
    }

    int at(int i) {
        return points[i];
    }

    /** A part as text, from one code point to before another. */
    public String part(int from, int to) {
        return new String(points, from, to - from);
    }

    boolean holds(Node.Constraint c, int at) {
        boolean before = at > 0 && CharSet.isWord(points[at - 1]);
        boolean behind = at < points.length && CharSet.isWord(points[at]);
        return switch (c) {
            case TEXT_START -> at == 0;
            case TEXT_END -> at == points.length;
            case LINE_START -> at == 0 || points[at - 1] == '\n';
            case LINE_END -> at == points.length || points[at] == '\n';
            case WORD_START -> !before && behind;
            case WORD_END -> before && !behind;
            case WORD_EDGE -> before != behind;
            case NOT_WORD_EDGE -> before == behind;
        };
    }
}
