package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.LoadReply;
import io.polywire.api.session.NamedObjects;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.RowSource;
import io.polywire.api.session.Session;
import io.polywire.api.type.Type;
import io.polywire.protocol.postgresql.internal.type.WireType;
import io.polywire.protocol.postgresql.internal.type.WireTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parse, Bind, Describe, Execute, Close (manual, 55.2.3). Statements live until they are closed, portals at most as long
 * as their transaction; the unnamed one of each is replaced by the next.
 *
 * <pre>
 *   P ─▶ 1        B ─▶ 2        D statement ─▶ t, T or n        D portal ─▶ T or n        C ─▶ 3
 *   E ─▶ D* ─▶ C complete, s at the row limit, I for an empty statement, E on an error
 * </pre>
 */
final class ExtendedQuery implements Run.Owner {
    private static final int[] NONE = {};

    private final Conversation conversation;
    private final Backend backend;
    private final Session session;
    private final int mostStatements;
    private final int mostPortals;
    private final NameMap<WireStatement> statements = new NameMap<>();
    private final NameMap<WirePortal> portals = new NameMap<>();
    private final Formats parameterFormats = new Formats();
    private final WirePortal unnamedPortal = new WirePortal();
    private final Answer<Prepared> parseAnswer;
    private final Answer<Void> renewAnswer;
    /** The same names, as statements see them; {@link #statements} and {@link #portals} are found without a string. */
    private final NamedObjects named;

    private long removals;
    private WireStatement unnamed;

    /** Of the Parse that waits: */
    private byte[] parsing;

    private int[] declared;

    /** Of the Bind that waits: */
    private WirePortal binding;

    private WireStatement bindingTo;
    /** The portal that runs. */
    private WirePortal running;

    private long limit;

    ExtendedQuery(Conversation conversation, Backend backend, Session session, int mostStatements, int mostPortals) {
        this.conversation = conversation;
        this.backend = backend;
        this.session = session;
        this.named = session.named();
        this.mostStatements = mostStatements;
        this.mostPortals = mostPortals;
        this.parseAnswer = conversation.answer(this::parsed);
        this.renewAnswer = conversation.answer(done -> bound(binding, bindingTo));
    }

    // ---- Parse ----

