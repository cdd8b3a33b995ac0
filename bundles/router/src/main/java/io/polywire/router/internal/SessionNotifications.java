package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.Notifications;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * What a session listens to and what it sends. In a transaction both wait for its commit; a message that is equal to one
 * that waits is not sent twice. Confined to the session's thread.
 */
final class SessionNotifications {
    /** As PostgreSQL: a payload is shorter than 8000 bytes. */
    private static final int MOST_BYTES = 8000;
    /** Bytes of a channel or a message that waits, besides its text. */
    private static final int ENTRY = 256;

    /** Of one transaction. */
    private static final int MOST_PENDING = 100_000;

    private static final long MOST_PENDING_CHARACTERS = 16 * 1024 * 1024;

    /** A message that waits for the commit. */
    record Pending(String channel, String payload) {}

    /** A LISTEN or UNLISTEN that waits for the commit; the channel is null for all. */
    private record Change(boolean listen, String channel) {}

    private final NotificationBus bus;
    private final RouterSession session;
    private final Notifications.Listener listener;
    private final Map<String, AutoCloseable> channels = new HashMap<>(0);
    private final List<Pending> pending = new ArrayList<>(0);
    private final Set<Pending> distinct = new HashSet<>(0);
    private final List<Change> changes = new ArrayList<>(0);
    private final List<int[]> savepoints = new ArrayList<>(0);
    private long characters;

    SessionNotifications(RouterSession session, NotificationBus bus) {
        this.session = session;
        this.bus = bus;
        this.listener = session.client::notification;
    }

    void listen(boolean on, String channel, boolean inTransaction) {
        if (on) {
            session.memory.require(ENTRY);
        }
        changes.add(new Change(on, channel));
        if (!inTransaction) {
            ended(true);
        }
    }

    /** Whether something waits for the commit. */
    boolean isPending() {
        return !pending.isEmpty() || !changes.isEmpty();
    }

    /** What it listens to, sorted. */
    List<String> channels() {
        return channels.keySet().stream().sorted().toList();
    }

    /** @param utf8Length of the payload in bytes */
    void send(String channel, String payload, int utf8Length, boolean inTransaction) {
        if (channel.isEmpty()) {
            throw invalid("channel name cannot be empty");
        }
        if (channel.length() >= 64) {
            throw invalid("channel name too long");
        }
        if (utf8Length >= MOST_BYTES) {
            throw invalid("payload string too long");
        }
        Pending p = new Pending(channel, payload);
        if (inTransaction) {
            session.memory.require(ENTRY + 2L * (channel.length() + payload.length()));
        }
        if (!inTransaction) {
            bus.send(session.database(), session.id(), channel, payload);
            return;
        }
        if (!distinct.add(p)) {
            return;
        }
        characters += channel.length() + payload.length();
        if (pending.size() >= MOST_PENDING || characters > MOST_PENDING_CHARACTERS) {
            throw SqlFailure.build(FailureKind.LIMIT, "too many notifications in the transaction")
                    .sqlState("54000")
                    .build();
        }
        pending.add(p);
    }

    /** Bytes of what it holds, roughly. */
    long held() {
        return 2 * characters + (long) ENTRY * (pending.size() + changes.size() + channels.size());
    }

    private static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22023").build();
    }

    void savepoint() {
        savepoints.add(new int[] {pending.size(), changes.size()});
    }

    void release(int from) {
        if (from < savepoints.size()) {
            savepoints.subList(from, savepoints.size()).clear();
        }
    }

    void backTo(int index) {
        if (index >= savepoints.size()) {
            return;
        }
        int[] at = savepoints.get(index);
        List<Pending> undone = pending.subList(at[0], pending.size());
        undone.forEach(p -> {
            distinct.remove(p);
            characters -= p.channel().length() + p.payload().length();
        });
        undone.clear();
        changes.subList(at[1], changes.size()).clear();
        release(index + 1);
    }

    /** The transaction is over: what waited is done, or forgotten. */
    void ended(boolean committed) {
        if (committed) {
            changes.forEach(this::apply);
            if (!pending.isEmpty()) {
                bus.sendAll(session.database(), session.id(), pending);
            }
        }
        changes.clear();
        pending.clear();
        distinct.clear();
        savepoints.clear();
        characters = 0;
    }

    private void apply(Change c) {
        if (c.listen()) {
            channels.computeIfAbsent(c.channel(), name -> bus.listen(session.database(), name, listener));
        } else if (c.channel() == null) {
            close();
        } else {
            close(channels.remove(c.channel()));
        }
    }

    /** Listens to nothing any more. */
    void close() {
        channels.values().forEach(SessionNotifications::close);
        channels.clear();
    }

    private static void close(AutoCloseable handle) {
        if (handle == null) {
            return;
        }
        try {
            handle.close();
        } catch (Exception e) {
            LoggerFactory.getLogger(SessionNotifications.class).warn("a channel could not be left", e);
        }
    }
}
