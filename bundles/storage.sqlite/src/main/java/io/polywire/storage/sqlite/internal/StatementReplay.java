package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.storage.Replay;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlite.core.RawConnection;

/**
 * Runs a failed statement once more, under temporary triggers that note rows, in a savepoint (or, outside of a transaction,
 * in one of its own) that is rolled back. Interrupts do not reach that run: an interrupted write takes its transaction with
 * it. What bounds it is the time that the triggers look at, and that of the first run, which the caller knows.
 */
final class StatementReplay {
    private static final String SAVEPOINT = "pw_replay";
    /** More than the noted rows and what describes them can take. */
    private static final long ROOM_PAGES = 2_048;

    private final SqliteLease lease;
    private final SqliteConnection connection;
    private final StorageStatement statement;
    private final Replay how;

    StatementReplay(SqliteLease lease, StorageStatement statement, Replay how) {
        this.lease = lease;
        this.connection = lease.connection();
        this.statement = statement;
        this.how = how;
    }

    /** @return whether it was told of what was noted */
    boolean run(Parameters parameters, SqlFailure failure, Runnable look) {
        boolean within = lease.isTransaction();
        if (within && !lease.inTransaction() || !enter()) {
            return false;
        }
        boolean again = false;
        boolean began = false;
        try {
            if (connection.activeCursors > 0) {
                // what rolls a change of the schema back ends them
                return false;
            }
            if (lease.hosts() && !hasRoom()) {
                return false;
            }
            lease.keepInsertId();
            connection.run(
                    within
                            ? "SAVEPOINT " + SAVEPOINT
                            : statement.temporary() == TemporaryUse.CHANGED ? "BEGIN" : "BEGIN IMMEDIATE");
            began = true;
            again = connection.sheltered(() -> failsAgain(parameters, failure) ? 1 : 0) == 1;
        } catch (SqlFailure f) {
            again = false;
        } finally {
            if (!again) {
                undo(began, within);
            }
            connection.leave();
        }
        if (!again) {
            return false;
        }
        try {
            look.run();
        } finally {
            if (enter()) {
                try {
                    undo(true, within);
                } finally {
                    connection.leave();
                }
            }
        }
        return true;
    }

    /** A full temporary database would end the transaction; that of a session is bounded. */
    private boolean hasRoom() {
        return connection.queryLong("PRAGMA temp.max_page_count") - connection.queryLong("PRAGMA temp.page_count")
                > ROOM_PAGES;
    }

    /** @return false if the connection is being closed, which undoes everything */
    private boolean enter() {
        try {
            connection.enter();
            return true;
        } catch (SqlFailure gone) {
            return false;
        }
    }

    private void undo(boolean began, boolean within) {
        if (!began) {
            return;
        }
        try {
            if (within) {
                connection.run("ROLLBACK TO " + SAVEPOINT);
                connection.run("RELEASE " + SAVEPOINT);
            } else {
                connection.rollback();
            }
            if (how.keysLater()) {
                connection.run("PRAGMA defer_foreign_keys=OFF");
            }
        } catch (SqlFailure f) {
            // whether the transaction is there is asked again; nobody else gets this connection
            connection.spoil();
            lease.failed();
        }
    }

    /** Runs none of the statements that are sheltered by themselves: their end would end this shelter. */
    private boolean failsAgain(Parameters parameters, SqlFailure failure) {
        connection.bring(connection.notes);
        if (how.keysLater()) {
            connection.execute("PRAGMA defer_foreign_keys=ON");
        }
        for (int i = 0; i < how.watched().size(); i++) {
            watch(i, how.watched().get(i));
        }
        connection.notes.begin(how);
        boolean same = false;
        try {
            same = rerun(parameters, failure);
        } finally {
            List<RowNotes.Noted> noted = connection.notes.end();
            if (same) {
                fill(noted);
            }
        }
        return same;
    }

