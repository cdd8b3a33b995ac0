package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.AutoWrite;
import io.polywire.api.storage.LeaseKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes that commit on their own, several to a commit. They wait here, and whoever has the right to write next on behalf
 * of this line takes all of it that one commit may hold, and what comes while those run. Nothing waits for more to come.
 * Callers may be event loops, so the work is done on a thread of its own, which looks out for a moment for the next write
 * when it has come to an end.
 *
 * <pre>
 *   submit ─▶ queued ─┬─ right free ───────────────────────────────────────────────────┬─▶ groups, until others
 *                     └─ one runner for all asks for it in the line of all writers ────┘   wait or none is left
 * </pre>
 */
final class GroupCommit {
    /** The most members of one commit. */
    static final int MAX = 256;

    /**
     * So long the thread that has run a group looks out for the next write, if the one before came within that time. A client
     * that waits for each answer is back in a tenth of a millisecond; to let the thread sleep and to wake it again takes a
     * good part of that.
     */
    private static final long LOOK_OUT_NANOS = 150_000;
    /**
     * After so many groups of one member in a row there is one client. With several it is better to be woken: meanwhile more
     * of them are back, groups are larger and syncs fewer.
     */
    private static final int ONE_CLIENT = 8;

    private static final boolean SEVERAL_PROCESSORS = Runtime.getRuntime().availableProcessors() > 1;

    private final Engine engine;
    /** Guarded by this, as the two below are. */
    private final ArrayDeque<Member> queue = new ArrayDeque<>();
    /** Whether somebody will run what is queued. */
    private boolean scheduled;

    private boolean retired;

    /** How many are queued; read without the lock by who looks out for more. */
    private volatile int size;
    /** Whether the last run was followed by the next so soon that it pays to look out for it. */
    private volatile boolean lively;

    private volatile long ranUntil;
    /** Groups of one member since the last larger one. By the holder of the right to write. */
    private int single;

    GroupCommit(Engine engine) {
        this.engine = engine;
    }

    /** One write until its answer. */
    final class Member {
        private static final int QUEUED = 0;
        private static final int CLAIMED = 1;
        private static final int ANSWERED = 2;

        final AutoWrite write;
        /** By {@link System#nanoTime()}; after it the wait is over. */
        private final long deadline;

        private int state = QUEUED;
        private volatile boolean cancelled;

        Member(AutoWrite write, long deadline) {
            this.write = write;
            this.deadline = deadline;
        }

        /** Takes it out of the wait; false if it was answered meanwhile. */
        private synchronized boolean claim(int next) {
            if (state != QUEUED) {
                return false;
            }
            state = next;
            return true;
        }

        boolean isCancelled() {
            return cancelled;
        }

        private void stop() {
            cancelled = true;
            if (claim(ANSWERED)) {
                synchronized (GroupCommit.this) {
                    queue.remove(this);
                    size = queue.size();
                }
                write.failed(cancelled());
            } else {
                engine.writer().interruptShared(this);
            }
        }

        private void refuse(SqlFailure f) {
            if (claim(ANSWERED)) {
                write.failed(f);
            }
        }
    }

    static SqlFailure cancelled() {
        return SqlFailure.of(FailureKind.CANCELLED, "the statement was cancelled");
    }

    /** As {@link io.polywire.api.storage.Database#write}. */
    void submit(AutoWrite write, long timeoutNanos) {
        Member m = new Member(write, System.nanoTime() + Math.min(timeoutNanos, Long.MAX_VALUE / 4));
        write.waiting(m::stop);
        boolean start;
        SqlFailure refusal = null;
        synchronized (this) {
            if (retired) {
                refusal = SqliteConnection.unavailable();
            } else if (queue.size() >= engine.settings().waiting()) {
                refusal = ReaderPool.full();
            } else {
                queue.addLast(m);
                size = queue.size();
            }
            start = refusal == null && !scheduled;
            scheduled |= start;
        }
        if (refusal != null) {
            m.refuse(refusal);
        } else if (start) {
            lively = SEVERAL_PROCESSORS && System.nanoTime() - ranUntil < LOOK_OUT_NANOS;
            SqliteLease lease = engine.writer().tryAcquire();
            if (lease != null) {
                if (!engine.workers().executeWrite(() -> run(lease))) {
                    lease.close();
                    refuseAll(SqliteConnection.unavailable());
                }
            } else {
                ask();
            }
        }
    }

