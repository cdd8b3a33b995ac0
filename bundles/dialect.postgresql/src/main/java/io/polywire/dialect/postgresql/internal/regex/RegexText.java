package io.polywire.dialect.postgresql.internal.regex;

/** A text as code points. */
public final class RegexText {
    private final int[] points;

    /** Takes a text; not null. */
    public RegexText(String s) {
        points = s.codePoints().toArray();
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
