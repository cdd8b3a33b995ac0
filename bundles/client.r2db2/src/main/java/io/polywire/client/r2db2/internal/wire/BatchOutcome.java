package io.polywire.client.r2db2.internal.wire;

import java.sql.SQLException;

/**
 * What became of a batch: all of it, or none.
 *
 * @param affected changed rows for each set; empty if the batch failed
 * @param lastRowId row id inserted last; 0: none
 * @param failure null: it succeeded
 * @param index 0-based number of the set that failed; -1: not known
 */
public record BatchOutcome(long[] affected, long lastRowId, SQLException failure, int index) {}
