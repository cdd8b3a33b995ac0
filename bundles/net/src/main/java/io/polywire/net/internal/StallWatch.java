package io.polywire.net.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Sees that a client does not read: what waits to be sent is looked at in intervals, and as long as it is the same first
 * buffer with the same progress while nothing went away behind it, nothing was sent. Confined to the event loop.
 */
final class StallWatch {
    private boolean waiting;
    private long since;
    private int head;
    private long progress;
    private int size;
    private long pending;

    /** How long nothing was sent although something waits, in nanoseconds; 0 if nothing waits or something moved. */
    long stalledNanos(Channel channel, long nowNanos) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        Object first = out == null ? null : out.current();
        if (first == null) {
            waiting = false;
            return 0;
        }
        // the identity only: a kept reference would hold the buffer
        int nowHead = System.identityHashCode(first);
        long nowProgress = out.currentProgress();
        int nowSize = out.size();
        long nowPending = out.totalPendingWriteBytes();
        boolean still =
                waiting && nowHead == head && nowProgress == progress && nowSize >= size && nowPending >= pending;
        if (!still) {
            since = nowNanos;
        }
        waiting = true;
        head = nowHead;
        progress = nowProgress;
        size = nowSize;
        pending = nowPending;
        return nowNanos - since;
    }
}
