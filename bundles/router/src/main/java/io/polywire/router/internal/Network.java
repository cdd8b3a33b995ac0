package io.polywire.router.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Addresses of clients: all, loopback with local sockets, or those of a CIDR block.
 *
 * @param text as it was written
 * @param prefix address of the block; null for {@code all} and {@code loopback}
 * @param bits of the prefix that count
 */
record Network(String text, byte[] prefix, int bits) {
    private static final String ALL = "all";
    private static final String LOOPBACK = "loopback";
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none; names are none, for they are not looked up
     */
    static Network parse(String text) {
        if (text.equals(ALL) || text.equals(LOOPBACK)) {
            return new Network(text, null, 0);
        }
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        // four whole numbers: the JDK takes "10" for 0.0.0.10, and "10.1" for 10.0.0.1
        if (!host.matches("(" + BYTE + "\\.){3}" + BYTE + "|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("not an address");
        }
        try {
            byte[] address = InetAddress.getByName(host).getAddress();
            int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > address.length * 8) {
                throw new IllegalArgumentException("too many bits");
            }
            return new Network(text, address, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("not a CIDR block", e);
        }
    }

    boolean contains(SocketAddress peer) {
        if (text.equals(ALL)) {
            return true;
        }
        InetAddress address = peer instanceof InetSocketAddress inet ? inet.getAddress() : null;
        if (prefix == null) {
            // a peer of another kind came over a local socket
            return address == null ? !(peer instanceof InetSocketAddress) : address.isLoopbackAddress();
        }
        if (address == null || address.getAddress().length != prefix.length) {
            return false;
        }
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> (i & 7);
            if ((bytes[i >> 3] & mask) != (prefix[i >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** What an attempt is counted under: the address, of IPv6 its /64, which one client has as a whole. */
    static String key(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "local";
        }
        byte[] bytes = inet.getAddress().getAddress();
        if (bytes.length == 4) {
            return inet.getAddress().getHostAddress();
        }
        return Arrays.toString(Arrays.copyOf(bytes, 8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network n && n.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
