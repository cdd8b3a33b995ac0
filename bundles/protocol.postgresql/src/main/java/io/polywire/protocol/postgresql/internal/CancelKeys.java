package io.polywire.protocol.postgresql.internal;

import io.polywire.api.session.Session;
import io.polywire.api.session.SessionFactory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The keys that BackendKeyData hands out. The wire has 32 bits for a secret, the session has 64: what goes out is drawn
 * from it here, and a CancelRequest that shows it is passed on with the whole one. Thread-safe.
 */
final class CancelKeys {
    private record Entry(Session session, Consumer<Runnable> asked) {}

    private final ConcurrentHashMap<Integer, Entry> sessions = new ConcurrentHashMap<>();
    private final SessionFactory factory;

    CancelKeys(SessionFactory factory) {
        this.factory = factory;
    }

    /**
     * Makes a session's key valid; returns it.
     *
     * @param asked called, on any thread, when somebody has shown the key; runs what it is given when the cancel has met what
     *     runs, or is known to meet nothing
     */
    int add(Session s, Consumer<Runnable> asked) {
        sessions.put(s.id(), new Entry(s, asked));
        return key(s);
    }

    void remove(Session s) {
        sessions.computeIfPresent(s.id(), (id, e) -> e.session == s ? null : e);
    }

    /**
     * Asks the session's connection to cancel if the key is its own; otherwise says and does nothing.
     *
     * @param then runs, on any thread, when that is done
     */
    void cancel(int id, int key, Runnable then) {
        Entry e = sessions.get(id);
        if (e != null && key(e.session) == key) {
            e.asked.accept(then);
        } else {
            then.run();
        }
    }

    /** Cancels the call of the session that is out. */
    void cancel(Session s) {
        factory.cancel(s.id(), s.secret());
    }

    private static int key(Session s) {
        long secret = s.secret();
        return (int) (secret ^ secret >>> 32);
    }
}
