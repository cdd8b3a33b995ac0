package io.polywire.router.internal;

import io.polywire.api.session.Reply;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits until nobody is in a database any more. Any thread. */
final class Departures {
    private static final class Wait {
        private final String database;
        private final Reply<Void> then;
        private final AtomicBoolean told = new AtomicBoolean();

        private Wait(String database, Reply<Void> then) {
            this.database = database;
            this.then = then;
        }
    }

    private final Desk desk;
    private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();

    Departures(Desk desk) {
        this.desk = desk;
    }

    /**
     * Waits.
     *
     * @param nanos the longest
     * @param then done with null when nobody is there or the time is over; on any thread
     */
    void await(String database, long nanos, Reply<Void> then) {
        Wait w = new Wait(database, then);
        waits.add(w);
        desk.after(nanos, () -> end(w));
        if (!desk.uses(database)) {
            end(w);
        }
    }

    /** Told after a session has gone. */
    void oneLeft() {
        for (Wait w : waits) {
            if (!desk.uses(w.database)) {
                end(w);
            }
        }
    }

    private void end(Wait w) {
        if (w.told.compareAndSet(false, true)) {
            waits.remove(w);
            w.then.done(null);
        }
    }
}
