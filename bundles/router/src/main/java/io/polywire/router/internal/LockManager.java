package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.lock.LockInfo;
import io.polywire.api.lock.LockKey;
import io.polywire.api.lock.LockMode;
import io.polywire.api.lock.LockScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The locks of all sessions, and who waits for whom: for a lock, for what others wait for before him, or for the right to
 * write a database. A wait that has lasted for the deadlock time is looked at once; whoever closed a circle finds it.
 *
 * <p>All under one monitor: a lock is rare beside a statement, and the whole of the graph has to be seen at one moment.
 * Answers to who waited are given outside of it.
 */
final class LockManager {
    /** The most locks that are held at a time, so that a client cannot take all memory with them. */
    private static final int MOST = 1_000_000;

    private record Name(String database, LockKey key) {}

    /** A lock that a session has: so many times in this mode. */
    private static final class Grant {
        final SessionLocks owner;
        final LockMode mode;
        final LockScope scope;
        /** Savepoints that were set in its transaction before. */
        final int mark;

        int count = 1;

        Grant(SessionLocks owner, LockMode mode, LockScope scope, int mark) {
            this.owner = owner;
            this.mode = mode;
            this.scope = scope;
            this.mark = mark;
        }
    }

    /** One who waits for a lock. */
    record Request(SessionLocks owner, LockKey key, LockMode mode, LockScope scope, int mark) {}

    private record Queued(Request request, Runnable granted) {}

    private static final class Entry {
        final List<Grant> grants = new ArrayList<>(1);
        final ArrayDeque<Queued> queue = new ArrayDeque<>(0);
    }

    private final Map<Name, Entry> entries = new HashMap<>();
    private int held;
    /** How many locks of rows are held in each database that has any. */
    private final Map<String, Integer> rows = new ConcurrentHashMap<>();

    /** Who waits for the right to write which database, and who has it. */
    private final Map<SessionLocks, Object> wanted = new HashMap<>();

    private final Map<Object, SessionLocks> writers = new HashMap<>();

    // ---- taking and giving back ----

    /** Takes it if nobody is in the way. */
    synchronized boolean tryTake(Request r) {
        Entry e = entries.get(name(r));
        if (e != null && !isFree(e, r, e.queue)) {
            return false;
        }
        take(r);
        return true;
    }

    /**
     * Takes it, or queues.
     *
     * @param granted run when it has been taken after all, not under the monitor
     * @return true if it was taken at once
     */
    synchronized boolean takeOrQueue(Request r, Runnable granted) {
        if (tryTake(r)) {
            return true;
        }
        entries.get(name(r)).queue.addLast(new Queued(r, granted));
        return false;
    }

    /** Ends a wait; false if it was over. */
    boolean leaveQueue(Request r) {
        List<Runnable> told = new ArrayList<>();
        boolean was;
        synchronized (this) {
            Entry e = entries.get(name(r));
            was = e != null && e.queue.removeIf(q -> q.request == r);
            if (was) {
                serve(name(r), e, told);
            }
        }
        told.forEach(Runnable::run);
        return was;
    }

    private static Name name(Request r) {
        return new Name(r.key.serverWide() ? null : r.owner.database(), r.key);
    }

    private static boolean isFree(Entry e, Request r, Iterable<Queued> before) {
        boolean has = false;
        for (Grant g : e.grants) {
            if (g.owner != r.owner && g.mode.conflictsWith(r.mode)) {
                return false;
            }
            has |= g.owner == r.owner;
        }
        if (has) {
            // Who has some of it does not wait for those who wait for him.
            return true;
        }
        for (Queued q : before) {
            if (q.request == r) {
                return true;
            }
            if (q.request.owner != r.owner && q.request.mode.conflictsWith(r.mode)) {
                return false;
            }
        }
        return true;
    }

