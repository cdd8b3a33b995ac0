package io.polywire.net.internal;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/**
 * What the process was started with.
 *
 * @param folder {@code polywire.home}, or null
 * @param portOffset {@code polywire.port.offset} as it was given, or null
 */
record Home(Path folder, String portOffset) {
    static Home of(BundleContext context) {
        // framework properties, then system properties
        String folder = context.getProperty("polywire.home");
        return new Home(
                folder == null ? null : Path.of(folder).toAbsolutePath(), context.getProperty("polywire.port.offset"));
    }

    int offset() throws BadSetting {
        if (portOffset == null || portOffset.isBlank()) {
            return 0;
        }
        String allowed = "-65535 to 65535";
        try {
            int offset = Integer.parseInt(portOffset.trim());
            if (Math.abs(offset) <= 65535) {
                return offset;
            }
        } catch (NumberFormatException e) {
            throw new BadSetting("polywire.port.offset", portOffset, allowed, e);
        }
        throw new BadSetting("polywire.port.offset", portOffset, allowed);
    }
}
