package io.polywire.storage.wazuh.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** A configuration whose values were checked. */
record Settings(
        String name,
        Path socket,
        String prefix,
        boolean writable,
        int connections,
        Duration timeout,
        int localRows,
        int schemaCheckMillis) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    /**
     * Reads a configuration.
     *
     * @param home what a relative path is under; may be null
     * @throws SqlFailure of kind CONFIGURATION, with key, value and what is allowed
     */
    static Settings of(WazuhStorageConfig config, Path home) {
        require(
                NAME.matcher(config.polywire_storage()).matches(),
                "polywire.storage",
                config.polywire_storage(),
                "1 to 63 letters, digits, _ - .");
        require(config.socket() != null && !config.socket().isBlank(), "socket", config.socket(), "a path");
        require(
                PREFIX.matcher(config.prefix()).matches(),
                "prefix",
                config.prefix(),
                "1 to 32 lower-case letters, digits, underscores");
        require(
                config.connections() >= 1 && config.connections() <= 256,
                "connections",
                config.connections(),
                "1 to 256");
        require(
                config.timeout_ms() >= 100 && config.timeout_ms() <= 600_000,
                "timeout.ms",
                config.timeout_ms(),
                "100 to 600000");
        require(
                config.local_rows() >= 0 && config.local_rows() <= 10_000_000,
                "local.rows",
                config.local_rows(),
                "0 to 10000000");
        require(
                config.schema_check_ms() >= 0 && config.schema_check_ms() <= 3_600_000,
                "schema.check.ms",
                config.schema_check_ms(),
                "0 to 3600000");
        Path socket = Path.of(config.socket());
        return new Settings(
                config.polywire_storage(),
                home == null ? socket : home.resolve(socket),
                config.prefix(),
                config.writable(),
                config.connections(),
                Duration.ofMillis(config.timeout_ms()),
                config.local_rows(),
                config.schema_check_ms());
    }

    private static void require(boolean good, String key, Object value, String allowed) {
        if (!good) {
            throw SqlFailure.of(FailureKind.CONFIGURATION, key + " = " + value + " is not allowed: " + allowed);
        }
    }
}
