package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.sql.tree.FetchCursor;
import java.util.ArrayList;
import java.util.List;

/** FETCH and MOVE. What a direction means is PostgreSQL's: DoPortalRunFetch and PortalRunSelect in pquery.c. */
final class FetchStatement extends NamedPrepared {
    private static final long ALL = Long.MAX_VALUE;

    private enum Way {
        FORWARD,
        BACKWARD,
        REWIND
    }

    /** A move; only the last one of a FETCH gives its rows. */
    private record Step(Way way, long rows) {}

    private final FetchCursor fetch;
    private final boolean binary;

    FetchStatement(RouterSession session, String text, FetchCursor fetch) {
        super(session, text, fetch.command(), columns(session, fetch));
        this.fetch = fetch;
        SessionCursor c = session.names.find(fetch.cursor().name());
        this.binary = c != null && c.isBinary();
    }

    private static List<Column> columns(RouterSession session, FetchCursor fetch) {
        SessionCursor c =
                fetch.move() ? null : session.names.find(fetch.cursor().name());
        return c == null ? null : c.columns();
    }

    @Override
    public boolean isBinary() {
        return binary;
    }

    @Override
    Portal bind(Parameters parameters) {
        return new Fetching();
    }

    private final class Fetching extends NamedPortal {
        private SessionCursor cursor;
        private List<Step> steps;
        private int step;
        /** Of the present step: how many rows it went over. */
        private long gone;
        /** What the tag says where it is no step's outcome. */
        private long told = -1;

        Fetching() {
            super(FetchStatement.this);
        }

        @Override
        public void run(long maxRows, RowSink sink, RunReply reply) {
            if (steps == null) {
                call(
                        () -> {
                            start();
                            session().leave();
                            go(maxRows, sink, reply);
                        },
                        reply);
            } else {
                go(maxRows, sink, reply);
            }
        }

        private void start() {
            cursor = session().names.cursor(fetch.cursor().name());
            if (!fetch.move()) {
                refuseOther(cursor.columns(), true);
            }
            boolean forward = fetch.direction() == FetchCursor.Direction.FORWARD && fetch.count() > 0;
            if (cursor.isByWire() && !forward) {
                throw SqlFailure.unsupported("moving in a portal of the protocol other than forward");
            }
            steps = new ArrayList<>();
            switch (fetch.direction()) {
                case FORWARD -> plain(fetch.count() >= 0, Math.abs(fetch.count()));
                case BACKWARD -> plain(fetch.count() < 0, Math.abs(fetch.count()));
                case ABSOLUTE -> absolute(fetch.count());
                case RELATIVE -> relative(fetch.count());
            }
        }

        private void add(Way way, long rows) {
            if (rows > 0) {
                steps.add(new Step(way, rows));
            }
        }

        private void last(Way way, long rows) {
            steps.add(new Step(way, rows));
        }

        private void plain(boolean forward, long count) {
            if (count == 0) {
                again();
            } else if (!forward && count == ALL && fetch.move()) {
                told = cursor.position() > 0 && !cursor.atEnd() ? cursor.position() - 1 : cursor.position();
                last(Way.REWIND, 0);
            } else {
                last(forward ? Way.FORWARD : Way.BACKWARD, count);
            }
        }

        /** The row that it stands on. */
        private void again() {
            boolean on = !cursor.atStart() && !cursor.atEnd();
            if (fetch.move()) {
                told = on ? 1 : 0;
                return;
            }
            if (on) {
                add(Way.BACKWARD, 1);
            }
            last(Way.FORWARD, on ? 1 : 0);
        }

        private void absolute(long count) {
            if (count > 0) {
                long at = cursor.position();
                if (count - 1 <= at / 2) {
                    last(Way.REWIND, 0);
                    add(Way.FORWARD, count - 1);
                } else {
                    if (cursor.atEnd()) {
                        at++;
                    }
                    if (count <= at) {
                        add(Way.BACKWARD, at - count + 1);
                    } else {
                        add(Way.FORWARD, count - at - 1);
                    }
                }
                last(Way.FORWARD, 1);
            } else if (count < 0) {
                add(Way.FORWARD, ALL);
                add(Way.BACKWARD, -count - 1);
                last(Way.BACKWARD, 1);
            } else {
                last(Way.REWIND, 0);
                last(Way.FORWARD, 0);
            }
        }

        private void relative(long count) {
            if (count == 0) {
                again();
                return;
            }
            Way way = count > 0 ? Way.FORWARD : Way.BACKWARD;
            add(way, Math.abs(count) - 1);
            last(way, 1);
        }

        private void go(long maxRows, RowSink sink, RunReply reply) {
            if (step == steps.size()) {
                reply.completed(this);
                return;
            }
            Step s = steps.get(step);
            RowSink to = step == steps.size() - 1 && !fetch.move() ? new Counting(sink) : new Counting(null);
            long left = s.rows() == ALL ? ALL : s.rows() - gone;
            boolean limited = maxRows > 0 && step == steps.size() - 1 && left > maxRows;
            long most = limited ? maxRows : left;
            long before = gone;
            CursorRun run = new CursorRun(session(), cursor, text(), new RunReply() {
                @Override
                public void suspended(Portal portal) {
                    reply.suspended(Fetching.this);
                }

                @Override
                public void completed(Portal portal) {
                    if (limited && gone - before == most) {
                        reply.suspended(Fetching.this);
                        return;
                    }
                    step++;
                    if (step < steps.size()) {
                        gone = 0;
                        go(maxRows, sink, reply);
                    } else {
                        reply.completed(Fetching.this);
                    }
                }

                @Override
                public void failed(Portal portal, SqlFailure failure) {
                    reply.failed(Fetching.this, failure);
                }
            });
            switch (s.way()) {
                case FORWARD -> run.forward(most, to);
                case BACKWARD -> run.backward(most, to);
                case REWIND -> run.rewind();
            }
        }

        @Override
        public long rows() {
            return told >= 0 ? told : gone;
        }

        /** Counts the rows of a step, and gives them on if they are asked for. */
        private final class Counting implements RowSink {
            private final RowSink to;

            Counting(RowSink to) {
                this.to = to;
            }

            @Override
            public void startRow() {
                if (to != null) {
                    to.startRow();
                }
            }

            @Override
            public void putNull() {
                if (to != null) {
                    to.putNull();
                }
            }

            @Override
            public void putLong(long value) {
                if (to != null) {
                    to.putLong(value);
                }
            }

            @Override
            public void putDouble(double value) {
                if (to != null) {
                    to.putDouble(value);
                }
            }

            @Override
            public void putUtf8(byte[] from, int offset, int length) {
                if (to != null) {
                    to.putUtf8(from, offset, length);
                }
            }

            @Override
            public void putBytes(byte[] from, int offset, int length) {
                if (to != null) {
                    to.putBytes(from, offset, length);
                }
            }

            @Override
            public boolean endRow() {
                gone++;
                return to == null || to.endRow();
            }
        }
    }
}
