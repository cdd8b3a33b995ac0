package io.polywire.net.internal;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who is in, and whether someone else may come. Thread-safe; the lock is held for a few map operations and never while
 * something is closed.
 */
final class Connections {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private final Set<DoorConnection> all = new HashSet<>();
    /** Oldest first. */
    private final Set<DoorConnection> strangers = new LinkedHashSet<>();

    private final Map<DoorConnection, String> members = new HashMap<>();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private final Map<String, Integer> perUser = new HashMap<>();
    private boolean closed;

    /**
     * The outcome of {@link #enter}.
     *
     * @param refusal why it may not come in, or null
     * @param evicted the stranger that has to go for it, or null
     */
    record Entry(Outcome refusal, DoorConnection evicted) {
        private static final Entry FREE = new Entry(null, null);
    }

    /** A stranger comes. */
    Entry enter(DoorConnection connection, Counts limits) {
        lock.lock();
        try {
            if (closed) {
                return new Entry(Outcome.CLOSING, null);
            }
            InetAddress address = connection.address();
            if (limits.perAddress() > 0 && perAddress.getOrDefault(address, 0) >= limits.perAddress()) {
                return new Entry(Outcome.PER_ADDRESS, null);
            }
            all.add(connection);
            perAddress.merge(address, 1, Integer::sum);
            strangers.add(connection);
            if (strangers.size() <= limits.beforeAuth()) {
                return Entry.FREE;
            }
            DoorConnection oldest = strangers.iterator().next();
            strangers.remove(oldest);
            return new Entry(null, oldest);
        } finally {
            lock.unlock();
        }
    }

    /** The second connection of a client that is in; false if the door is closed. */
    boolean enterAuxiliary(DoorConnection connection) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            all.add(connection);
            perAddress.merge(connection.address(), 1, Integer::sum);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A stranger becomes a member, or a member another user; the refusal or null. */
    Outcome admit(DoorConnection connection, String user, Counts limits) {
        lock.lock();
        try {
            String before = members.get(connection);
            if (before == null && !strangers.contains(connection)) {
                // evicted or closed meanwhile
                return Outcome.BEFORE_AUTH;
            }
            if (before == null && members.size() >= limits.max()) {
                return Outcome.TOTAL;
            }
            boolean other = !user.equals(before);
            if (other && limits.perUser() > 0 && perUser.getOrDefault(user, 0) >= limits.perUser()) {
                return Outcome.PER_USER;
            }
            strangers.remove(connection);
            members.put(connection, user);
            if (other) {
                perUser.merge(user, 1, Integer::sum);
                decrement(perUser, before);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** It is gone; a second call does nothing. */
    void leave(DoorConnection connection) {
        lock.lock();
        try {
            if (!all.remove(connection)) {
                return;
            }
            strangers.remove(connection);
            decrement(perUser, members.remove(connection));
            decrement(perAddress, connection.address());
            if (all.isEmpty()) {
                empty.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static <K> void decrement(Map<K, Integer> counts, K key) {
        if (key != null) {
            counts.computeIfPresent(key, (k, n) -> n == 1 ? null : n - 1);
        }
    }

    /** Lets nobody in any more; who is in. */
    List<DoorConnection> close() {
        lock.lock();
        try {
            closed = true;
            return new ArrayList<>(all);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all have left; who has not at the deadline. */
    List<DoorConnection> awaitEmpty(long deadlineNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = deadlineNanos - System.nanoTime();
            while (!all.isEmpty() && left > 0) {
                left = empty.awaitNanos(left);
            }
            return new ArrayList<>(all);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #awaitEmpty(long)}, from now. */
    List<DoorConnection> awaitEmpty(long time, TimeUnit unit) throws InterruptedException {
        return awaitEmpty(System.nanoTime() + unit.toNanos(time));
    }

    int size() {
        lock.lock();
        try {
            return all.size();
        } finally {
            lock.unlock();
        }
    }

    int strangers() {
        lock.lock();
        try {
            return strangers.size();
        } finally {
            lock.unlock();
        }
    }
}
