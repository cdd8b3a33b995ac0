package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.sql.tree.BlockStep;
import io.polywire.sql.tree.CreateSchema;
import io.polywire.sql.tree.Do;
import java.util.function.Consumer;

/** DO, and what else runs a block of statements as one statement. */
final class DoStatement extends NamedPrepared {
    /** Gives the steps, at once or when what they depend on was read. */
    private final Consumer<Reply<BlockStep.Block>> steps;

    private final boolean plain;

    private DoStatement(
            RouterSession session, String text, String command, Consumer<Reply<BlockStep.Block>> steps, boolean plain) {
        super(session, text, command, null);
        this.steps = steps;
        this.plain = plain;
    }

    static DoStatement of(RouterSession session, String text, Do tree) {
        return new DoStatement(
                session,
                text,
                "DO",
                reply -> reply.done(
                        session.desk.planner.dialect(session.dialect()).block(tree, text)),
                false);
    }

    /** CREATE SCHEMA with statements that make what is in it. */
    static DoStatement of(RouterSession session, String text, CreateSchema tree) {
        SchemaElements elements = new SchemaElements(session, text, tree);
        return new DoStatement(session, text, tree.command(), reply -> reply.done(elements.steps()), true);
    }

    /** DROP OWNED of a role that owns something. */
    static DoStatement of(RouterSession session, String text, OwnedDrops drops) {
        return new DoStatement(session, text, "DROP OWNED", drops::steps, true);
    }

    @Override
    Portal bind(Parameters parameters) {
        return new Doing();
    }

    private final class Doing extends NamedPortal {
        Doing() {
            super(DoStatement.this);
        }

        @Override
        public void run(long maxRows, RowSink sink, RunReply reply) {
            call(
                    () -> steps.accept(new Reply<>() {
                        @Override
                        public void done(BlockStep.Block block) {
                            try {
                                begin(block, reply);
                            } catch (RuntimeException | Error e) {
                                fail(Failures.of(e), reply);
                            }
                        }

                        @Override
                        public void failed(SqlFailure failure) {
                            fail(failure, reply);
                        }
                    }),
                    reply);
        }

        private void begin(BlockStep.Block block, RunReply reply) {
            RouterSession s = session();
            // its own transaction, unless it is a part of one
            boolean own = !s.transaction.isOpen() && !s.inUnit();
            if (!s.transaction.isOpen()) {
                s.transaction.beginImplicit();
            }
            s.leave();
            s.quiet(1);
            new BlockRun(s, block, plain, failure -> end(own, failure, reply)).start();
        }

        private void end(boolean own, SqlFailure failure, RunReply reply) {
            session().quiet(-1);
            if (!own) {
                tell(failure, reply);
                return;
            }
            session().transaction.endImplicit(failure == null, new Reply<>() {
                @Override
                public void done(Void value) {
                    tell(failure, reply);
                }

                @Override
                public void failed(SqlFailure atEnd) {
                    // that the end failed has been told
                    if (failure == null) {
                        reply.failed(Doing.this, atEnd);
                    } else {
                        tell(failure, reply);
                    }
                }
            });
        }

        private void tell(SqlFailure failure, RunReply reply) {
            if (failure == null) {
                reply.completed(this);
                return;
            }
            session().told(failure, text());
            reply.failed(this, failure);
        }
    }
}
