package io.polywire.shell.internal;

import io.polywire.shell.internal.format.Format;

/** How results are shown; the user can change it while the shell runs. Used by one thread at a time. */
public final class View {
    private Format format;
    private boolean timing;
    private final String nullText;

    /** Starts as the command line says. */
    public View(Options options) {
        format = options.format();
        timing = options.timing();
        nullText = options.nullText();
    }

    /** The format of results. */
    public Format format() {
        return format;
    }

    /** Changes the format of results. */
    public void format(Format wanted) {
        format = wanted;
    }

    /** Whether times are shown. */
    public boolean timing() {
        return timing;
    }

    /** Switches times on or off. */
    public void timing(boolean wanted) {
        timing = wanted;
    }

    /** What a NULL looks like in a table. */
    public String nullText() {
        return nullText;
    }
}
