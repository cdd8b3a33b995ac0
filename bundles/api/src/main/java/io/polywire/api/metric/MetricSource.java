package io.polywire.api.metric;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Figures that a bundle keeps in its own adders, registered as a service; an observer asks for them when it is asked
 * itself. Nothing on the way of a statement knows a metrics library.
 */
@ConsumerType
public interface MetricSource {
    /**
     * Hands every figure to the collector. Thread-safe, does not block, costs no more than reading the figures.
     *
     * @param collector called in this thread only
     */
    void collect(Collector collector);

    /** Takes figures. Names are lower case with dots ("router.statements"); units are base units: seconds, bytes. */
    interface Collector {
        /** A figure that only grows. Labels come in pairs of name and value. */
        void counter(String name, String description, double value, String... labels);

        /** A figure that goes up and down. Labels come in pairs of name and value. */
        void gauge(String name, String description, double value, String... labels);
    }
}
