package io.polywire.wazuh.internal;

import io.polywire.api.metric.MetricSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what clients ask for since the service began. Thread-safe. */
final class Statistics implements MetricSource {
    private static final List<String> ACTORS = List.of("agent", "global", "http", "mitre", "task", "wazuhdb");

    private final long start = System.currentTimeMillis() / 1000;
    private final Map<String, Actor> actors = new LinkedHashMap<>();
    private final Map<Type, LongAdder> errors = new EnumMap<>(Type.class);
    private final LongAdder clients = new LongAdder();
    private final LongAdder sessions = new LongAdder();
    private final LongAdder kept = new LongAdder();
    private final LongAdder reused = new LongAdder();

    /** What was asked of one actor. */
    private static final class Actor {
        final LongAdder received = new LongAdder();
        final LongAdder failed = new LongAdder();
        final LongAdder nanos = new LongAdder();
    }

    /** Why a request was answered with an error. */
    enum Type {
        /** It is none that is served. */
        REFUSED,
        /** Its statement failed. */
        FAILED,
        /** Its statement ran too long. */
        TIMEOUT,
        /** The client was gone before it had its replies. */
        GONE,
        /** Something is wrong here. */
        INTERNAL
    }

    Statistics() {
        for (String actor : ACTORS) {
            actors.put(actor, new Actor());
        }
        for (Type t : Type.values()) {
            errors.put(t, new LongAdder());
        }
    }

    /** A client was answered with an error; an actor that is not known is not told apart. */
    void failed(String actor, Type type) {
        errors.get(type).increment();
        Actor known = actors.get(actor);
        if (known != null) {
            known.failed.increment();
        }
    }

    /** A request was answered, in so many nanoseconds since it came. */
    void answered(String actor, long nanos) {
        Actor known = actors.get(actor);
        if (known != null) {
            known.nanos.add(nanos);
        }
    }

    /** A client has come, 1, or gone, -1. */
    void client(int change) {
        clients.add(change);
    }

    /** A client's session on a database was opened, 1, or closed, -1. */
    void session(int change) {
        sessions.add(change);
    }

    /** A client's statement was planned and is kept. */
    void kept() {
        kept.increment();
    }

    /** A client's statement was one that is kept already. */
    void reused() {
        reused.increment();
    }

    /** What a person wants to know of it first. */
    Map<String, String> facts() {
        long all = 0;
        long nanos = 0;
        long failed = 0;
        for (Actor a : actors.values()) {
            all += a.received.sum();
            nanos += a.nanos.sum();
            failed += a.failed.sum();
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("clients", Long.toString(clients.sum()));
        facts.put("sessions", Long.toString(sessions.sum()));
        facts.put("requests", Long.toString(all));
        facts.put("failures", Long.toString(failed));
        facts.put("mean.us", Long.toString(all == 0 ? 0 : nanos / all / 1000));
        return facts;
    }

    @Override
    public void collect(Collector collector) {
        actors.forEach((name, a) -> {
            collector.counter("wazuh.requests", "Requests received", a.received.sum(), "actor", name);
            collector.counter("wazuh.failures", "Requests answered with an error", a.failed.sum(), "actor", name);
            collector.counter(
                    "wazuh.request.seconds", "Time until requests were answered", a.nanos.sum() / 1e9, "actor", name);
        });
        errors.forEach((type, n) -> collector.counter(
                "wazuh.errors",
                "Requests answered with an error, by its type",
                n.sum(),
                "type",
                type.name().toLowerCase(Locale.ROOT)));
        collector.counter("wazuh.statements.kept", "Clients' statements that were planned and kept", kept.sum());
        collector.counter("wazuh.statements.reused", "Clients' statements that were planned already", reused.sum());
        collector.gauge("wazuh.clients", "Clients that are connected", clients.sum());
        collector.gauge("wazuh.sessions", "Sessions that clients have on databases", sessions.sum());
    }

    void received(String actor) {
        actors.get(actor).received.increment();
    }

    /** As the data of {@code getstats}; times in seconds since 1970. */
    String json() {
        StringBuilder breakdown = new StringBuilder();
        long all = 0;
        for (Map.Entry<String, Actor> each : actors.entrySet()) {
            long count = each.getValue().received.sum();
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
