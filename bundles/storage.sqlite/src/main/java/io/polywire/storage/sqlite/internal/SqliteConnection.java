package io.polywire.storage.sqlite.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.function.StorageFunction;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.StorageStatement;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;
import org.sqlite.core.RawConnection;

/**
 * One SQLite connection with the statements it has compiled. Used by one thread at a time; {@link #interrupt} and
 * {@link #requestClose} may come from any.
 *
 * <p>A native handle that is used after it was closed ends the process, so each use stands between {@link #enter} and
 * {@link #leave}, and the handle is closed either while nobody is inside or by the one who leaves. The same gate keeps an
 * interrupt from reaching a later user: the one who leaves waits out an interrupt that is being made.
 */
final class SqliteConnection {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteConnection.class);

    /** How many operations of SQLite's machine lie between two questions whether to go on; about 30 microseconds. */
    static final int PROGRESS_OPERATIONS = 1000;

    private static final int PROBES = 3;

    static final int FREE = 0;
    static final int TAKEN = 1;
    static final int GONE = 2;

    private static final VarHandle SLOT;
    private static final VarHandle CLOSED;

    static {
        try {
            MethodHandles.Lookup l = MethodHandles.lookup();
            SLOT = l.findVarHandle(SqliteConnection.class, "slot", int.class);
            CLOSED = l.findVarHandle(SqliteConnection.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RawConnection raw;
    private final JavaFunctions functions;
    /** Of the statement that is run once more, if there is one. */
    final RowNotes notes = new RowNotes();

    private final Attachments attachments;
    /** Where statements over relations alone run while no more can be attached here; null if none had to. */
    private volatile SqliteConnection aside;

    private final int maxKept;
    private final Runnable onClosed;
    private final Map<StorageStatement, KeptStatement> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<KeptStatement> unkept = new HashSet<>();
    private final Map<String, Long> own = new HashMap<>();

    /** Whether a reader of a pool is free; set by pool and timer. */
    private volatile int slot = TAKEN;
    /** Whether it has left that pool while somebody runs something on it. Set under the pool's lock. */
    volatile boolean left;

    private volatile boolean inside;
    private volatile boolean closing;
    /** Why it closes, where that is more than that the database goes. */
    private volatile SqlFailure closeReason;

    static final long NO_SNAPSHOT = Long.MAX_VALUE;
    /** Tick at which the snapshot began that its lease holds, and with it keeps the log from being emptied. */
    private volatile long snapshotTick = NO_SNAPSHOT;

    /** Tick at which the use began that lasts; for the look-out of the timer. */
    private volatile long insideTick;

    private volatile boolean interrupting;
    private volatile boolean closed;
    private volatile boolean cancelled;
    /** While a statement of ours runs that interrupts must not reach: an interrupted ROLLBACK has not rolled back. */
    private volatile boolean sheltered;
    /** How many shelters there are one within the other; by who is inside. */
    private int shelters;
    /** Whether one came meanwhile, for the statement that our own one prepares. */
    private volatile boolean postponed;

    private final Object interruptLock = new Object();
    private final CountDownLatch gone = new CountDownLatch(1);

    /** Whose it is now. Read by interrupts after {@link #inside}, which orders it. */
    private Object user;

    /** 0: no limit. */
    private int stepLimit;

    private long stepsLeft = Long.MAX_VALUE;
    private boolean stepLimitHit;

    /** What it would not be fit for the next user: a setting was changed, a failure left doubt. */
    private boolean spoilt;

    /** Whether a read transaction is held between statements, and the newest commit before it began. */
    boolean holdsSnapshot;

    final long[] snapshotMark = new long[CommitWatch.WORDS];
    /** Tick at which it was given back. */
    volatile long idleSince;

    /** Cursors that are between first and last row. */
    int activeCursors;
    /** Those of them that nobody is fetching from. */
    int resting;

    SqliteConnection(RawConnection raw, MemoryRelations relations, int maxKept, Runnable onClosed) throws SQLException {
        this.raw = raw;
        this.attachments = new Attachments(relations, raw);
        this.functions = new JavaFunctions(raw, () -> cancelled);
        this.maxKept = maxKept;
        this.onClosed = onClosed;
        raw.progressHandler(PROGRESS_OPERATIONS, new ProgressHandler() {
            @Override
            protected int progress() {
                return goesOn() ? 0 : 1;
            }
        });
    }

    // ---- use and end of use ----------------------------------------------------------------------------------

    boolean tryTake() {
        return slot == FREE && SLOT.compareAndSet(this, FREE, TAKEN);
    }

    void free() {
        slot = FREE;
    }

    boolean isFree() {
        return slot == FREE;
    }

    /** Takes it for good if it is free. */
    boolean tryRemove() {
        return SLOT.compareAndSet(this, FREE, GONE);
    }

    void user(Object lease) {
        user = lease;
    }

    /** Begins a use of the handle. */
    void enter() {
        inside = true;
        if (closing) {
            leave();
            throw closed();
        }
    }

    private SqlFailure closed() {
        SqlFailure reason = closeReason;
        return reason == null ? unavailable() : reason;
    }

    /** Ends it. */
    void leave() {
        inside = false;
        if (interrupting) {
            awaitInterrupter();
        }
        if (cancelled) {
            cancelled = false;
        }
        if (postponed) {
            postponed = false;
        }
        if (closing) {
            close();
        }
    }

    private void awaitInterrupter() {
        synchronized (interruptLock) {
            // The interrupter has the lock from before it looks until after it has interrupted.
            cancelled = false;
            postponed = false;
        }
    }

    /** Stops what runs for a lease; nothing if that lease is not inside. */
    void interrupt(Object lease) {
        SqliteConnection other = aside;
        if (other != null) {
            other.interrupt(lease);
        }
        synchronized (interruptLock) {
            interrupting = true;
            try {
                if (inside && sheltered && user == lease) {
                    postponed = true;
                }
                // Asked again: the shelter may have ended before that was seen.
                if (inside && !sheltered && user == lease && !closed) {
                    cancelled = true;
                    // SQLite forgets an interrupt only when nothing is open: one made while a cursor rests between
                    // two rows would hit that cursor, and all that runs until it is closed. The handler suffices then.
                    if (resting == 0) {
                        raw.interrupt();
                    }
                }
            } finally {
                interrupting = false;
            }
        }
    }

    /** Closes it: now, or when the one who is inside leaves. Nobody enters any more. */
    void requestClose() {
        closing = true;
        if (!inside) {
            close();
        }
    }

    /** Interrupts whoever is inside until it is closed. */
    boolean awaitClosed(long deadlineNanos) throws InterruptedException {
        do {
            synchronized (interruptLock) {
                interrupting = true;
                if (!closed && !sheltered) {
                    cancelled = true;
                    raw.interrupt();
                }
                interrupting = false;
            }
            if (gone.await(
                    Math.max(0, Math.min(deadlineNanos - System.nanoTime(), 10_000_000L)), TimeUnit.NANOSECONDS)) {
                return true;
            }
        } while (System.nanoTime() < deadlineNanos);
        return false;
    }

    /** As {@link #requestClose()}: its user, who is interrupted if he is inside, is told why. */
    void requestClose(SqlFailure reason) {
        closeReason = reason;
        closing = true;
        synchronized (interruptLock) {
            interrupting = true;
            try {
                if (inside && !sheltered && !closed) {
                    cancelled = true;
                    raw.interrupt();
                }
            } finally {
                interrupting = false;
            }
        }
        requestClose();
    }

    void snapshotSince(long tick) {
        snapshotTick = tick;
    }

    long snapshotTick() {
        return snapshotTick;
    }

    void insideSince(long tick) {
        insideTick = tick;
    }

    /** Since which tick a fetch has been running; {@link #NO_SNAPSHOT} if nobody is inside. */
    long insideTick() {
        return inside ? insideTick : NO_SNAPSHOT;
    }

    boolean isClosing() {
        return closing;
    }

    private void close() {
        if (!CLOSED.compareAndSet(this, false, true)) {
            return;
        }
        if (aside != null) {
            aside.requestClose(unavailable());
        }
        try {
            synchronized (interruptLock) {
                kept.values().forEach(this::finalizeBoth);
                unkept.forEach(this::finalizeBoth);
                own.values().forEach(raw::finalizeStatement);
                raw.close();
            }
        } catch (SQLException e) {
            LOG.warn("A connection could not be closed", e);
        } finally {
            gone.countDown();
            onClosed.run();
        }
    }

    static SqlFailure unavailable() {
        return SqlFailure.of(FailureKind.UNAVAILABLE, "the database is not available now");
    }

    void spoil() {
        spoilt = true;
    }

    boolean isSpoilt() {
        return spoilt;
    }

    // ---- limits ----------------------------------------------------------------------------------------------

    void limitSteps(int steps) {
        stepLimit = Math.max(0, steps);
    }

    /** At the begin of a fetch: whether the limit holds for it. */
    void armSteps(boolean limited) {
        // One period more than asked for: the first question may come at once.
        stepsLeft = limited && stepLimit > 0 ? stepLimit / PROGRESS_OPERATIONS + 1L : Long.MAX_VALUE;
        stepLimitHit = false;
    }

    /** Once a row was put the fetch cannot be given up. */
    void disarmSteps() {
        stepsLeft = Long.MAX_VALUE;
    }

    boolean takeStepLimitHit() {
        boolean hit = stepLimitHit;
        stepLimitHit = false;
        return hit;
    }

    boolean isCancelled() {
        return cancelled;
    }

    private boolean goesOn() {
        if (sheltered) {
            return true;
        }
        if (cancelled) {
            return false;
        }
        if (stepsLeft != Long.MAX_VALUE && --stepsLeft <= 0) {
            stepLimitHit = true;
            return false;
        }
        return true;
    }

    // ---- statements (inside) -----------------------------------------------------------------------------------

    RawConnection raw() {
        return raw;
    }

    /** The compiled form of a statement, in use from now on. */
    KeptStatement take(StorageStatement statement, long schemaVersion) {
        KeptStatement k = kept.get(statement);
        if (k != null && !k.inUse) {
            k.inUse = true;
            return k;
        }
        KeptStatement compiled = compile(statement, schemaVersion);
        compiled.inUse = true;
        if (k == null && maxKept > 0) {
            compiled.cached = true;
            kept.put(statement, compiled);
            if (kept.size() > maxKept) {
                evictEldest();
            }
        } else {
            unkept.add(compiled);
        }
        return compiled;
    }

    /** Ends its use. */
    void release(KeptStatement k) {
        k.inUse = false;
        if (k.changesConnection) {
            spoilt = true;
        }
        if (!k.cached) {
            unkept.remove(k);
            finish(k);
        } else if (k.heavy) {
            raw.clearBindings(k.handle);
            k.heavy = false;
        }
    }

    /** Forgets a statement that is in use: its next use compiles it. */
    void forget(StorageStatement statement, KeptStatement k) {
        if (k.cached && kept.remove(statement, k)) {
            k.cached = false;
            unkept.add(k);
        }
    }

    private void evictEldest() {
        Iterator<KeptStatement> i = kept.values().iterator();
        KeptStatement eldest = i.next();
        i.remove();
        eldest.cached = false;
        if (eldest.inUse) {
            unkept.add(eldest);
        } else {
            finish(eldest);
        }
    }

    private void finalizeBoth(KeptStatement k) {
        k.manyRows.close(raw);
        raw.finalizeStatement(k.handle);
    }

    private void finish(KeptStatement k) {
        finalizeBoth(k);
        attachments.unuse(k.relations);
    }

    /** Makes room among what is attached by forgetting statements, the least used first. */
    private void makeRoom(StorageStatement statement) {
        if (!attachments.hasRoom(statement.relations()) && holdsSnapshot && activeCursors == 0) {
            // nothing is detached while a transaction reads it; what is to run begins a snapshot of its own
            endSnapshot();
        }
        boolean more = true;
        while (more && !attachments.hasRoom(statement.relations())) {
            more = forgetIdle();
        }
    }

    /**
     * Begins a transaction. It holds what it reads of what is attached, and one that writes all of it (OP_Transaction of
     * BEGIN IMMEDIATE), so that room is made before.
     */
    void begin(boolean writes) {
        boolean more = true;
        while (more && attachments.isCrowded()) {
            more = forgetIdle();
        }
        run(writes ? "BEGIN IMMEDIATE" : "BEGIN");
    }

    /** Whether a statement runs aside: it has no need of the file, or its relations find no room before a transaction ends. */
    boolean goesAside(StorageStatement statement) {
        if (statement.relations().isEmpty() || kept.containsKey(statement)) {
            return false;
        }
        if (AsideCursor.isFor(statement)) {
            return true;
        }
        makeRoom(statement);
        return !attachments.hasRoom(statement.relations());
    }

    /** The connection beside this one, to an empty database in memory, for statements that read nothing but relations. */
    SqliteConnection aside(Opener opener) {
        if (aside == null) {
            aside = opener.openAside();
        }
        aside.user(user);
        aside.functions.serve(functions.served());
        return aside;
    }

    /** Forgets the least used statement over relations; false if there is none. */
    private boolean forgetIdle() {
        KeptStatement idle = kept.values().stream()
                .filter(k -> !k.inUse && !k.relations.isEmpty())
                .findFirst()
                .orElse(null);
        if (idle != null) {
            kept.values().remove(idle);
            idle.cached = false;
            finish(idle);
        }
        return idle != null;
    }

    private KeptStatement compile(StorageStatement statement, long schemaVersion) {
        String sql = statement.text();
        StatementText text = StatementText.of(sql);
        StatementRules.check(text, sql, statement.access());
        if (!statement.relations().isEmpty()) {
            makeRoom(statement);
        }
        try {
            functions.register(statement.functions());
            attachments.use(statement.relations());
        } catch (SQLException e) {
            throw failure(SqliteErrors.code(e), null);
        }
        boolean compiled = false;
        try {
            KeptStatement k = compile(statement, sql, text, schemaVersion);
            k.relations = statement.relations();
            compiled = true;
            return k;
        } finally {
            if (!compiled) {
                attachments.unuse(statement.relations());
            }
        }
    }

    private KeptStatement compile(StorageStatement statement, String sql, StatementText text, long schemaVersion) {
        long handle = prepare(sql);
        if (handle == 0) {
            throw SqlFailure.of(FailureKind.SYNTAX, "the statement is empty");
        }
        int parameters = raw.parameterCount(handle);
        if (parameters > statement.parameterCount()) {
            raw.finalizeStatement(handle);
            throw SqlFailure.of(
                    FailureKind.SYNTAX,
                    "the statement has " + parameters + " parameters, " + statement.parameterCount()
                            + " were declared");
        }
        return new KeptStatement(handle, sql, statement.access(), text, raw.columnCount(handle), schemaVersion);
    }

    /** Says which session statements run for; null for none. */
    void serve(FunctionContext session) {
        functions.serve(session);
    }

    /** Sees to it that a function of ours is there. */
    void bring(StorageFunction function) {
        try {
            functions.register(List.of(function));
        } catch (SQLException e) {
            throw failure(SqliteErrors.code(e), null);
        }
    }

    /** What is known of functions. */
    JavaFunctions functions() {
        return functions;
    }

    /** Reads no row, but compares the schema that the connection has in memory with the file's. */
    private static final String COMPARES_SCHEMA = "SELECT 1 FROM sqlite_schema WHERE 0";

    /** Sees to it that what is compiled next is compiled for the schema that the file has now. */
    void compareSchema() {
        run(COMPARES_SCHEMA);
    }

    /** Compiles a text. The caller gives the handle up. */
    long prepare(String sql) {
        try {
            return raw.prepare(sql.getBytes(StandardCharsets.UTF_8));
        } catch (SQLException e) {
            boolean mayBeOld = SqliteErrors.code(e) == SqliteErrors.ERROR && !sql.equals(COMPARES_SCHEMA);
            if (!mayBeOld || closing || runForCode(COMPARES_SCHEMA) != 0) {
                throw failure(SqliteErrors.code(e), sql);
            }
        }
        // SQLite looks at the file's schema when it does not find a name, but not when a table has other columns by now
        try {
            return raw.prepare(sql.getBytes(StandardCharsets.UTF_8));
        } catch (SQLException e) {
            throw failure(SqliteErrors.code(e), sql);
        }
    }

    /** The failure for a code, with the message that SQLite has for its last one. */
    SqlFailure failure(int code, String sql) {
        if (closing) {
            return closed();
        }
        SqlFailure ofFunction = functions.takeFailure();
        if (ofFunction != null && (code & 0xff) == SqliteErrors.ERROR) {
            return ofFunction;
        }
        switch (code & 0xff) {
            case SqliteErrors.IOERR, SqliteErrors.CORRUPT, SqliteErrors.NOTADB, SqliteErrors.CANTOPEN -> spoilt = true;
            default -> {
                // the connection is as good as before
            }
        }
        return SqliteErrors.of(code, raw.errorMessage(), sql);
    }

    // ---- own statements (inside) -------------------------------------------------------------------------------

    /** Runs several statements once. */
    void execute(String sql) {
        try {
            raw.execute(sql.getBytes(StandardCharsets.UTF_8));
        } catch (SQLException e) {
            throw failure(SqliteErrors.code(e), null);
        }
    }

    /** Runs a statement of ours, kept for the next time. */
    void run(String sql) {
        int code = runForCode(sql);
        if (code != 0) {
            throw failure(code, null);
        }
    }

    /** Runs a statement of ours that is not kept. */
    void runOnce(String sql) {
        sheltered(() -> {
            long handle = prepare(sql);
            try {
                int code = raw.step(handle);
                if (code != RawConnection.DONE) {
                    throw failure(code, null);
                }
                return code;
            } finally {
                raw.finalizeStatement(handle);
            }
        });
    }

    /** As {@link #run}; returns SQLite's code. */
    int runForCode(String sql) {
        // Before it is compiled: a ROLLBACK whose compilation is interrupted has not rolled back either.
        shelter();
        try {
            long handle = ownStatement(sql);
            int code = raw.step(handle);
            raw.reset(handle);
            return code == RawConnection.ROW || code == RawConnection.DONE ? 0 : code;
        } finally {
            endShelter();
        }
    }

    /** First value of the first row of a statement of ours. */
    long queryLong(String sql) {
        shelter();
        try {
            long handle = ownStatement(sql);
            try {
                int code = raw.step(handle);
                if (code != RawConnection.ROW) {
                    throw failure(code, null);
                }
                return raw.columnLong(handle, 0);
            } finally {
                raw.reset(handle);
            }
        } finally {
            endShelter();
        }
    }

    /**
     * Keeps interrupts off. SQLite forgets one that was made before when it begins the next statement; we remember it for
     * the statement after ours, and one that comes meanwhile as well: what we prepare may run for long.
     */
    private void shelter() {
        if (shelters++ > 0) {
            return;
        }
        sheltered = true;
        if (interrupting) {
            synchronized (interruptLock) {
                // Whoever interrupted before this has done it.
                postponed |= cancelled;
            }
        } else if (cancelled) {
            postponed = true;
        }
        cancelled = false;
    }

    private void endShelter() {
        if (--shelters > 0) {
            return;
        }
        sheltered = false;
        if (postponed) {
            postponed = false;
            cancelled = true;
        }
    }

    /** Runs several calls of ours that interrupts must not reach. */
    long sheltered(LongSupplier calls) {
        shelter();
        try {
            return calls.getAsLong();
        } finally {
            endShelter();
        }
    }

    /** First value of the first row of a statement that is not kept. */
    String queryText(String sql) {
        long handle = prepare(sql);
        try {
            int code = raw.step(handle);
            if (code != RawConnection.ROW) {
                throw failure(code, null);
            }
            return new String(raw.columnUtf8(handle, 0), StandardCharsets.UTF_8);
        } finally {
            raw.finalizeStatement(handle);
        }
    }

    private long ownStatement(String sql) {
        Long handle = own.get(sql);
        if (handle == null) {
            handle = prepare(sql);
            own.put(sql, handle);
        }
        return handle;
    }

    /**
     * Whether SQLite has a transaction open. Its own answer cannot be reached; a second BEGIN fails without effect, with a code
     * that says so: any other says nothing.
     */
    boolean probeTransaction() {
        int code = runForCode("BEGIN");
        for (int i = 0; i < PROBES && code != 0 && code != SqliteErrors.ERROR; i++) {
            code = runForCode("BEGIN");
        }
        if (code == SqliteErrors.ERROR) {
            return true;
        }
        if (code != 0) {
            LOG.warn("SQLite does not tell whether a transaction is open, code {}", code);
            spoilt = true;
        }
        rollback();
        return false;
    }

    /** Rolls back; without effect if SQLite has done so by itself. A connection that cannot is closed when given back. */
    void rollback() {
        int code;
        try {
            code = runForCode("ROLLBACK");
        } catch (SqlFailure f) {
            spoilt = true;
            throw f;
        }
        if (code != 0 && code != SqliteErrors.ERROR) {
            spoilt = true;
            throw failure(code, null);
        }
    }

    void beginSnapshot() {
        begin(false);
        holdsSnapshot = true;
    }

    /** Ends the held snapshot. After some failures SQLite has done so itself; then there is nothing to roll back. */
    void endSnapshot() {
        rollback();
        holdsSnapshot = false;
    }

    static boolean writes(Access access) {
        return access != Access.READ;
    }
}
