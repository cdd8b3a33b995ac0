package io.polywire.auth.password.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Log-ins by mechanism and outcome. */
final class LoginCounters {
    /** How a log-in ended. */
    enum Result {
        SUCCESS,
        /** Unknown user, wrong proof, locked, expired. */
        FAILURE,
        /** Not as the mechanism is written. */
        MALFORMED,
        /** Too many at once. */
        OVERLOAD,
        /** The store or the server failed. */
        ERROR;

        static Result of(SqlFailure failure) {
            return switch (failure.kind()) {
                case AUTHENTICATION, AUTHORIZATION -> FAILURE;
                case PROTOCOL -> MALFORMED;
                case TOO_MANY_CONNECTIONS -> OVERLOAD;
                default -> ERROR;
            };
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<String, LongAdder[]> counts = new TreeMap<>();

    /** The set of mechanisms is fixed, so the map is only read. */
    LoginCounters(Iterable<String> mechanisms) {
        for (String m : mechanisms) {
            LongAdder[] adders = new LongAdder[Result.values().length];
            for (int i = 0; i < adders.length; i++) {
                adders[i] = new LongAdder();
            }
            counts.put(m, adders);
        }
    }

    void count(String mechanism, Result result) {
        LongAdder[] adders = counts.get(mechanism);
        if (adders != null) {
            adders[result.ordinal()].increment();
        }
    }

    long sum(String mechanism, Result result) {
        LongAdder[] adders = counts.get(mechanism);
        return adders == null ? 0 : adders[result.ordinal()].sum();
    }

    void collect(MetricSource.Collector collector) {
        counts.forEach((mechanism, adders) -> {
            for (Result result : Result.values()) {
                collector.counter(
                        "auth.attempts",
                        "Log-ins that came to an end",
                        adders[result.ordinal()].sum(),
                        "mechanism",
                        mechanism,
                        "outcome",
                        result.label());
            }
        });
    }
}
