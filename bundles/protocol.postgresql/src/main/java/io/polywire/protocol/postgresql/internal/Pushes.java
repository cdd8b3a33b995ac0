package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Client;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * What a session says of its own accord, kept until the event loop can send it: notices as soon as a message may be put
 * in, changed settings and notifications when the client is between two commands (manual, 55.2.7). Bounded: too many
 * notices lose the later ones and say so, too many notifications end the connection, since none may be lost silently.
 */
final class Pushes implements Client {
    private static final int MOST_NOTICES = 1_000;
    private static final int MOST_NOTIFICATIONS = 10_000;
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    /** A notification that waits. */
    record Notification(int sender, String channel, String payload) {}

    private final Backend backend;
    private final Runnable wake = this::deliver;
    private Conversation conversation;

    /** Under the lock of this: */
    private final ArrayDeque<Notice> notices = new ArrayDeque<>(0);

    private final ArrayDeque<Notification> notifications = new ArrayDeque<>(0);
    private final Map<String, String> settings = new LinkedHashMap<>(0);
    private SqlFailure shutdown;
    private int lost;
    private long bytes;
    private boolean scheduled;
    private volatile boolean some;
    /** Whether something waits that does not wait for the end of the transaction. */
    private volatile boolean urgent;

    Pushes(Backend backend) {
        this.backend = backend;
    }

    /** From here on there is somebody to deliver to. On the event loop. */
    void attach(Conversation c) {
        conversation = c;
    }

    // ---- any thread ----

    @Override
    public void notice(Notice notice) {
        synchronized (this) {
            if (notices.size() >= MOST_NOTICES) {
                lost++;
            } else {
                notices.add(notice);
            }
            urgent = true;
        }
        wake();
    }

    @Override
    public void notification(int sender, String channel, String payload) {
        synchronized (this) {
            bytes += channel.length() + payload.length();
            if (notifications.size() >= MOST_NOTIFICATIONS || bytes > MOST_BYTES) {
                if (shutdown == null) {
                    shutdown = SqlFailure.build(
                                    FailureKind.LIMIT,
                                    "too many notifications wait for a client that does not read them")
                            .fatal()
                            .build();
                }
                urgent = true;
            } else {
                notifications.add(new Notification(sender, channel, payload));
            }
        }
        wake();
    }

    @Override
    public void settingChanged(String name, String value) {
        synchronized (this) {
            // only what the wire knows: a bounded set of names
            if (Reported.is(name)
                    || name.equalsIgnoreCase("bytea_output")
                    || name.equalsIgnoreCase("extra_float_digits")) {
                settings.put(Reported.canonical(name), value);
                urgent = true;
            }
        }
        wake();
    }

    @Override
    public void shutdown(SqlFailure reason) {
        synchronized (this) {
            if (shutdown == null) {
                shutdown = reason.asFatal();
            }
            urgent = true;
        }
        wake();
    }

    /** No message has a place for them. */
    @Override
    public boolean takesInsertIds() {
        return false;
    }

    private void wake() {
        synchronized (this) {
            some = true;
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        try {
            backend.link.loop().execute(wake);
        } catch (RejectedExecutionException gone) {
            // the loops have ended and closed the channel: nobody is there to be told
            some = false;
        }
    }

    // ---- the event loop ----

    private void deliver() {
        synchronized (this) {
            scheduled = false;
        }
        if (conversation != null && !backend.isGone() && !backend.link.isClosing()) {
            conversation.pushed();
            backend.goOn();
        }
    }

    /** Whether anything waits; cheap. */
    boolean isSome() {
        return some;
    }

    /** Whether something waits that goes out as soon as a message may be put in; cheap, on any thread. */
    boolean isUrgent() {
        return urgent;
    }

    synchronized Notice nextNotice() {
        Notice n = notices.poll();
        if (n == null && lost > 0) {
            n = Notice.warning(lost + " more notices were not sent");
            lost = 0;
        }
        return n;
    }

    synchronized Notification nextNotification() {
        Notification n = notifications.poll();
        if (n != null) {
            bytes -= n.channel().length() + n.payload().length();
        }
        return n;
    }

    /** Changed settings since the last call. */
    synchronized Map<String, String> takeSettings() {
        if (settings.isEmpty()) {
            return Map.of();
        }
        Map<String, String> all = new LinkedHashMap<>(settings);
        settings.clear();
        return all;
    }

    synchronized SqlFailure shutdown() {
        return shutdown;
    }

    /** After all was looked at. */
    synchronized void settle() {
        urgent = shutdown != null || !notices.isEmpty() || !settings.isEmpty() || lost > 0;
        some = urgent || !notifications.isEmpty();
    }
}
