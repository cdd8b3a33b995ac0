package io.polywire.router.internal;

import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.SqlFailure;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The roles as all sessions see them, in memory: rights are asked for at each execution, also on an event loop. Changes by
 * sessions count at once, those by other processes with the next session that opens, within a second at the latest.
 */
final class RoleBook {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile UserStore store;
    private volatile Roles roles;
    private volatile long first;
    private final Runnable firstChanged;
    private volatile long refreshed = System.nanoTime() - PERIOD_NANOS;

    /** @param firstChanged is called when {@link #first} is another one */
    RoleBook(Runnable firstChanged) {
        this.firstChanged = firstChanged;
    }

    /** Id of the role that the installation began with, see {@link LiveRows#first}; 0 if it is not known. */
    long first() {
        return first;
    }

    void store(UserStore next) {
        store = next;
        roles = null;
    }

    void gone(UserStore s) {
        if (store == s) {
            store(null);
        }
    }

    /** What was last known; {@link Roles#NONE} if nothing is. Any thread, never waits. */
    Roles now() {
        Roles r = roles;
        return r == null ? Roles.NONE : r;
    }

    /** Whether there is anything known. */
    boolean isKnown() {
        return roles != null;
    }

    /** Looks at the store. Not on an event loop. */
    Roles refresh() {
        UserStore s = store;
        if (s != null) {
            Roles read = s.roles();
            if (read != roles) {
                User f = LiveRows.first(read);
                long id = f == null ? 0 : f.id();
                boolean other = id != first;
                first = id;
                if (other) {
                    firstChanged.run();
                }
            }
            roles = read;
        }
        refreshed = System.nanoTime();
        return now();
    }

    /** Looks at the store if it is time to; called now and then. */
    void tick(long now, Workers workers) {
        if (store == null || now - refreshed < PERIOD_NANOS || !refreshing.compareAndSet(false, true)) {
            return;
        }
        try {
            workers.execute(() -> {
                try {
                    refresh();
                } finally {
                    refreshing.set(false);
                }
            });
        } catch (SqlFailure busy) {
            refreshing.set(false);
        }
    }

    /**
     * The store.
     *
     * @throws SqlFailure 57P03 if there is none now
     */
    UserStore required() {
        UserStore s = store;
        if (s == null) {
            throw DatabaseRegistry.unavailable("the user store is not there");
        }
        return s;
    }

    /** Makes changes, all or none, and what belongs to them ({@link UserStore#apply(List, Runnable)}). */
    void apply(List<RoleChange> changes, Runnable last) {
        required().apply(changes, last);
        refresh();
    }
}
