package io.polywire.protocol.r2db2.internal;

import io.polywire.api.wire.Listener;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The options of a listener that concern this wire (keys {@code protocol.<name>} of its configuration).
 *
 * @param trace who is traced
 * @param statements most prepared statements of a connection
 * @param portals most open portals of a connection
 * @param rowBytes longest row
 */
record Settings(Trace.Mode trace, int statements, int portals, int rowBytes) {
    static final Settings DEFAULT = new Settings(Trace.Mode.OFF, 10_000, 1_000, 64 * 1024 * 1024);

    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

    /** Reads a listener's options; a bad one is named in the log and its default is used, so that the listener serves. */
    static Settings of(Listener listener) {
        Map<String, String> options = listener.options();
        return options.isEmpty()
                ? DEFAULT
                : new Settings(
                        trace(listener, options.get("trace")),
                        number(listener, "statements", DEFAULT.statements, 1, 1_000_000),
                        number(listener, "portals", DEFAULT.portals, 1, 100_000),
                        number(listener, "row_bytes", DEFAULT.rowBytes, 1024, 1 << 30));
    }

    private static Trace.Mode trace(Listener listener, String value) {
        if (value == null || value.isBlank()) {
            return DEFAULT.trace;
        }
        for (Trace.Mode mode : Trace.Mode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(value.trim())) {
                return mode;
            }
        }
        LOG.error("listener {}: protocol.trace = {} is not one of off, allowed, on", listener.name(), value);
        return DEFAULT.trace;
    }

    private static int number(Listener listener, String key, int preset, int least, int most) {
        String value = listener.options().get(key);
        if (value == null || value.isBlank()) {
            return preset;
        }
        int number = StartupOptions.number(value.trim(), least, most);
        if (number >= 0) {
            return number;
        }
        LOG.error("listener {}: protocol.{} = {} is not within {} to {}", listener.name(), key, value, least, most);
        return preset;
    }
}