    private void ask() {
        // Its members have deadlines of their own.
        engine.writer().ask(Long.MAX_VALUE, new Runner());
    }

    private final class Runner extends Waiter {
        @Override
        void granted() {
            if (!engine.workers().executeWrite(this::run)) {
                engine.writer().give();
                refuseAll(SqliteConnection.unavailable());
            }
        }

        private void run() {
            SqliteLease lease;
            try {
                lease = new SqliteLease(engine, engine.writer().sharedOrOpened(), LeaseKind.WRITE);
            } catch (SqlFailure f) {
                engine.writer().give();
                refuseAll(f);
                return;
            }
            GroupCommit.this.run(lease);
        }

        @Override
        void refused(SqlFailure failure) {
            refuseAll(failure);
        }
    }

    private void refuseAll(SqlFailure f) {
        List<Member> all;
        synchronized (this) {
            all = new ArrayList<>(queue);
            queue.clear();
            size = 0;
            scheduled = false;
        }
        all.forEach(m -> m.refuse(f));
    }

    /** Runs groups with the right to write, which the lease gives back. */
    private void run(SqliteLease lease) {
        SqliteLease next = lease;
        while (next != null) {
            next = runSome(next);
        }
    }

    /** @return a lease if there is more to do and the right was free */
    private SqliteLease runSome(SqliteLease lease) {
        while (true) {
            List<Member> members = take();
            WriteGroup group = new WriteGroup(engine, lease, members);
            group.run();
            single = members.size() > 1 ? 0 : Math.min(single + 1, ONE_CLIENT);
            boolean more;
            boolean stays;
            boolean looks = lively && single == ONE_CLIENT;
            synchronized (this) {
                more = !queue.isEmpty();
                scheduled = more || looks;
                stays = more
                        && !retired
                        && engine.writer().waiting() == 0
                        && !lease.connection().isSpoilt();
            }
            if (!stays) {
                lease.close();
                if (more) {
                    ask();
                }
            }
            group.answer();
            if (!stays) {
                ranUntil = System.nanoTime();
                return looks && !more ? lookOut() : null;
            }
        }
    }

    /**
     * For a moment this thread looks whether the next write comes, before it lies down: to wake it would take as long. Who
     * else wants the processor gets it.
     */
    private SqliteLease lookOut() {
        long until = System.nanoTime() + LOOK_OUT_NANOS;
        while (size == 0 && System.nanoTime() < until) {
            Thread.yield();
        }
        synchronized (this) {
            if (queue.isEmpty()) {
                scheduled = false;
                return null;
            }
        }
        SqliteLease lease = engine.writer().tryAcquire();
        if (lease == null) {
            ask();
        }
        return lease;
    }

    private List<Member> take() {
        List<Member> group = new ArrayList<>();
        take(group);
        return group;
    }

    /** Adds what is queued to a group, as far as there is room in it. By the holder of the right to write. */
    void take(List<Member> group) {
        if (size == 0) {
            return;
        }
        long now = System.nanoTime();
        List<Member> late = List.of();
        synchronized (this) {
            while (group.size() < MAX) {
                Member m = queue.pollFirst();
                if (m == null) {
                    break;
                }
                if (now - m.deadline > 0) {
                    late = late.isEmpty() ? new ArrayList<>() : late;
                    late.add(m);
                } else if (m.claim(Member.CLAIMED)) {
                    group.add(m);
                }
            }
            size = queue.size();
        }
        late.forEach(m -> m.refuse(WriterRight.late()));
    }

    /** Ends waits that are over; called by the timer. */
    void tick() {
        List<Member> late = null;
        long now = System.nanoTime();
        synchronized (this) {
            // Deadlines need not be in order, so all are looked at: a few thousand at most, some times a second.
            for (var i = queue.iterator(); i.hasNext(); ) {
                Member m = i.next();
                if (now - m.deadline > 0) {
                    i.remove();
                    size = queue.size();
                    late = late == null ? new ArrayList<>() : late;
                    late.add(m);
                }
            }
        }
        if (late != null) {
            late.forEach(m -> m.refuse(WriterRight.late()));
        }
    }

    synchronized int waiting() {
        return queue.size();
    }

    void retire(SqlFailure reason) {
        synchronized (this) {
            retired = true;
        }
        List<Member> all;
        synchronized (this) {
            all = new ArrayList<>(queue);
            queue.clear();
            size = 0;
        }
        all.forEach(m -> m.refuse(reason));
    }
}
