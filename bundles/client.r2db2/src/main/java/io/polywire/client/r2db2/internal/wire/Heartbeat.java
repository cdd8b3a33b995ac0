package io.polywire.client.r2db2.internal.wire;

import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps an idle connection alive. Nobody reads while a connection is idle, so the server's heartbeats would stay
 * unanswered; instead the driver sends its own in the same rhythm and answers the server's while it waits for the reply.
 */
final class Heartbeat {
    private final Link link;
    private final long period;
    private volatile ScheduledFuture<?> timer;

    private Heartbeat(Link link, long period) {
        this.link = link;
        this.period = period;
    }

    static void start(Link link, int seconds) {
        Heartbeat heartbeat = new Heartbeat(link, TimeUnit.SECONDS.toNanos(seconds));
        heartbeat.timer = Background.every(heartbeat.period, heartbeat::due);
    }

    private void due() {
        if (link.isClosed()) {
            ScheduledFuture<?> own = timer;
            if (own != null) {
                own.cancel(false);
            }
            return;
        }
        try {
            Background.run(this::beat);
        } catch (RejectedExecutionException e) {
            // all workers are busy with other connections: the next beat will do, the server allows three
        }
    }

    private void beat() {
        // while another thread uses the connection, that one answers the server's heartbeats
        if (link.isClosed() || !link.lock().tryLock()) {
            return;
        }
        try {
            if (System.nanoTime() - link.lastReceived() >= period / 2) {
                link.spool();
                link.ping(TimeUnit.NANOSECONDS.toMillis(3 * period));
            }
        } catch (SQLException e) {
            // the link is closed and keeps the reason: the next request tells it
        } finally {
            link.lock().unlock();
        }
    }
}
