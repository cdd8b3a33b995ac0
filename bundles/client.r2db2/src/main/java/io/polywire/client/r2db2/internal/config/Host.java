package io.polywire.client.r2db2.internal.config;

/**
 * One server to try.
 *
 * @param name host name or address, IPv6 without its brackets
 * @param port 1 to 65535
 */
public record Host(String name, int port) {
    /** The port where none is named. */
    public static final int DEFAULT_PORT = 2345;

    @Override
    public String toString() {
        return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + ":" + port;
    }
}
