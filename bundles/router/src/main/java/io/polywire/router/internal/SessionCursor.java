package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.NamedObjects.CursorInfo;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.sql.analyse.CursorRows;
import io.polywire.sql.plan.Plan;
import java.time.Instant;
import java.util.List;

/**
 * A cursor: a result with a name and a position. One that goes backwards keeps the rows it has read; any other keeps only
 * the first, which is read when it is declared so that it shows the database as it was then. Positions as PostgreSQL counts
 * them (pquery.c): {@code position} rows are behind it, the last of them is the one it stands on unless it is at the end.
 *
 * <p>Confined to the session's thread.
 */
final class SessionCursor implements Portal {
    private final String name;
    private final String text;
    private final SessionPortal source;
    private final boolean scroll;
    private final boolean hold;
    private final boolean binary;
    private final boolean byWire;
    private final int savepoint;
    private final Instant created = Instant.now();
    /** Rows that were read; where it does not scroll, those that were read ahead. */
    private final RowSpool kept;

    /** Takes the number of the row out; null if the rows are not those of one table. */
    private final CursorRowSink numbers;
    /** The table whose rows they are, or -1. */
    private final int relation;

    private final boolean locks;

    private boolean exhausted;
    private boolean settled;
    private long position;
    private boolean atEnd;
    private boolean paused;
    private long run;

    SessionCursor(
            String name,
            String text,
            SessionPortal source,
            RowSpool kept,
            boolean scroll,
            boolean hold,
            boolean binary,
            boolean byWire,
            boolean locks) {
        this.name = name;
        this.text = text;
        this.source = source;
        this.kept = kept;
        this.scroll = scroll;
        this.hold = hold;
        this.binary = binary;
        this.byWire = byWire;
        this.savepoint = source.openedAt();
        List<Column> all = byWire ? List.of() : source.columns();
        this.relation =
                all.isEmpty() ? -1 : CursorRows.relation(all.get(all.size() - 1).name());
        this.numbers = relation < 0 ? null : new CursorRowSink(all.size() - 1);
        this.locks = locks;
    }

    /**
     * The number of the row that it stands on.
     *
     * @param of number of the table of which it must be a row
     * @param table name of that table
     * @throws SqlFailure 24000 as execCurrentOf of execCurrent.c
     */
    long row(int of, String table) {
        if (settled) {
            throw invalid("cursor \"" + name + "\" is held from a previous transaction");
        }
        if (relation != of) {
            throw invalid(
                    locks
                            ? "cursor \"" + name + "\" does not have a FOR UPDATE/SHARE reference to table \"" + table
                                    + '"'
                            : "cursor \"" + name + "\" is not a simply updatable scan of table \"" + table + '"');
        }
        if (position == 0 || atEnd) {
            throw invalid("cursor \"" + name + "\" is not positioned on a row");
        }
        return numbers.row();
    }

