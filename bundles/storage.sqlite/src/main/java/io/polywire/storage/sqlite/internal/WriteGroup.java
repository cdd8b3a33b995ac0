package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.StorageStatement;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of one commit. Nobody is told of success before the commit that holds him has come back; nobody who is told
 * of a failure has left anything behind.
 *
 * <p>A member's failure is undone alone: SQLite undoes a statement that fails, and one that returns rows, whose rows may
 * find no room when it has come to its end, has a savepoint. An interrupt, a full disk, a failing one and ROLLBACK as
 * conflict resolution may end the whole transaction. After each failure it is asked whether it is still there; if not,
 * those who had succeeded run once more, without the one who failed, and after a few such rounds each runs alone. The
 * same is done if the commit fails for what only one of them may have done.
 */
final class WriteGroup {
    private static final Logger LOG = LoggerFactory.getLogger(WriteGroup.class);
    private static final int MOST_ROUNDS = 3;
    private static final String SAVEPOINT = "SAVEPOINT pw_member";
    private static final String UNDO = "ROLLBACK TO pw_member";
    private static final String RELEASE = "RELEASE pw_member";

    private enum Outcome {
        OPEN,
        RAN,
        FAILED,
        ALONE
    }

    private final Engine engine;
    private final SqliteLease lease;
    private final SqliteConnection connection;
    private final List<GroupCommit.Member> members;
    private Outcome[] outcomes = {};
    private SqlFailure[] failures = {};
    private long[] changes = {};
    private long[] insertIds = {};

    WriteGroup(Engine engine, SqliteLease lease, List<GroupCommit.Member> members) {
        this.engine = engine;
        this.lease = lease;
        this.connection = lease.connection();
        this.members = members;
        open(0);
    }

    /** Makes room for the members from a number on. */
    private void open(int from) {
        int n = members.size();
        outcomes = Arrays.copyOf(outcomes, n);
        Arrays.fill(outcomes, from, n, Outcome.OPEN);
        failures = Arrays.copyOf(failures, n);
        changes = Arrays.copyOf(changes, n);
        insertIds = Arrays.copyOf(insertIds, n);
    }

    /** Runs and commits them. Never throws. */
    void run() {
        if (members.isEmpty()) {
            return;
        }
        int round = 0;
        while (round < MOST_ROUNDS && !transaction(0, members.size())) {
            round++;
        }
        for (int i = 0; round == MOST_ROUNDS && i < members.size(); i++) {
            // One that fails alone fails for good.
            while (outcomes[i] == Outcome.OPEN && !transaction(i, i + 1)) {
                continue;
            }
        }
    }

    /**
     * One attempt with the members of a range that are still open.
     *
     * @return true if all of them have their outcome, false if those that are open have to run again
     */
    private boolean transaction(int from, int end) {
        boolean whole = from == 0 && end == members.size();
        int to = end;
        try {
            lease.begin(TransactionMode.DEFAULT);
            lease.checkSchemaNow();
        } catch (RuntimeException | Error e) {
            undoAll();
            fail(from, to, failure(e));
            return true;
        }
        int ran = 0;
        for (int i = from; i < to; i++) {
            if (outcomes[i] != Outcome.OPEN) {
                continue;
            }
            if (runOne(i)) {
                ran += outcomes[i] == Outcome.RAN ? 1 : 0;
            } else {
                undoAll();
                reopen(from, to);
                return false;
            }
            if (whole && i + 1 == to) {
                // who has come while these ran need not wait for the next commit
                engine.groups().take(members);
                if (members.size() > to) {
                    open(to);
                    to = members.size();
                }
            }
        }
        if (ran == 0) {
            undoAll();
            return true;
        }
        try {
            lease.commit();
            return true;
        } catch (RuntimeException | Error e) {
            undoAll();
            SqlFailure f = failure(e);
            if (ran > 1 && isOneMembersFault(f)) {
                reopen(from, to);
                return false;
            }
            failRan(from, to, f);
            return true;
        }
    }

