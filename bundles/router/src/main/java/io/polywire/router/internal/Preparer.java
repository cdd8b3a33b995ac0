package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.type.Type;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.plan.NumberedCall;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.plan.PlanKey;
import io.polywire.sql.tree.Copy;
import io.polywire.sql.tree.CreateMaterializedView;
import io.polywire.sql.tree.CreateRoutine;
import io.polywire.sql.tree.CreateTableAs;
import io.polywire.sql.tree.DeclareCursor;
import io.polywire.sql.tree.Execute;
import io.polywire.sql.tree.Explain;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Prepare;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TransactionStatement;
import java.util.List;

/** Prepares the statements of a session: finds their plans in the cache that all share, or makes them. */
final class Preparer {
    private final RouterSession session;
    private final Lifting lifting;
    /** The part of a script that is prepared next: its settings were those at the script's beginning. */
    private String standard;

    Preparer(RouterSession session) {
        this.session = session;
        this.lifting = new Lifting(session);
    }

    /** A text as it is written under the initial values of all settings. */
    String standard(String text) {
        return session.desk.planner.dialect(session.dialect()).standard(text, session.settings::get, session::notice);
    }

    /** Says that a text, which is prepared next, is written so. */
    void isStandard(String part) {
        standard = part;
    }

    /** As {@link io.polywire.api.session.Session#prepare}. */
    void prepare(String written, List<Type> declared, Reply<Prepared> reply) {
        if (!session.enter()) {
            reply.failed(session.over());
            return;
        }
        // what cannot be read is logged without its text, of which nobody knows where its constants end
        String text = "";
        Prepared kept;
        try {
            text = written == standard ? written : standard(written);
            standard = null;
            kept = kept(text, declared);
            if (kept == null) {
                kept = ofTransaction(text, declared);
            }
        } catch (RuntimeException | Error e) {
            session.failed(Failures.of(e), text, reply);
            return;
        }
        if (kept != null) {
            session.leave();
            reply.done(kept);
            return;
        }
        String read = text;
        session.onWorker(() -> prepareNew(read, declared, reply), rejected -> session.failed(rejected, read, reply));
    }

    /** The statement under a plan that is there; null if none is. */
    private Prepared kept(String text, List<Type> declared) {
        session.desk.planner.dialect(session.dialect()).notices(text).forEach(session::notice);
        DatabaseRegistry.Found f = session.lastFound();
        if (f == null || f.epoch() != session.desk.registry.epoch() || session.transaction.changedSchema()) {
            return null;
        }
        long version = f.database().schemaVersion();
        List<String> path = session.path.known(f, version);
        if (path == null) {
            return null;
        }
        Plan plan = known(new PlanKey(f.database(), session.dialect(), text, declared, path), version);
        if (plan != null) {
            return new SessionPrepared(session, text, declared, plan, f, null, text);
        }
        return isPlain(declared) ? lifting.known(text, f, version, path) : null;
    }

    /** BEGIN and the like, which need no plan; null for another. */
    private Prepared ofTransaction(String text, List<Type> declared) {
        if (!TransactionStatements.mayBe(text)) {
            return null;
        }
        Statement tree = session.desk.planner.dialect(session.dialect()).parse(text);
        return tree instanceof TransactionStatement
                ? new SessionPrepared(session, text, declared, session.desk.planner.sessionPlan(tree), null, null, text)
                : null;
    }

    /** Whether the client has declared no parameters. */
    private static boolean isPlain(List<Type> declared) {
        return declared == null || declared.isEmpty();
    }

    private void prepareNew(String text, List<Type> declared, Reply<Prepared> reply) {
        try {
            Statement tree = session.desk.planner.dialect(session.dialect()).parse(text);
            String copying = ExecutedQuery.written(session, tree, text);
            if (copying != null) {
                prepareNew(copying, declared, reply);
                return;
            }
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
            Lease own = session.transaction.planningLease();
            if (own != null) {
                session.running(own);
                planned(tree, text, declared, f, own, reply);
                return;
            }
            boolean explains = tree instanceof ParsedStatement p && p.body() instanceof Explain;
            Reply<Lease> then = new Reply<>() {
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
            };
            if (explains && session.transaction.lease() != null) {
                // the storage is asked how it runs the statement, where its tables are
                session.running(session.transaction.lease());
                planned(tree, text, declared, f, session.transaction.lease(), reply);
            } else if (explains && session.temporary.isAtHome()) {
                session.temporary.lease(LeaseKind.PINNED, session.lockTimeoutNanos(), then);
            } else {
                session.acquire(LeaseKind.READ, then);
            }
        } catch (RuntimeException | Error e) {
            session.failed(Failures.of(e), text, reply);
        }
    }

