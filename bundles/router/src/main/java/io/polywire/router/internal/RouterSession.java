package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.LogCategory;
import io.polywire.api.session.Client;
import io.polywire.api.session.LoadReply;
import io.polywire.api.session.NamedObjects;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSource;
import io.polywire.api.session.RunReply;
import io.polywire.api.session.Script;
import io.polywire.api.session.Session;
import io.polywire.api.session.SessionRequest;
import io.polywire.api.session.Transaction;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.LeaseKind;
import io.polywire.api.type.Type;
import io.polywire.api.wire.Connection;
import io.polywire.sql.setting.SettingTable;
import io.polywire.sql.tree.TransactionModes;
import io.polywire.sql.tree.TransactionStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A session. Its calls come one at a time ({@link Session}'s thread rule); what other threads may do (cancel, close, look)
 * meets them in {@link #life} and under {@link #cancelLock}.
 *
 * <pre>
 *            enter                       leave
 *   IDLE ───────────▶ BUSY ───────────────────────▶ IDLE
 *     │ close           │ close
 *     ▼                 ▼                 leave
 *   CLOSED ◀─────── CLOSING ───────────────────────▶ CLOSED   (what it holds is given up by whoever goes there)
 * </pre>
 */
final class RouterSession implements Session {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int CLOSING = 2;
    private static final int CLOSED = 3;

    final Desk desk;
    final Client client;
    final Connection connection;
    final SessionTransaction transaction;
    final SessionLocks locks;
    final SessionFunctions functions = new SessionFunctions(this);
    final SessionSequences sequences = new SessionSequences(this);
    final Timeouts timeouts = new Timeouts(this);
    private final int id;
    private final long secret;
    final SessionSettings settings;
    final SessionNotifications notifications;
    final SessionRoles roles;
    final SessionTemporary temporary;
    final SessionRights rights = new SessionRights(this);
    final SessionAudit audit;
    final SessionPath path = new SessionPath(this);
    final SessionStatements statements = new SessionStatements(this);
    final Preparer preparer = new Preparer(this);
    final SessionNames names = new SessionNames(this);
    final SessionMemory memory = new SessionMemory(this);
    private final Lending lending = new Lending(this);
    private final AtomicInteger life = new AtomicInteger();
    private final Object cancelLock = new Object();
    final OpenPortals portals = new OpenPortals();
    private final String dialect;

    private final Instant opened = Instant.now();
    private volatile String statementText;
    private volatile Principal principal;
    private volatile String database;
    private volatile long since = System.nanoTime();
    private volatile boolean listed = true;

    /** Confined to the session's thread: */
    private DatabaseRegistry.Found found;

    private boolean unit;
    private long statementTime;
    private volatile boolean readsOnly;
    private boolean toldSuperuser;
    private int quiet;

    /** Under the lock: */
    private Lease running;

    private Wait<?> waiting;
    /** Stops the write that is on its way to a commit. */
    private Runnable writing;

    private SqlFailure cancelReason;

    RouterSession(
            Desk desk,
            int id,
            long secret,
            SessionRequest request,
            Map<String, String> initial,
            String database,
            String dialect,
            DatabaseRegistry.Found found,
            Client client) {
        this.desk = desk;
        this.audit = new SessionAudit(this, desk.audit);
        this.id = id;
        this.secret = secret;
        this.client = client;
        this.connection = request.connection();
        this.principal = SessionRoles.of(request.principal());
        this.toldSuperuser = principal.superuser();
        this.database = database;
        this.dialect = dialect;
        this.found = found;
        this.settings = new SessionSettings(initial, this::settingChanged, memory::require);
        this.notifications = new SessionNotifications(this, desk.notifications);
        this.roles = new SessionRoles(this);
        this.transaction = new SessionTransaction(this);
        this.temporary = new SessionTemporary(this, id);
        this.locks = new SessionLocks(this, desk.locks);
    }

    // --- entering and leaving -------------------------------------------------------------------------------------

    /** Begins a call; false if the session is over. */
    boolean enter() {
        since = System.nanoTime();
        boolean entered = lending.enter(this::enterIfIdle);
        if (entered) {
            Instant now = Instant.now();
            statementTime = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        }
        return entered;
    }

    boolean enterIfIdle() {
        return life.compareAndSet(IDLE, BUSY);
    }

    /** Ends a call; whoever calls it makes the reply next and touches nothing of the session after that. */
    void leave() {
        boolean over;
        synchronized (cancelLock) {
            running = null;
            waiting = null;
            writing = null;
            cancelReason = null;
            since = System.nanoTime();
            over = !life.compareAndSet(BUSY, IDLE);
        }
        if (over) {
            giveUp();
        }
    }

    /** Why a call is refused after the end. */
    SqlFailure over() {
        return SqlFailure.build(FailureKind.SHUTDOWN, "the session is closed")
                .fatal()
                .build();
    }

    /** Whether it is the end of the session that ended a statement: there is nobody left to be told. */
    private boolean isEnd(SqlFailure f) {
        int now = life.get();
        return f.kind() == FailureKind.SHUTDOWN && (now == CLOSING || now == CLOSED);
    }

    /** Runs a step where it may take its time: here if this is a worker, else on one. */
    void onWorker(Runnable step, Consumer<SqlFailure> rejected) {
        if (Workers.here()) {
            step.run();
        } else {
            goOn(step, rejected);
        }
    }

    /** Runs a step on a worker. */
    void goOn(Runnable step, Consumer<SqlFailure> rejected) {
        try {
            desk.workers.execute(step);
        } catch (SqlFailure full) {
            rejected.accept(full);
        }
    }

    /** Marks a lease as what a cancel interrupts. */
    void running(Lease lease) {
        if (lease != null) {
            lease.serve(functions);
        }
        synchronized (cancelLock) {
            running = lease;
            if (cancelReason != null) {
                throw cancelReason;
            }
        }
    }

    /** Notes how the write is stopped that is on its way to a commit. */
    void writing(Runnable stop) {
        boolean late;
        synchronized (cancelLock) {
            writing = stop;
            late = cancelReason != null;
        }
        if (late) {
            stop.run();
        }
    }

    /** How long this session waits for the right to write and for locks. */
    long lockTimeoutNanos() {
        return timeouts.lockNanos();
    }

    @Override
    public SessionLocks locks() {
        return locks;
    }

    /** The reason that an interrupted statement fails with. */
    SqlFailure reason(SqlFailure f) {
        synchronized (cancelLock) {
            return f.kind() == FailureKind.CANCELLED && cancelReason != null ? cancelReason : f;
        }
    }

    // --- databases and leases -------------------------------------------------------------------------------------

    /**
     * The database, looked up again if storages came or went since. May touch a disk.
     *
     * @throws SqlFailure 57P03 if it is not there now
     */
    DatabaseRegistry.Found found() {
        DatabaseRegistry.Found f = found;
        if (f == null || f.epoch() != desk.registry.epoch()) {
            f = desk.registry.find(database);
            if (f == null) {
                throw DatabaseRegistry.unavailable("database \"" + database + "\" is not there");
            }
            found = f;
        }
        return f;
    }

    /** The database as it was looked up last; null if it never was. */
    DatabaseRegistry.Found lastFound() {
        return found;
    }

    /** Asks for a lease on a worker; the reply comes on one. */
    void acquire(LeaseKind kind, Reply<Lease> then) {
        acquire(kind, lockTimeoutNanos(), then);
    }

    /** As {@link #acquire(LeaseKind, Reply)}, with a wait of its own. */
    void acquire(LeaseKind kind, long timeoutNanos, Reply<Lease> then) {
        DatabaseRegistry.Found f = found();
        Lease now = f.database().tryAcquire(kind);
        if (now != null) {
            then.done(now);
            return;
        }
        Wait<Lease> wait = new Wait<>(this, Lease::close, kind == LeaseKind.WRITE ? forRight(then) : then);
        wait(wait);
        if (kind == LeaseKind.WRITE) {
            locks.wantsRight(f.database());
        }
        f.database().acquire(kind, timeoutNanos, wait);
        wait.returned();
    }

    private <T> Reply<T> forRight(Reply<T> then) {
        return new Reply<>() {
            @Override
            public void done(T value) {
                locks.wantsNoRight();
                then.done(value);
            }

            @Override
            public void failed(SqlFailure failure) {
                locks.wantsNoRight();
                then.failed(failure);
            }
        };
    }

    /** Asks for the right to write on a lease that has none yet. */
    void upgrade(Lease lease, long timeoutNanos, Reply<Void> then) {
        running(lease);
        Wait<Void> wait = new Wait<>(this, null, forRight(then));
        locks.wantsRight(found().database());
        lease.upgrade(timeoutNanos, wait);
        wait.returned();
    }

    void wait(Wait<?> w) {
        synchronized (cancelLock) {
            if (cancelReason != null) {
                throw cancelReason;
            }
            waiting = w;
        }
    }

    // --- statements -----------------------------------------------------------------------------------------------

    @Override
    public Script script(String text) {
        return new SessionScript(this, text);
    }

    @Override
    public void prepare(String text, List<Type> declared, Reply<Prepared> reply) {
        preparer.prepare(text, declared, reply);
    }

    @Override
    public void prepareCall(int function, Reply<Prepared> reply) {
        preparer.prepareCall(function, reply);
    }

    @Override
    public void prepareWithoutParameters(String text, Reply<Prepared> reply) {
        // most statements name none, and share their plans with those of clients that could give values
        preparer.prepare(text, text.indexOf('$') < 0 ? List.of() : null, reply);
    }

    /** Ends a call with a failure. */
    void failed(SqlFailure failure, String text, Reply<?> reply) {
        SqlFailure f = reason(failure);
        transaction.statementFailed();
        told(f, text);
        leave();
        reply.failed(f);
    }

    /** Ends a run with a failure. */
    void failed(SqlFailure failure, String text, RunReply reply, Portal portal) {
        SqlFailure f = reason(failure);
        transaction.statementFailed();
        told(f, text);
        leave();
        reply.failed(portal, f);
    }

    /** Keeps failures to itself while they are {@code more} than none: a block of code may handle them. */
    void quiet(int more) {
        quiet += more;
    }

    /** Whether a block of code runs. */
    boolean isQuiet() {
        return quiet > 0;
    }

    /** Counts and logs a failure that the client is told about. */
    void told(SqlFailure f, String text) {
        if (quiet > 0 || isEnd(f)) {
            return;
        }
        desk.metrics.failed(f);
        audit.denied(f, text);
        if (desk.log.isEnabled(LogCategory.ERROR)) {
            desk.log.log(
                    LogCategory.ERROR,
                    connection.id(),
                    LogText.failure(this, f, text) + (text == null ? "" : " in: " + LogText.statement(this, text)),
                    LogText.repeats(f) ? null : f.getCause());
        }
    }

    @Override
    public Portal bind(Prepared prepared, Transaction in, Parameters parameters) {
        if (prepared instanceof NamedPrepared n && n.session() == this) {
            return n.bind(parameters);
        }
        if (!(prepared instanceof SessionPrepared p) || p.session != this) {
            throw new IllegalArgumentException("a statement of another session");
        }
        int want = p.runnable().parameters().size();
        int got = parameters == null ? 0 : parameters.size();
        if (want != got) {
            throw SqlFailure.of(
                    FailureKind.PROTOCOL, "the statement has " + want + " parameters, " + got + " values were given");
        }
        return new SessionPortal(this, p, in == null ? transaction : (SessionTransaction) in, parameters);
    }

    @Override
    public void load(Prepared prepared, Transaction in, RowSource source, LoadReply reply) {
        if (!enter()) {
            source.close();
            reply.failed(-1, over());
            return;
        }
        new Loader(this, (SessionPrepared) prepared, in == null ? transaction : (SessionTransaction) in, source, reply)
                .start();
    }

    @Override
    public Transaction transaction() {
        return transaction;
    }

    @Override
    public void begin(TransactionMode mode, Reply<Transaction> reply) {
        SessionTransaction further = new SessionTransaction(this);
        further.begin(mode, new Reply<>() {
            @Override
            public void done(Void value) {
                synchronized (RouterSession.this.others) {
                    others.removeIf(t -> t.state() == Transaction.State.IDLE);
                    others.add(further);
                }
                reply.done(further);
            }

            @Override
            public void failed(SqlFailure failure) {
                reply.failed(failure);
            }
        });
    }

    /** Transactions beside the default one. */
    private final List<SessionTransaction> others = new ArrayList<>();

    // --- units ----------------------------------------------------------------------------------------------------

    @Override
    public void beginUnit() {
        if (!transaction.isOpen()) {
            functions.transactionEnded();
        }
        unit = true;
    }

    @Override
    public void lastOfUnit() {
        if (!transaction.isOpen()) {
            unit = false;
        }
    }

    @Override
    public void endUnit(boolean keep, Reply<Void> reply) {
        unit = false;
        if (!transaction.isOpen()) {
            transactionEnded(transaction, keep);
        }
        transaction.endImplicit(keep, reply);
    }

    // --- settings and notifications, which go with the transaction ------------------------------------------------

    /** The settings of the session's dialect. */
    SettingTable settingTable() {
        return desk.planner.has(dialect) ? desk.planner.dialect(dialect).settings() : SettingTable.NONE;
    }

    /** When the present call came, in microseconds since 1970 UTC. */
    long statementTime() {
        return statementTime;
    }

    @Override
    public long transactionTime() {
        return transaction.isOpen() ? transaction.time() : Session.super.transactionTime();
    }

    private void settingChanged(String name, String value) {
        readsOnly = statements.isOn("default_transaction_read_only");
        if (!name.equals("role") && !name.equals("session_authorization")) {
            client.settingChanged(name, value);
            return;
        }
        Principal who = roles.current();
        client.settingChanged(
                name, name.equals("role") ? value : roles.sessionUser().name());
        if (who.superuser() != toldSuperuser) {
            toldSuperuser = who.superuser();
            client.settingChanged("is_superuser", toldSuperuser ? "on" : "off");
        }
    }

    /** Whether a statement outside of a transaction may not write. */
    boolean readsOnly() {
        return readsOnly;
    }

    /** A warning for the client, unless it wants none. */
    void warn(String sqlState, String message) {
        notice(new Notice(Notice.Severity.WARNING, sqlState, message, null, null));
    }

    /** A notice for the client, unless it wants only what matters more. */
    void notice(Notice n) {
        String least = settings.get("client_min_messages");
        int rank = least == null
                ? 0
                : switch (least) {
                    case "warning" -> Notice.Severity.WARNING.ordinal();
                    case "error" -> Integer.MAX_VALUE;
                    case "log" -> Notice.Severity.LOG.ordinal();
                    case "notice" -> Notice.Severity.NOTICE.ordinal();
                    default -> 0;
                };
        // what is told in any case is what the client has asked for by name
        if (n.severity() == Notice.Severity.INFO || n.severity().ordinal() >= rank) {
            client.notice(n);
        }
    }

    /** How a transaction runs that a statement begins: what it leaves open is the settings' to say. */
    TransactionMode beginMode(TransactionStatement s) {
        TransactionModes written = s.written();
        if (written == null) {
            return s.mode();
        }
        return new TransactionMode(
                written.isolation() == null ? statements.defaultIsolation() : written.isolation(),
                written.readOnly() == null ? readsOnly : written.readOnly(),
                written.deferrable() == null ? statements.isOn("default_transaction_deferrable") : written.deferrable(),
                s.mode().writeFirst(),
                s.mode().lockTimeoutMillis());
    }

    /** A transaction is over; what was to go with it does. */
    void transactionEnded(SessionTransaction t, boolean committed) {
        if (t == transaction) {
            audit.ended(committed);
            names.ended(committed);
            settings.ended(committed, this::settingTable);
            notifications.ended(committed);
            roles.ended();
            functions.transactionEnded();
            sequences.ended(committed);
            temporary.ended(committed);
        }
    }

    void savepoint(SessionTransaction t) {
        if (t == transaction) {
            settings.savepoint();
            notifications.savepoint();
            roles.savepoint();
            sequences.savepoint();
            temporary.savepoint();
        }
    }

    void released(SessionTransaction t, int from) {
        if (t == transaction) {
            settings.release(from);
            notifications.release(from);
            roles.release(from);
            sequences.release(from);
            temporary.release(from);
        }
    }

    void backTo(SessionTransaction t, int index) {
        if (t == transaction) {
            settings.backTo(index, settingTable());
            notifications.backTo(index);
            audit.backToSavepoint();
            roles.backTo(index);
            sequences.backTo(index);
            temporary.backTo(index);
        }
    }

    /** Whether what runs belongs to a unit. */
    boolean inUnit() {
        return unit;
    }

    // --- changes of place and person ------------------------------------------------------------------------------

    @Override
    public void useDatabase(String name, Reply<Void> reply) {
        new SessionMove(this, principal, name, reply).run(false);
    }

    @Override
    public void changeUser(Principal next, String name, Reply<Void> reply) {
        new SessionMove(this, next, name == null || name.isEmpty() ? database : name, reply).run(true);
    }

    @Override
    public void reset(Reply<Void> reply) {
        new SessionMove(this, principal, database, reply).run(true);
    }

    /** It is somebody else's, or in another database, from now on. */
    void moved(Principal next, String name, DatabaseRegistry.Found f) {
        portals.close();
        temporary.close();
        found = f;
        database = name;
        principal = SessionRoles.of(next);
        toldSuperuser = next.superuser();
    }

    // --- from other threads ---------------------------------------------------------------------------------------

    @Override
    public void cancel(SqlFailure reason) {
        Wait<?> w;
        Runnable stop;
        synchronized (cancelLock) {
            int now = life.get();
            if (now != BUSY && now != CLOSING || cancelReason != null) {
                return;
            }
            cancelReason = reason;
            w = waiting;
            waiting = null;
            stop = writing;
            writing = null;
            if (running != null) {
                running.interrupt();
            }
        }
        if (w != null) {
            w.cancel(reason);
        }
        if (stop != null) {
            stop.run();
        }
    }

    /** An interrupt between two calls of the storage met nobody: the statement is interrupted until it has ended. */
    private void repeatCancel() {
        synchronized (cancelLock) {
            if (cancelReason != null && running != null) {
                running.interrupt();
            }
        }
    }

    @Override
    public void close() {
        while (true) {
            int now = life.get();
            if (now == CLOSING || now == CLOSED) {
                return;
            }
            if (now == IDLE && life.compareAndSet(IDLE, CLOSED)) {
                desk.gone(this);
                goOn(this::giveUp, rejected -> giveUp());
                return;
            }
            // Before it is CLOSING: whoever then finds it so takes it out again.
            desk.ending(this);
            if (now != BUSY || !life.compareAndSet(BUSY, CLOSING)) {
                desk.ended(this);
            } else {
                desk.gone(this);
                cancel(over());
                return;
            }
        }
    }

    private void giveUp() {
        life.set(CLOSED);
        desk.ended(this);
        listed = false;
        portals.close();
        rollBackAll();
        names.clear();
        temporary.close();
        notifications.close();
    }

    void rollBackAll() {
        locks.sessionEnds();
        transaction.abandon();
        synchronized (others) {
            others.forEach(SessionTransaction::abandon);
            others.clear();
        }
    }

    /**
     * Looks at the times, called now and then by the desk.
     *
     * @param now by {@link System#nanoTime()}
     */
    void checkTimes(long now) {
        long for_ = now - since;
        int state = life.get();
        if (state == BUSY || state == CLOSING) {
            repeatCancel();
            locks.checkDeadlock(now, timeouts.deadlockNanos());
            SqlFailure late = timeouts.ofStatement(for_);
            if (late != null) {
                cancel(late);
            }
        } else if (state == IDLE) {
            SqlFailure late = timeouts.ofPause(for_);
            if (late != null) {
                desk.metrics.failed(late);
                desk.log.log(LogCategory.ERROR, connection.id(), late.sqlState() + " " + late.getMessage());
                shutdown(late);
            } else {
                lending.check(for_);
            }
        }
    }

    /** Ends it; the client is told why. */
    void shutdown(SqlFailure reason) {
        client.shutdown(reason);
        close();
    }

    /** When it was opened. */
    Instant opened() {
        return opened;
    }

    /** The statement that it runs or has run last; null if none yet. */
    String statementText() {
        return statementText;
    }

    /** Notes the statement that it runs; what may hold a password is cut off when it is shown. */
    void runs(String text) {
        statementText = text;
    }

    /** Whether a statement runs. */
    boolean isBusy() {
        return life.get() == BUSY;
    }

    // --- plain facts ----------------------------------------------------------------------------------------------

    @Override
    public int id() {
        return id;
    }

    @Override
    public long secret() {
        return secret;
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public String database() {
        return database;
    }

    @Override
    public String dialect() {
        return dialect;
    }

    @Override
    public NamedObjects named() {
        return names;
    }

    @Override
    public void hold(long bytes) {
        memory.hold(bytes);
    }

    @Override
    public String setting(String name) {
        return settings.get(name);
    }

    long startedNanos() {
        return since;
    }
}
