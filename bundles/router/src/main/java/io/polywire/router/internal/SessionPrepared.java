package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.LogCategory;
import io.polywire.api.session.Column;
import io.polywire.api.session.Copy;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.api.type.Type;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;

/** A statement of one session: its text and the plan that it has now. */
final class SessionPrepared implements Prepared {
    final RouterSession session;
    final String text;
    final List<Type> declared;
    private final Plan described;
    /** Characters before its text in the client's, where it is a part of another statement. */
    int shift;

    private final Copy copy;
    /** The text that the plan is made from: of a COPY, that of the statement that does the work. */
    private final String planned;
    /** Whether the client sees no parameters, since those of the plan that it was told of are constants of the text. */
    private boolean constants;

    /** The values of the plan's parameters, where these are constants of the text ({@link Lifting}); otherwise null. */
    private Parameters lifted;

    /** Replaced when the schema changes, as long as the columns stay what the client was told. */
    Plan plan;
    /** The database that the plan is for. */
    DatabaseRegistry.Found found;

    /** {@link SessionPath#key} that the plan is for. */
    private String path;
    /** {@link SessionTemporary#state} that the plan is for. */
    private Object temporary;

    SessionPrepared(
            RouterSession session,
            String text,
            List<Type> declared,
            Plan plan,
            DatabaseRegistry.Found found,
            Copy copy,
            String planned) {
        this.planned = planned;
        this.copy = copy;
        this.session = session;
        this.text = text;
        this.declared = declared;
        this.described = plan;
        this.plan = plan;
        this.found = found;
        this.path = session.path.key();
        this.temporary = session.temporary.state();
    }

    /** A statement whose plan has constants of the text as parameters. */
    SessionPrepared(RouterSession session, String text, Plan plan, DatabaseRegistry.Found found, Parameters lifted) {
        this(session, text, List.of(), plan, found, null, text);
        this.lifted = lifted;
        this.constants = true;
    }

    @Override
    public int weight() {
        // of the plan that it began with: it is to be given back as it was counted
        return described.weight(text.length());
    }

    /** The values for the plan as it is now: the client's, or those that stand in the text. */
    Parameters values(Parameters given) {
        return lifted == null ? given : lifted;
    }

    /** How many values {@link #values} is to be given. */
    int wanted() {
        return lifted == null ? plan.parameters().size() : 0;
    }

    /**
     * Makes the plan anew if the schema (or the storage) is not what it was.
     *
     * @param lease the one that the statement runs on; sees what its transaction changed
     * @throws SqlFailure 0A000 if the statement returns other columns now than the client was told of
     */
    void refresh(SessionTransaction transaction, Lease lease) {
        DatabaseRegistry.Found now = session.found();
        // first, since it may find the schema changed
        boolean shared = transaction.seesWhatAllSee(lease);
        if (found == now && plan.schemaVersion() == now.database().schemaVersion() && shared && onPath()) {
            return;
        }
        Plan next;
        try {
            // the text as it was written tells an error where it is; of the storage's own dialect the plan's statement
            // may
            // be another dialect's
            boolean written = lifted != null || now.storage().dialect().equals(session.dialect());
            next = session.desk.planner.storagePlan(
                    !written
                            ? plan.tree()
                            : session.desk.planner.dialect(session.dialect()).parse(copy == null ? text : planned),
                    planned,
                    session.dialect(),
                    now,
                    copy == null ? declared : described.parameters(),
                    lease,
                    transaction.catalogFor(lease),
                    session.path::along);
        } catch (SqlFailure f) {
            throw Failures.shifted(f, shift);
        }
        if (!fits(next)) {
            throw SqlFailure.of(FailureKind.STALE_PLAN, "cached plan must not change result type");
        }
        if (copy == null && transaction.seesWhatAllSee(lease)) {
            session.preparer.keep(next, text, declared, now);
        }
        plan = next;
        runnable();
        lifted = null;
        path = session.path.key();
        temporary = session.temporary.state();
        found = now;
    }

