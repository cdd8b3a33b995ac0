package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.Replay;
import io.polywire.api.storage.StepLimitExceeded;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.Dialect;
import io.polywire.sql.FailureInquiry;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TemporaryChanges;
import io.polywire.sql.catalog.TemporaryObjects;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.plan.Rendered;
import io.polywire.sql.right.NamedSchemas;
import io.polywire.sql.right.Needs;
import io.polywire.sql.tree.ParsedStatement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Finds out what else a client may be told of a statement that has failed on a constraint, on the lease that it has failed on
 * and before anything else is done there. Changes nothing, neither of the database nor of the outcome: whatever goes wrong
 * meanwhile, the client is told what is known without.
 */
final class Inquest {
    /** Rows that are noted; a statement that changes more is not looked into where all of them count. */
    private static final int MOST_ROWS = 10_000;

    /** Nanoseconds that a unit of the storage's work takes at most, about. */
    private static final int NANOS_OF_STEP = 30;

    /** Questions that are kept ready for one version of a schema. */
    private static final int MOST_QUESTIONS = 1_000;

    /** Numbers of the temporary tables that are read, beyond those of the session's own. */
    private static final int FIRST_ID = CatalogSnapshot.FIRST_FOREIGN_ID - 1_000;

    /**
     * What has failed.
     *
     * @param statement what the storage has run; null if that was a program
     * @param values its parameters, with those that the session adds
     * @param calls what {@link SessionFunctions#calls} was before it; negative if that is not known
     * @param started when it began to run, of {@link System#nanoTime}
     * @param own whether the transaction, if there is one, is the statement's
     */
    record Failed(StorageStatement statement, Parameters values, int calls, long started, boolean own) {}

    private final RouterSession session;
    private final DatabaseRegistry.Found found;
    private final Lease lease;
    private final Dialect front;
    private CatalogSnapshot catalog;

    /** What has failed of a statement that is no series of steps; null if it has not begun to run. */
    static Failed failed(SessionPrepared prepared, Parameters parameters, long started, boolean own) {
        Plan plan = prepared.plan;
        if (started == 0 || plan.statement() == null && plan.program().isEmpty()) {
            return null;
        }
        Parameters values =
                plan.statement() == null ? null : HiddenValues.of(plan, prepared.values(parameters), prepared.session);
        return new Failed(plan.statement(), values, 0, started, own);
    }

    private Inquest(RouterSession session, DatabaseRegistry.Found found, Lease lease) {
        this.session = session;
        this.found = found;
        this.lease = lease;
        this.front = session.desk.planner.dialect(session.dialect());
    }

    /**
     * The failure as the dialect tells it, with what can be found out. Nothing is open on the lease.
     *
     * @param lease null if it has none
     * @param what gives what has failed, null for what did not begin to run; asked if it is to be looked into
     */
    static SqlFailure told(
            SessionPrepared prepared,
            SessionTransaction transaction,
            Lease lease,
            Supplier<Failed> what,
            SqlFailure f) {
        SqlFailure told = prepared.inWordsOfDialect(f, transaction);
        RouterSession session = prepared.session;
        if (lease == null || !asks(session, f)) {
            return told;
        }
        try {
            Failed failed = what.get();
            if (failed == null
                    || System.nanoTime() - failed.started()
                            > session.desk.settings().failureDetailNanos()) {
                return told;
            }
            SqlFailure more = new Inquest(session, prepared.found, lease).find(prepared, transaction, failed, f);
            return more == null ? told : more;
        } catch (RuntimeException | StackOverflowError e) {
            // what could not be found out is not told
            return told;
        }
    }

    /**
     * For a lease on which a statement runs that has failed before.
     *
     * @param none what is done where there is no lease to be had
     */
    static Reply<Lease> leased(Reply<Lease> then, Runnable none) {
        return new Reply<>() {
            @Override
            public void done(Lease lease) {
                then.done(lease);
            }

            @Override
            public void failed(SqlFailure late) {
                none.run();
            }
        };
    }