    private static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.SEMANTIC, message).sqlState("24000").build();
    }

    private RowSink shown(RowSink to) {
        return numbers == null ? to : numbers.to(to);
    }

    /** A portal that the wire has named: it goes forward. */
    static SessionCursor ofWire(String name, SessionPortal portal) {
        return new SessionCursor(name, portal.text(), portal, null, false, false, false, true, false);
    }

    String name() {
        return name;
    }

    int savepoint() {
        return byWire ? source.openedAt() : savepoint;
    }

    boolean isBinary() {
        return binary;
    }

    /** Whether it was held over a commit, and no longer goes with a transaction. */
    boolean isSettled() {
        return settled;
    }

    /** Whether it goes with a transaction; a portal of the wire only while its rows are not all read. */
    boolean isOpenIn(SessionTransaction transaction) {
        return !settled && transaction.isOpen() && (!byWire || source.listed);
    }

    /** The plan of what it reads. */
    Plan plan() {
        return ((SessionPrepared) source.prepared()).plan;
    }

    /** Bytes of what it holds, roughly; an open result is counted by itself. */
    long held() {
        return SessionMemory.of(name)
                + SessionMemory.of(text)
                + (kept == null ? 0 : kept.held())
                + (source.listed ? SessionMemory.ENTRY : source.held());
    }

    /** Reads what is left if it is to outlive its transaction. */
    void hold() {
        if (hold && !settled) {
            source.detach();
        }
    }

    /** Whether it stays after the end of a transaction. */
    boolean outlives(boolean committed) {
        if (!settled) {
            settled = hold && committed;
        }
        return settled;
    }

    /** The source has no more rows. */
    void exhausted() {
        exhausted = true;
    }

    CursorInfo info() {
        return new CursorInfo(name, text, hold, binary, scroll, created);
    }

    // --- position -------------------------------------------------------------------------------------------------

    boolean atStart() {
        return position == 0;
    }

    boolean atEnd() {
        return atEnd;
    }

    long position() {
        return position;
    }

    void refuseBackward() {
        if (!scroll) {
            throw SqlFailure.build(FailureKind.OBJECT_IN_USE, "cursor can only scan forward")
                    .sqlState("55000")
                    .hint("Declare it with SCROLL option to enable backward scan.")
                    .build();
        }
    }

    void rewind() {
        if (position == 0 && !atEnd) {
            return;
        }
        refuseBackward();
        position = 0;
        atEnd = false;
    }

    /**
     * Goes one row back and gives it, or to the start where there is none.
     *
     * @param sink null to pass over it
     * @return whether there was one
     */
    boolean back(RowSink sink) {
        long row = atEnd ? position : position - 1;
        atEnd = false;
        position = Math.max(0, row);
        RowSink to = shown(sink);
        paused = row > 0 && to != null && !kept.give(row, to);
        return row > 0;
    }

    /** Whether the sink wanted a pause after the last row. */
    boolean isPaused() {
        return paused;
    }

    /** What the wire runs: its own portal, or this. */
    Portal portal() {
        return byWire ? source : this;
    }

    boolean isByWire() {
        return byWire;
    }

    /** A run forward is over. */
    void wentForward(boolean asManyAsAsked) {
        if (!asManyAsAsked) {
            atEnd = true;
        }
    }

    /**
     * Goes forward over rows that were read before.
     *
     * @param most how many at most
     * @param sink null to pass over them
     * @return how many
     */
    long again(long most, RowSink sink) {
        long n = 0;
        while (!atEnd && kept != null && position < kept.rows() && n < most) {
            position++;
            n++;
            RowSink to = shown(sink);
            if (to != null && !kept.give(position, to)) {
                break;
            }
        }
        return n;
    }

    /** Whether rows that were read before come next. */
    boolean hasRead() {
        return kept != null && position < kept.rows();
    }

    /** Whether the source may have more. */
    boolean mayHaveMore() {
        return !exhausted && !atEnd;
    }

    /** Reads on from the source, past what was read before; {@code most} 0 for all. */
    void read(long most, RowSink sink, RunReply reply) {
        source.run(most, new Passing(shown(sink)), reply);
    }

    /** Takes each row of the source: counts it, keeps it where it may be asked for again, gives it on. */
    private final class Passing implements RowSink {
        private final RowSink to;
        private final RowSpool copy = scroll ? kept : null;

        Passing(RowSink to) {
            this.to = to;
        }

        @Override
        public void startRow() {
            if (copy != null) {
                copy.startRow();
            }
            if (to != null) {
                to.startRow();
            }
        }

        @Override
        public void putNull() {
            if (copy != null) {
                copy.putNull();
            }
            if (to != null) {
                to.putNull();
            }
        }

        @Override
        public void putLong(long value) {
            if (copy != null) {
                copy.putLong(value);
            }
            if (to != null) {
                to.putLong(value);
            }
        }

        @Override
        public void putDouble(double value) {
            if (copy != null) {
                copy.putDouble(value);
            }
            if (to != null) {
                to.putDouble(value);
            }
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            if (copy != null) {
                copy.putUtf8(from, offset, length);
            }
            if (to != null) {
                to.putUtf8(from, offset, length);
            }
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            if (copy != null) {
                copy.putBytes(from, offset, length);
            }
            if (to != null) {
                to.putBytes(from, offset, length);
            }
        }

        @Override
        public boolean endRow() {
            if (copy != null) {
                copy.endRow();
            }
            position++;
            return to == null || to.endRow();
        }
    }

    // --- as a portal of the wire ----------------------------------------------------------------------------------

    @Override
    public Prepared prepared() {
        return source.prepared();
    }

    @Override
    public List<Column> columns() {
        List<Column> all = source.columns();
        return numbers == null ? all : all.subList(0, all.size() - 1);
    }

    @Override
    public void run(long maxRows, RowSink sink, RunReply reply) {
        long before = position;
        new CursorRun(source.session(), this, source.text(), new RunReply() {
                    @Override
                    public void suspended(Portal portal) {
                        run += position - before;
                        reply.suspended(SessionCursor.this);
                    }

                    @Override
                    public void completed(Portal portal) {
                        run += position - before;
                        if (maxRows > 0 && !atEnd) {
                            reply.suspended(SessionCursor.this);
                        } else {
                            reply.completed(SessionCursor.this);
                        }
                    }

                    @Override
                    public void failed(Portal portal, SqlFailure failure) {
                        reply.failed(SessionCursor.this, failure);
                    }
                })
                .forward(maxRows == 0 ? Long.MAX_VALUE : maxRows, sink);
    }

    @Override
    public String command() {
        return source.command();
    }

    @Override
    public long rows() {
        return run;
    }

    @Override
    public long lastInsertId() {
        return 0;
    }

    @Override
    public void close() {
        source.close();
        if (kept != null) {
            kept.close();
        }
    }
}