    /** As {@link io.polywire.api.session.Session#prepareCall}. */
    void prepareCall(int function, Reply<Prepared> reply) {
        onLease("function " + function, reply, (f, lease) -> {
            CatalogSnapshot catalog =
                    session.path.along(session.desk.planner.catalog(f, lease, session.transaction.catalogFor(lease)));
            Dialect dialect = session.desk.planner.dialect(session.dialect());
            NumberedCall call = dialect.call(function, catalog);
            return plan(dialect.parse(call.text()), call.text(), call.parameters(), f, lease);
        });
    }

    /** As {@link Prepared#renew}. */
    void renew(SessionPrepared prepared, Reply<Void> reply) {
        onLease(prepared.text, reply, (f, lease) -> {
            prepared.refresh(session.transaction, lease);
            return null;
        });
    }

    /** What is found out on a lease. */
    private interface Found<T> {
        T on(DatabaseRegistry.Found f, Lease lease);
    }

    /** Finds something out on a worker, on the transaction's lease or one of its own; a call of the session. */
    private <T> void onLease(String text, Reply<T> reply, Found<T> found) {
        if (!session.enter()) {
            reply.failed(session.over());
            return;
        }
        session.onWorker(
                () -> {
                    try {
                        session.transaction.refuseIfFailed();
                        DatabaseRegistry.Found f = session.found();
                        Lease own = session.transaction.planningLease();
                        if (own == null) {
                            session.acquire(LeaseKind.READ, finding(f, text, reply, found));
                            return;
                        }
                        session.running(own);
                        T what = found.on(f, own);
                        session.leave();
                        reply.done(what);
                    } catch (RuntimeException | Error e) {
                        session.failed(Failures.of(e), text, reply);
                    }
                },
                rejected -> session.failed(rejected, text, reply));
    }

    private <T> Reply<Lease> finding(DatabaseRegistry.Found f, String text, Reply<T> reply, Found<T> found) {
        return new Reply<>() {
            @Override
            public void done(Lease lease) {
                T what;
                try (lease) {
                    session.running(lease);
                    what = found.on(f, lease);
                } catch (RuntimeException | Error e) {
                    session.failed(Failures.of(e), text, reply);
                    return;
                }
                session.leave();
                reply.done(what);
            }

            @Override
            public void failed(SqlFailure failure) {
                session.failed(failure, text, reply);
            }
        };
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
        if (tree instanceof ParsedStatement p) {
            session.rights.requireOpen(p.body(), lease);
        }
        SessionPrepared lifted =
                tree instanceof ParsedStatement p && isPlain(declared) ? lifting.plan(p, text, f, lease) : null;
        try {
            return lifted == null ? plan(tree, text, declared, f, lease) : lifted;
        } catch (SqlFailure failure) {
            session.rights.beforeDependencies(tree, failure, lease);
            throw failure;
        }
    }

    private Prepared plan(Statement given, String text, List<Type> declared, DatabaseRegistry.Found f, Lease lease) {
        boolean unchecked = given instanceof ParsedStatement p
                && p.body() instanceof CreateRoutine
                && "off".equals(session.settings.get("check_function_bodies"));
        Statement tree = unchecked
                ? new ParsedStatement(((CreateRoutine) ((ParsedStatement) given).body()).unchecked(), 0)
                : given;
        if (tree instanceof ParsedStatement p && p.body() instanceof Prepare prepare) {
            List<Type> types = types(prepare, text, f, lease);
            return new PrepareStatement(
                    session, text, prepare.name().name(), part(prepare.statement(), text, types, f, lease));
        }
        if (tree instanceof ParsedStatement p && p.body() instanceof DeclareCursor declare) {
            DeclareStatement.refuseWrites(declare);
            return new DeclareStatement(session, text, declare, part(declare.query(), text, declared, f, lease, true));
        }
        if (tree instanceof ParsedStatement p
                && p.body() instanceof Explain explain
                && explain.statement() instanceof Execute execute) {
            return ExplainStatement.of(session, text, explain, executed(execute, explain, text, f, lease), lease, 0);
        }
        if (tree instanceof ParsedStatement p && p.body() instanceof Explain explain) {
            SessionPrepared made = madeOf(explain, text, declared, f, lease);
            if (made != null) {
                return ExplainStatement.of(session, text, explain, made, lease, 0);
            }
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
                session.transaction.catalogFor(lease),
                session.path::along);
        if (!unchecked && session.transaction.seesWhatAllSee(lease)) {
            keep(plan, text, declared, f);
        }
        return new SessionPrepared(session, text, declared, plan, f, null, text);
    }

