package io.polywire.shell.internal;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line on the terminal that tells how far a long statement has come. It appears after a second and is wiped when the
 * statement is done or its rows begin to appear on the same terminal.
 */
final class Progress implements AutoCloseable {
    private static final long FIRST_MILLIS = 1000;
    private static final long NEXT_MILLIS = 500;
    private static final String WIPE = "\r\u001b[K";

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "polywire-progress");
        thread.setDaemon(true);
        return thread;
    });

    private final PrintWriter terminal;
    private final AtomicLong rows = new AtomicLong();
    private final long start = System.nanoTime();
    private final ScheduledFuture<?> timer;
    private boolean shown;
    private boolean over;

    /** @param terminal null: there is none, and nothing is shown */
    Progress(PrintWriter terminal) {
        this.terminal = terminal;
        this.timer = terminal == null
                ? null
                : CLOCK.scheduleAtFixedRate(this::show, FIRST_MILLIS, NEXT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One more row has come. */
    void row() {
        rows.lazySet(rows.get() + 1);
    }

    private synchronized void show() {
        if (over) {
            return;
        }
        shown = true;
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        terminal.print(WIPE + line(rows.get(), seconds));
        terminal.flush();
    }

    static String line(long rows, long seconds) {
        String time = seconds + " s (Ctrl-C cancels)";
        return rows == 0 ? "running, " + time : String.format(Locale.ROOT, "%,d rows, %s", rows, time);
    }

    /** Wipes the line and shows no other. */
    synchronized void stop() {
        if (over) {
            return;
        }
        over = true;
        if (timer != null) {
            timer.cancel(false);
        }
        if (shown) {
            terminal.print(WIPE);
            terminal.flush();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
