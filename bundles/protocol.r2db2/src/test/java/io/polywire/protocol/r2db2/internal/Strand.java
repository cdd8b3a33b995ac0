package io.polywire.protocol.r2db2.internal;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** A serial queue over a pool, as a session has one; decides where a call runs. */
final class Strand implements Executor {
    /** Where calls are answered. */
    enum Mode {
        /** Before they return. */
        INLINE,
        /** On the strand, unless they were made there. */
        STRAND,
        /** Here or on the strand, by chance, wherever they were made. */
        MIXED
    }

    private static final Executor POOL = Executors.newFixedThreadPool(3, task -> {
        Thread thread = new Thread(task, "strand");
        thread.setDaemon(true);
        return thread;
    });

    private final Mode mode;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ThreadLocal<Boolean> here = ThreadLocal.withInitial(() -> false);
    private boolean running;

    Strand(Mode mode) {
        this.mode = mode;
    }

    Mode mode() {
        return mode;
    }

    /** Whether nothing runs or waits to. */
    boolean isIdle() {
        synchronized (tasks) {
            return !running;
        }
    }

    /** Runs a call where the mode has it. */
    void run(Runnable call) {
        boolean inline = switch (mode) {
            case INLINE -> true;
            case STRAND -> here.get();
            case MIXED -> ThreadLocalRandom.current().nextBoolean();
        };
        if (inline) {
            call.run();
        } else {
            execute(call);
        }
    }

    @Override
    public void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        POOL.execute(this::work);
    }

    private void work() {
        here.set(true);
        try {
            while (true) {
                Runnable next;
                synchronized (tasks) {
                    next = tasks.poll();
                    if (next == null) {
                        running = false;
                        return;
                    }
                }
                next.run();
            }
        } finally {
            here.set(false);
        }
    }
}
