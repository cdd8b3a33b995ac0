package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/** The format codes of a Bind, for its values or its columns: none for all text, one for all, or one each. */
final class Formats {
    static final int TEXT = 0;
    static final int BINARY = 1;
    /** All text, as in a simple query. */
    static final Formats ALL_TEXT = new Formats();

    /** All binary: FETCH of a binary cursor in a simple query. */
    static final Formats ALL_BINARY = new Formats(BINARY);

    private short[] codes = {};
    private int count;

    Formats() {
        // none
    }

    private Formats(int all) {
        codes = new short[] {(short) all};
        count = 1;
    }

    /** Reads count and codes. */
    void read(MessageReader in) {
        int n = in.i16() & 0xFFFF;
        if (in.remaining() < 2 * n) {
            // says what is missing before room is made for what is not there
            in.skip(2 * n);
        }
        if (codes.length < n) {
            codes = new short[n];
        }
        for (int i = 0; i < n; i++) {
            codes[i] = (short) in.i16();
        }
        count = n;
    }

    /** One code for all. */
    void only(int code) {
        if (codes.length == 0) {
            codes = new short[1];
        }
        codes[0] = (short) code;
        count = 1;
    }

    int count() {
        return count;
    }

    boolean isAllText() {
        return count == 0 || count == 1 && codes[0] == TEXT;
    }

    /** The code of a value or column. */
    int of(int i) {
        return count == 0 ? TEXT : count == 1 ? codes[0] : codes[i];
    }

    /**
     * Whether a value or column is binary.
     *
     * @throws SqlFailure 22023 for a code that is neither
     */
    boolean isBinary(int i) {
        int code = of(i);
        if (code != TEXT && code != BINARY) {
            throw Failures.of(FailureKind.DATA, "22023", "unsupported format code: " + code);
        }
        return code == BINARY;
    }
}
