package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.type.Type;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.plan.PlanKey;
import io.polywire.sql.tree.Copy;
import io.polywire.sql.tree.DeclareCursor;
import io.polywire.sql.tree.Explain;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Prepare;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;
import java.util.List;

/** Prepares the statements of a session: finds their plans in the cache that all share, or makes them. */
final class Preparer {
    private final RouterSession session;
    private final Lifting lifting;

    Preparer(RouterSession session) {
        this.session = session;
        this.lifting = new Lifting(session);
    }

    /** As {@link io.polywire.api.session.Session#prepare}. */
    void prepare(String text, List<Type> declared, Reply<Prepared> reply) {
        if (!session.enter()) {
            reply.failed(session.over());
            return;
        }
        DatabaseRegistry.Found f = session.lastFound();
        if (f != null && f.epoch() == session.desk.registry.epoch() && !session.transaction.changedSchema()) {
            long version = f.database().schemaVersion();
            List<String> path = session.path.known(f, version);
            Plan plan = path == null
                    ? null
                    : session.desk.plans.get(
                            new PlanKey(f.database(), session.dialect(), text, declared, path), version);
            if (plan != null) {
                session.leave();
                reply.done(new SessionPrepared(session, text, declared, plan, f, null, text));
                return;
            }
            SessionPrepared lifted = path == null || !declared.isEmpty() ? null : lifting.known(text, f, version, path);
            if (lifted != null) {
                session.leave();
                reply.done(lifted);
                return;
            }
        }
        session.onWorker(() -> prepareNew(text, declared, reply), rejected -> session.failed(rejected, text, reply));
    }

    private void prepareNew(String text, List<Type> declared, Reply<Prepared> reply) {
        try {
            Statement tree = session.desk.planner.dialect(session.dialect()).parse(text);
            NamedPrepared named = NamedPrepared.of(session, tree, text);
            if (named != null) {
                session.leave();
                reply.done(named);
                return;
            }
            Plan plan = session.statements.plan(tree);
            if (plan == null && CopyPlanner.of(tree) == null) {
                plan = session.desk.planner.sessionPlan(tree);
            }
            if (plan != null) {
                prepared(text, declared, plan, null, reply);
                return;
            }
            session.transaction.refuseIfFailed();
            DatabaseRegistry.Found f = session.found();
            Lease own = session.transaction.lease();
            if (own != null) {
                session.running(own);
                planned(tree, text, declared, f, own, reply);
                return;
            }
            session.acquire(LeaseKind.READ, new Reply<>() {
                @Override
                public void done(Lease lease) {
                    Prepared made;
                    try (lease) {
                        session.running(lease);
                        made = whole(tree, text, declared, f, lease);
                    } catch (RuntimeException | Error e) {
                        session.failed(Failures.of(e), text, reply);
                        return;
                    }
                    session.leave();
                    reply.done(made);
                }

                @Override
                public void failed(SqlFailure failure) {
                    session.failed(failure, text, reply);
                }
            });
        } catch (RuntimeException | Error e) {
            session.failed(Failures.of(e), text, reply);
        }
    }

    private void planned(
            Statement tree,
            String text,
            List<Type> declared,
            DatabaseRegistry.Found f,
            Lease lease,
            Reply<Prepared> reply) {
        Prepared made = whole(tree, text, declared, f, lease);
        session.leave();
        reply.done(made);
    }

    /** The plan of a statement that is not a part of another: only these share plans by their shape. */
    private Prepared whole(Statement tree, String text, List<Type> declared, DatabaseRegistry.Found f, Lease lease) {
        SessionPrepared lifted =
                tree instanceof ParsedStatement p && declared.isEmpty() ? lifting.plan(p, text, f, lease) : null;
        try {
            return lifted == null ? plan(tree, text, declared, f, lease) : lifted;
        } catch (SqlFailure failure) {
            session.rights.beforeDependencies(tree, failure, lease);
            throw failure;
        }
    }

