package io.polywire.net.internal;

import io.netty.channel.Channel;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.wire.LocalPeer;
import io.polywire.api.wire.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A listener while its protocol is there: its server sockets and connections. The methods that change it are called
 * under the lock of its component; the rest is thread-safe.
 */
final class Door {
    private static final long FORCE_SECONDS = 2;

    private final EventLoops loops;
    private final Journal journal;
    private final NetCounters counters;
    private final Protocol protocol;
    private final Connections connections = new Connections();
    private volatile Settings settings;
    private volatile TlsSource tls;
    private volatile List<Acceptor> acceptors = List.of();
    private volatile String problem;
    private List<Site> sites = List.of();

    Door(EventLoops loops, Journal journal, NetCounters counters, Protocol protocol) {
        this.loops = loops;
        this.journal = journal;
        this.counters = counters;
        this.protocol = protocol;
    }

    /**
     * Where a listener is to be bound.
     *
     * @param offset added to every port but 0
     * @param home what paths of Unix-domain sockets are relative to
     */
    static List<Site> sites(Settings settings, Protocol protocol, int offset, Path home) throws BadSetting {
        List<Site> unix = new ArrayList<>();
        for (String path : settings.sockets()) {
            Path whole = (home == null ? Path.of(path) : home.resolve(path))
                    .toAbsolutePath()
                    .normalize();
            int bytes = whole.toString().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > SettingsReader.LONGEST_PATH) {
                throw new BadSetting(
                        "address",
                        "unix:" + path,
                        "a path of at most " + SettingsReader.LONGEST_PATH
                                + " bytes with the home in front of it, which makes it one of " + bytes
                                + ": the system has no longer ones for sockets");
            }
            unix.add(Site.unix(whole, settings.backlog()));
        }
        int port = settings.port() == Settings.PROTOCOL_PORT ? protocol.defaultPort() : settings.port();
        int shifted = port == 0 ? 0 : port + offset;
        if (shifted < 0 || shifted > 65535 || shifted == 0 && port != 0) {
            throw new BadSetting(
                    "port", port + " with the offset " + offset, "1 to 65535 after polywire.port.offset is added");
        }
        return Stream.concat(
                        settings.addresses().stream().map(address -> new Site(address, shifted, settings.backlog())),
                        unix.stream())
                .toList();
    }

    /**
     * Takes a configuration; connections that are there stay.
     *
     * @return whether every address is bound; else {@link #problem} says why and {@link #retry} is worth calling
     */
    boolean apply(Settings now, TlsSource source, List<Site> where) {
        settings = now;
        tls = source;
        sites = where;
        acceptors.forEach(a -> a.serve(now, source));
        return retry();
    }

    /** Binds what is not bound yet. A new socket is opened before an old one is closed, where both can be. */
    boolean retry() {
        List<Acceptor> open = new ArrayList<>(acceptors);
        List<String> failures = new ArrayList<>();
        try {
            for (Site site : sites) {
                if (open.stream().noneMatch(a -> a.site().equals(site))) {
                    closeWhere(open, a -> !sites.contains(a.site()) && a.site().overlaps(site));
                    bind(site, open, failures);
                }
            }
            if (failures.isEmpty()) {
                closeWhere(open, a -> !sites.contains(a.site()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.add("interrupted while binding");
        }
        acceptors = List.copyOf(open);
        String now = failures.isEmpty() ? null : String.join("; ", failures);
        if (now != null && !now.equals(problem)) {
            journal.warn(now + "; it is tried again in the background");
        }
        problem = now;
        return now == null;
    }

    private void bind(Site site, List<Acceptor> open, List<String> failures) throws InterruptedException {
        try {
            Acceptor acceptor = Acceptor.open(this, site, settings, tls);
            open.add(acceptor);
            journal.info(settings.protocol() + " on " + acceptor.text() + ", tls "
                    + Texts.lower(settings.tls().mode()) + ", auth " + String.join(",", settings.auth()));
        } catch (IOException e) {
            failures.add(e.getMessage());
        }
    }

    private void closeWhere(List<Acceptor> open, java.util.function.Predicate<Acceptor> which)
            throws InterruptedException {
        for (Acceptor acceptor : List.copyOf(open)) {
            if (which.test(acceptor)) {
                acceptor.close();
                open.remove(acceptor);
                journal.info("no longer on " + acceptor.text());
            }
        }
    }

    /** A connection was accepted; on its event loop. */
    void accept(BoundListener listener, Channel channel) {
        counters.accepted();
        DoorConnection connection = new DoorConnection(this, listener, channel, false);
        if (connection.peer() == null) {
            // gone before it was looked at
            channel.close();
            return;
        }
        if (connection.peer() instanceof LocalPeer local && !listener.settings().admits(local)) {
            counters.count(Outcome.PEER);
            String reason = "its user is not one of unix.users";
            journal.security(connection.id(), "from " + local + ": refused, " + reason);
            journal.audit(connection.id(), local.toString(), listener.protocol(), null, reason);
            channel.close();
            return;
        }
        Connections.Entry entry = connections.enter(connection, settings.counts());
        if (entry.refusal() != null) {
            counters.count(entry.refusal());
            journal.security(
                    connection.id(),
                    "from " + Addresses.text(connection.peer()) + ": refused, limit " + entry.refusal().label);
            channel.close();
            return;
        }
        connection.install(protocol::handler);
        if (entry.evicted() != null) {
            entry.evicted().evict();
        }
    }

    /**
     * Closes everything: first the server sockets, then connections as they finish, at the deadline the rest. When it
     * returns, no handler of the protocol is called any more.
     */
    void close(SqlFailure reason) {
        try {
            List<Acceptor> open = new ArrayList<>(acceptors);
            closeWhere(open, a -> true);
            acceptors = List.of();
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settings.drainMillis());
            List<DoorConnection> leaving = connections.close();
            leaving.forEach(c -> c.drain(reason, deadline));
            List<DoorConnection> late = connections.awaitEmpty(deadline);
            late.forEach(c -> {
                counters.count(Outcome.DRAIN);
                c.hardClose();
            });
            if (!leaving.isEmpty()) {
                journal.info(
                        leaving.size() + " connections drained, " + late.size() + " of them closed at the deadline");
            }
            List<DoorConnection> stuck = connections.awaitEmpty(FORCE_SECONDS, TimeUnit.SECONDS);
            if (!stuck.isEmpty()) {
                journal.warn(stuck.size() + " connections are still not closed: an event loop is blocked");
            }
        } catch (InterruptedException e) {
            journal.warn("interrupted while draining, connections are closed at once");
            connections.close().forEach(DoorConnection::hardClose);
            Thread.currentThread().interrupt();
        }
    }

    EventLoops loops() {
        return loops;
    }

    Journal journal() {
        return journal;
    }

    NetCounters counters() {
        return counters;
    }

    Connections connections() {
        return connections;
    }

    Settings settings() {
        return settings;
    }

    Protocol protocol() {
        return protocol;
    }

    /** The bound server sockets. */
    List<Acceptor> acceptors() {
        return acceptors;
    }

    /** Why not every address is bound, or null. */
    String problem() {
        return problem;
    }
}
