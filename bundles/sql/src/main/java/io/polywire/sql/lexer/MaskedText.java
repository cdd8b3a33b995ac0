package io.polywire.sql.lexer;

/**
 * A statement's text as it may stand in a log: its tokens in one line, with {@code ?} for each constant, without comments.
 * A dialect adds its tokens in their order. Not thread-safe.
 */
public final class MaskedText {
    /** What stands for the rest of a text that cannot be taken apart. */
    private static final String REST = "***";

    private final String text;
    private final StringBuilder out;
    private int end;

    /** Nothing of {@code text} yet. */
    public MaskedText(String text) {
        this.text = text;
        this.out = new StringBuilder(Math.min(text.length(), 1024));
    }

    /** Adds a token as it stands. */
    public void keep(int from, int to) {
        gap(from);
        out.append(text, from, to);
        end = to;
    }

    /** Adds a constant. */
    public void mask(int from, int to) {
        gap(from);
        out.append('?');
        end = to;
    }

    /** Ends the text where no token could be found: what follows may be anything. */
    public void rest() {
        gap(end + 1);
        out.append(REST);
    }

    private void gap(int from) {
        if (from > end && out.length() > 0) {
            out.append(' ');
        }
    }

    /** How long it has become, in characters. */
    public int length() {
        return out.length();
    }

    /** What was added. */
    @Override
    public String toString() {
        return out.toString();
    }
}