    private void take(Request r) {
        Entry e = entries.computeIfAbsent(name(r), n -> new Entry());
        for (Grant g : e.grants) {
            if (g.owner == r.owner && g.mode == r.mode && g.scope == r.scope) {
                // One in force from before a savepoint outlives the return to it.
                g.count += r.scope == LockScope.SESSION ? 1 : 0;
                return;
            }
        }
        if (held >= MOST) {
            throw SqlFailure.of(FailureKind.OUT_OF_MEMORY, "too many locks are held");
        }
        held++;
        if (r.key.space() == LockKey.Space.ROWS) {
            rows.merge(r.owner.database(), 1, Integer::sum);
        }
        e.grants.add(new Grant(r.owner, r.mode, r.scope, r.mark));
        r.owner.held(r.scope);
    }

    /** Gives one of scope SESSION back. */
    boolean give(SessionLocks owner, LockKey key, LockMode mode) {
        return release(
                        new Name(key.serverWide() ? null : owner.database(), key),
                        g -> g.owner == owner && g.mode == mode && g.scope == LockScope.SESSION,
                        false)
                > 0;
    }

    private interface Which {
        boolean test(Grant g);
    }

    private int release(Name n, Which which, boolean whole) {
        List<Runnable> told = new ArrayList<>();
        int released = 0;
        synchronized (this) {
            Entry e = entries.get(n);
            if (e != null) {
                released = release(n, e, which, whole, told);
                if (isEmpty(e)) {
                    entries.remove(n);
                }
            }
        }
        told.forEach(Runnable::run);
        return released;
    }

    private int release(Name n, Entry e, Which which, boolean whole, List<Runnable> told) {
        int released = 0;
        for (Iterator<Grant> i = e.grants.iterator(); i.hasNext(); ) {
            Grant g = i.next();
            if (which.test(g)) {
                released++;
                if (whole || --g.count == 0) {
                    i.remove();
                    held--;
                    if (n.key.space() == LockKey.Space.ROWS) {
                        rows.computeIfPresent(n.database, (database, count) -> count == 1 ? null : count - 1);
                    }
                }
            }
        }
        if (released > 0) {
            serve(n, e, told);
        }
        return released;
    }

    private static boolean isEmpty(Entry e) {
        return e.grants.isEmpty() && e.queue.isEmpty();
    }

    /** Gives those who wait what has become free, in their order. */
    private void serve(Name n, Entry e, List<Runnable> told) {
        for (Iterator<Queued> i = e.queue.iterator(); i.hasNext(); ) {
            Queued q = i.next();
            if (isFree(e, q.request, e.queue)) {
                i.remove();
                take(q.request);
                told.add(q.granted);
            }
        }
    }

    /** Gives back all of an owner for which the test holds. */
    private void releaseAll(SessionLocks owner, Which which) {
        List<Runnable> told = new ArrayList<>();
        synchronized (this) {
            for (Iterator<Map.Entry<Name, Entry>> i = entries.entrySet().iterator(); i.hasNext(); ) {
                Map.Entry<Name, Entry> e = i.next();
                release(e.getKey(), e.getValue(), g -> g.owner == owner && which.test(g), true, told);
                if (isEmpty(e.getValue())) {
                    i.remove();
                }
            }
        }
        told.forEach(Runnable::run);
    }

    void endTransaction(SessionLocks owner) {
        releaseAll(owner, g -> g.scope == LockScope.TRANSACTION);
    }

    /** Back to a savepoint: what was taken since is given back. */
    void backTo(SessionLocks owner, int savepoints) {
        releaseAll(owner, g -> g.scope == LockScope.TRANSACTION && g.mark >= savepoints);
    }

    void endSession(SessionLocks owner) {
        releaseAll(owner, g -> true);
    }

    void endSessionScope(SessionLocks owner) {
        releaseAll(owner, g -> g.scope == LockScope.SESSION);
    }

    // ---- the right to write ----

    synchronized void wantsRight(SessionLocks who, Object database) {
        wanted.put(who, database);
    }

    synchronized void wantsNoRight(SessionLocks who) {
        wanted.remove(who);
    }

    synchronized void hasRight(SessionLocks who, Object database) {
        writers.put(database, who);
    }

    synchronized void gaveRight(SessionLocks who, Object database) {
        writers.remove(database, who);
    }

    // ---- circles ----