    /** A failure of the end of a transaction, as the dialect tells it. */
    static SqlFailure atEnd(SessionTransaction transaction, SqlFailure f) {
        RouterSession session = transaction.session();
        if (f.kind() != FailureKind.FOREIGN_KEY || !asks(session, f) || transaction.lease() == null) {
            return f;
        }
        try {
            Inquest i = new Inquest(session, session.found(), transaction.lease());
            i.catalog = SessionPrepared.catalog(session, transaction, i.found);
            FailureInquiry inquiry =
                    i.catalog == null ? null : i.front.inquiryAtEnd(f, transaction.changed(), i.catalog);
            return inquiry == null ? f : i.limited(() -> inquiry.told(i.new Asking(List.of())));
        } catch (RuntimeException | StackOverflowError e) {
            // what could not be found out is not told
            return f;
        }
    }

    /**
     * Looks for rows that break deferred foreign keys, however long it takes.
     *
     * @param keys numbers of the keys
     * @param changed numbers of the tables of which rows may have been changed
     * @throws SqlFailure 23503, with the key and the row
     */
    static void check(
            SessionTransaction transaction, CatalogSnapshot catalog, Set<Integer> keys, Set<Integer> changed) {
        RouterSession session = transaction.session();
        Inquest i = new Inquest(session, session.found(), transaction.lease());
        i.catalog = catalog;
        SqlFailure none = SqlFailure.of(FailureKind.INTERNAL, "all deferred keys hold");
        session.running(i.lease);
        SqlFailure found = i.front.inquiryOfKeys(none, keys, changed, catalog).told(i.new Asking(List.of()));
        if (found != none) {
            throw found;
        }
    }

    private SqlFailure limited(Supplier<SqlFailure> questions) {
        long most = session.desk.settings().failureDetailNanos();
        lease.limitSteps((int) Math.min(Integer.MAX_VALUE, most / NANOS_OF_STEP));
        try {
            return questions.get();
        } finally {
            lease.limitSteps(0);
        }
    }

    /** Whether a failure is one that is looked into. */
    static boolean asks(RouterSession session, SqlFailure f) {
        return switch (f.kind()) {
            case UNIQUE, NOT_NULL, CHECK, FOREIGN_KEY, EXCLUSION ->
                f.detail() == null && session.desk.settings().failureDetailNanos() > 0;
            default -> false;
        };
    }

    private SqlFailure find(SessionPrepared prepared, SessionTransaction transaction, Failed failed, SqlFailure f) {
        Plan plan = prepared.plan;
        catalog = SessionPrepared.catalog(session, transaction, found);
        if (catalog == null || !plan.analysed() || !(plan.tree() instanceof ParsedStatement tree)) {
            return null;
        }
        CatalogSnapshot after = plan.change() == null ? catalog : catalog.after(plan.change(), catalog.version());
        FailureInquiry inquiry = after == null ? null : front.inquiry(f, plan.target(), along(after), tree);
        if (inquiry == null) {
            return null;
        }
        return limited(() -> inquiry.watched().isEmpty() ? asked(inquiry, failed) : watched(inquiry, failed, f));
    }

    private SqlFailure asked(FailureInquiry inquiry, Failed failed) {
        if (failed.own() && lease.inTransaction()) {
            // as it was before the part of the statement that has not failed
            lease.rollback();
        }
        return inquiry.told(new Asking(List.of()));
    }

    private SqlFailure watched(FailureInquiry inquiry, Failed failed, SqlFailure f) {
        if (failed.statement() == null || failed.calls() < 0 || !repeatable(failed.statement())) {
            return null;
        }
        SqlFailure[] told = new SqlFailure[1];
        Asking asking = new Asking(inquiry.watched());
        Replay how = new Replay(
                inquiry.watched().stream().map(Inquest::watch).toList(),
                inquiry.keysLater(),
                session.desk.settings().failureDetailNanos(),
                MOST_ROWS);
        session.functions.repeat(
                failed.calls(),
                () -> lease.replay(failed.statement(), failed.values(), f, how, () -> told[0] = inquiry.told(asking)));
        return told[0];
    }

    private CatalogSnapshot along(CatalogSnapshot after) {
        return after == catalog ? after : after.along(catalog.path());
    }

    private static boolean repeatable(StorageStatement statement) {
        return statement.functions().stream().allMatch(x -> !(x instanceof ScalarFunction s) || s.repeatable());
    }