    private void watch(int number, Replay.Watch w) {
        String place = w.temporary() ? "temp." : "main.";
        String columns = w.columns().stream().map(SqliteLease::quote).collect(Collectors.joining(", "));
        connection.execute("CREATE TABLE temp." + SqliteLease.quote(w.copy()) + " AS SELECT CAST(0 AS INTEGER) AS "
                + SqliteLease.quote(Replay.ORDER) + (columns.isEmpty() ? "" : ", " + columns) + " FROM " + place
                + SqliteLease.quote(w.table()) + " WHERE 0");
        List<String> events = switch (w.rows()) {
            case LAST_WANTED -> List.of("BEFORE INSERT", "BEFORE UPDATE");
            case WRITTEN -> List.of("AFTER INSERT", "AFTER UPDATE");
            case REPLACED -> List.of("AFTER DELETE", "AFTER UPDATE");
        };
        String row = w.rows() == Replay.Rows.REPLACED ? "OLD." : "NEW.";
        for (int e = 0; e < events.size(); e++) {
            StringBuilder sql = new StringBuilder("CREATE TEMP TRIGGER ")
                    .append(SqliteLease.quote(w.copy() + "_" + e))
                    .append(' ')
                    .append(events.get(e))
                    .append(" ON ")
                    .append(place)
                    .append(SqliteLease.quote(w.table()))
                    .append(" BEGIN ");
            for (int first = 0; first == 0 || first < w.columns().size(); first += RowNotes.MOST_VALUES) {
                sql.append("SELECT ")
                        .append(RowNotes.NAME)
                        .append('(')
                        .append(number)
                        .append(", ")
                        .append(first);
                int last = Math.min(w.columns().size(), first + RowNotes.MOST_VALUES);
                for (String c : w.columns().subList(first, last)) {
                    sql.append(", ").append(row).append(SqliteLease.quote(c));
                }
                sql.append("); ");
            }
            connection.execute(sql.append("END").toString());
        }
    }

    private boolean rerun(Parameters parameters, SqlFailure failure) {
        KeptStatement k = connection.take(statement, lease.engine().database().schemaVersion());
        try {
            if (k.endsTransactions) {
                return false;
            }
            Binder.bind(connection, k, statement, parameters);
            RawConnection raw = connection.raw();
            int code;
            do {
                code = raw.step(k.handle);
            } while (code == RawConnection.ROW);
            if (code == RawConnection.DONE) {
                raw.reset(k.handle);
                return how.keysLater();
            }
            // before the reset, which has its own message
            SqlFailure f = connection.failure(code, k.sql);
            raw.reset(k.handle);
            return !how.keysLater()
                    && f.kind() == failure.kind()
                    && f.getMessage().equals(failure.getMessage());
        } finally {
            connection.release(k);
        }
    }

    private void fill(List<RowNotes.Noted> noted) {
        long[] handles = new long[how.watched().size()];
        RawConnection raw = connection.raw();
        try {
            for (int n = 0; n < noted.size(); n++) {
                RowNotes.Noted row = noted.get(n);
                int at = row.watch();
                if (handles[at] == 0) {
                    handles[at] = connection.prepare("INSERT INTO temp."
                            + SqliteLease.quote(how.watched().get(at).copy()) + " VALUES(?"
                            + IntStream.range(0, row.values().length)
                                    .mapToObj(i -> ", ?")
                                    .collect(Collectors.joining())
                            + ")");
                }
                raw.bindLong(handles[at], 1, n + 1L);
                for (int i = 0; i < row.values().length; i++) {
                    bind(raw, handles[at], i + 2, row.values()[i]);
                }
                int code = raw.step(handles[at]);
                raw.reset(handles[at]);
                if (code != RawConnection.DONE) {
                    throw connection.failure(code, null);
                }
            }
        } finally {
            for (long h : handles) {
                if (h != 0) {
                    raw.finalizeStatement(h);
                }
            }
        }
    }

    private static void bind(RawConnection raw, long handle, int at, Object value) {
        if (value instanceof Long l) {
            raw.bindLong(handle, at, l);
        } else if (value instanceof Double d) {
            raw.bindDouble(handle, at, d);
        } else if (value instanceof String s) {
            raw.bindUtf8(handle, at, s.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] b) {
            raw.bindBlob(handle, at, b);
        } else {
            raw.bindNull(handle, at);
        }
    }
}