    @Override
    public boolean isCurrent() {
        // what the session answers by itself names nothing; while a transaction changes the schema no version tells of
        // it
        if (found == null) {
            return true;
        }
        if (session.transaction.changedSchema()) {
            // it is looked at when it runs; of rows the client is to be given the fields that there are then
            return plan.columns().stream().noneMatch(c -> isOfRows(c.type()));
        }
        return found == session.lastFound()
                && found.epoch() == session.desk.registry.epoch()
                && plan.schemaVersion() == found.database().schemaVersion()
                && onPath();
    }

    private static boolean isOfRows(Type t) {
        return t.fields() != null || t.element() != null && isOfRows(t.element());
    }

    @Override
    public void renew(Reply<Void> reply) {
        session.preparer.renew(this, reply);
    }

    /**
     * The same, if it can be run at all.
     *
     * @throws SqlFailure what is known to fail in it before it runs: nothing of it is described then
     */
    SessionPrepared runnable() {
        if (plan.failure() != null) {
            // that of the plan is many sessions'
            throw plan.failure().but().build();
        }
        return this;
    }

    /** Whether the plan is for the schema as it is, as far as that can be said without a lease. */
    boolean current(SessionTransaction transaction) {
        return found == session.found()
                && plan.schemaVersion() == found.database().schemaVersion()
                && !transaction.changedSchema()
                && onPath();
    }

    /** Whether names are looked for where they were when the plan was made, and mean the same temporary objects. */
    boolean onPath() {
        return temporary == session.temporary.state() && path.equals(session.path.key());
    }

    private boolean fits(Plan next) {
        return next.returnsRows() == described.returnsRows()
                && Origins.alike(next.columns(), described.columns())
                // constants of the text are parameters of the plan that it began with alone
                && (constants
                        || next.parameters().size() == described.parameters().size());
    }

    @Override
    public List<Column> columns() {
        // those of now: a type of rows may have other fields than when it was described, and is the same type
        return copy == null ? plan.columns() : List.of();
    }

    @Override
    public Copy copy() {
        return copy;
    }

    @Override
    public List<Type> parameters() {
        return copy == null && !constants ? described.parameters() : List.of();
    }

    @Override
    public String command() {
        return copy == null ? described.tree().command() : "COPY";
    }

    @Override
    public boolean returnsRows() {
        return copy == null && described.returnsRows();
    }

    @Override
    public boolean isLoadable() {
        SessionTransaction t = session.transaction;
        return copy == null
                && lifted == null
                && plan.tree().access() == Access.WRITE
                && plan.statement() != null
                && plan.steps().isEmpty()
                && !plan.returnsRows()
                // what differs from one execution to the next is the execution's own: its time, its numbers
                && plan.hidden().isEmpty()
                && !plan.sequences().counts()
                && plan.temporary() == TemporaryUse.NONE
                && t.isOpen()
                && t.isSound()
                && !t.mode().readOnly()
                && t.checks().areTheStorages()
                // nobody is told of each execution, and none of them takes so long that it has to be ended
                && !session.audit.records(plan.tree())
                && !session.desk.log.isEnabled(LogCategory.QUERY)
                && session.timeouts.isStatementLong();
    }

    @Override
    public boolean isReadOnly() {
        return described.tree().access() == Access.READ;
    }

    /**
     * A failure of the storage as the dialect tells it.
     *
     * @param transaction the one that it ran in, if it is open
     */
    SqlFailure inWordsOfDialect(SqlFailure f, SessionTransaction transaction) {
        if (!plan.analysed()
                || !session.desk.planner.has(session.dialect())
                || !(plan.tree() instanceof ParsedStatement statement)) {
            return f;
        }
        return session.desk
                .planner
                .dialect(session.dialect())
                .told(f, plan.target(), catalog(session, transaction, found), statement);
    }

    /** What the database is known to hold, as the session sees it in a transaction; null if that is not known. */
    static CatalogSnapshot catalog(
            RouterSession session, SessionTransaction transaction, DatabaseRegistry.Found found) {
        TransactionCatalog own = transaction.isOpen() ? transaction.ownCatalog() : null;
        CatalogSnapshot known = own != null && own.last() != null ? own.last() : session.desk.planner.known(found);
        return known == null ? null : session.path.along(known);
    }
}
