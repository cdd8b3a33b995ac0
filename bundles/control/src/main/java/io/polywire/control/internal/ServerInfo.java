package io.polywire.control.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.osgi.framework.BundleContext;

/**
 * What does not change while the server runs.
 *
 * @param version of the distribution
 * @param home where it runs, or null in a container of another kind (Karaf), which has its own ways to be started,
 *     stopped and asked
 * @param started when its process started
 * @param pid its process
 */
record ServerInfo(String version, Path home, Instant started, long pid) {

    static ServerInfo of(BundleContext context) {
        String home = context.getProperty("polywire.home");
        String version = context.getProperty("polywire.version");
        String millis = context.getProperty("polywire.start.millis");
        return new ServerInfo(
                version == null ? context.getBundle().getVersion().toString() : version,
                home == null ? null : Path.of(home).toAbsolutePath().normalize(),
                millis == null ? Instant.now() : Instant.ofEpochMilli(Long.parseLong(millis)),
                ProcessHandle.current().pid());
    }

    Duration uptime() {
        return Duration.between(started, Instant.now());
    }
}
