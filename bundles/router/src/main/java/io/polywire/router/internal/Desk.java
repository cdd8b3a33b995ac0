package io.polywire.router.internal;

import io.polywire.api.auth.UserStore;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.AuditLog;
import io.polywire.api.event.EventLog;
import io.polywire.api.event.LogCategory;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.session.Client;
import io.polywire.api.session.Reply;
import io.polywire.api.session.Session;
import io.polywire.api.session.SessionFactory;
import io.polywire.api.session.SessionInfo;
import io.polywire.api.session.SessionRequest;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.status.StatusEntry.State;
import io.polywire.api.status.StatusSource;
import io.polywire.api.storage.Storage;
import io.polywire.sql.Dialect;
import io.polywire.sql.plan.LiftedShapes;
import io.polywire.sql.plan.PlanCache;
import io.polywire.sql.setting.Setting;
import io.polywire.sql.setting.SettingTable;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The desk: opens sessions, knows them all, and the parts that they share. */
@Component(service = {SessionFactory.class, StatusSource.class, MetricSource.class})
public final class Desk implements SessionFactory, StatusSource, MetricSource {
    /** How often the times of sessions are looked at. */
    private static final long TICK_MILLIS = 50;

    private static final long STOP_MILLIS = 2_000;

    /** Shapes of statements may take this part of what plans may. */
    private static final int SHAPES = 8;

    final DatabaseRegistry registry = new DatabaseRegistry();
    final RoleBook roles = new RoleBook(this::firstRoleChanged);
    final Planner planner = new Planner(roles::first);
    private final Rehearsal rehearsal = new Rehearsal(planner);
    final Metrics metrics = new Metrics();
    final EventLog log;
    final AuditLog audit;
    final Departures departures = new Departures(this);
    private final Supplier<AuditSettings> auditSettings;
    final PlanCache plans;
    final LiftedShapes shapes;
    final Workers workers;
    private final SettingsService configuration;
    private final Runnable unlisten;
    private final Map<Integer, RouterSession> sessions = new ConcurrentHashMap<>();
    /** Sessions that are closed and still run something. */
    private final Set<RouterSession> ending = ConcurrentHashMap.newKeySet();

