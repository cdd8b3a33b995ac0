package io.polywire.net.internal;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Looks at all connections of one event loop twice a second: one timer instead of several per connection, and no handler
 * in the way of their bytes. Time-outs are late by at most one period. Runs only while there is someone to look at; used
 * on its loop alone.
 */
final class LoopSweeper implements Runnable {
    static final long PERIOD_MILLIS = 500;

    private final EventLoop loop;
    private final Set<Swept> members = new HashSet<>();
    private Future<?> timer;

    LoopSweeper(EventLoop loop) {
        this.loop = loop;
    }

    void add(Swept member) {
        members.add(member);
        if (timer == null) {
            timer = loop.scheduleAtFixedRate(this, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    void remove(Swept member) {
        members.remove(member);
        if (members.isEmpty() && timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    @Override
    public void run() {
        long now = System.nanoTime();
        // a copy: a member that is closed by what it sees is removed meanwhile
        for (Swept member : members.toArray(Swept[]::new)) {
            member.sweep(now);
        }
    }
}
