package io.polywire.client.r2db2.internal.wire;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Enforces a query timeout. Only the time in which the driver waits for the server counts, so an application that takes
 * its time over the rows is not punished. When the time is up the statement is cancelled; if the server does not react
 * to that within a grace period either, the connection is given up.
 */
final class Watch {
    private static final long GRACE = TimeUnit.SECONDS.toNanos(30);

    private final Link link;
    private final Reply reply;
    private long left;
    private long since;
    private boolean waiting;
    private boolean fired;
    private ScheduledFuture<?> alarm;

    Watch(Link link, Reply reply, long nanos) {
        this.link = link;
        this.reply = reply;
        this.left = nanos;
    }

    /** The driver starts to wait. */
    synchronized void enter() {
        since = System.nanoTime();
        waiting = true;
        alarm = fired ? Background.after(GRACE, this::giveUp) : Background.after(left, this::fire);
    }

    /** The driver has got something. */
    synchronized void exit() {
        waiting = false;
        left -= System.nanoTime() - since;
        alarm.cancel(false);
    }

    /** Whether the time was up before the answer was there. */
    synchronized boolean fired() {
        return fired;
    }

    private synchronized void fire() {
        if (!waiting) {
            return;
        }
        fired = true;
        alarm = Background.after(GRACE, this::giveUp);
        try {
            Background.run(() -> link.cancelForTimeout(reply));
        } catch (RejectedExecutionException e) {
            giveUp();
        }
    }

    private synchronized void giveUp() {
        if (waiting) {
            link.giveUp();
        }
    }
}