    /**
     * Whether one who waits waits for himself in the end. If so his wait counts no more, so that the others in the circle
     * do not have to give up as well.
     *
     * @return who waits for whom; null if there is no circle
     */
    synchronized String breakCircle(SessionLocks start) {
        List<SessionLocks> path = new ArrayList<>();
        Set<SessionLocks> seen = new HashSet<>();
        if (!search(start, start, path, seen)) {
            return null;
        }
        String text = describe(path);
        wanted.remove(start);
        start.endWait();
        return text;
    }

    private boolean search(SessionLocks at, SessionLocks start, List<SessionLocks> path, Set<SessionLocks> seen) {
        path.add(at);
        for (SessionLocks next : blockers(at)) {
            if (next == start || seen.add(next) && search(next, start, path, seen)) {
                return true;
            }
        }
        path.remove(path.size() - 1);
        return false;
    }

    private Set<SessionLocks> blockers(SessionLocks who) {
        Set<SessionLocks> all = new HashSet<>();
        Object database = wanted.get(who);
        if (database != null) {
            SessionLocks writer = writers.get(database);
            if (writer != null && writer != who) {
                all.add(writer);
            }
        }
        Request r = who.waitsFor();
        Entry e = r == null ? null : entries.get(name(r));
        if (e != null) {
            boolean has = false;
            for (Grant g : e.grants) {
                has |= g.owner == who;
                if (g.owner != who && g.mode.conflictsWith(r.mode)) {
                    all.add(g.owner);
                }
            }
            for (Queued q : e.queue) {
                if (has || q.request == r) {
                    break;
                }
                if (q.request.owner != who && q.request.mode.conflictsWith(r.mode)) {
                    all.add(q.request.owner);
                }
            }
        }
        return all;
    }

    /** Numbers of the sessions that one waits for; none if it waits for nothing. */
    synchronized List<Integer> blockersOf(SessionLocks who) {
        return blockers(who).stream().map(SessionLocks::id).sorted().toList();
    }

    private String describe(List<SessionLocks> path) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < path.size(); i++) {
            SessionLocks who = path.get(i);
            Request r = who.waitsFor();
            b.append(i == 0 ? "" : "\n")
                    .append("Process ")
                    .append(who.id())
                    .append(" waits for ")
                    .append(r == null ? "the right to write" : r.mode.postgresName() + " on " + describe(r.key))
                    .append("; blocked by process ")
                    .append(path.get((i + 1) % path.size()).id())
                    .append('.');
        }
        return b.toString();
    }

    private static String describe(LockKey k) {
        return switch (k.space()) {
            case ADVISORY -> "advisory lock [" + (k.number() >>> 32) + "," + (k.number() & 0xFFFFFFFFL) + ",1]";
            case ADVISORY_PAIR -> "advisory lock [" + (k.number() >>> 32) + "," + (k.number() & 0xFFFFFFFFL) + ",2]";
            case NAMED -> "a named lock";
            case TABLE -> "relation \"" + k.name() + "\"";
            case ROWS -> "rows of relation \"" + k.name() + "\"";
        };
    }

    // ---- looking ----

    /** Whether anybody has locked rows of a database. */
    boolean hasRows(String database) {
        return !rows.isEmpty() && rows.containsKey(database);
    }

    /** The tables of a session's database of which others have locked rows. */
    synchronized List<String> rowsOfOthers(SessionLocks who) {
        List<String> tables = new ArrayList<>();
        if (hasRows(who.database())) {
            entries.forEach((n, e) -> {
                if (n.key.space() == LockKey.Space.ROWS
                        && n.database.equals(who.database())
                        && e.grants.stream().anyMatch(g -> g.owner != who)) {
                    tables.add(n.key.name());
                }
            });
        }
        return tables;
    }

    /** All locks of a database, and server-wide ones. */
    synchronized List<LockInfo> all(String database) {
        List<LockInfo> all = new ArrayList<>();
        entries.forEach((n, e) -> {
            if (n.database == null || n.database.equals(database)) {
                e.grants.forEach(g -> all.add(new LockInfo(n.database, n.key, g.mode, g.owner.id(), true)));
                e.queue.forEach(
                        q -> all.add(new LockInfo(n.database, n.key, q.request.mode, q.request.owner.id(), false)));
            }
        });
        all.sort(Comparator.comparingInt(LockInfo::session));
        return all;
    }
}
