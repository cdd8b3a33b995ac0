package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.api.type.Type;
import io.polywire.sql.tree.Execute;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;

/** EXECUTE: evaluates the arguments, then is the statement that was prepared. */
final class ExecuteStatement extends NamedPrepared {
    private final ParsedStatement tree;
    private final Execute execute;

    ExecuteStatement(RouterSession session, String text, ParsedStatement tree, Execute execute) {
        super(session, text, "EXECUTE", columns(session, execute.name().name()));
        this.tree = tree;
        this.execute = execute;
    }

    private static List<Column> columns(RouterSession session, String name) {
        Prepared p = session.names.statement(name);
        return p == null || !p.returnsRows() ? null : p.columns();
    }

    @Override
    Portal bind(Parameters parameters) {
        return new Executing();
    }

    private final class Executing extends NamedPortal {
        private Portal inner;

        Executing() {
            super(ExecuteStatement.this);
        }

        @Override
        public void run(long maxRows, RowSink sink, RunReply reply) {
            if (inner == null) {
                call(() -> start(maxRows, sink, reply), reply);
            } else {
                go(maxRows, sink, reply);
            }
        }

        private void start(long maxRows, RowSink sink, RunReply reply) {
            String name = execute.name().name();
            Prepared target = session().names.known(name);
            if (!(target instanceof SessionPrepared p) || p.copy() != null) {
                throw SqlFailure.unsupported("EXECUTE of a " + target.command() + " statement");
            }
            List<Type> types = p.parameters();
            requireArguments(execute, types.size());
            refuseOther(p.columns(), p.returnsRows());
            p.runnable();
            if (types.isEmpty()) {
                session().leave();
                bound(p, null, maxRows, sink, reply);
                return;
            }
            session().preparer.arguments(tree, text(), types, new Reply<>() {
                @Override
                public void done(SessionPrepared query) {
                    session().leave();
                    evaluate(query, p, maxRows, sink, reply);
                }

                @Override
                public void failed(SqlFailure failure) {
                    fail(failure, reply);
                }
            });
        }

        private void evaluate(SessionPrepared query, SessionPrepared p, long maxRows, RowSink sink, RunReply reply) {
            ParameterSink values = new ParameterSink(query.columns().size());
            new SessionPortal(session(), query, session().transaction, null).run(0, values, new RunReply() {
                @Override
                public void suspended(Portal portal) {
                    throw new IllegalStateException("the arguments are one row");
                }

                @Override
                public void completed(Portal portal) {
                    bound(p, values.values(), maxRows, sink, reply);
                }

                @Override
                public void failed(Portal portal, SqlFailure failure) {
                    reply.failed(Executing.this, failure);
                }
            });
        }

        private void bound(SessionPrepared p, Parameters values, long maxRows, RowSink sink, RunReply reply) {
            inner = new SessionPortal(session(), p, session().transaction, values);
            go(maxRows, sink, reply);
        }

        private void go(long maxRows, RowSink sink, RunReply reply) {
            inner.run(maxRows, sink, new RunReply() {
                @Override
                public void suspended(Portal portal) {
                    reply.suspended(Executing.this);
                }

                @Override
                public void completed(Portal portal) {
                    reply.completed(Executing.this);
                }

                @Override
                public void failed(Portal portal, SqlFailure failure) {
                    reply.failed(Executing.this, failure);
                }
            });
        }

        @Override
        public String command() {
            return inner == null ? super.command() : inner.command();
        }

        @Override
        public long rows() {
            return inner == null ? 0 : inner.rows();
        }

        @Override
        public long lastInsertId() {
            return inner == null ? 0 : inner.lastInsertId();
        }

        @Override
        public void close() {
            if (inner != null) {
                inner.close();
            }
        }
    }

    /**
     * Makes sure that EXECUTE has as many arguments as the statement that it names has parameters; of one without parameters
     * the arguments are not looked at.
     *
     * @throws SqlFailure 42601 if it has others
     */
    static void requireArguments(Execute execute, int wanted) {
        int given = execute.arguments().size();
        if (wanted > 0 && given != wanted) {
            throw SqlFailure.build(
                            FailureKind.SYNTAX,
                            "wrong number of parameters for prepared statement \""
                                    + execute.name().name() + '"')
                    .detail("Expected " + wanted + " parameters but got " + given + ".")
                    .build();
        }
    }
}
