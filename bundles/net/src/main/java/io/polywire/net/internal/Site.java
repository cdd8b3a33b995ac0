package io.polywire.net.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where to listen, as asked for.
 *
 * @param port with the offset; 0 for any free one
 */
record Site(InetAddress address, int port, int backlog) {
    InetSocketAddress socketAddress() {
        return new InetSocketAddress(address, port);
    }

    /** Whether both cannot be bound at a time. */
    boolean overlaps(Site other) {
        return port != 0
                && port == other.port
                && (address.equals(other.address) || address.isAnyLocalAddress() || other.address.isAnyLocalAddress());
    }

    @Override
    public String toString() {
        return Addresses.text(socketAddress());
    }
}
