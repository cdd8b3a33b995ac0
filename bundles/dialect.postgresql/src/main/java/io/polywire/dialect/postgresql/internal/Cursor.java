package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/** Where a parser stands in its tokens, and how deep. */
final class Cursor {
    /** How deep statements may nest: what three quarters of a usual stack (1 MB) bear, even interpreted, and what SQLite's own limit of 1000 leaves. */
    static final int MAX_DEPTH = 250;

    /** How high a tree may grow; long chains of operators make it high without nesting. */
    static final int MAX_HEIGHT = 1000;

    final Tokens tokens;
    private int at;
    private int kind;
    private int depth;
    private int height;
    private int parameters;

    Cursor(Tokens tokens) {
        this.tokens = tokens;
        load();
    }

    private void load() {
        kind = tokens.kinds[at];
        if (kind == Tokens.FAILURE) {
            throw tokens.failure();
        }
    }

    /** Number of the current token. */
    int at() {
        return at;
    }

    /** Goes back to a token. */
    void reset(int token) {
        at = token;
        load();
    }

    int kind() {
        return kind;
    }

    /** Kind of a token further on; END behind the last. */
    int ahead(int distance) {
        int i = at + distance;
        return i < tokens.count ? tokens.kinds[i] : Tokens.END;
    }

    void advance() {
        if (kind != Tokens.END) {
            at++;
            load();
        }
    }

    /** First character of the current token. */
    int start() {
        return tokens.starts[at];
    }

    /** The character behind the token before the current one. */
    int end() {
        return at == 0 ? 0 : tokens.ends[at - 1];
    }

    /** Goes one level down; what comes back is for {@link #leave}. */
    int enter() {
        if (++depth > MAX_DEPTH) {
            throw tooDeep();
        }
        int outer = height;
        height = 0;
        return outer;
    }

    /** Comes back up. */
    void leave(int outer) {
        depth--;
        grow();
        height = Math.max(outer, height);
    }

    /** Puts a node above what was read at this level. */
    void grow() {
        if (++height > MAX_HEIGHT) {
            throw tooDeep();
        }
    }

    private SqlFailure tooDeep() {
        return tokens.failureAt(FailureKind.TOO_COMPLEX, "stack depth limit exceeded", start())
                .hint("Statements may nest " + MAX_DEPTH + " levels deep, and chains of operators may be " + MAX_HEIGHT
                        + " long.")
                .build();
    }

    void parameter(int number) {
        parameters = Math.max(parameters, number);
    }

    /** The highest number of a parameter. */
    int parameters() {
        return parameters;
    }
}
