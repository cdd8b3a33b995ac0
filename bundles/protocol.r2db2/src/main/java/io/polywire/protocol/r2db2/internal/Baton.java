package io.polywire.protocol.r2db2.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The right to run a connection's state machine: one thread has it at a time, and what it wrote is seen by the next.
 *
 * <p>The holder may be the event loop or a thread of the session's strand. Whoever brings news (bytes, an event) calls
 * {@link #join}: either it becomes the holder, or the present holder sees the news before it lets go. A holder that
 * makes a call with a reply keeps the baton; if the reply does not come before the call returns, the thread of the
 * reply is the holder from then on, and the caller must touch nothing more:
 *
 * <pre>
 *   long call = baton.call();
 *   session.prepare(text, types, reply);       // reply: store the outcome; if (!baton.repliedInline()) drive();
 *   if (!baton.returned(call)) return;         // somebody else holds it, now or later
 * </pre>
 *
 * No call allocates.
 */
final class Baton {
    /** News that nobody has looked at, plus one while it is held. */
    private final AtomicInteger interest = new AtomicInteger();
    /** How much of it the holder knows; belongs to the holder. */
    private int seen;

    /** The thread that is inside a call and has no reply yet. */
    private final AtomicReference<Thread> caller = new AtomicReference<>();
    /** Number of the last call; belongs to the holder. */
    private long calls;
    /** Number of the last call that was answered before it returned; only its own caller ever writes that number. */
    private final AtomicLong inline = new AtomicLong();

    /** Becomes the holder if there is none. */
    boolean tryTake() {
        if (interest.get() == 0 && interest.compareAndSet(0, 1)) {
            seen = 1;
            return true;
        }
        return false;
    }

    /** Announces news that are already where the holder looks for them; true if the caller is the holder now. */
    boolean join() {
        if (interest.getAndIncrement() == 0) {
            seen = 1;
            return true;
        }
        return false;
    }

    /** Lets go; false if there are news and the caller holds it still. */
    boolean release() {
        int left = interest.addAndGet(-seen);
        if (left == 0) {
            // Another thread may hold it already: nothing of ours is touched from here on.
            return true;
        }
        seen = left;
        return false;
    }

    /** Before a call that takes a reply. */
    long call() {
        caller.setOpaque(Thread.currentThread());
        return ++calls;
    }

    /** After the call: true if it was answered within, so that the caller is the holder still. */
    boolean returned(long call) {
        if (inline.getOpaque() == call) {
            return true;
        }
        // The holder of now may be inside a call of its own; only our own mark is removed.
        caller.compareAndSet(Thread.currentThread(), null);
        return false;
    }

    /** In the reply: true if the caller is still inside its call and goes on when it returns. */
    boolean repliedInline() {
        if (caller.getOpaque() != Thread.currentThread()) {
            return false;
        }
        caller.setOpaque(null);
        inline.setOpaque(calls);
        return true;
    }
}
