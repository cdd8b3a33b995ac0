package io.polywire.protocol.postgresql.internal;

import io.polywire.api.session.Session;
import io.polywire.api.session.SessionFactory;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys that BackendKeyData hands out. The wire has 32 bits for a secret, the session has 64: what goes out is drawn
 * from it here, and a CancelRequest that shows it is passed on with the whole one. Thread-safe.
 */
final class CancelKeys {
    private final ConcurrentHashMap<Integer, Session> sessions = new ConcurrentHashMap<>();
    private final SessionFactory factory;

    CancelKeys(SessionFactory factory) {
        this.factory = factory;
    }

    /** Makes a session's key valid; returns it. */
    int add(Session s) {
        sessions.put(s.id(), s);
        return key(s);
    }

    void remove(Session s) {
        sessions.remove(s.id(), s);
    }

    /** Cancels what the session runs if the key is its own; otherwise says and does nothing. */
    void cancel(int id, int key) {
        Session s = sessions.get(id);
        if (s != null && key(s) == key) {
            factory.cancel(id, s.secret());
        }
    }

    private static int key(Session s) {
        long secret = s.secret();
        return (int) (secret ^ secret >>> 32);
    }
}
