package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Cursor;

/** A statement whose rows are known. */
final class AnswerCursor implements Cursor {
    private final SqliteLease lease;
    private final KeptAnswer answer;
    private int at;
    /** The number of the piece that it is in, or of the one before, of {@link #at}. */
    private int number;

    private final int closings;
    private long rows;
    private boolean begun;
    private boolean ended;
    private boolean closed;

    AnswerCursor(SqliteLease lease, KeptAnswer answer) {
        this.lease = lease;
        this.answer = answer;
        this.closings = lease.closings();
    }

    @Override
    public boolean fetch(long maxRows, RowSink sink) {
        if (ended) {
            return true;
        }
        if (closed || closings != lease.closings()) {
            throw SqlFailure.of(FailureKind.UNDEFINED_CURSOR, "the cursor is closed");
        }
        SqliteConnection connection = lease.connection();
        connection.insideSince(lease.engine().database().tick());
        connection.enter();
        try {
            if (!begun) {
                begun = true;
                lease.freshen();
            }
            return run(connection, maxRows, sink);
        } catch (Throwable t) {
            closed = true;
            throw t;
        } finally {
            connection.leave();
        }
    }

    private boolean run(SqliteConnection connection, long maxRows, RowSink sink) {
        long fetched = 0;
        while (!answer.isEnd(at)) {
            if (connection.isCancelled()) {
                throw SqliteErrors.of(SqliteErrors.INTERRUPT, null, null);
            }
            KeptAnswer.Piece piece = maxRows == 0 ? pieceHere() : null;
            RowSink.Taken taken = piece == null ? RowSink.Taken.NONE : sink.takeAll(piece);
            if (taken != RowSink.Taken.NONE) {
                at = piece.end();
                rows += piece.count();
                if (taken == RowSink.Taken.PAUSE) {
                    return false;
                }
                continue;
            }
            at = answer.put(at, sink);
            rows++;
            fetched++;
            if (!sink.endRow() || fetched == maxRows) {
                return false;
            }
        }
        ended = true;
        lease.engine().database().metrics().rows.add(rows);
        return true;
    }

    private KeptAnswer.Piece pieceHere() {
        while (answer.hasPiece(number) && answer.begin(number) < at) {
            number++;
        }
        return answer.hasPiece(number) && answer.begin(number) == at ? answer.piece(number) : null;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long changes() {
        return 0;
    }

    @Override
    public long lastInsertId() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
        ended = false;
    }
}
