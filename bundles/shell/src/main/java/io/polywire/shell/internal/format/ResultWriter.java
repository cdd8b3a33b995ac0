package io.polywire.shell.internal.format;

import java.io.IOException;
import java.util.List;

/** Writes one result, row by row, without keeping more of it than it needs for its layout. */
public interface ResultWriter {
    /** Starts with the columns' names. */
    void begin(List<String> columns) throws IOException;

    /**
     * Writes a row.
     *
     * @param cells each null, a Long, Double, String or byte[]; the array may be used again by the caller
     */
    void row(Object[] cells) throws IOException;

    /**
     * Ends the result.
     *
     * @param complete false if an error cut it short
     */
    void end(boolean complete) throws IOException;
}
