package io.polywire.storage.sqlite.internal;

import io.polywire.api.metric.MetricSource;
import java.util.concurrent.atomic.LongAdder;

/** Figures of one storage. */
final class Metrics {
    final LongAdder rows = new LongAdder();
    final LongAdder commits = new LongAdder();
    final LongAdder waits = new LongAdder();
    final LongAdder checkpoints = new LongAdder();
    final LongAdder snapshotsGivenUp = new LongAdder();
    final LongAdder snapshotsMoved = new LongAdder();
    final LongAdder earlySyncs = new LongAdder();
    final LongAdder rowsTogether = new LongAdder();
    final LongAdder opened = new LongAdder();

    void collect(String storage, MetricSource.Collector c) {
        c.counter("storage.rows", "Rows that cursors have returned", rows.sum(), "storage", storage);
        c.counter("storage.commits", "Commits of writing transactions", commits.sum(), "storage", storage);
        c.counter("storage.waits", "Requests for a lease that had to wait", waits.sum(), "storage", storage);
        c.counter("storage.checkpoints", "Runs of a log's checkpoint", checkpoints.sum(), "storage", storage);
        c.counter(
                "storage.snapshots.givenup",
                "Snapshots that were given up for their age or the log's length",
                snapshotsGivenUp.sum(),
                "storage",
                storage);
        c.counter(
                "storage.snapshots.moved",
                "Transactions that have read and went on to write on a newer snapshot",
                snapshotsMoved.sum(),
                "storage",
                storage);
        c.counter(
                "storage.syncs.early",
                "Syncs of a log beside the long write that fills it",
                earlySyncs.sum(),
                "storage",
                storage);
        c.counter(
                "storage.rows.together",
                "Rows that loads have inserted several to a statement",
                rowsTogether.sum(),
                "storage",
                storage);
        c.counter("storage.opened", "Times that a database was opened", opened.sum(), "storage", storage);
    }
}
