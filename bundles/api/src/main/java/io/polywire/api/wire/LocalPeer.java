package io.polywire.api.wire;

import java.net.SocketAddress;
import java.util.Objects;

/**
 * The client of a Unix-domain socket, which has no address of its own: the socket that it came to, and who it is as far as
 * the system says (SO_PEERCRED). Immutable.
 */
public final class LocalPeer extends SocketAddress {
    private static final long serialVersionUID = 1;

    private final String socket;
    private final String user;
    private final String group;

    /**
     * A client.
     *
     * @param socket path of the socket, for people
     * @param user the user of its process when it connected: a name, or a number where there is no name; null where the
     *     system does not say
     * @param group the group of its process, likewise
     */
    public LocalPeer(String socket, String user, String group) {
        this.socket = Objects.requireNonNull(socket, "socket");
        this.user = user;
        this.group = group;
    }

    /** Its user: a name, or a number where there is no name; null where the system does not say. */
    public String user() {
        return user;
    }

    /** Its group: a name, or a number where there is no name; null where the system does not say. */
    public String group() {
        return group;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LocalPeer peer
                && socket.equals(peer.socket)
                && Objects.equals(user, peer.user)
                && Objects.equals(group, peer.group);
    }

    @Override
    public int hashCode() {
        return Objects.hash(socket, user, group);
    }

    @Override
    public String toString() {
        return "unix:" + socket + (user == null ? "" : " user " + user);
    }
}
