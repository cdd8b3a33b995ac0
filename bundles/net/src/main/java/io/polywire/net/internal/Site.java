package io.polywire.net.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * Where to listen, as asked for.
 *
 * @param address null for a Unix-domain socket
 * @param port with the offset; 0 for any free one, and for a Unix-domain socket
 * @param path of a Unix-domain socket, absolute; else null
 */
record Site(InetAddress address, int port, int backlog, Path path) {
    Site(InetAddress address, int port, int backlog) {
        this(address, port, backlog, null);
    }

    static Site unix(Path path, int backlog) {
        return new Site(null, 0, backlog, path);
    }

    boolean isUnix() {
        return path != null;
    }

    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    /** Whether both cannot be bound at a time. */
    boolean overlaps(Site other) {
        if (isUnix() || other.isUnix()) {
            return isUnix() && path.equals(other.path);
        }
        return port != 0
                && port == other.port
                && (address.equals(other.address) || address.isAnyLocalAddress() || other.address.isAnyLocalAddress());
    }

    @Override
    public String toString() {
        return isUnix() ? "unix:" + path : Addresses.text(socketAddress());
    }
}