    private static Replay.Watch watch(FailureInquiry.Watched w) {
        Relation r = w.relation();
        return new Replay.Watch(
                r.stored(),
                r.temporary(),
                r.columns().stream().map(RelationColumn::name).toList(),
                w.rows(),
                w.name());
    }

    /** The session's temporary tables, and beside them those that have the noted rows. */
    private TemporaryObjects copies(List<FailureInquiry.Watched> watched) {
        List<Relation> all = new ArrayList<>(catalog.temporaryRelations());
        for (FailureInquiry.Watched w : watched) {
            Relation r = w.relation();
            List<RelationColumn> columns = new ArrayList<>();
            columns.add(new RelationColumn(Replay.ORDER, Short.MAX_VALUE, "bigint", false, false, false, false));
            for (RelationColumn c : r.columns()) {
                columns.add(new RelationColumn(
                                c.name(),
                                c.number(),
                                c.declared(),
                                c.typeId(),
                                false,
                                null,
                                RelationColumn.Identity.NONE,
                                null,
                                false,
                                null)
                        .written(c.written()));
            }
            all.add(new Relation(
                    FIRST_ID + all.size(),
                    Relation.Kind.TABLE,
                    catalog.temporarySchema(),
                    w.name(),
                    w.name(),
                    null,
                    columns,
                    List.of(),
                    List.of(),
                    null,
                    r.dialect(),
                    null,
                    Map.of(),
                    null));
        }
        return new TemporaryObjects(catalog.temporarySchema())
                .with(new TemporaryChanges(all, List.of(), Map.of(), FIRST_ID + all.size()));
    }

    /** Asks on the lease. */
    private final class Asking implements FailureInquiry.Witness {
        private final List<FailureInquiry.Watched> watched;

        Asking(List<FailureInquiry.Watched> watched) {
            this.watched = watched;
        }

        @Override
        public List<String> first(String text) {
            return first(rendered(text));
        }

        @Override
        public List<String> first(Analysed query) {
            return first(session.desk.planner.rendered(query, found));
        }

        private List<String> first(Rendered rendered) {
            FirstRow row = new FirstRow();
            try (Cursor c = lease.open(rendered.statement(), HiddenValues.of(0, rendered.hidden(), null, session))) {
                c.fetch(1, row);
            } catch (StepLimitExceeded e) {
                throw SqlFailure.of(FailureKind.LIMIT, "a question takes too long");
            }
            return row.values;
        }

        /** Kept with the catalog: the same constraint is likely to fail again. */
        private Rendered rendered(String text) {
            Map<Object, Rendered> known = catalog.derived(Asked.class, Asked.class, Asked::new).questions;
            Object key = List.of(
                    front.name(),
                    text,
                    watched.stream().map(w -> w.relation().id()).toList());
            Rendered made = known.get(key);
            if (made == null) {
                CatalogSnapshot seen = watched.isEmpty() ? catalog : catalog.with(copies(watched));
                made = session.desk.planner.rendered(analysed(text, seen), found);
                if (known.size() < MOST_QUESTIONS) {
                    known.put(key, made);
                }
            }
            return made;
        }

        @Override
        public boolean mayRead(String text) {
            return session.rights.allows(() -> {
                Analysed a = analysed(text, catalog);
                return Needs.of(a.statement(), false, catalog.grants(), a.routines(), a.invoked(), NamedSchemas.NONE);
            });
        }

        private Analysed analysed(String text, CatalogSnapshot in) {
            return front.analyse((ParsedStatement) front.parse(text), text, in, List.of());
        }
    }

    /** What was asked about a database at one version of its schema, ready to be asked again. */
    private static final class Asked {
        private final Map<Object, Rendered> questions = new ConcurrentHashMap<>();
    }

    /** Keeps one row as text. */
    private static final class FirstRow implements RowSink {
        private List<String> values;

        @Override
        public void startRow() {
            values = new ArrayList<>();
        }

        @Override
        public void putNull() {
            values.add(null);
        }

        @Override
        public void putLong(long value) {
            values.add(Long.toString(value));
        }

        @Override
        public void putDouble(double value) {
            values.add(Double.toString(value));
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            values.add(new String(from, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            throw SqlFailure.unsupported("bytes as text");
        }

        @Override
        public boolean endRow() {
            return false;
        }
    }
}
