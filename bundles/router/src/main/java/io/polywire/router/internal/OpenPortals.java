package io.polywire.router.internal;

import java.util.ArrayList;
import java.util.List;

/** The portals of a session that are suspended in the midst of their rows. Confined to the session. */
final class OpenPortals {
    private final List<SessionPortal> all = new ArrayList<>();

    void add(SessionPortal p) {
        all.add(p);
    }

    void remove(SessionPortal p) {
        all.remove(p);
    }

    /** Bytes of what they hold, roughly. */
    long held() {
        long sum = 0;
        for (int i = 0; i < all.size(); i++) {
            sum += all.get(i).held();
        }
        return sum;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether a result is read on a transaction's lease. */
    boolean hasAny(SessionTransaction of) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).in(of)) {
                return true;
            }
        }
        return false;
    }

    /** Brings what is left of the results that are read on a transaction's lease to where no change reaches it. */
    void detach(SessionTransaction of, SessionPortal but) {
        for (SessionPortal p : List.copyOf(all)) {
            if (p != but && p.in(of)) {
                p.detach();
            }
        }
    }

    /** Before a transaction goes back to a savepoint: what was opened after it is closed, the rest stays readable. */
    void backTo(SessionTransaction of, int savepoint) {
        for (SessionPortal p : List.copyOf(all)) {
            if (p.in(of)) {
                if (p.openedAt() >= savepoint) {
                    p.close();
                } else {
                    p.detach();
                }
            }
        }
    }

    /** Closes what hangs on a transaction that ends. */
    void close(SessionTransaction of) {
        for (SessionPortal p : List.copyOf(all)) {
            if (p.in(of)) {
                p.close();
            }
        }
    }

    void close() {
        List.copyOf(all).forEach(SessionPortal::close);
    }
}