    void parse(MessageReader in) {
        int from = in.position();
        int n = in.skipText();
        byte[] name = new byte[n];
        in.buffer().getBytes(from, name);
        String text = in.text();
        int count = in.i16() & 0xFFFF;
        if (in.remaining() < 4 * count) {
            in.skip(4 * count);
        }
        declared = count == 0 ? NONE : new int[count];
        List<Type> types = count == 0 ? List.of() : new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            declared[i] = in.i32();
            types.add(WireTypes.declared(declared[i]));
        }
        in.finish();
        if (n == 0) {
            unnamed = null;
        } else if (known(in, from, n) != null) {
            throw Failures.of(
                    FailureKind.DUPLICATE_OBJECT,
                    "42P05",
                    "prepared statement \"" + string(name) + "\" already exists");
        } else if (statements.size() >= mostStatements) {
            throw SqlFailure.of(FailureKind.LIMIT, "too many prepared statements, " + mostStatements + " are allowed");
        }
        parsing = name;
        conversation.waiting();
        session.prepare(text, types, parseAnswer);
    }

    private void parsed(Prepared p) {
        if (!p.command().isEmpty()) {
            conversation.refuseIfAborted(p.command());
        }
        WireStatement s = new WireStatement(p, declared);
        if (parsing.length == 0) {
            unnamed = s;
        } else {
            named.addStatement(string(parsing), p);
            statements.add(parsing, s);
        }
        Replies.empty(Message.PARSE_COMPLETE, backend.out());
    }

    // ---- Bind ----

    /**
     * Binds, and looks before at what the statement names if that may have changed.
     *
     * @param mayWait whether that may take a call of the session
     * @return false if it would, and may not: nothing has happened then
     */
    boolean bind(MessageReader in, boolean mayWait) {
        int portalFrom = in.position();
        int portalLength = in.skipText();
        int statementFrom = in.position();
        int statementLength = in.skipText();
        WireStatement s = statement(in, statementFrom, statementLength);
        readFormats(in, s, statementFrom, statementLength);
        conversation.refuseIfAborted(s.prepared.command());
        String name = portalLength == 0 ? "" : string(in, portalFrom, portalLength);
        WirePortal p = portalLength == 0 ? unnamedPortal : new WirePortal();
        if (portalLength == 0) {
            p.close();
        } else if (named(in, portalFrom, portalLength) != null) {
            throw Failures.of(FailureKind.DUPLICATE_OBJECT, "42P03", "cursor \"" + name + "\" already exists");
        } else if (portals.size() >= mostPortals) {
            throw SqlFailure.of(FailureKind.LIMIT, "too many portals, " + mostPortals + " are allowed");
        }
        readValues(in, s, name, p.parameters, p.results);
        p.name = name;
        p.ended = false;
        if (s.prepared.isCurrent()) {
            bound(p, s);
            return true;
        }
        if (mayWait) {
            binding = p;
            bindingTo = s;
            conversation.waiting();
            s.prepared.renew(renewAnswer);
        }
        return mayWait;
    }

    private void readFormats(MessageReader in, WireStatement s, int statementFrom, int statementLength) {
        parameterFormats.read(in);
        int values = in.i16() & 0xFFFF;
        if (parameterFormats.count() > 1 && parameterFormats.count() != values) {
            throw Failures.protocol("bind message has " + parameterFormats.count() + " parameter formats but " + values
                    + " parameters");
        }
        int wanted = s.parameters().length;
        if (values != wanted) {
            throw Failures.protocol("bind message supplies " + values + " parameters, but prepared statement \""
                    + string(in, statementFrom, statementLength)
                    + "\" requires " + wanted);
        }
    }

    private void readValues(MessageReader in, WireStatement s, String portal, Parameters values, Formats results) {
        ParameterReader.read(
                in, s.parameters(), parameterFormats, conversation.style(), conversation.transcoder(), portal, values);
        results.read(in);
        in.finish();
        int columns = s.prepared.returnsRows() ? s.columns().length : 0;
        if (results.count() > 1 && results.count() != columns) {
            throw Failures.protocol(
                    "bind message has " + results.count() + " result formats but query has " + columns + " columns");
        }
    }

    private void bound(WirePortal p, WireStatement s) {
        p.statement = s;
        p.portal = session.bind(s.prepared, null, p.parameters);
        if (!p.name.isEmpty()) {
            named.addPortal(p.name, p.portal);
            portals.add(p.name.getBytes(StandardCharsets.UTF_8), p);
        }
        Replies.empty(Message.BIND_COMPLETE, backend.out());
    }

    // ---- Describe ----

    void describe(MessageReader in) {
        int kind = in.u8();
        switch (kind) {
            case 'S' -> {
                int from = in.position();
                int n = in.skipText();
                in.finish();
                WireStatement s = statement(in, from, n);
                refuseRowsIfAborted(s);
                s.describeParameters(backend.out());
                s.describeRows(Formats.ALL_TEXT, backend.out());
            }
            case 'P' -> {
                int from = in.position();
                int n = in.skipText();
                in.finish();
                WirePortal p = portal(in, from, n);
                refuseRowsIfAborted(p.statement);
                p.statement.describeRows(p.results, backend.out());
            }
            default -> throw Failures.protocol("invalid DESCRIBE message subtype " + kind);
        }
    }

    private void refuseRowsIfAborted(WireStatement s) {
        if (s.prepared.returnsRows()) {
            conversation.refuseIfAborted(s.prepared.command());
        }
    }

    // ---- Execute ----

    void execute(MessageReader in) {
        int from = in.position();
        int n = in.skipText();
        int most = in.i32();
        in.finish();
        WirePortal p = portal(in, from, n);
        Prepared prepared = p.statement.prepared;
        if (prepared.command().isEmpty()) {
            Replies.empty(Message.EMPTY_QUERY_RESPONSE, backend.out());
            return;
        }
        conversation.refuseIfAborted(prepared.command());
        if (p.ended) {
            if (!prepared.returnsRows()) {
                throw Failures.of(FailureKind.OBJECT_IN_USE, "55000", "portal \"" + p.name + "\" cannot be run");
            }
            CommandTag.write(p.portal.command(), 0, backend.out());
            return;
        }
        if (prepared.copy() != null) {
            copy(p, prepared);
            return;
        }
        requireFormats(p, prepared);
        running = p;
        // a negative limit is none, as in PostgreSQL
        limit = prepared.returnsRows() ? Math.max(most, 0) : 0;
        if (!isChange(prepared) || !conversation.startPipeline(p, limit)) {
            conversation.run(p.portal, p.statement, p.results, limit, this);
        }
    }

    /** Whether it changes rows and leaves the transaction and all names as they are. */
    private static boolean isChange(Prepared prepared) {
        return prepared.copy() == null
                && switch (prepared.command()) {
                    case "INSERT", "UPDATE", "DELETE", "MERGE" -> true;
                    default -> false;
                };
    }

    private static boolean isQuery(Prepared prepared) {
        return prepared.command().equals("SELECT")
                && prepared.returnsRows()
                && prepared.isReadOnly()
                && prepared.copy() == null;
    }

    /**
     * An Execute in a {@link Pipeline}: what it runs, of at most {@link #limit} rows; null where {@link #execute} has to look at the
     * message.
     */
    WirePortal next(MessageReader in) {
        int from = in.position();
        WirePortal p;
        int most;
        Prepared prepared;
        try {
            int n = in.skipText();
            most = in.i32();
            in.finish();
            p = portal(in, from, n);
            prepared = p.statement.prepared;
            conversation.refuseIfAborted(prepared.command());
            if (p.ended || !isChange(prepared) && !isQuery(prepared)) {
                return null;
            }
            requireFormats(p, prepared);
        } catch (SqlFailure theLoops) {
            return null;
        }
        running = p;
        limit = prepared.returnsRows() ? Math.max(most, 0) : 0;
        return p;
    }

    /** The INSERT that a Bind of the unnamed portal names, if its executions can be the rows of a load; otherwise null. */
    WireStatement loadable(MessageReader bind) {
        try {
            bind.skipText();
            int from = bind.position();
            int n = bind.skipText();
            WireStatement s = n == 0 ? unnamed : known(bind, from, n);
            if (s == null
                    || !s.prepared.command().equals("INSERT")
                    || !s.prepared.isCurrent()
                    || !s.prepared.isLoadable()) {
                return null;
            }
            conversation.refuseIfAborted(s.prepared.command());
            unnamedPortal.close();
            return s;
        } catch (SqlFailure theLoops) {
            return null;
        }
    }

    /** Reads the values of such a Bind. */
    void values(MessageReader bind, WireStatement s, Parameters into) {
        bind.skipText();
        int from = bind.position();
        int n = bind.skipText();
        readFormats(bind, s, from, n);
        readValues(bind, s, "", into, unnamedPortal.results);
    }

    /** Runs it for each row of a source. */
    void load(WireStatement s, RowSource rows, LoadReply reply) {
        session.load(s.prepared, null, rows, reply);
    }

    /** The most rows of what runs; 0 for no limit. */
    long limit() {
        return limit;
    }

    /** PostgreSQL looks at the codes when it executes, not at Bind. */
    private static void requireFormats(WirePortal p, Prepared prepared) {
        if (prepared.returnsRows()) {
            WireType[] columns = p.statement.columns();
            for (int i = 0; i < columns.length; i++) {
                if (p.results.isBinary(i)) {
                    columns[i].codec().requireBinary();
                }
            }
        }
    }

    private void copy(WirePortal p, Prepared prepared) {
        if (!prepared.copy().in()) {
            running = p;
            limit = 0;
            conversation.copyOut(p.portal, prepared, this);
            return;
        }
        CopyIn.start(conversation, backend, session, prepared, conversation.style(), new CopyIn.Owner() {
            @Override
            public void loaded(long rows) {
                p.ended = true;
                CommandTag.write(prepared.command(), rows, backend.out());
                conversation.afterCommand(prepared.command());
            }

            @Override
            public void failed(SqlFailure failure) {
                conversation.failed(failure);
            }
        });
    }

    @Override
    public void limitReached(Portal portal, long rows) {
        running = null;
        Replies.empty(Message.PORTAL_SUSPENDED, backend.out());
    }

    @Override
    public void completed(Portal portal, long rows) {
        WirePortal p = running;
        running = null;
        p.ended = true;
        boolean returnsRows = p.statement.prepared.returnsRows();
        if (limit > 0 && rows == limit) {
            // PostgreSQL stops at the limit without looking further; the end shows at the next Execute.
            Replies.empty(Message.PORTAL_SUSPENDED, backend.out());
            return;
        }
        String command = portal.command();
        CommandTag.write(command, returnsRows ? rows : portal.rows(), backend.out());
        conversation.afterCommand(command);
    }

    @Override
    public void failed(Portal portal, SqlFailure failure) {
        running = null;
        conversation.failed(failure);
    }

    // ---- Close ----

    void close(MessageReader in) {
        int kind = in.u8();
        int from = in.position();
        int n = in.skipText();
        in.finish();
        ByteBuf b = in.buffer();
        switch (kind) {
            case 'S' -> {
                if (n == 0) {
                    unnamed = null;
                } else {
                    statements.remove(b, from, n);
                    named.removeStatement(string(in, from, n));
                }
            }
            case 'P' -> {
                WirePortal p = n == 0 ? unnamedPortal : portals.remove(b, from, n);
                if (p != null) {
                    p.close();
                }
                if (n > 0) {
                    named.removePortal(string(in, from, n));
                }
            }
            default -> throw Failures.protocol("invalid CLOSE message subtype " + kind);
        }
        Replies.empty(Message.CLOSE_COMPLETE, backend.out());
    }

    /** A simple query takes the place of what is unnamed. */
    void dropUnnamed() {
        unnamed = null;
        unnamedPortal.close();
    }

    /** The transaction is over. */
    void closePortals() {
        unnamedPortal.close();
        portals.clear(WirePortal::close);
    }

    // ---- names ----

    private WireStatement statement(MessageReader in, int from, int n) {
        WireStatement s = n == 0 ? unnamed : known(in, from, n);
        if (s == null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_STATEMENT,
                    n == 0
                            ? "unnamed prepared statement does not exist"
                            : "prepared statement \"" + string(in, from, n) + "\" does not exist");
        }
        return s;
    }

    private WirePortal portal(MessageReader in, int from, int n) {
        WirePortal p = n == 0 ? unnamedPortal : named(in, from, n);
        if (p == null || !p.isOpen()) {
            throw SqlFailure.of(FailureKind.UNDEFINED_CURSOR, "portal \"" + string(in, from, n) + "\" does not exist");
        }
        return p;
    }

    /** A named statement, also one of PREPARE; null if there is none. */
    private WireStatement known(MessageReader in, int from, int n) {
        forgetRemoved();
        WireStatement s = statements.get(in.buffer(), from, n);
        if (s != null) {
            return s;
        }
        String name = string(in, from, n);
        Prepared p = named.statement(name);
        if (p == null) {
            return null;
        }
        s = new WireStatement(p, NONE);
        statements.add(name.getBytes(StandardCharsets.UTF_8), s);
        return s;
    }

    /** A named portal, also one of DECLARE, which is not kept here; null if there is none. */
    private WirePortal named(MessageReader in, int from, int n) {
        forgetRemoved();
        WirePortal p = portals.get(in.buffer(), from, n);
        if (p != null) {
            return p;
        }
        String name = string(in, from, n);
        Portal declared = named.portal(name);
        if (declared == null) {
            return null;
        }
        p = new WirePortal();
        p.name = name;
        p.statement = new WireStatement(declared.prepared(), NONE);
        p.portal = declared;
        return p;
    }

    /** What a statement has removed goes here too. */
    private void forgetRemoved() {
        if (removals == named.removals()) {
            return;
        }
        removals = named.removals();
        statements.removeIf((name, s) -> named.statement(string(name)) != s.prepared);
        portals.removeIf((name, p) -> {
            boolean gone = named.portal(string(name)) != p.portal;
            if (gone) {
                p.close();
            }
            return gone;
        });
    }

    private static String string(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }

    private static String string(MessageReader in, int from, int n) {
        return in.buffer().toString(from, n, StandardCharsets.UTF_8);
    }
}