    private Prepared plan(Statement tree, String text, List<Type> declared, DatabaseRegistry.Found f, Lease lease) {
        if (tree instanceof ParsedStatement p && p.body() instanceof Prepare prepare) {
            List<Type> types = prepare.types().stream()
                    .map(session.desk.planner.dialect(session.dialect())::type)
                    .toList();
            return new PrepareStatement(
                    session, text, prepare.name().name(), part(prepare.statement(), text, types, f, lease));
        }
        if (tree instanceof ParsedStatement p && p.body() instanceof DeclareCursor declare) {
            DeclareStatement.refuseWrites(declare);
            return new DeclareStatement(session, text, declare, part(declare.query(), text, declared, f, lease));
        }
        if (tree instanceof ParsedStatement p && p.body() instanceof Explain explain) {
            boolean plain = explain.statement().access() == Access.READ && explain.statement() instanceof Query
                    || explain.statement().access() == Access.WRITE;
            if (!plain) {
                throw SqlFailure.unsupported("EXPLAIN " + explain.statement().command());
            }
            long start = System.nanoTime();
            SessionPrepared inner = part(explain.statement(), text, declared, f, lease);
            return ExplainStatement.of(session, text, explain, inner, lease, System.nanoTime() - start);
        }
        Copy copy = CopyPlanner.of(tree);
        if (copy != null) {
            CopyPlanner.Planned p = new CopyPlanner(session, f, lease).plan(copy, text);
            return new SessionPrepared(session, text, declared, p.plan(), f, p.copy(), p.text());
        }
        Plan plan = session.desk.planner.storagePlan(
                tree,
                text,
                session.dialect(),
                f,
                declared,
                lease,
                !session.transaction.changedSchema(),
                session.path::along);
        keep(plan, text, declared, f);
        return new SessionPrepared(session, text, declared, plan, f, null, text);
    }

    private void prepared(
            String text, List<Type> declared, Plan plan, DatabaseRegistry.Found f, Reply<Prepared> reply) {
        session.leave();
        reply.done(new SessionPrepared(session, text, declared, plan, f, null, text));
    }

    /** Keeps a plan for all, unless it knows of a schema that is not committed. */
    void keep(Plan plan, String text, List<Type> declared, DatabaseRegistry.Found f) {
        if (!session.transaction.changedSchema()) {
            List<String> path = session.path.known(f, plan.schemaVersion());
            if (path != null) {
                session.desk.plans.put(new PlanKey(f.database(), session.dialect(), text, declared, path), plan);
            }
        }
    }

    /** A statement that is a part of another. */
    private SessionPrepared part(
            StatementBody part, String text, List<Type> declared, DatabaseRegistry.Found f, Lease lease) {
        String own = text.substring(part.start(), part.end());
        try {
            Statement tree = session.desk.planner.dialect(session.dialect()).parse(own);
            if (plan(tree, own, declared, f, lease) instanceof SessionPrepared p) {
                return p;
            }
            throw SqlFailure.unsupported(part.command() + " as a part of another statement");
        } catch (SqlFailure e) {
            throw Failures.shifted(e, part.start());
        }
    }

    /** Makes the plan of a query that gives the arguments of an EXECUTE; on a worker, within a call of the session. */
    void arguments(ParsedStatement execute, String text, List<Type> types, Reply<SessionPrepared> reply) {
        try {
            DatabaseRegistry.Found f = session.found();
            Lease own = session.transaction.lease();
            if (own != null) {
                session.running(own);
                reply.done(arguments(execute, text, types, f, own));
                return;
            }
            session.acquire(LeaseKind.READ, new Reply<>() {
                @Override
                public void done(Lease lease) {
                    SessionPrepared made;
                    try (lease) {
                        session.running(lease);
                        made = arguments(execute, text, types, f, lease);
                    } catch (RuntimeException | Error e) {
                        reply.failed(Failures.of(e));
                        return;
                    }
                    reply.done(made);
                }

                @Override
                public void failed(SqlFailure failure) {
                    reply.failed(failure);
                }
            });
        } catch (RuntimeException | Error e) {
            reply.failed(Failures.of(e));
        }
    }

    private SessionPrepared arguments(
            ParsedStatement execute, String text, List<Type> types, DatabaseRegistry.Found f, Lease lease) {
        Plan plan = session.desk.planner.storagePlan(
                execute,
                text,
                session.dialect(),
                f,
                types,
                lease,
                !session.transaction.changedSchema(),
                session.path::along);
        return new SessionPrepared(session, text, types, plan, f, null, text);
    }
}
