package io.polywire.dialect.postgresql.internal.regex;

/**
 * A lookahead or lookbehind constraint as a program of its own, which is asked at most once about each place of a text. One
 * object for each place in an expression; immutable.
 */
final class Lookaround {
    private final Program program;
    private final boolean behind;
    private final boolean negative;

    Lookaround(Node.Look look) {
        this.behind = look.behind();
        this.negative = look.negative();
        this.program = behind ? Program.backwards(look.what()) : Program.forwards(look.what());
    }

    /** Whether a place of a text is one. */
    boolean holds(RegexText text, int at) {
        return text.known(
                        this,
                        at,
                        () -> !program.ends(text, at, behind ? 0 : text.length(), true)
                                .isEmpty())
                != negative;
    }
}
