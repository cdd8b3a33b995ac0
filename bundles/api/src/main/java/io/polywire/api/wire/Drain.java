package io.polywire.api.wire;

import io.polywire.api.error.SqlFailure;
import java.util.Objects;

/**
 * A user event that the door sends through a pipeline when the connection has to go: the listener, its protocol or the
 * server is leaving. The protocol ends what runs (or waits for it), says the reason in its own form and closes; what is
 * still open at the deadline is closed by the door. With 53300 the deadline is now: the door closes right after the event.
 *
 * @param reason 57P01, or 53300 where room is needed
 * @param deadlineNanos by {@link System#nanoTime()}
 */
public record Drain(SqlFailure reason, long deadlineNanos) {
    /** Checks what the record promises. */
    public Drain {
        Objects.requireNonNull(reason, "reason");
    }
}