    private final AtomicInteger lastId = new AtomicInteger();
    private final SecureRandom random = new SecureRandom();
    final NotificationBus notifications = new NotificationBus();
    final LockManager locks = new LockManager();
    final SequenceBook sequences = new SequenceBook();
    private final long startTime = System.currentTimeMillis() * 1_000;
    private final AtomicLong transactionIds = new AtomicLong(System.currentTimeMillis());
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread t = new Thread(task, "polywire-session-clock");
        t.setDaemon(true);
        return t;
    });

    /** Made by the component runtime. */
    @Activate
    public Desk(@Reference SettingsService configuration, @Reference EventLog log, @Reference AuditLogService audit) {
        this(configuration, log, audit, audit::settings);
    }

    Desk(SettingsService configuration, EventLog log, AuditLog audit, Supplier<AuditSettings> auditSettings) {
        this.configuration = configuration;
        this.log = log;
        this.audit = audit;
        this.auditSettings = auditSettings;
        Settings s = configuration.get();
        plans = new PlanCache(s.planCacheBytes());
        shapes = new LiftedShapes(s.planCacheBytes() / SHAPES);
        workers = new Workers(s.workers(), s.workerQueue());
        unlisten = configuration.listen(next -> {
            plans.resize(next.planCacheBytes());
            shapes.resize(next.planCacheBytes() / SHAPES);
            workers.resize(next.workers());
        });
        clock.setRemoveOnCancelPolicy(true);
        clock.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addStorage(Storage s) {
        registry.add(s);
    }

    void removeStorage(Storage s) {
        registry.remove(s);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addDialect(Dialect d) {
        planner.add(d);
        rehearsal.begin();
    }

    void removeDialect(Dialect d) {
        planner.remove(d);
        rehearsal.forget(d);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setUsers(UserStore s) {
        roles.store(s);
    }

    void unsetUsers(UserStore s) {
        roles.gone(s);
    }

    @Deactivate
    void stop() {
        unlisten.run();
        rehearsal.stop();
        clock.shutdownNow();
        SqlFailure reason = SqlFailure.build(
                        FailureKind.SHUTDOWN, "terminating connection because the server is stopping")
                .fatal()
                .build();
        sessions.values().forEach(s -> s.shutdown(reason));
        workers.close(STOP_MILLIS);
    }

    /**
     * Has something short run after a time, on the clock's thread: at once if there is no time.
     *
     * @return to be cancelled when it is no longer needed; null if it will never run
     */
    Future<?> after(long nanos, Runnable what) {
        if (nanos <= 0) {
            what.run();
            return null;
        }
        if (nanos > TimeUnit.DAYS.toNanos(1000)) {
            return null;
        }
        try {
            return clock.schedule(what, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            what.run();
            return null;
        }
    }

    Settings settings() {
        return configuration.get();
    }

    @Override
    public void open(SessionRequest request, Client client, Reply<Session> reply) {
        if (sessions.size() >= settings().sessionsMax()) {
            refuse(request, reply, SqlFailure.of(FailureKind.TOO_MANY_CONNECTIONS, "sorry, too many sessions already"));
            return;
        }
        try {
            workers.execute(() -> {
                try {
                    RouterSession session = openNow(request, client);
                    mayConnect(session, request, reply);
                } catch (RuntimeException | Error e) {
                    refuse(request, reply, Failures.of(e));
                }
            });
        } catch (SqlFailure busy) {
            refuse(request, reply, busy);
        }
    }

    private void mayConnect(RouterSession session, SessionRequest request, Reply<Session> reply) {
        DatabaseRegistry.Found found = session.lastFound();
        long patience = session.lockTimeoutNanos();
        ConnectRight.check(this, session.principal(), session.database(), found, patience, new Reply<>() {
            @Override
            public void done(Void may) {
                reply.done(session);
            }

            @Override
            public void failed(SqlFailure failure) {
                session.audit.denied(failure, null);
                session.close();
                refuse(request, reply, failure);
            }
        });
    }

    private void refuse(SessionRequest request, Reply<Session> reply, SqlFailure f) {
        metrics.failed(f);
        log.log(
                LogCategory.ERROR,
                request.connection().id(),
                f.sqlState() + " " + f.getMessage() + " at the opening of a session",
                f.getCause());
        reply.failed(f);
    }

    private RouterSession openNow(SessionRequest request, Client client) {
        String database = first(
                request.database(),
                request.connection().listener().database(),
                settings().defaultDatabase());
        String dialect =
                first(request.dialect(), request.connection().listener().dialect(), null);
        if (dialect == null || !planner.has(dialect)) {
            if (dialect == null || planner.mayComeBack(dialect)) {
                throw DatabaseRegistry.unavailable("the dialect of this session is not there");
            }
            throw SqlFailure.build(
                            FailureKind.UNDEFINED_OBJECT,
                            "dialect \"" + DatabaseRegistry.shorten(dialect) + "\" is not there")
                    .hint(planner.names().isEmpty() ? null : "There are: " + String.join(", ", planner.names()) + ".")
                    .build();
        }
        for (String who : List.of("role", "session_authorization")) {
            if (request.settings().keySet().stream().anyMatch(who::equalsIgnoreCase)) {
                throw SqlFailure.unsupported("parameter \"" + who + "\" at the opening of a session");
            }
        }
        roles.refresh();
        DatabaseRegistry.Found found = registry.find(database);
        if (found == null) {
            throw registry.undefined(database);
        }
        SettingTable table = planner.dialect(dialect).settings();
        Map<String, String> initial = initial(request, table);
        AlterSettingsStatement.beginning(roles.now(), request.principal().id(), database, table)
                .forEach(initial::putIfAbsent);
        int id;
        RouterSession session;
        do {
            id = lastId.updateAndGet(i -> i == Integer.MAX_VALUE ? 1 : i + 1);
            session =
                    new RouterSession(this, id, random.nextLong(), request, initial, database, dialect, found, client);
        } while (sessions.putIfAbsent(id, session) != null);
        metrics.opened.increment();
        session.audit.opened();
        return session;
    }

    /** The settings that a client asks for as it comes in, checked and written as SET would have them. */
    private static Map<String, String> initial(SessionRequest request, SettingTable table) {
        if (table == SettingTable.NONE || request.settings().isEmpty()) {
            return new LinkedHashMap<>(request.settings());
        }
        Map<String, String> initial = new LinkedHashMap<>();
        request.settings().forEach((name, value) -> {
            Setting s = table.find(name);
            if (s == null) {
                throw SessionStatements.unknown(name);
            }
            initial.put(
                    s.name(),
                    table.check(
                            s,
                            table.split(s, value),
                            s.initial(),
                            request.principal().superuser()));
        });
        return initial;
    }

    private static String first(String a, String b, String c) {
        return a != null && !a.isEmpty() ? a : b != null && !b.isEmpty() ? b : c;
    }

    void ending(RouterSession s) {
        ending.add(s);
    }

    void ended(RouterSession s) {
        ending.remove(s);
    }

    void gone(RouterSession s) {
        if (sessions.remove(s.id(), s)) {
            s.audit.closed();
            departures.oneLeft();
        }
    }

    boolean uses(String database) {
        return sessions.values().stream().anyMatch(s -> s.database().equals(database));
    }

    @Override
    public void cancel(int id, long secret) {
        RouterSession s = sessions.get(id);
        if (s != null && s.secret() == secret) {
            s.cancel(SqlFailure.of(FailureKind.CANCELLED, "canceling statement due to user request"));
        }
    }

    /** Catalogs tell of its objects by another number now. */
    private void firstRoleChanged() {
        plans.clear();
        shapes.clear();
    }

    /** All sessions, by their numbers. */
    List<RouterSession> all() {
        return sessions.values().stream()
                .sorted(Comparator.comparingInt(RouterSession::id))
                .toList();
    }

    /** Ends all sessions in a database, where a session may do so; none of them otherwise. */
    void signalAll(RouterSession from, String database) {
        List<RouterSession> there =
                all().stream().filter(s -> s.database().equals(database)).toList();
        there.forEach(s -> SessionFunctions.checkSignal(from, s, true));
        there.forEach(s -> signal(from, s.id(), true));
    }

    /** As {@link io.polywire.api.function.FunctionContext#signal}. */
    boolean signal(RouterSession from, long id, boolean end) {
        RouterSession s = id > 0 && id <= Integer.MAX_VALUE ? sessions.get((int) id) : null;
        if (s == null) {
            return false;
        }
        SessionFunctions.checkSignal(from, s, end);
        if (end) {
            s.shutdown(SqlFailure.build(FailureKind.SHUTDOWN, "terminating connection due to administrator command")
                    .fatal()
                    .build());
        } else {
            s.cancel(SqlFailure.of(FailureKind.CANCELLED, "canceling statement due to user request"));
        }
        return true;
    }

    /** How the audit trail is kept now. */
    AuditSettings auditSettings() {
        return auditSettings.get();
    }

    /** A number for a transaction: over those of an earlier start, since they are never given faster than the time goes. */
    long nextTransactionId() {
        return transactionIds.incrementAndGet();
    }

    /** The number that a transaction was given last. */
    long lastTransactionId() {
        return transactionIds.get();
    }

    /** When the server began, in microseconds since 1970 UTC. */
    long startTime() {
        return startTime;
    }

    @Override
    public List<SessionInfo> sessions() {
        return sessions.values().stream()
                .sorted(Comparator.comparingInt(RouterSession::id))
                .map(SessionReport::of)
                .toList();
    }

    private void tick() {
        try {
            workers.tick();
            long now = System.nanoTime();
            roles.tick(now, workers);
            for (RouterSession session : sessions.values()) {
                session.checkTimes(now);
            }
            for (RouterSession session : ending) {
                session.checkTimes(now);
            }
        } catch (RuntimeException e) {
            // A clock that stops would let everything run for ever: say so and go on.
            log.log(LogCategory.ERROR, 0, "the times of sessions could not be checked", e);
        }
    }

    @Override
    public List<StatusEntry> entries() {
        Map<String, String> a = new LinkedHashMap<>();
        int active = 0;
        for (SessionInfo s : sessions()) {
            active += s.state().equals("active") ? 1 : 0;
        }
        a.put("open", Integer.toString(sessions.size()));
        a.put("active", Integer.toString(active));
        a.put("opened", Long.toString(metrics.opened.sum()));
        a.put("statements", Long.toString(metrics.statements.sum()));
        return List.of(new StatusEntry("sessions", "all", State.UP, a));
    }

    @Override
    public void collect(Collector c) {
        metrics.collect(c);
        c.gauge("router.sessions", "sessions that are open", sessions.size());
        c.gauge(
                "router.sessions.memory",
                "bytes that sessions held when something was last added",
                sessions.values().stream().mapToLong(s -> s.memory.seen()).sum());
        c.gauge("router.workers.active", "threads that run a statement", workers.active());
        c.gauge("router.workers.waiting", "statements that wait for a thread", workers.waiting());
        c.gauge("router.plans.bytes", "memory of kept plans", plans.bytes());
        c.counter("router.plans.hits", "plans that were found", plans.hits());
        c.counter("router.plans.misses", "plans that had to be made", plans.misses());
    }

    /** Counts a statement that has run, and writes it to the log where that is wanted. */
    void ran(RouterSession session, String text, long nanos, long rows) {
        metrics.statements.increment();
        metrics.rows.add(rows);
        metrics.nanos.add(nanos);
        long slow = settings().slowNanos();
        if (slow > 0 && nanos >= slow) {
            log.log(
                    LogCategory.PERFORMANCE,
                    session.connection.id(),
                    described(session, "slow statement", text, nanos, rows));
        }
        if (log.isEnabled(LogCategory.QUERY)) {
            log.log(LogCategory.QUERY, session.connection.id(), described(session, "statement", text, nanos, rows));
        }
    }

    private static String described(RouterSession session, String what, String text, long nanos, long rows) {
        return what + ", " + nanos / 1000 + " us, " + rows + " rows: " + LogText.statement(session, text);
    }
}
