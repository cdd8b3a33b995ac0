package io.polywire.router.internal;

import io.polywire.api.lock.LockKey;
import io.polywire.api.lock.LockMode;
import io.polywire.sql.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of which a transaction has locked rows (FOR UPDATE and its relatives). Under the right to write, which it has
 * from then on, nobody else changes them. As long as it has changed nothing itself it can give the right back, for locks
 * of these tables' rows in its place. Confined to the session, but for {@link #mayLend()}.
 */
final class LockedTables {
    /** @param mark savepoints that were set when its rows were locked */
    private record Table(String stored, LockMode mode, int mark) {}

    private final List<Table> all = new ArrayList<>();
    private boolean changed;
    private volatile boolean lends;
    private volatile boolean lent;

    /** The transaction begins. */
    void begin() {
        all.clear();
        changed = false;
        lends = false;
        lent = false;
    }

    /** The right was given back. */
    void lent() {
        lent = true;
    }

    /** The transaction has a lease again. */
    void taken() {
        lent = false;
    }

    /** Whether locks stand for the right that was given back; on any thread. */
    boolean isLent() {
        return lent;
    }

    /** A statement is about to do something else under the right to write, or asks for it for another reason. */
    void changes() {
        changed = true;
        lends = false;
    }

    /** A query is about to lock rows. */
    void locks(Plan query, int mark) {
        if (changed) {
            return;
        }
        LockMode mode = RowGuard.mode(query);
        for (String table : RowGuard.locked(query)) {
            // the one that is there was locked before, so that it lasts longer
            if (all.stream().noneMatch(t -> t.stored().equals(table) && t.mode() == mode)) {
                all.add(new Table(table, mode, mark));
            }
        }
        lends = true;
    }

    /** Back to a savepoint: what was locked after it is locked no more. */
    void backTo(int savepoint) {
        all.removeIf(t -> t.mark() >= savepoint);
    }

    /** Whether it makes sense to give the right back; on any thread, where it may be out of date. */
    boolean mayLend() {
        return lends;
    }

    /** Whether nothing was done under the right that would be lost with it. */
    boolean isAll() {
        return !changed;
    }

    /** Takes the locks that stand for the right; false if one cannot be had, and the right has to stay. */
    boolean take(SessionLocks locks) {
        lends = false;
        for (Table t : all) {
            if (!locks.tryTake(LockKey.table(t.stored()), LockMode.ROW_SHARE, t.mark())
                    || !locks.tryTake(LockKey.rows(t.stored()), t.mode(), t.mark())) {
                return false;
            }
        }
        return true;
    }
}
