package io.polywire.client.r2db2.internal.sql;

import io.polywire.client.r2db2.SqlSplitter.Part;

/** What a splitter has read and not yet given out. */
public final class SplitState {
    private static final int COMPACT_FROM = 64 * 1024;

    private final StringBuilder text = new StringBuilder();
    private final TriggerTracker tracker = new TriggerTracker();
    /** Where scanning goes on: behind the last token that more text cannot change. */
    private int scanned;

    private int first = -1;
    private int last;
    private int line = 1;
    private int counted;

    /** Adds text. */
    public void append(CharSequence more) {
        text.append(more);
    }

    /** The next statement, or null; {@code over}: no more text will come. */
    public Part next(boolean over) {
        while (true) {
            SqlScanner scanner = new SqlScanner(text, scanned);
            SqlScanner.Kind kind = scanner.next();
            if (kind == SqlScanner.Kind.END) {
                scanned = scanner.inComment() ? scanner.start() : text.length();
                return over ? rest() : null;
            }
            if (!over && mayBecomeComment(scanner, kind)) {
                scanned = scanner.start();
                return null;
            }
            if (!over && !scanner.complete()) {
                scanned = scanner.start();
                begin(scanner, kind);
                return null;
            }
            scanned = scanner.end();
            if (kind == SqlScanner.Kind.SEMICOLON && tracker.ends()) {
                if (first >= 0) {
                    return cut();
                }
                continue;
            }
            begin(scanner, kind);
            tracker.token(scanner, kind);
            last = scanner.end();
        }
    }

    /** Whether the second half of "--" or "/*" may still come. */
    private boolean mayBecomeComment(SqlScanner scanner, SqlScanner.Kind kind) {
        return kind == SqlScanner.Kind.OTHER && scanner.end() == text.length() && (scanner.is("-") || scanner.is("/"));
    }

    private void begin(SqlScanner scanner, SqlScanner.Kind kind) {
        if (first < 0 && kind != SqlScanner.Kind.SEMICOLON) {
            first = scanner.start();
            last = scanner.end();
        }
    }

    private Part rest() {
        return first >= 0 ? cut() : null;
    }

    private Part cut() {
        count(first);
        Part part = new Part(text.substring(first, last), line);
        count(scanned);
        forget();
        return part;
    }

    private void forget() {
        first = -1;
        last = 0;
        tracker.reset();
        // moving the rest down for each statement would make long scripts slow
        if (scanned == text.length() || scanned > COMPACT_FROM) {
            text.delete(0, scanned);
            counted -= scanned;
            scanned = 0;
        }
    }

    private void count(int to) {
        for (; counted < to; counted++) {
            if (text.charAt(counted) == '\n') {
                line++;
            }
        }
    }

    /** Whether something was begun and not ended. */
    public boolean pending() {
        if (first >= 0) {
            return true;
        }
        SqlScanner scanner = new SqlScanner(text, scanned);
        return scanner.next() != SqlScanner.Kind.END || !scanner.complete();
    }

    /** Drops what was begun. */
    public void clear() {
        scanned = text.length();
        count(scanned);
        forget();
    }
}
