package io.polywire.net.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Addresses as people write them. */
final class Addresses {
    private Addresses() {}

    /** "127.0.0.1:2345", "[::1]:2345"; never a name, that would ask the name service. */
    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            String host = text(inet.getAddress());
            return (inet.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return address == null ? "an unknown address" : address.toString();
    }

    /** "127.0.0.1", "::1". */
    static String text(InetAddress address) {
        String host = address.getHostAddress();
        // the JDK writes no abbreviation; these two are the ones that are read often
        return switch (host) {
            case "0:0:0:0:0:0:0:1" -> "::1";
            case "0:0:0:0:0:0:0:0" -> "::";
            default -> host;
        };
    }
}
