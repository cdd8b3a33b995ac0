package io.polywire.net.internal;

import io.polywire.api.metric.MetricSource;
import java.util.concurrent.atomic.LongAdder;

/** The figures of one listener that only grow. */
final class NetCounters {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder authenticated = new LongAdder();
    private final LongAdder violations = new LongAdder();
    private final LongAdder[] outcomes = new LongAdder[Outcome.values().length];

    NetCounters() {
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = new LongAdder();
        }
    }

    void accepted() {
        accepted.increment();
    }

    void authenticated() {
        authenticated.increment();
    }

    void violation() {
        violations.increment();
    }

    void count(Outcome outcome) {
        outcomes[outcome.ordinal()].increment();
    }

    long of(Outcome outcome) {
        return outcomes[outcome.ordinal()].sum();
    }

    long violations() {
        return violations.sum();
    }

    void collect(MetricSource.Collector to, String listener) {
        to.counter("net.connections.accepted", "Connections accepted", accepted.sum(), "listener", listener);
        to.counter(
                "net.connections.authenticated",
                "Connections that were authenticated",
                authenticated.sum(),
                "listener",
                listener);
        to.counter("net.violations", "Violations of the protocol by clients", violations.sum(), "listener", listener);
        for (Outcome outcome : Outcome.values()) {
            to.counter(
                    "net.connections.refused",
                    "Connections that the door refused or ended, by reason",
                    of(outcome),
                    "listener",
                    listener,
                    "reason",
                    outcome.label);
        }
    }
}
