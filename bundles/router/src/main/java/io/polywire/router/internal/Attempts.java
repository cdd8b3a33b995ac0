package io.polywire.router.internal;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Failed log-ins, and who is kept out for them: an address, or a user from one address. A user as such is never banned, or
 * anybody could keep it out; its refusals are only delayed. Bounded in memory. Thread-safe.
 */
final class Attempts {
    /** Failures of a user before refusals are delayed. */
    private static final int FREE = 3;

    private static final int FIRST_DELAY = 50;
    private static final int MOST_DOUBLINGS = 20;

    /**
     * The bounds.
     *
     * @param perAddress failures before an address is banned, 0 for never
     * @param perUser failures before a user is banned from an address, 0 for never
     * @param windowMillis how long a failure counts
     * @param banMillis first ban
     * @param banMaxMillis longest one
     * @param delayMaxMillis longest delay
     * @param exempt networks that are not banned
     * @param remembered entries
     */
    record Limits(
            int perAddress,
            int perUser,
            long windowMillis,
            long banMillis,
            long banMaxMillis,
            long delayMaxMillis,
            List<Network> exempt,
            int remembered) {}

    /** What became of a failure: whom it has banned, if anybody; how long the refusal waits. */
    record Verdict(String banned, long banMillis, long delayMillis) {}

    private static final class Entry {
        private int failures;
        private long since;
        private long bannedUntil = Long.MIN_VALUE;
        private int bans;
    }

    private final LongSupplier millis;
    private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private volatile Limits limits;

    /** Counts nothing yet; {@code millis} is a clock that never goes back. */
    Attempts(Limits limits, LongSupplier millis) {
        this.limits = limits;
        this.millis = millis;
    }

    /** Goes on with other bounds; what was counted stays. */
    synchronized void limits(Limits next) {
        limits = next;
        trim();
    }

    private static String address(SocketAddress peer) {
        return "a " + Network.key(peer);
    }

    private static String pair(SocketAddress peer, String user) {
        return "p " + Network.key(peer) + ' ' + user;
    }

    /** Whether this client is kept out at the moment. */
    boolean banned(SocketAddress peer, String user) {
        if (isExempt(peer)) {
            return false;
        }
        synchronized (this) {
            long now = millis.getAsLong();
            return banned(address(peer), now) || banned(pair(peer, named(user)), now);
        }
    }

    private boolean banned(String key, long now) {
        Entry e = entries.get(key);
        return e != null && now < e.bannedUntil;
    }

    private boolean isExempt(SocketAddress peer) {
        return limits.exempt().stream().anyMatch(n -> n.contains(peer));
    }

    /** A name as a wire may give it: shortened, so that memory is bounded. */
    private static String named(String user) {
        return user == null ? "" : user.length() > 64 ? user.substring(0, 64) : user;
    }

    /** Counts a failure. */
    Verdict failed(SocketAddress peer, String user) {
        String name = named(user);
        boolean exempt = isExempt(peer);
        synchronized (this) {
            long now = millis.getAsLong();
            int ofUser = count("u " + name, now).failures;
            long delay = ofUser <= FREE
                    ? 0
                    : Math.min(
                            limits.delayMaxMillis(), (long) FIRST_DELAY << Math.min(ofUser - FREE - 1, MOST_DOUBLINGS));
            String banned = null;
            long length = 0;
            if (!exempt) {
                long pair = ban(count(pair(peer, name), now), limits.perUser(), now);
                long address = ban(count(address(peer), now), limits.perAddress(), now);
                length = Math.max(pair, address);
                banned = address > 0 ? "the address" : pair > 0 ? "the user from this address" : null;
            }
            trim();
            return new Verdict(banned, length, delay);
        }
    }

    private Entry count(String key, long now) {
        Entry e = entries.computeIfAbsent(key, k -> new Entry());
        if (e.failures == 0 || now - e.since >= limits.windowMillis()) {
            e.failures = 0;
            e.since = now;
        }
        e.failures++;
        return e;
    }

    /** Bans if a bound is reached; how long, or 0. */
    private long ban(Entry e, int most, long now) {
        if (most == 0 || e.failures < most || now < e.bannedUntil) {
            return 0;
        }
        long length = Math.min(limits.banMaxMillis(), limits.banMillis() << Math.min(e.bans, MOST_DOUBLINGS));
        e.bans++;
        e.failures = 0;
        e.bannedUntil = now + length;
        return length;
    }

    /** A log-in: what a user got wrong from there before is forgotten, not what its address did with other users. */
    synchronized void succeeded(SocketAddress peer, String user) {
        entries.remove(pair(peer, named(user)));
        entries.remove("u " + named(user));
    }

    private void trim() {
        var eldest = entries.entrySet().iterator();
        while (entries.size() > limits.remembered() && eldest.hasNext()) {
            eldest.next();
            eldest.remove();
        }
    }

    synchronized int size() {
        return entries.size();
    }

    synchronized long bans() {
        long now = millis.getAsLong();
        return entries.values().stream().filter(e -> now < e.bannedUntil).count();
    }
}
