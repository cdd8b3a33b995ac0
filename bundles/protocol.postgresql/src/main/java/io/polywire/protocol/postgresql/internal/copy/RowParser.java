package io.polywire.protocol.postgresql.internal.copy;

import io.polywire.api.session.Parameters;

/** Reads rows of one format out of bytes that come in pieces of any size. */
interface RowParser {
    /** More bytes are needed. */
    int MORE = 0;
    /** The data end here, whatever follows. */
    int END = -1;
    /** The bytes in {@link #consumed} were no row (a header). */
    int SKIP = -2;
    /** A row was read. */
    int ROW = 1;

    /**
     * Reads a row from {@code b[from..end)}.
     *
     * @param last whether nothing follows
     * @return MORE, END, SKIP or ROW
     */
    int parse(byte[] b, int from, int end, boolean last, Parameters into);

    /** How many bytes a ROW or SKIP took. */
    int consumed();

    /** Whether what follows the end is read over; otherwise it is an error. */
    boolean isRestIgnored();

    /** Where it is, as PostgreSQL's CONTEXT says it: "line 3", "line 3, column b: \"x\"". */
    String where();
}
