package io.polywire.storage.sqlite.internal;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a hand-over again and again as long as somebody asked for it meanwhile, by one thread at a time: an answer that
 * gives back at once leads to the next round and not to a deeper stack.
 */
final class Pump {
    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

    private final AtomicInteger asked = new AtomicInteger();
    private final Runnable round;

    Pump(Runnable round) {
        this.round = round;
    }

    void run() {
        if (asked.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            try {
                round.run();
            } catch (RuntimeException | Error e) {
                // An answer must not throw; whoever waits behind it shall not suffer for it.
                LOG.error("An answer to who waited for a lease failed", e);
            }
            seen = asked.addAndGet(-seen);
        } while (seen != 0);
    }
}
