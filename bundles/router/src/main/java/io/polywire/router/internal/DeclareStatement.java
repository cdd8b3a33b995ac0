package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.api.type.Type;
import io.polywire.sql.tree.DeclareCursor;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.Values;
import java.util.List;

/** DECLARE: opens the query and reads its first row, so that the cursor shows the database as it is at this moment. */
final class DeclareStatement extends NamedPrepared {
    private final DeclareCursor declare;
    private final SessionPrepared query;

    DeclareStatement(RouterSession session, String text, DeclareCursor declare, SessionPrepared query) {
        super(session, text, "DECLARE CURSOR", null);
        this.declare = declare;
        this.query = query;
    }

    /** Refuses what no cursor can be, before anything is looked at. */
    static void refuseWrites(DeclareCursor declare) {
        Query q = declare.query();
        if (q.into()) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "DECLARE CURSOR must not contain SELECT INTO")
                    .sqlState("42P11")
                    .build();
        }
        if (q.with() != null && q.with().writes()) {
            throw SqlFailure.unsupported("DECLARE CURSOR with data-modifying statements in WITH");
        }
        if (q.locking().isEmpty()) {
            if (q.locks()) {
                throw SqlFailure.unsupported("DECLARE CURSOR with FOR UPDATE or FOR SHARE in a sub-query");
            }
            return;
        }
        if (declare.hold()) {
            throw readOnly(declare, "WITH HOLD", "Holdable", "0A000");
        }
        if (Boolean.TRUE.equals(declare.scroll())) {
            throw readOnly(declare, "SCROLL", "Scrollable", "0A000");
        }
        if (Boolean.TRUE.equals(declare.insensitive())) {
            throw readOnly(declare, "INSENSITIVE", "Insensitive", "42P11");
        }
    }

    private static SqlFailure readOnly(DeclareCursor declare, String option, String kind, String sqlState) {
        String words = option.equals("WITH HOLD") ? "DECLARE CURSOR WITH HOLD" : "DECLARE " + option + " CURSOR";
        String strength =
                "FOR " + declare.query().locking().get(0).strength().name().replace('_', ' ');
        return SqlFailure.build(
                        FailureKind.UNSUPPORTED,
                        words + " ... " + strength + " is not " + (sqlState.equals("0A000") ? "supported" : "valid"))
                .sqlState(sqlState)
                .detail(kind + " cursors must be READ ONLY.")
                .build();
    }

    /** Whether it goes backwards where it does not say: what PostgreSQL's plans of one table can do, and no others. */
    private boolean scrolls() {
        if (declare.scroll() != null) {
            return declare.scroll();
        }
        Query q = declare.query();
        if (!q.locking().isEmpty() || q.with() != null) {
            return false;
        }
        if (q.body() instanceof Values) {
            return true;
        }
        return q.body() instanceof Select s
                && !s.distinct()
                && s.distinctOn().isEmpty()
                && s.groupBy() == null
                && s.having() == null
                && s.windows().isEmpty()
                && (s.from().isEmpty() || s.from().size() == 1 && s.from().get(0) instanceof NamedTable)
                && !query.plan.tree().command().isEmpty();
    }

    @Override
    public List<Type> parameters() {
        return query.parameters();
    }

    @Override
    Portal bind(Parameters parameters) {
        return new Declaring(parameters);
    }

    private final class Declaring extends NamedPortal {
        private final Parameters parameters;

        Declaring(Parameters parameters) {
            super(DeclareStatement.this);
            this.parameters = parameters;
        }

        @Override
        public void run(long maxRows, RowSink sink, RunReply reply) {
            RouterSession session = session();
            call(
                    () -> {
                        boolean inside = session.transaction.isOpen() || session.inUnit();
                        if (!inside && !declare.hold()) {
                            throw SqlFailure.of(
                                    FailureKind.NO_TRANSACTION,
                                    "DECLARE CURSOR can only be used in transaction blocks");
                        }
                        session.names.refuseUsed(declare.name().name());
                        query.runnable();
                        session.leave();
                        open(inside, reply);
                    },
                    reply);
        }

        private void open(boolean inside, RunReply reply) {
            // the wire may use its own again while the cursor lives
            Parameters own = parameters == null ? null : new Parameters().copyFrom(parameters);
            SessionPortal source = new SessionPortal(session(), query, session().transaction, own);
            RowSpool first = session().names.spool();
            source.open(first, new RunReply() {
                @Override
                public void suspended(Portal portal) {
                    declared(source, first, inside, reply);
                }

                @Override
                public void completed(Portal portal) {
                    declared(source, first, inside, reply);
                }

                @Override
                public void failed(Portal portal, SqlFailure failure) {
                    first.close();
                    reply.failed(Declaring.this, failure);
                }
            });
        }

        private void declared(SessionPortal source, RowSpool first, boolean inside, RunReply reply) {
            call(
                    () -> {
                        SessionCursor cursor = new SessionCursor(
                                declare.name().name(),
                                text(),
                                source,
                                first,
                                scrolls(),
                                declare.hold(),
                                declare.binary(),
                                false,
                                !declare.query().locking().isEmpty());
                        try {
                            if (!inside) {
                                cursor.hold();
                                cursor.outlives(true);
                            }
                            session().names.declare(cursor);
                        } catch (RuntimeException | Error e) {
                            cursor.close();
                            throw e;
                        }
                        session().leave();
                        reply.completed(this);
                    },
                    reply);
        }
    }
}
