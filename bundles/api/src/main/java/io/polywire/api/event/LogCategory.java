package io.polywire.api.event;

/** The categories of log lines that an operator switches on and off at run time. */
public enum LogCategory {
    /** Each statement with its duration and outcome. */
    QUERY,
    /** Each failure that a client was told about. */
    ERROR,
    /** Statements and waits over their thresholds. */
    PERFORMANCE,
    /** Log-ins, refusals, violations of a protocol. */
    SECURITY,
    /** Each step of the connections that are traced. */
    TRACE;

    /** The name in configuration: lower case. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
