package io.polywire.wazuh.internal;

import io.polywire.api.metric.MetricSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what clients ask for since the service began. Thread-safe. */
final class Statistics implements MetricSource {
    private static final List<String> ACTORS = List.of("agent", "global", "http", "mitre", "task", "wazuhdb");

    private final long start = System.currentTimeMillis() / 1000;
    private final Map<String, LongAdder> received = new LinkedHashMap<>();

    private final Map<String, LongAdder> failed = new LinkedHashMap<>();
    private final LongAdder clients = new LongAdder();
    private final LongAdder kept = new LongAdder();
    private final LongAdder reused = new LongAdder();

    Statistics() {
        for (String actor : ACTORS) {
            received.put(actor, new LongAdder());
            failed.put(actor, new LongAdder());
        }
    }

    /** A client was answered with an error; an actor that is not known is not told apart. */
    void failed(String actor) {
        LongAdder known = failed.get(actor);
        if (known != null) {
            known.increment();
        }
    }

    /** A client has come, 1, or gone, -1. */
    void client(int change) {
        clients.add(change);
    }

    /** A client's statement was planned and is kept. */
    void kept() {
        kept.increment();
    }

    /** A client's statement was one that is kept already. */
    void reused() {
        reused.increment();
    }

    @Override
    public void collect(Collector collector) {
        for (String actor : ACTORS) {
            collector.counter(
                    "wazuh.requests", "Requests received", received.get(actor).sum(), "actor", actor);
            collector.counter(
                    "wazuh.failures",
                    "Requests answered with an error",
                    failed.get(actor).sum(),
                    "actor",
                    actor);
        }
        collector.counter("wazuh.statements.kept", "Clients' statements that were planned and kept", kept.sum());
        collector.counter("wazuh.statements.reused", "Clients' statements that were planned already", reused.sum());
        collector.gauge("wazuh.clients", "Clients that are connected", clients.sum());
    }

    void received(String actor) {
        received.get(actor).increment();
    }

    /** As the data of {@code getstats}; times in seconds since 1970. */
    String json() {
        StringBuilder breakdown = new StringBuilder();
        long all = 0;
        for (Map.Entry<String, LongAdder> each : received.entrySet()) {
            long count = each.getValue().sum();
            all += count;
            breakdown
                    .append(breakdown.isEmpty() ? "" : ",")
                    .append('"')
                    .append(each.getKey())
                    .append("\":")
                    .append(count);
        }
        return "{\"uptime\":" + start + ",\"timestamp\":" + System.currentTimeMillis() / 1000
                + ",\"name\":\"wazuh-db\",\"metrics\":{\"queries\":{\"received\":" + all
                + ",\"received_breakdown\":{" + breakdown + "}},\"statements\":{\"kept\":" + kept.sum() + ",\"reused\":"
                + reused.sum() + "}}}";
    }
}
