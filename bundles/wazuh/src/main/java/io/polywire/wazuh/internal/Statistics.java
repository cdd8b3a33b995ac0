package io.polywire.wazuh.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what clients ask for since the service began. Thread-safe. */
final class Statistics {
    private static final List<String> ACTORS = List.of("agent", "global", "http", "mitre", "task", "wazuhdb");

    private final long start = System.currentTimeMillis() / 1000;
    private final Map<String, LongAdder> received = new TreeMap<>();

    Statistics() {
        for (String actor : ACTORS) {
            received.put(actor, new LongAdder());
        }
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
                + ",\"received_breakdown\":{" + breakdown + "}}}}";
    }
}
