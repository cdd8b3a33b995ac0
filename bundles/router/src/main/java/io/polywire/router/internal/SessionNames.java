package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.NamedObjects;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The named statements and cursors of a session. Confined to the session's thread. */
final class SessionNames implements NamedObjects {
    private final RouterSession session;
    private final Map<String, StatementInfo> statements = new LinkedHashMap<>(0);
    private final Map<String, SessionCursor> cursors = new LinkedHashMap<>(0);
    /** Named portals of the wire that are no cursors: those of FETCH and EXECUTE. */
    private final Map<String, Portal> others = new LinkedHashMap<>(0);

    private long removals;
    /** Bytes of the statements, roughly. */
    private long statementBytes;

    SessionNames(RouterSession session) {
        this.session = session;
    }

    /** A place for rows that a cursor keeps. */
    RowSpool spool() {
        return new RowSpool(session.desk.settings().cursorMaxBytes(), session.memory);
    }

    // --- statements -----------------------------------------------------------------------------------------------

    @Override
    public Prepared statement(String name) {
        StatementInfo s = statements.get(name);
        return s == null ? null : s.statement();
    }

    @Override
    public void addStatement(String name, Prepared statement) {
        add(name, statement instanceof SessionPrepared p ? p.text : "", statement, false);
    }

    /** PREPARE. */
    void prepare(String name, String text, Prepared statement) {
        int most = session.desk.settings().namesMax();
        if (statements.size() >= most) {
            throw SqlFailure.of(FailureKind.LIMIT, "too many prepared statements, " + most + " are allowed");
        }
        add(name, text, statement, true);
    }

    private void add(String name, String text, Prepared statement, boolean bySql) {
        if (statements.containsKey(name)) {
            throw SqlFailure.build(FailureKind.DUPLICATE_OBJECT, "prepared statement \"" + name + "\" already exists")
                    .sqlState("42P05")
                    .build();
        }
        StatementInfo info = new StatementInfo(name, text, Instant.now(), statement, bySql);
        session.memory.require(weight(info));
        statementBytes += weight(info);
        statements.put(name, info);
    }

    private static long weight(StatementInfo s) {
        return SessionMemory.ENTRY
                + SessionMemory.of(s.name())
                + SessionMemory.of(s.text())
                + s.statement().weight();
    }

    @Override
    public void removeStatement(String name) {
        StatementInfo gone = statements.remove(name);
        if (gone != null) {
            statementBytes -= weight(gone);
        }
    }