    /** What may be said of a commit that only one of its members is to blame for. */
    private static boolean isOneMembersFault(SqlFailure f) {
        return switch (f.kind()) {
            case FOREIGN_KEY, INTEGRITY, UNIQUE, CHECK, NOT_NULL, EXCLUSION -> true;
            default -> false;
        };
    }

    /** @return false if the transaction is gone, and with it what those before have done */
    private boolean runOne(int i) {
        GroupCommit.Member m = members.get(i);
        if (m.write.schemaVersion() != engine.database().schemaVersion()) {
            outcomes[i] = Outcome.ALONE;
            return true;
        }
        boolean savepoint = false;
        boolean ended = false;
        try {
            connection.user(m);
            connection.serve(m.write.session());
            if (m.isCancelled()) {
                throw GroupCommit.cancelled();
            }
            try (Cursor c = lease.open(m.write.statement(), m.write.parameters())) {
                RowSink rows = null;
                if (lease.returnsRows(c)) {
                    rows = m.write.rows();
                    lease.own(SAVEPOINT);
                    savepoint = true;
                }
                if (!c.fetch(0, rows)) {
                    throw SqlFailure.of(FailureKind.INTERNAL, "the rows of a write were not all taken");
                }
                ended = true;
                changes[i] = c.changes();
                insertIds[i] = m.write.takesInsertId() ? c.lastInsertId() : 0;
            }
            for (StorageStatement further : m.write.further()) {
                try (Cursor c = lease.open(further, null)) {
                    c.fetch(0, null);
                }
            }
            if (savepoint) {
                lease.own(RELEASE);
            }
            outcomes[i] = Outcome.RAN;
            return true;
        } catch (RuntimeException | Error e) {
            outcomes[i] = Outcome.FAILED;
            failures[i] = failure(e);
            // What has come to its end would stay in the transaction.
            return !ended && undone(savepoint);
        } finally {
            connection.user(lease);
            connection.serve(null);
        }
    }

    /** After a failure: whether the transaction is there, without what the one who failed had done. */
    private boolean undone(boolean savepoint) {
        try {
            if (!lease.inTransaction()) {
                return false;
            }
            if (savepoint) {
                lease.own(UNDO);
                lease.own(RELEASE);
            }
            return true;
        } catch (SqlFailure f) {
            // In doubt it is not.
            return false;
        }
    }

    private void undoAll() {
        try {
            lease.rollback();
        } catch (SqlFailure f) {
            // The connection is closed when the lease is, which undoes it.
            connection.spoil();
            LOG.debug("A group could not be rolled back", f);
        }
    }

    private void reopen(int from, int to) {
        for (int i = from; i < to; i++) {
            if (outcomes[i] == Outcome.RAN) {
                outcomes[i] = Outcome.OPEN;
            }
        }
    }

    private void fail(int from, int to, SqlFailure f) {
        for (int i = from; i < to; i++) {
            if (outcomes[i] == Outcome.OPEN) {
                outcomes[i] = Outcome.FAILED;
                failures[i] = f;
            }
        }
    }

    private void failRan(int from, int to, SqlFailure f) {
        reopen(from, to);
        fail(from, to, f);
    }

    private static SqlFailure failure(Throwable e) {
        if (e instanceof SqlFailure f) {
            return f;
        }
        return SqlFailure.build(FailureKind.INTERNAL, "internal error").cause(e).build();
    }

    /** Tells each what came of it. */
    void answer() {
        for (int i = 0; i < members.size(); i++) {
            var write = members.get(i).write;
            try {
                switch (outcomes[i]) {
                    case RAN -> write.done(changes[i], insertIds[i]);
                    case FAILED -> write.failed(failures[i]);
                    case ALONE -> write.alone();
                    case OPEN -> write.failed(SqlFailure.of(FailureKind.INTERNAL, "the statement was not run"));
                }
            } catch (RuntimeException | Error e) {
                // An answer must not throw; the others are told all the same.
                LOG.error("An answer to a write failed", e);
            }
        }
    }
}
