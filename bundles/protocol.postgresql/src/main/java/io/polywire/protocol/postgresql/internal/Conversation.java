package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.Session;
import io.polywire.api.session.Transaction;
import io.polywire.api.value.TextStyle;
import io.polywire.api.wire.Drain;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The life of a session: takes one message after the other and answers it (manual, 55.2.2 to 55.2.7).
 *
 * <pre>
 *                 ┌──────────────────────────────────────── Z (I, T or E) ◀──────────────────────┐
 *                 ▼                                                                              │
 *   ──▶ IDLE ──── Q ──▶ {@link SimpleQuery} ─────────────── [C | I | E] ─────────────────────────┤
 *        │  └──── F ──▶ {@link FunctionCall} ── [V | E] ─────────────────────────────────────────────────────┤
 *        │                                                                                       │
 *        └─ P B D E C H ──▶ UNIT open {@link ExtendedQuery} ── more of them ── S ──▶ end unit ───┤
 *                             │ error: E, unit undone                                            │
 *                             ▼                                                                  │
 *                           SKIPPING all but S and X ─────────────── S ──────────────────────────┘
 * *   d c f (a COPY that failed before the client heard of it): read over
 *   X: close.   unknown type or a length that cannot be: FATAL or close, whatever the state
 * </pre>
 *
 * At most one call of the session is out at any time ({@link #waiting}); nothing is read from the inbox until its reply
 * was handled. Cancel, shutdown and pushes pass by.
 */
final class Conversation implements Stage {
    private static final int HEADER = 5;
    /** How often a cancel is passed on to calls that are made off the event loop. */
    private static final int CANCEL_AGAIN_MILLIS = 5;

    private final Backend backend;
    private final Session session;
    private final Pushes pushes;
    private final SimpleQuery simple;
    private final ExtendedQuery extended;
    private final Run run;
    private final Pipeline pipeline;
    private final Answer<Void> syncAnswer;
    private final Answer<Void> undoAnswer;
    private TextStyle style;
    /** Converts text of the client and for it; null while that is UTF-8. */
    private Transcoder transcoder;
    /** Reported settings that the client was not told of yet. */
    private final Map<String, String> unreported = new HashMap<>(0);
    /** What it was told of each, as {@link Reported} has it. */
    private String[] told;

    private boolean waiting;
    /** A cancel came while a command ran: whichever call of the session is part of it ends with it. */
    private boolean cancelling;

    private boolean runGivesRows;
    private CopyIn copying;
    /** Nothing was begun since the last ReadyForQuery. */
    private boolean idle;

    private boolean unit;
    private boolean skipping;
    /** An error of the wire's own inside a block that the session still takes for sound. */
    private boolean blockFailed;
    /** After the undo of a failed simple query: ReadyForQuery. */
    private boolean readyAfterUndo;
    /** Bytes of an oversized message that are still to come and are dropped. */
    private long toDiscard;

    private byte discarded;
    private int discardedLength;
    private Drain draining;
    private ScheduledFuture<?> drainTimer;

    Conversation(Backend backend, Session session, Pushes pushes) {
        this.backend = backend;
        this.session = session;
        this.pushes = pushes;
        this.style = TextStyle.DEFAULT;
        this.run = new Run(this, backend);
        this.simple = new SimpleQuery(this, backend, session);
        this.extended = new ExtendedQuery(
                this, backend, session, option("statements.max", 10_000), option("portals.max", 1_000));
        this.pipeline = new Pipeline(this, backend, extended, run.encoder());
        this.syncAnswer = new Answer<>(backend) {
            @Override
            void onDone(Void v) {
                replied();
                ready();
            }

            @Override
            void onFailed(SqlFailure f) {
                replied();
                report(f);
                ready();
            }
        };
        this.undoAnswer = new Answer<>(backend) {
            @Override
            void onDone(Void v) {
                replied();
                undone();
            }

            @Override
            void onFailed(SqlFailure f) {
                replied();
                backend.note("undo of a failed unit", f);
                if (f.isFatal()) {
                    backend.fatal(f);
                } else {
                    undone();
                }
            }
        };
    }

    private int option(String key, int otherwise) {
        String value = backend.connection.listener().options().get(key);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    /** Takes the reply to a call that a command makes: it goes on with what came, or fails. */
    <T> Answer<T> answer(Consumer<T> then) {
        return new Answer<>(backend) {
            @Override
            void onDone(T value) {
                replied();
                then.accept(value);
            }

            @Override
            void onFailed(SqlFailure f) {
                replied();
                Conversation.this.failed(f);
            }
        };
    }

    /** Says hello. */
    void begin() {
        style = Reported.style(session).at(session::transactionTime);
        Output out = backend.out();
        convert(session.setting("client_encoding"));
        told = Reported.all(session, out);
        Replies.keyData(session.id(), backend.protocol.keys.add(session, this::cancelAsked), out);
        pushes.attach(this);
        ready();
    }

    // ---- for the parts ----

    /** Before a call of the session that takes a reply. */
    void waiting() {
        waiting = true;
    }

    /** The reply has come. */
    void replied() {
        waiting = false;
        if (pushes.isSome()) {
            deliver();
        }
    }

    TextStyle style() {
        return style;
    }

    Transcoder transcoder() {
        return transcoder;
    }

    void run(Portal portal, WireStatement statement, Formats formats, long limit, Run.Owner owner) {
        runGivesRows = statement.prepared.returnsRows();
        run.encoder().begin(statement.columns(), formats, style, transcoder);
        run.start(portal, limit, owner);
    }

    /** The same of a statement of a simple query, which is described as late as can be ({@link #describeRows}). */
    void runUndescribed(Portal portal, WireStatement statement, Formats formats, Run.Owner owner) {
        runGivesRows = statement.prepared.returnsRows();
        run.encoder().begin(statement.columns(), formats, style, transcoder);
        if (runGivesRows) {
            run.encoder().describeLater(statement);
        }
        run.start(portal, 0, owner);
    }

    /** Runs the query that a function call is. */
    void runCall(Portal portal, WireStatement statement, Formats format, Run.Owner owner) {
        runGivesRows = true;
        run.encoder().begin(statement.columns(), format, style, transcoder);
        run.encoder().asCall();
        run.start(portal, 0, owner);
    }

    /** Describes the rows of what has run, if that is not done. */
    void describeRows() {
        run.encoder().describe();
    }

    /** Runs a change together with what has come behind it; false if nothing has. */
    boolean startPipeline(WirePortal portal, long limit) {
        ByteBuf b = backend.in.buffer();
        runGivesRows = false;
        return pipeline.start(portal, limit, 1 + b.getInt(b.readerIndex() + 1));
    }

    /** Has the encoder write the rows of a portal. */
    void beginRows(WirePortal p) {
        run.encoder().begin(p.statement.columns(), p.results, style, transcoder);
    }

    /** Goes on with a portal that was run in a pipeline when the client has read. */
    void resumeLater(Portal portal, long limit, Run.Owner owner) {
        runGivesRows = true;
        run.takeOver(portal, limit, owner);
    }

    /** Whether the session has something to say that a pipeline must not overtake; on any thread. */
    boolean hasNews() {
        return pushes.isUrgent();
    }

    /** Converts the names in a message. */
    void recode(byte type, MessageReader in) {
        if (transcoder != null) {
            Recoding.names(type, in, transcoder);
        }
    }

    /** What the client sends is a COPY's; null for no longer. */
    void copying(CopyIn in) {
        copying = in;
    }

    /** Announces and runs COPY TO. */
    void copyOut(Portal portal, Prepared prepared, Run.Owner owner) {
        runGivesRows = true;
        run.start(portal, new CopyOut(backend.link, prepared.copy(), style, transcoder), owner);
    }

    /** What runs now is a unit up to its end. */
    void openUnit() {
        if (!unit) {
            unit = true;
            session.beginUnit();
        }
    }

    /** Ends the unit if there is one. */
    void endUnit(boolean keep, Reply<Void> reply) {
        waiting = true;
        if (unit) {
            unit = false;
            session.endUnit(keep, reply);
        } else {
            reply.done(null);
        }
    }

    /** In a failed block only its end is run. */
    void refuseIfAborted(String command) {
        if (!isFailed()) {
            blockFailed = false;
            return;
        }
        switch (command) {
            case "ROLLBACK", "ROLLBACK TO", "ROLLBACK TO SAVEPOINT" -> {
                // ends it
            }
            case "COMMIT", "END", "PREPARE TRANSACTION" -> {
                if (blockFailed && state() == Transaction.State.ACTIVE) {
                    // the session would commit what this wire has told the client is lost
                    throw Failures.aborted();
                }
            }
            default -> throw Failures.aborted();
        }
    }

    private boolean isFailed() {
        return state() == Transaction.State.FAILED || blockFailed && state() == Transaction.State.ACTIVE;
    }

    private Transaction.State state() {
        return session.transaction().state();
    }

    /** A command is through: the end of a transaction takes its portals along. */
    void afterCommand(String command) {
        if (command.equals("COMMIT") || command.equals("ROLLBACK")) {
            blockFailed = false;
            if (state() == Transaction.State.IDLE) {
                extended.closePortals();
            }
        }
    }

    /** A simple query is through. */
    void endOfCommand() {
        ready();
    }

    // ---- messages ----

    /**
     * A CancelRequest with the right key; on any thread. It may be here before a query that was sent before it: the loop runs
     * tasks that others bring before it looks at its sockets again. Where nothing runs it is asked again behind that look.
     *
     * @param then runs when it has met a command, or there is none
     */
    private void cancelAsked(Runnable then) {
        try {
            backend.link.loop().execute(() -> {
                if (cancels()) {
                    then.run();
                    return;
                }
                backend.link
                        .loop()
                        .schedule(
                                () -> {
                                    cancels();
                                    then.run();
                                },
                                1,
                                TimeUnit.NANOSECONDS);
            });
        } catch (RejectedExecutionException stopping) {
            backend.note("cancel", Failures.of(stopping));
            then.run();
        }
    }

    /** Cancels the command that runs; false if none does. */
    private boolean cancels() {
        if (backend.isGone() || !waiting && !run.isPaused() && !simple.isRunning()) {
            return false;
        }
        cancelling = true;
        passCancel();
        return true;
    }

    /** The session forgets a cancel with the call that it met; what a command still has to do it would not reach. */
    private void passCancel() {
        if (cancelling && waiting) {
            backend.protocol.keys.cancel(session);
            if (pipeline.isOut()) {
                // it may have come between two calls, and the next one may wait
                pipeline.stop();
                backend.link.loop().schedule(this::passCancel, CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public boolean step() {
        boolean some = doStep();
        passCancel();
        return some;
    }

    private boolean doStep() {
        if (waiting) {
            return copying != null && copying.takes() && next();
        }
        if (run.isPaused()) {
            if (backend.link.isCongested()) {
                return false;
            }
            run.resume();
            return true;
        }
        if (backend.link.isCongested()) {
            return false;
        }
        if (simple.isRunning()) {
            simple.step();
            return true;
        }
        return next();
    }

    /** Handles the next message if it is there as a whole. */
    private boolean next() {
        Inbox in = backend.in;
        if (toDiscard > 0) {
            return copying != null && discarded == Message.COPY_DATA ? pour() : discard();
        }
        if (in.size() < HEADER) {
            return false;
        }
        ByteBuf b = in.buffer();
        int at = b.readerIndex();
        byte type = b.getByte(at);
        int length = b.getInt(at + 1);
        if (!Message.isKnown(type)) {
            backend.violation(Failures.protocol("invalid frontend message type " + (type & 0xFF)));
            return false;
        }
        if (length < 4 || length - 4 > Message.longest(type)) {
            backend.hangUp("invalid message length");
            return false;
        }
        int most = backend.connection.listener().limits().message();
        if (length > most) {
            in.skip(HEADER);
            toDiscard = length - 4L;
            discarded = type;
            discardedLength = length;
            return true;
        }
        if (in.size() < 1 + length) {
            return false;
        }
        backend.reader.reset(b, at + HEADER, length - 4);
        try {
            handle(type, backend.reader);
        } finally {
            if (!backend.link.isClosing() && !backend.isGone()) {
                backend.in.skip(1 + length);
            }
        }
        return true;
    }

    /** Data of a COPY mean the same in any pieces: what is too long to be kept as a whole is loaded as it comes. */
    private boolean pour() {
        int n = (int) Math.min(toDiscard, backend.in.size());
        if (n == 0) {
            return false;
        }
        ByteBuf b = backend.in.buffer();
        copying.message(Message.COPY_DATA, b, b.readerIndex(), n);
        backend.in.skip(n);
        toDiscard -= n;
        return true;
    }

    /** Drops an oversized message as it comes, then refuses it: the connection is still good. */
    private boolean discard() {
        int n = (int) Math.min(toDiscard, backend.in.size());
        if (n == 0) {
            return false;
        }
        backend.in.skip(n);
        toDiscard -= n;
        if (toDiscard > 0 || copying == null && discarded == Message.COPY_DATA) {
            // data left over from a COPY that has ended here are read over
            return true;
        }
        String tooLong = "a message of " + discardedLength + " bytes is longer than the "
                + backend.connection.listener().limits().message() + " that are allowed";
        backend.connection.violation(tooLong);
        if (!skipping) {
            beforeMessage(discarded);
            throw SqlFailure.of(FailureKind.LIMIT, tooLong);
        }
        return true;
    }

    /** What an error in it means: silence up to Sync, or ReadyForQuery at once. */
    private boolean inExtended;

    private void beforeMessage(byte type) {
        idle = false;
        inExtended = Message.isExtended(type);
    }

    private void handle(byte type, MessageReader in) {
        if (copying != null) {
            if (type == Message.TERMINATE) {
                copying.gone();
                backend.link.close(false);
            } else {
                copying.message(type, in.buffer(), in.position(), in.remaining());
            }
            return;
        }
        if (skipping && type != Message.SYNC && type != Message.TERMINATE) {
            return;
        }
        switch (type) {
            case Message.TERMINATE -> {
                backend.link.close(false);
                return;
            }
            case Message.COPY_DATA, Message.COPY_DONE, Message.COPY_FAIL -> {
                // left over from a COPY that failed here before the client heard of it
                return;
            }
            default -> beforeMessage(type);
        }
        if (inExtended && type != Message.FLUSH) {
            openUnit();
        }
        recode(type, in);
        switch (type) {
            case Message.QUERY -> {
                String text = in.text();
                in.finish();
                extended.dropUnnamed();
                simple.start(text);
            }
            case Message.PARSE -> extended.parse(in);
            case Message.BIND -> extended.bind(in, true);
            case Message.DESCRIBE -> extended.describe(in);
            case Message.EXECUTE -> {
                if (unit && isSyncNext()) {
                    session.lastOfUnit();
                }
                extended.execute(in);
            }
            case Message.CLOSE -> extended.close(in);
            case Message.FLUSH -> {
                in.finish();
                backend.link.ask();
            }
            case Message.SYNC -> {
                in.finish();
                skipping = false;
                endUnit(true, syncAnswer);
            }
            case Message.FUNCTION_CALL -> new FunctionCall(this, session).start(in);
            default -> throw new IllegalStateException("message " + type);
        }
    }

    /** Whether Sync is there already behind the message that is handled: then nothing else comes into the unit. */
    private boolean isSyncNext() {
        ByteBuf b = backend.in.buffer();
        int next = 1 + b.getInt(b.readerIndex() + 1);
        return backend.in.size() >= next + HEADER && b.getByte(b.readerIndex() + next) == Message.SYNC;
    }

    // ---- errors ----

    @Override
    public void failed(SqlFailure f) {
        if (f.isFatal()) {
            SqlFailure reason = pushes.shutdown();
            backend.fatal(reason == null ? f : reason);
            return;
        }
        if (waiting) {
            // A defect in the middle of a call whose reply may still come: nothing is safe to go on with.
            backend.fatal(f);
            return;
        }
        cancelling = false;
        report(f);
        boolean wasSimple = simple.isRunning() || !inExtended;
        simple.stop();
        if (!wasSimple) {
            skipping = true;
        }
        readyAfterUndo = wasSimple;
        endUnit(false, undoAnswer);
    }

    private void report(SqlFailure f) {
        for (Notice n = pushes.nextNotice(); n != null; n = pushes.nextNotice()) {
            // what was told before it failed
            Reports.notice(n, backend.out());
        }
        Reports.error(f, simple.shift(), backend.out());
        backend.link.ask();
    }

    /** What the unit did is undone; an explicit block stays, failed. */
    private void undone() {
        if (state() == Transaction.State.ACTIVE) {
            session.transaction().fail();
        }
        if (state() == Transaction.State.ACTIVE) {
            // the dialect goes on after an error, PostgreSQL's clients do not expect that
            blockFailed = true;
        } else if (state() == Transaction.State.IDLE) {
            extended.closePortals();
        }
        if (readyAfterUndo) {
            ready();
        }
    }

    // ---- ReadyForQuery ----

    private void ready() {
        Transaction.State state = state();
        if (state == Transaction.State.IDLE) {
            blockFailed = false;
            extended.closePortals();
        }
        idle = true;
        cancelling = false;
        inExtended = false;
        if (pushes.isSome() || !unreported.isEmpty()) {
            deliver();
        }
        if (backend.link.isClosing()) {
            return;
        }
        char c = state == Transaction.State.IDLE ? 'I' : isFailed() ? 'E' : 'T';
        Replies.readyForQuery(c, backend.out());
        backend.link.ask();
        if (draining != null && state == Transaction.State.IDLE) {
            backend.fatal(draining.reason());
        }
    }

    // ---- what the session says of its own accord ----

    /** Something was pushed. */
    void pushed() {
        deliver();
        if (idle && backend.out().size() > 0) {
            backend.link.ask();
        }
    }

    private void deliver() {
        if (backend.link.isLent()) {
            // without rows they wait: they would overtake what is written already
            if (runGivesRows) {
                noticesBetween();
            }
            return;
        }
        for (Notice n = pushes.nextNotice(); n != null; n = pushes.nextNotice()) {
            Reports.notice(n, backend.out());
        }
        if (waiting) {
            return;
        }
        pushes.takeSettings().forEach(this::settingChanged);
        if (idle) {
            if (!unreported.isEmpty()) {
                Reported.changed(unreported, told, backend.out());
                unreported.clear();
            }
            if (state() == Transaction.State.IDLE) {
                for (var n = pushes.nextNotification(); n != null; n = pushes.nextNotification()) {
                    Replies.notification(n.sender(), n.channel(), n.payload(), backend.out());
                }
            }
        }
        SqlFailure reason = pushes.shutdown();
        if (reason != null) {
            backend.fatal(reason);
            return;
        }
        pushes.settle();
    }

    /** While a run writes rows, notices go between its pieces. */
    private void noticesBetween() {
        Output own = new Output(backend.context().alloc());
        own.transcoder(transcoder);
        for (Notice n = pushes.nextNotice(); n != null; n = pushes.nextNotice()) {
            Reports.notice(n, own);
        }
        ByteBuf messages = own.take();
        if (messages != null) {
            backend.link.sendNow(messages);
        }
    }

    private void convert(String encoding) {
        transcoder = Reported.transcoder(encoding);
        backend.out().transcoder(transcoder);
    }

    private void settingChanged(String name, String value) {
        if (name.equals("client_encoding")) {
            convert(value);
        }
        style = style.with(name, value);
        if (Reported.is(name)) {
            unreported.put(Reported.canonical(name), value);
        }
    }

    // ---- stage ----

    @Override
    public boolean isBlocked() {
        if (copying != null) {
            return copying.isBlocked();
        }
        return waiting || run.isPaused() || backend.link.isCongested();
    }

    @Override
    public void drain(Drain drain) {
        draining = drain;
        if (idle && state() == Transaction.State.IDLE) {
            backend.fatal(drain.reason());
            return;
        }
        // three quarters of the time for what runs, the rest for saying good-bye
        long left = Math.max(0, drain.deadlineNanos() - System.nanoTime());
        drainTimer = backend.link.loop().schedule(() -> expire(drain), left / 4 * 3, TimeUnit.NANOSECONDS);
    }

    private void expire(Drain drain) {
        if (backend.isGone() || backend.link.isClosing()) {
            return;
        }
        if (waiting) {
            pushes.shutdown(drain.reason());
            session.cancel(drain.reason().asFatal());
        } else {
            backend.fatal(drain.reason());
        }
    }

    @Override
    public void gone() {
        if (copying != null) {
            copying.gone();
        }
        if (drainTimer != null) {
            drainTimer.cancel(false);
        }
        backend.protocol.keys.remove(session);
        session.close();
    }
}
