package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the router counts. */
final class Metrics {
    final LongAdder statements = new LongAdder();
    final LongAdder inline = new LongAdder();
    final LongAdder rows = new LongAdder();
    final LongAdder nanos = new LongAdder();
    final LongAdder opened = new LongAdder();
    final LongAdder deadlocks = new LongAdder();
    final LongAdder memoryRefused = new LongAdder();
    private final Map<FailureKind, LongAdder> failures = new ConcurrentHashMap<>();

    void failed(SqlFailure f) {
        failures.computeIfAbsent(f.kind(), k -> new LongAdder()).increment();
    }

    void collect(MetricSource.Collector c) {
        c.counter("router.statements", "statements that were run", statements.sum());
        c.counter("router.statements.inline", "statements that ran on an event loop", inline.sum());
        c.counter("router.rows", "rows that statements returned or affected", rows.sum());
        c.counter("router.statement.seconds", "time that statements ran", nanos.sum() / 1e9);
        c.counter("router.sessions.opened", "sessions that were opened", opened.sum());
        c.counter("router.deadlocks", "waits that were ended because they formed a circle", deadlocks.sum());
        c.counter(
                "router.session.memory.refused",
                "wishes that a session's memory was too small for (session.memory.kib)",
                memoryRefused.sum());
        failures.forEach((kind, n) -> c.counter(
                "router.failures", "failures that clients were told about", n.sum(), "sqlstate", kind.sqlState()));
    }
}
