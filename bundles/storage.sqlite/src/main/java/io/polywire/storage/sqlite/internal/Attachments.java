package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.MemoryRelation;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.core.RawConnection;

/** The relations in memory that one connection has attached. Under the connection's thread rule. */
final class Attachments {
    /** SQLite's own bound, as sqlite-jdbc has it compiled, less one for the copy that VACUUM attaches. */
    static final int MOST = 120;

    /** How many a transaction that takes the right to write may find attached; it lets go of none before its end. */
    private static final int MOST_AT_BEGIN = 48;

    /** How many stay attached when no statement that is kept names them. */
    private static final int SPARE = 24;

    private final MemoryRelations relations;
    private final RawConnection raw;

    /** How many compiled statements name each; in the order of their last use. */
    private final Map<Long, Use> attached = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Use {
        final MemoryRelation relation;
        int statements;

        Use(MemoryRelation relation) {
            this.relation = relation;
        }
    }

    Attachments(MemoryRelations relations, RawConnection raw) {
        this.relations = relations;
        this.raw = raw;
    }

    /** Whether so many more find room. */
    boolean hasRoom(List<MemoryRelation> wanted) {
        long missing =
                wanted.stream().filter(r -> !attached.containsKey(r.number())).count();
        if (attached.size() + missing > MOST) {
            drop(0);
        }
        return attached.size() + missing <= MOST;
    }

    static SqlFailure tooMany() {
        return SqlFailure.unsupported("a statement over so many system relations");
    }

    /** Whether there are so many that a transaction would find little room, once what nobody names is detached. */
    boolean isCrowded() {
        if (attached.size() > MOST_AT_BEGIN) {
            drop(SPARE);
        }
        return attached.size() > MOST_AT_BEGIN;
    }

    /** Has them attached; each counts as used by one more statement until {@link #unuse}. */
    void use(List<MemoryRelation> wanted) throws SQLException {
        if (!hasRoom(wanted)) {
            throw tooMany();
        }
        List<MemoryRelation> begun = new ArrayList<>();
        try {
            for (MemoryRelation r : wanted) {
                Use u = attached.get(r.number());
                if (u == null) {
                    raw.limit(RawConnection.LIMIT_ATTACHED, MOST);
                    relations.attach(r, raw);
                    u = new Use(r);
                    attached.put(r.number(), u);
                }
                u.statements++;
                begun.add(r);
            }
        } catch (SQLException | RuntimeException e) {
            unuse(begun);
            throw e;
        } finally {
            if (!wanted.isEmpty()) {
                raw.limit(RawConnection.LIMIT_ATTACHED, 0);
            }
        }
    }

    /** A statement that named them is gone. */
    void unuse(List<MemoryRelation> used) {
        for (MemoryRelation r : used) {
            attached.get(r.number()).statements--;
        }
        if (!used.isEmpty() && attached.size() > SPARE) {
            drop(SPARE);
        }
    }

    /** Detaches what no statement names, the least used first; what a transaction has read stays until it ends. */
    private void drop(int left) {
        for (Use u : List.copyOf(attached.values())) {
            if (attached.size() <= left) {
                return;
            }
            if (u.statements == 0) {
                try {
                    raw.execute(("DETACH " + MemoryRelations.schema(u.relation)).getBytes(StandardCharsets.UTF_8));
                    attached.remove(u.relation.number());
                } catch (SQLException e) {
                    // its transaction still holds it: another time
                    continue;
                }
            }
        }
    }
}