    /** The query of which EXPLAIN tells where a table, a view or a cursor is to be made of it; null for other statements. */
    private SessionPrepared madeOf(
            Explain explain, String text, List<Type> declared, DatabaseRegistry.Found f, Lease lease) {
        StatementBody body = explain.statement();
        StatementBody query = body instanceof CreateTableAs c && c.source() instanceof Query q && !c.ifNotExists()
                ? q
                : body instanceof CreateMaterializedView v && !v.ifNotExists() ? v.query() : null;
        if (explain.analyze() || query == null && !(body instanceof DeclareCursor)) {
            return null;
        }
        if (body instanceof DeclareCursor d) {
            DeclareStatement.refuseWrites(d);
            return part(d.query(), text, declared, f, lease, true);
        }
        // what is wrong with it as a whole is told first
        part(body, text, declared, f, lease);
        return part(query, text, declared, f, lease);
    }

    /** The statement that EXPLAIN EXECUTE tells of; the storage's plan does not depend on the arguments. */
    private SessionPrepared executed(
            Execute execute, Explain explain, String text, DatabaseRegistry.Found f, Lease lease) {
        String name = execute.name().name();
        Prepared target = session.names.known(name);
        if (!(target instanceof SessionPrepared p) || p.copy() != null) {
            throw SqlFailure.unsupported("EXPLAIN EXECUTE of a " + target.command() + " statement");
        }
        int wanted = p.parameters().size();
        ExecuteStatement.requireArguments(execute, wanted);
        if (wanted > 0 && explain.analyze()) {
            throw SqlFailure.unsupported("EXPLAIN ANALYZE EXECUTE with arguments");
        }
        if (wanted > 0) {
            // what is wrong with them is told as EXECUTE tells it
            arguments(new ParsedStatement(execute, 0), text, p.parameters(), f, lease)
                    .runnable();
        }
        p.refresh(session.transaction, lease);
        return p.runnable();
    }

    private List<Type> types(Prepare prepare, String text, DatabaseRegistry.Found f, Lease lease) {
        if (prepare.types().isEmpty()) {
            return List.of();
        }
        CatalogSnapshot catalog =
                session.path.along(session.desk.planner.catalog(f, lease, session.transaction.catalogFor(lease)));
        return prepare.types().stream()
                .map(t -> session.desk.planner.dialect(session.dialect()).type(t, text, catalog))
                .toList();
    }

    private void prepared(
            String text, List<Type> declared, Plan plan, DatabaseRegistry.Found f, Reply<Prepared> reply) {
        session.leave();
        reply.done(new SessionPrepared(session, text, declared, plan, f, null, text));
    }

    /** Keeps a plan for all, unless it knows of a schema that is not committed; it must not know of an old one either. */
    void keep(Plan plan, String text, List<Type> declared, DatabaseRegistry.Found f) {
        // the query of a cursor gives a further output, which the same text does not give to others
        boolean ofCursor = plan.tree() instanceof ParsedStatement p && p.isOfCursor();
        if (!ofCursor && !session.transaction.changedSchema()) {
            List<String> path = session.path.known(f, plan.schemaVersion());
            if (path != null) {
                PlanKey key = new PlanKey(f.database(), session.dialect(), text, declared, path);
                if (session.temporary.state() == null) {
                    session.desk.plans.put(key, plan);
                } else {
                    session.temporary.keep(key, plan);
                }
            }
        }
    }

    /** Plans of a session with temporary objects are its own: a name means another table than in other sessions. */
    Plan known(PlanKey key, long version) {
        return session.temporary.state() == null
                ? session.desk.plans.get(key, version)
                : session.temporary.plan(key, version);
    }

    /** A statement that is a part of another. */
    private SessionPrepared part(
            StatementBody part, String text, List<Type> declared, DatabaseRegistry.Found f, Lease lease) {
        return part(part, text, declared, f, lease, false);
    }

    private SessionPrepared part(
            StatementBody part,
            String text,
            List<Type> declared,
            DatabaseRegistry.Found f,
            Lease lease,
            boolean ofCursor) {
        String own = text.substring(part.start(), part.end());
        try {
            Statement parsed = session.desk.planner.dialect(session.dialect()).parse(own);
            Statement tree = ofCursor && parsed instanceof ParsedStatement p ? p.ofCursor() : parsed;
            if (plan(tree, own, declared, f, lease) instanceof SessionPrepared p) {
                p.shift = part.start();
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
            Lease own = session.transaction.planningLease();
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
                session.transaction.catalogFor(lease),
                session.path::along);
        return new SessionPrepared(session, text, types, plan, f, null, text);
    }
}