    /** A statement for EXECUTE; 26000 if there is none. */
    Prepared known(String name) {
        Prepared p = statement(name);
        if (p == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_STATEMENT, "prepared statement \"" + name + "\" does not exist");
        }
        return p;
    }

    /** DEALLOCATE; null for all. */
    void deallocate(String name) {
        removals++;
        if (name == null) {
            statements.clear();
            statementBytes = 0;
        } else {
            known(name);
            removeStatement(name);
        }
    }

    // --- cursors --------------------------------------------------------------------------------------------------

    @Override
    public Portal portal(String name) {
        SessionCursor c = cursors.get(name);
        return c == null ? others.get(name) : c.portal();
    }

    @Override
    public void addPortal(String name, Portal portal) {
        refuseUsed(name);
        session.memory.require(
                SessionMemory.of(name) + (portal instanceof SessionPortal p ? p.held() : SessionMemory.ENTRY));
        if (portal instanceof SessionPortal p) {
            cursors.put(name, SessionCursor.ofWire(name, p));
        } else {
            others.put(name, portal);
        }
    }

    /** DECLARE. */
    void declare(SessionCursor cursor) {
        refuseUsed(cursor.name());
        session.memory.require(cursor.held());
        cursors.put(cursor.name(), cursor);
    }

    void refuseUsed(String name) {
        if (portal(name) != null) {
            throw SqlFailure.build(FailureKind.DUPLICATE_OBJECT, "cursor \"" + name + "\" already exists")
                    .sqlState("42P03")
                    .build();
        }
        int most = session.desk.settings().namesMax();
        if (cursors.size() >= most) {
            throw SqlFailure.of(FailureKind.LIMIT, "too many cursors, " + most + " are allowed");
        }
    }

    @Override
    public void removePortal(String name) {
        SessionCursor c = cursors.remove(name);
        if (c != null) {
            c.close();
        }
        Portal p = others.remove(name);
        if (p != null) {
            p.close();
        }
    }

    /** Whether there are cursors, or portals of the wire that have a name. */
    boolean hasCursors() {
        return !cursors.isEmpty() || !others.isEmpty();
    }

    /** Whether a cursor, or a portal of the wire that has a name, is such. */
    boolean anyCursor(java.util.function.Predicate<SessionCursor> such) {
        return cursors.values().stream().anyMatch(such);
    }

    /** The cursor of a name; null if there is none. */
    SessionCursor find(String name) {
        return cursors.get(name);
    }

    /** The cursor of a name, to change the row that it stands on; 34000 if there is none. */
    SessionCursor standing(String name) {
        SessionCursor c = cursors.get(name);
        if (c == null && others.containsKey(name) || c != null && c.isByWire()) {
            throw SqlFailure.unsupported("WHERE CURRENT OF a portal of the protocol");
        }
        if (c == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_CURSOR, "cursor \"" + name + "\" does not exist");
        }
        return c;
    }

    /** The cursor of a name; 34000 if there is none. */
    SessionCursor cursor(String name) {
        SessionCursor c = cursors.get(name);
        if (c == null && others.containsKey(name)) {
            throw SqlFailure.unsupported("FETCH from, or CLOSE of, a portal of FETCH or EXECUTE");
        }
        if (c == null) {
            throw SqlFailure.of(FailureKind.UNDEFINED_CURSOR, "cursor \"" + name + "\" does not exist");
        }
        return c;
    }

    /** CLOSE; null for all. */
    void close(String name) {
        removals++;
        if (name == null) {
            cursors.values().forEach(SessionCursor::close);
            cursors.clear();
            others.values().forEach(Portal::close);
            others.clear();
        } else {
            cursor(name);
            removePortal(name);
        }
    }

    /** Before a commit: what outlives the transaction is read to its end. On a worker. */
    void hold() {
        for (SessionCursor c : cursors.values()) {
            c.hold();
        }
    }

    /** The transaction is over: of its cursors only those stay that are held and were committed. */
    void ended(boolean committed) {
        if (!others.isEmpty()) {
            others.values().forEach(Portal::close);
            others.clear();
            removals++;
        }
        remove(c -> !c.outlives(committed));
    }

    /** Back to a savepoint: what was declared after it is gone. */
    void backTo(int savepoint) {
        remove(c -> !c.isSettled() && c.savepoint() >= savepoint);
    }

    private void remove(java.util.function.Predicate<SessionCursor> which) {
        if (cursors.isEmpty()) {
            return;
        }
        boolean any = cursors.values().removeIf(c -> {
            boolean gone = which.test(c);
            if (gone) {
                c.close();
            }
            return gone;
        });
        if (any) {
            removals++;
        }
    }

    /** Everything goes. */
    void clear() {
        deallocate(null);
        close(null);
    }

    /** Bytes of statements and cursors, roughly. */
    long held() {
        long sum = statementBytes + (long) SessionMemory.ENTRY * others.size();
        if (!cursors.isEmpty()) {
            for (SessionCursor c : cursors.values()) {
                sum += c.held();
            }
        }
        return sum;
    }

    // --- what there is --------------------------------------------------------------------------------------------

    @Override
    public long removals() {
        return removals;
    }

    @Override
    public List<StatementInfo> statements() {
        return List.copyOf(statements.values());
    }

    @Override
    public List<CursorInfo> cursors() {
        return cursors.values().stream().map(SessionCursor::info).toList();
    }
}
